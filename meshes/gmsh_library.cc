#include "meshes/gmsh_library.h"

#include <deal.II/base/config.h>

#ifdef DEAL_II_GMSH_WITH_API
#include <gmsh.h>
#endif

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    std::string
    extension(const std::string &file)
    {
      std::string end = std::filesystem::path(file).extension().string();
      std::transform(end.begin(), end.end(), end.begin(), [](const unsigned char c) { return std::tolower(c); });
      return end;
    }

#ifdef DEAL_II_GMSH_WITH_API
    /** What Gmsh has complained of, its last words first. */
    std::string
    complaint()
    {
      std::vector<std::string> lines;
      gmsh::logger::get(lines);
      for (auto line = lines.rbegin(); line != lines.rend(); ++line)
        if (line->rfind("Error", 0) == 0)
          return *line;
      return "Gmsh gives no reason";
    }

    /** In the process of its own: returns what went wrong, nothing where all went well. */
    std::string
    convert(const std::string &file, const std::vector<std::string> &numbers, const std::string &destination)
    {
      std::vector<std::string> words = {"gmsh"};
      for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        words.insert(words.end(), {"-setnumber", numbers[i], numbers[i + 1]});
      std::vector<char *> arguments;
      for (std::string &word : words)
        arguments.push_back(word.data());
      try
        {
          gmsh::initialize(arguments.size(), arguments.data(), false);
          gmsh::option::setNumber("General.Terminal", 0.);
          gmsh::option::setNumber("General.NumThreads", 1.);
          gmsh::logger::start();
          gmsh::open(file);
          std::vector<std::size_t> tags;
          std::vector<double>      positions, parameters;
          gmsh::vectorpair         entities;
          gmsh::model::mesh::getNodes(tags, positions, parameters);
          gmsh::model::getEntities(entities);
          if (tags.empty() && entities.empty())
            return complaint();
          if (tags.empty())
            {
              gmsh::model::mesh::generate(gmsh::model::getDimension());
              gmsh::model::mesh::setOrder(2); // curves stay curves
            }
          gmsh::option::setNumber("Mesh.Binary", 0.);
          gmsh::option::setNumber("Mesh.MshFileVersion", 4.1);
          gmsh::option::setNumber("Mesh.SaveAll", 1.);
          gmsh::write(destination);
        }
      catch (...) // Gmsh throws numbers and texts, by version
        {
          return complaint();
        }
      return "";
    }
#else
    std::string
    convert(const std::string &, const std::vector<std::string> &, const std::string &)
    {
      return "deal.II was built without Gmsh's library; expected: a mesh saved in the ASCII format (in Gmsh: Mesh.Binary = 0, "
             "Mesh.MshFileVersion = 4.1)";
    }
#endif
  } // namespace

  bool
  needs_gmsh(const std::string &file)
  {
    if (extension(file) != ".msh")
      return !extension(file).empty();
    std::ifstream in(file, std::ios::binary);
    std::string   word;
    double        version = 0.;
    int           binary  = 0;
    return in >> word >> version >> binary && word == "$MeshFormat" &&
           (binary == 1 || version == 2. || version == 2.1 || version == 3. || version == 4.);
  }

  bool
  defines_constant(const std::string &file, const std::string &name)
  {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    const std::string content = text.str();
    if (content.find("Include ") != std::string::npos)
      return true;
    const std::regex constants("DefineConstant\\s*\\[[^;]*"), number("\\b" + name + "\\b");
    for (std::sregex_iterator found(content.begin(), content.end(), constants), end; found != end; ++found)
      if (std::regex_search(found->str(), number))
        return true;
    return false;
  }

  void
  save_by_gmsh(const std::string &file, const std::vector<std::string> &numbers, const std::string &destination)
  {
    const std::string message_file = destination + ".message";
    const pid_t       child        = fork();
    if (child < 0)
      throw std::runtime_error(file + ": no process could be started for Gmsh");
    if (child == 0)
      {
        const std::string message = convert(file, numbers, destination);
        if (!message.empty())
          std::ofstream(message_file) << message;
        _exit(message.empty() ? 0 : 1); // without what the parent does at its end
      }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
      ;
    std::stringstream message;
    message << std::ifstream(message_file).rdbuf();
    std::filesystem::remove(message_file);
    if (WIFSIGNALED(status))
      throw std::runtime_error(file + ": Gmsh crashed on it; expected: a file that Gmsh can open");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      throw std::runtime_error(file + ": Gmsh could not read or mesh it: " + message.str());
  }
} // namespace zincfield

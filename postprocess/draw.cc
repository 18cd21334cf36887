#include "postprocess/draw.h"

#include "version.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace zincfield
{
  namespace
  {
    namespace fs = std::filesystem;

    fs::path
    find_script(const std::string &name)
    {
      std::error_code error;
      const fs::path  program = fs::read_symlink("/proc/self/exe", error);
      for (const fs::path &folder : {program.parent_path() / scripts_from_program, fs::path(source_directory) / "postprocess"})
        if (fs::exists(folder / name, error))
          return (folder / name).lexically_normal();
      return {};
    }

    /** Debian's VTK belongs to /usr/bin/python3, which need not be the first on the PATH; the script itself looks further. */
    std::string
    find_python()
    {
      return access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3" : "python3";
    }

    std::string
    quoted(const std::string &text)
    {
      std::string result = "'";
      for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
      return result + "'";
    }
  } // namespace

  std::string
  draw_figures(const std::string &results_directory)
  {
    const fs::path script = find_script("make_figures.py");
    if (script.empty())
      return "no figures: make_figures.py is neither beside the program nor in " + std::string(source_directory) + "/postprocess";

    const std::string command = find_python() + " " + quoted(script.string()) + " " + quoted(results_directory) + " 2>&1";
    FILE *pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
      return "no figures: cannot start " + find_python();
    std::string last_line;
    for (char buffer[1024]; std::fgets(buffer, sizeof(buffer), pipe) != nullptr;)
      last_line = buffer;
    while (!last_line.empty() && last_line.back() == '\n')
      last_line.pop_back();
    const int status = pclose(pipe);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
      return "";
    return "no figures: " + (last_line.empty() ? "make_figures.py failed" : last_line);
  }
} // namespace zincfield

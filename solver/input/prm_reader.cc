#include "solver/input/prm_reader.h"

#include "solver/input/plain_text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace zincfield
{
  namespace
  {
    namespace fs = std::filesystem;

    constexpr std::size_t  largest_file     = 1 << 20;
    constexpr std::size_t  deepest_nesting  = 32;
    constexpr unsigned int largest_includes = 16;

    struct OpenSection
    {
      InputSection *section;
      unsigned int  line; // of its `subsection`
    };

    class PrmReader
    {
    public:
      explicit PrmReader(InputSection &root)
        : open_{{&root, 0}}
      {}

      void
      read_file(const std::string &file, const InputPlace &included_from);
      void
      read_text(const std::string &text, const std::string &file);

    private:
      void
      read_line(const std::string &line, const InputPlace &here, std::size_t n_open_before);
      void
      set(const std::string &rest, const InputPlace &here);
      void
      open(const std::string &name, const InputPlace &here);

      std::vector<OpenSection> open_;
      std::vector<std::string> chain_; // files being read, outermost first
      unsigned int             n_includes_ = 0;
    };

    std::string
    file_text(const std::string &file, const InputPlace &asked_from)
    {
      std::error_code error;
      if (!fs::is_regular_file(file, error))
        throw InputError(asked_from,
                         fs::exists(file, error) ? "\"" + file + "\" is not a file" : "there is no file \"" + file + "\"");
      if (fs::file_size(file, error) > largest_file)
        throw InputError(asked_from, "\"" + file + "\" is larger than 1 MB", "a text file of parameters");
      std::ifstream      stream(file, std::ios::binary);
      std::ostringstream text;
      text << stream.rdbuf();
      if (!stream)
        throw InputError(asked_from, "\"" + file + "\" cannot be read");
      return text.str();
    }

    void
    require_text(const std::string &text, const std::string &file)
    {
      if (text.rfind("\xFF\xFE", 0) == 0 || text.rfind("\xFE\xFF", 0) == 0)
        throw InputError({file, 1, "", ""}, "the file is UTF-16", "UTF-8 text: save the file with that encoding");
      const TextFault fault = find_fault(text);
      if (!fault.why.empty())
        throw InputError({file, static_cast<unsigned int>(1 + std::count(text.begin(), text.begin() + fault.at, '\n')), "", ""},
                         fault.why, fault.allowed);
    }

    /** Without the mark that Windows puts before UTF-8, and with the line ends of Unix. */
    std::string
    unix_text(const std::string &text)
    {
      std::string result;
      for (std::size_t i = text.rfind("\xEF\xBB\xBF", 0) == 0 ? 3 : 0; i < text.size(); ++i)
        if (text[i] != '\r')
          result += text[i];
        else if (i + 1 == text.size() || text[i + 1] != '\n')
          result += '\n';
      return result;
    }

    void
    PrmReader::read_file(const std::string &file, const InputPlace &included_from)
    {
      const std::string text = file_text(file, included_from);
      const std::string name = fs::path(file).lexically_normal().string();
      if (std::find(chain_.begin(), chain_.end(), name) != chain_.end())
        {
          std::string chain;
          for (const std::string &link : chain_)
            chain += "\"" + link + "\" includes ";
          throw InputError(included_from, "a file includes itself: " + chain + "\"" + name + "\"");
        }
      chain_.push_back(name);
      read_text(text, name);
      chain_.pop_back();
    }

    void
    PrmReader::read_text(const std::string &raw, const std::string &file)
    {
      const std::string text = unix_text(raw);
      require_text(text, file);
      const std::size_t  n_open_before = open_.size();
      std::istringstream lines(text);
      std::string        physical, logical;
      unsigned int       line = 0, first = 1;
      while (std::getline(lines, physical))
        {
          ++line;
          if (logical.empty())
            first = line;
          physical = physical.substr(0, physical.find('#'));
          while (!physical.empty() && std::isspace(static_cast<unsigned char>(physical.back())))
            physical.pop_back();
          const bool continues = !physical.empty() && physical.back() == '\\';
          if (continues)
            physical.back() = ' ';
          logical += physical;
          if (continues)
            continue;
          read_line(normalise_blanks(logical), {file, first, "", ""}, n_open_before);
          logical.clear();
        }
      if (!logical.empty())
        read_line(normalise_blanks(logical), {file, first, "", ""}, n_open_before);
      if (open_.size() > n_open_before)
        throw InputError({file, open_.back().line, open_.back().section->path, ""}, "this subsection has no \"end\"");
    }

    void
    PrmReader::read_line(const std::string &line, const InputPlace &here, const std::size_t n_open_before)
    {
      const std::size_t blank = line.find(' ');
      const std::string word  = line.substr(0, blank);
      const std::string rest  = blank == std::string::npos ? "" : line.substr(blank + 1);
      if (line.empty())
        return;
      if (word == "set")
        set(rest, here);
      else if (word == "subsection")
        open(rest, here);
      else if (word == "end")
        {
          if (!rest.empty())
            throw InputError(here, "\"end\" is followed by \"" + rest + "\"", "\"end\" alone on its line");
          if (open_.size() == n_open_before)
            throw InputError(here, "\"end\" without a subsection that it could end");
          open_.pop_back();
        }
      else if (word == "include")
        {
          if (rest.empty())
            throw InputError(here, "\"include\" names no file");
          if (++n_includes_ > largest_includes)
            throw InputError(here, "more than " + std::to_string(largest_includes) + " files are included");
          read_file((fs::path(here.file).parent_path() / rest).string(), here);
        }
      else
        throw InputError(here, "\"" + line + "\" is not understood",
                         "\"set KEY = VALUE\", \"subsection NAME\", \"end\", \"include FILE\" or a # comment",
                         line.find(" = ") != std::string::npos && did_you_mean(word, {"set"}).empty()
                           ? "Did you mean \"set " + line + "\"?"
                           : did_you_mean(word, {"set", "subsection", "end", "include"}));
    }

    void
    PrmReader::set(const std::string &rest, const InputPlace &here)
    {
      const std::size_t equals = rest.find('=');
      if (equals == std::string::npos)
        throw InputError(here, "\"set " + rest + "\" has no \"=\"", "\"set KEY = VALUE\"");
      InputSection     &section = *open_.back().section;
      const std::string key     = normalise_blanks(rest.substr(0, equals));
      if (key.empty())
        throw InputError(here, "\"set\" names no key", "\"set KEY = VALUE\"");
      InputEntry entry;
      entry.key   = key;
      entry.value = normalise_blanks(rest.substr(equals + 1));
      entry.file  = here.file;
      entry.line  = here.line;
      if (const InputEntry *first = section.find_entry(key))
        throw InputError({here.file, here.line, section.full_name(key), entry.value},
                         "this key was already set to \"" + first->value + "\" at " +
                           file_and_line({first->file, first->line, "", ""}),
                         "one value for a key");
      section.entries.push_back(std::move(entry));
    }

    void
    PrmReader::open(const std::string &name, const InputPlace &here)
    {
      if (name.empty())
        throw InputError(here, "\"subsection\" has no name", "\"subsection NAME\"");
      if (name.back() == '{')
        throw InputError(here, "the name of the subsection \"" + name + "\" ends with a brace",
                         "\"subsection NAME\", lines, \"end\"");
      if (name.find('/') != std::string::npos)
        throw InputError(here, "the name of the subsection \"" + name + "\" has a slash", "names without \"/\"");
      if (open_.size() > deepest_nesting)
        throw InputError(here, "subsections are nested more than " + std::to_string(deepest_nesting) + " deep");
      open_.push_back({&open_.back().section->subsection(name, here.file, here.line), here.line});
    }
  } // namespace

  InputSection
  read_prm_file(const std::string &file)
  {
    InputSection root;
    root.file = fs::path(file).lexically_normal().string();
    PrmReader(root).read_file(file, {file, 0, "", ""});
    if (root.entries.empty() && root.sections.empty())
      throw InputError({root.file, 0, "", ""}, "the input sets nothing", "an input as zincfield --template prints it");
    return root;
  }

  InputSection
  read_prm_text(const std::string &text, const std::string &name)
  {
    InputSection root;
    root.file = name;
    PrmReader(root).read_text(text, name);
    return root;
  }
} // namespace zincfield

#include "postprocess/draw.h"

#include "version.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <vector>

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

    /** A process that writes into a pipe, and ends where this one does. */
    struct Child
    {
      pid_t process = -1;
      int   output  = -1;

      explicit Child(std::vector<std::string> command)
      {
        int ends[2];
        if (pipe(ends) != 0)
          return;
        std::vector<char *> words;
        for (std::string &word : command)
          words.push_back(word.data());
        words.push_back(nullptr);
        process = fork();
        if (process == 0)
          {
            prctl(PR_SET_PDEATHSIG, SIGTERM);
            for (const int number : {SIGINT, SIGTERM, SIGUSR1})
              signal(number, SIG_DFL);
            dup2(ends[1], STDOUT_FILENO);
            dup2(ends[1], STDERR_FILENO);
            close(ends[0]);
            close(ends[1]);
            execvp(words[0], words.data());
            _exit(127);
          }
        close(ends[1]);
        output = ends[0];
      }
      ~Child()
      {
        if (output >= 0)
          close(output);
      }
      Child(const Child &) = delete;

      /** All that it writes, until it ends; where it is told to, it is ended. */
      std::string
      read(const std::function<bool()> &interrupted)
      {
        std::string text;
        for (;;)
          {
            struct pollfd readable = {output, POLLIN, 0};
            const int     found    = poll(&readable, 1, 100);
            char          buffer[4096];
            const ssize_t taken = found > 0 ? ::read(output, buffer, sizeof(buffer)) : -1;
            if (found > 0 && taken <= 0 && errno != EINTR)
              return text;
            if (taken > 0)
              text.append(buffer, taken);
            if (interrupted())
              {
                kill(process, SIGKILL);
                return text;
              }
          }
      }

      /** Its status once it has ended. */
      int
      wait() const
      {
        int status = 0;
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
          ;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
      }
    };

    /** The line of the script's output that says why the report has no 3-D view, if there is one. */
    std::string
    without_view(const std::string &text)
    {
      const std::size_t begin = text.find("report.html has no");
      return begin == std::string::npos ? "" : text.substr(begin, text.find('\n', begin) - begin);
    }
  } // namespace

  std::string
  draw_figures(const std::string &results_directory, const std::function<bool()> &interrupted)
  {
    const fs::path script = find_script("make_figures.py");
    if (script.empty())
      return "no figures: make_figures.py is neither beside the program nor in " + std::string(source_directory) + "/postprocess";

    Child child({find_python(), script.string(), results_directory});
    if (child.process < 0)
      return "no figures: cannot start " + find_python();
    std::string text   = child.read(interrupted);
    const int   status = child.wait();
    if (status == 0)
      {
        const std::string remark = without_view(text);
        return "figures: " + results_directory + "/figure.png\nreport: " + results_directory + "/report.html" +
               (remark.empty() ? "" : "\n" + remark);
      }
    if (interrupted())
      return "no figures: stopped while they were drawn";
    text.erase(text.find_last_not_of('\n') + 1);
    const std::string last_line = text.substr(text.rfind('\n') + 1);
    return "no figures: " + (last_line.empty() ? "make_figures.py failed" : last_line);
  }
} // namespace zincfield

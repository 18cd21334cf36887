#pragma once

#include "tests/support/base_input.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace zincfield
{
  /** A folder of its own, with a blank and an umlaut in its path; removed with all that is in it. */
  class Scratch
  {
  public:
    Scratch()
      : path_(std::filesystem::temp_directory_path() / ("zincfield tests \u00e4 " + std::to_string(getpid())))
    {
      std::filesystem::remove_all(path_);
      std::filesystem::create_directories(path_);
    }
    ~Scratch()
    {
      std::filesystem::remove_all(path_);
    }
    Scratch(const Scratch &) = delete;

    std::string
    operator/(const std::string &name) const
    {
      return (path_ / name).string();
    }

    std::string
    write(const std::string &name, const std::string &text) const
    {
      std::filesystem::create_directories((path_ / name).parent_path());
      std::ofstream(path_ / name) << text;
      return (path_ / name).string();
    }

  private:
    const std::filesystem::path path_;
  };

  inline std::string
  contents(const std::string &file)
  {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  inline nlohmann::json
  summary(const std::string &folder)
  {
    return nlohmann::json::parse(contents(folder + "/summary.json"));
  }

  /** How a program ended: its status, 128 + N after signal N as in a shell, -1 if it had to be killed for taking too long. */
  struct Ended
  {
    int         status;
    std::string out, error;
    double      seconds; // after `then`
  };

  struct Running
  {
    unsigned int ranks             = 1;
    double       limit             = 60.; // [s]
    std::string  working_directory = "";
    /** Called with the process while it runs. */
    std::function<void(pid_t)> then = nullptr;
  };

  /** Whether something comes true within so many seconds. */
  inline bool
  within(const double seconds, const std::function<bool()> &condition)
  {
    for (const auto begin = std::chrono::steady_clock::now();
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() < seconds;)
      {
        if (condition())
          return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    return condition();
  }

  /** Whether a process has a handler for a signal. */
  inline bool
  catches(const pid_t process, const int signal)
  {
    const std::string status = contents("/proc/" + std::to_string(process) + "/status"), name = "SigCgt:";
    const std::size_t place = status.find(name);
    return place != std::string::npos && (std::stoull(status.substr(place + name.size()), nullptr, 16) >> (signal - 1)) % 2 == 1;
  }

  /** Runs the program itself, under mpirun where it has several ranks. */
  inline Ended
  run_program(const Scratch &scratch, const std::vector<std::string> &arguments, const Running &how = Running())
  {
    std::vector<std::string> words;
    if (how.ranks > 1)
      words = {"mpirun", "--quiet", "--oversubscribe", "--bind-to", "none", "-n", std::to_string(how.ranks)};
    words.push_back(ZINCFIELD_PROGRAM);
    words.insert(words.end(), arguments.begin(), arguments.end());
    const std::string out = scratch / "out", error = scratch / "error";

    const pid_t child = fork();
    if (child == 0)
      {
        // This process is a rank of its own: what MPI told it must not reach the program.
        std::vector<std::string> inherited;
        for (char **variable = environ; *variable; ++variable)
          inherited.emplace_back(*variable, std::string(*variable).find('='));
        for (const std::string &name : inherited)
          if (name.rfind("OMPI_", 0) == 0 || name.rfind("PMIX_", 0) == 0 || name.rfind("PMI_", 0) == 0 ||
              name.rfind("ORTE_", 0) == 0)
            unsetenv(name.c_str());
        for (const char *const allowed : {"OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMP_NUM_THREADS"})
          setenv(allowed, "1", 1);
        setpgid(0, 0);
        if (dup2(open(out.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDOUT_FILENO) < 0 ||
            dup2(open(error.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600), STDERR_FILENO) < 0 ||
            (!how.working_directory.empty() && chdir(how.working_directory.c_str()) != 0))
          _exit(127);
        std::vector<char *> pointers;
        for (std::string &word : words)
          pointers.push_back(word.data());
        pointers.push_back(nullptr);
        execvp(pointers[0], pointers.data());
        _exit(127);
      }

    if (how.then)
      how.then(child);
    const auto begin  = std::chrono::steady_clock::now();
    int        status = 0;
    const bool ended  = within(how.limit, [&] { return waitpid(child, &status, WNOHANG) == child; });
    if (!ended)
      {
        kill(-child, SIGKILL);
        waitpid(child, &status, 0);
      }
    return {!ended                ? -1
            : WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                  : WEXITSTATUS(status),
            contents(out), contents(error), std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()};
  }

  inline unsigned int
  count(const std::string &text, const std::string &part)
  {
    unsigned int n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
      ++n;
    return n;
  }

  /** One paragraph of the program's, and nothing else: no second copy of another rank, no stack, no words of MPI's. */
  inline void
  expect_one_paragraph(const std::string &text)
  {
    EXPECT_EQ(text.rfind("zincfield: ", 0), 0u) << text;
    EXPECT_EQ(count(text, "\n"), 1u) << text;
    EXPECT_EQ(text.empty() ? ' ' : text.back(), '\n') << text;
  }
} // namespace zincfield

#include "solver/runs/process_pool.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <map>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zincfield
{
  namespace
  {
    using Clock = std::chrono::steady_clock;

    volatile std::sig_atomic_t received = 0;

    void
    remember(const int number)
    {
      received = number;
    }

    void
    handle(const int number, void (*handler)(int))
    {
      struct sigaction action = {};
      action.sa_handler       = handler;
      sigaction(number, &action, nullptr);
    }

    /** A process of its own group, which signals of the terminal do not reach twice. */
    pid_t
    start(const SideRun &run)
    {
      const pid_t child = fork();
      if (child != 0)
        return child;
      setpgid(0, 0);
      for (const int number : {SIGINT, SIGTERM})
        handle(number, SIG_DFL);
      handle(SIGUSR1, SIG_IGN); // until the program looks out for it
      const int nothing = open("/dev/null", O_RDWR), errors = open(run.error_file.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0666);
      dup2(nothing, STDIN_FILENO);
      dup2(nothing, STDOUT_FILENO);
      dup2(errors < 0 ? nothing : errors, STDERR_FILENO);
      std::vector<char *> words;
      for (const std::string &word : run.command)
        words.push_back(const_cast<char *>(word.c_str()));
      words.push_back(nullptr);
      execvp(words[0], words.data());
      const std::string problem =
        "zincfield: " + run.command[0] + " cannot be started: " + std::strerror(errno) + ". Is it on the PATH?\n";
      if (write(STDERR_FILENO, problem.data(), problem.size()) < 0)
        _exit(126);
      _exit(127);
    }

    struct Process
    {
      std::size_t       run;
      Clock::time_point begin;
    };
  } // namespace

  int
  run_side_by_side(const std::vector<SideRun>                          &runs,
                   const unsigned int                                   n_jobs,
                   const double                                         limit,
                   const std::function<bool(std::size_t, int, double)> &ended)
  {
    for (const int number : {SIGINT, SIGTERM, SIGUSR1})
      handle(number, remember);
    const auto               begin = Clock::now();
    std::map<pid_t, Process> running;
    std::size_t              next = 0;
    Clock::time_point        forwarded;
    for (bool more = true; !running.empty() || (more && next < runs.size() && received == 0);)
      {
        while (more && received == 0 && running.size() < n_jobs && next < runs.size())
          {
            running[start(runs[next])] = {next, Clock::now()};
            ++next;
          }
        if (received == 0 && std::chrono::duration<double>(Clock::now() - begin).count() > limit)
          received = SIGUSR1;
        if (received != 0 &&
            Clock::now() - forwarded > std::chrono::seconds(1)) // again and again: one that has just started does not hear it
          {
            forwarded = Clock::now();
            for (const auto &[process, what] : running)
              kill(process, received == SIGINT ? SIGINT : SIGUSR1);
          }
        int         status = 0;
        const pid_t child  = waitpid(-1, &status, WNOHANG);
        if (const auto found = running.find(child); found != running.end())
          {
            const Process process = found->second;
            running.erase(found);
            more = ended(process.run, WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
                         std::chrono::duration<double>(Clock::now() - process.begin).count()) &&
                   more;
          }
        else
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    return received;
  }
} // namespace zincfield

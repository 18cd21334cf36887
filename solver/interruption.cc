#include "solver/interruption.h"

#include <csignal>
#include <cstring>
#include <unistd.h>

namespace zincfield
{
  namespace
  {
    volatile std::sig_atomic_t speaking = 0, beside_others = 0;

    /** Only what POSIX allows here: write, signal, raise, _exit. */
    void
    end(const int number)
    {
      if (speaking)
        {
          const char *const text = "\nzincfield: interrupted; summary.json, where there is one, names the variants that are missing.\n";
          if (write(STDERR_FILENO, text, std::strlen(text)) < 0)
            _exit(128 + number);
        }
      // mpirun reports a rank that a signal killed as a crash; a status it passes on.
      if (beside_others)
        _exit(128 + number);
      std::signal(number, SIG_DFL);
      std::raise(number);
    }
  } // namespace

  void
  end_on_signals(const bool speaks, const bool one_of_several)
  {
    speaking      = speaks;
    beside_others = one_of_several;
    for (const int number : {SIGINT, SIGTERM})
      {
        struct sigaction action = {};
        action.sa_handler       = end;
        sigaction(number, &action, nullptr);
      }
  }
} // namespace zincfield

#include "solver/results/record_of_run.h"

#include "solver/support/output_file.h"

#include <fstream>
#include <sstream>

namespace zincfield
{
  namespace
  {
    /** As one word of a shell. */
    std::string
    quoted(const std::string &text)
    {
      const std::string plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:=,";
      if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
        return text;
      std::string result = "'";
      for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
      return result + "'";
    }
  } // namespace

  std::string
  command_of(const RunOptions &options, const unsigned int n_ranks)
  {
    std::string command =
      (n_ranks > 1 ? "mpirun -n " + std::to_string(n_ranks) + " " : "") + "zincfield " + quoted(options.input_file);
    for (const std::string &entry : options.overrides)
      command += " --set " + quoted(entry);
    if (!options.variant.empty())
      command += " --variant " + quoted(options.variant);
    if (!options.petsc_options.empty())
      command += " --petsc " + quoted(options.petsc_options);
    return command;
  }

  void
  write_record_of_run(const std::string &directory, const RunOptions &options, const unsigned int n_ranks)
  {
    write_whole(directory + "/command.txt", command_of(options, n_ranks) + "\n");
    std::ifstream      file(options.input_file, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (file)
      write_whole(directory + "/input.prm", text.str());
  }
} // namespace zincfield

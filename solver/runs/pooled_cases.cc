#include "solver/runs/pooled_cases.h"

#include "solver/input/input_error.h"
#include "solver/results/result_folders.h"
#include "solver/runs/process_pool.h"
#include "solver/support/errors.h"
#include "solver/support/folder_lock.h"
#include "solver/support/result_names.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace zincfield
{
  namespace
  {
    namespace fs = std::filesystem;

    std::vector<std::string>
    command(const RunOptions &options, const std::size_t number)
    {
      std::vector<std::string> words;
      if (options.ranks > 1)
        words = {"mpirun", "--quiet", "--oversubscribe", "--bind-to", "none", "-n", std::to_string(options.ranks)};
      words.push_back(fs::read_symlink("/proc/self/exe").string());
      for (const std::string &word : {options.input_file, std::string("--no-figures"), std::string("--case"),
                                      std::to_string(number), std::string("--output"), results_directory(options)})
        words.push_back(word);
      for (const std::string &override : options.overrides)
        words.insert(words.end(), {"--set", override});
      if (!options.variant.empty())
        words.insert(words.end(), {"--variant", options.variant});
      if (!options.petsc_options.empty())
        words.insert(words.end(), {"--petsc=" + options.petsc_options});
      if (options.resume)
        words.push_back("--resume");
      return words;
    }

    /** What a run has complained of, in a file that is removed. */
    std::string
    complaint(const std::string &file)
    {
      std::ostringstream text;
      text << std::ifstream(file).rdbuf();
      std::error_code ignored;
      fs::remove(file, ignored);
      return text.str();
    }

    std::string
    outcome(const int status)
    {
      return status == 0 ? "done" : status == 2 ? "not solved" : status == 75 ? "stopped" : "failed";
    }

    int
    run_all(const std::vector<Case> &cases, const RunOptions &options)
    {
      const std::string directory = results_directory(options);
      make_directory(directory);
      FolderLock lock(directory, false);
      options.resume ? make_folders(directory, cases) : prepare_folders(directory, cases);
      lock.share();
      std::vector<SideRun> runs;
      for (std::size_t m = 0; m < cases.size(); ++m)
        runs.push_back(
          {cases[m].variant, command(options, m + 1), directory + "/" + folder_name(cases[m].variant) + "/errors.txt"});
      std::cout << runs.size() << " cases, " << options.jobs << " at a time"
                << (options.ranks > 1 ? ", " + std::to_string(options.ranks) + " ranks each" : "") << std::endl;
      int         worst = 0;
      std::size_t done  = 0;
      const auto  ended = [&](const std::size_t run, const int status, const double seconds) {
        char time[40];
        std::snprintf(time, sizeof(time), "%.1f s", seconds);
        std::cout << "[" << ++done << "/" << runs.size() << "] " << runs[run].name << ": " << outcome(status) << " after " << time
                  << std::endl;
        const std::string text = complaint(runs[run].error_file);
        if (status != 0 && status != 2 && worst == 0)
          {
            worst = status;
            std::cerr << text << std::flush;
          }
        return worst == 0;
      };
      const int received = run_side_by_side(runs, options.jobs, options.max_time, ended);
      if (received == SIGINT)
        return 130;
      if (received != 0 || worst == 75)
        std::cout << "Stopped. To go on, give the same command with --resume." << std::endl;
      return received != 0 ? 75 : worst > 125 ? 3 : worst;
    }
  } // namespace

  int
  run_in_process_pool(CommandLine &command_line)
  {
    try
      {
        if (std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMI_RANK") != nullptr)
          throw InputError("--jobs starts mpirun itself: give it --ranks, and do not start the program by mpirun.");
        const std::vector<Case> cases = read_cases(command_line);
        if (!cases.front().fits.empty())
          throw InputError("--jobs does not go with Fits, which rest on several variants.");
        return run_all(cases, command_line.options);
      }
    catch (const InputError &error)
      {
        std::cerr << "zincfield: " << error.what() << std::endl;
        return 1;
      }
    catch (const std::exception &error)
      {
        std::cerr << "zincfield: " << error.what() << std::endl;
        return 3;
      }
  }
} // namespace zincfield

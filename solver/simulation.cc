#include "solver/simulation.h"

#include "postprocess/draw.h"
#include "solver/assembly/cell_kernels.h"
#include "solver/input/input_error.h"
#include "solver/input/read_cases.h"
#include "solver/linear/petsc_options.h"
#include "solver/results/first_rank.h"
#include "solver/results/record_of_run.h"
#include "solver/results/result_folders.h"
#include "solver/results/summary.h"
#include "solver/runs/work.h"
#include "solver/support/errors.h"
#include "solver/support/folder_lock.h"
#include "solver/support/interruption.h"
#include "solver/support/result_names.h"
#include "solver/support/vector_units.h"
#include "version.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** The cases, and where asked each coated one again in the other representations of its coatings. */
    std::vector<Case>
    with_other_representations(const std::vector<Case> &cases)
    {
      std::vector<Case> all;
      for (const Case &data : cases)
        {
          all.push_back(data);
          if (!data.solver.compare_representations || data.coatings.empty())
            continue;
          for (const auto &other : {std::make_pair(Representation::resolved, "resolved"),
                                    std::make_pair(Representation::thin, "thin"), std::make_pair(Representation::lumped, "lumped")})
            {
              Case copy    = data;
              bool changes = false;
              for (Coating &coating : copy.coatings)
                {
                  changes                = changes || (coating.enabled && coating.representation != other.first);
                  coating.representation = other.first;
                }
              copy.variant += std::string(" (") + other.second + ")";
              if (changes)
                all.push_back(copy);
            }
        }
      return all;
    }

    /** The variant asked for, or all: others were read for the sake of fits only. */
    std::vector<Case>
    chosen(const std::vector<Case> &cases, const std::string &variant)
    {
      std::vector<Case> some;
      for (const Case &data : cases)
        if (variant.empty() || data.variant == variant || data.fits.empty())
          some.push_back(data);
      return some;
    }

    /** PETSc has one set of options for the whole run. */
    std::string
    petsc_options_file(const std::vector<Case> &cases)
    {
      const std::string &file = cases.front().solver.petsc_options_file;
      for (const Case &data : cases)
        if (data.solver.petsc_options_file != file)
          throw InputError(place_of(data, "Solver/PETSc options file"), "PETSc's options hold for all variants of a run",
                           "the same file for all; or run a variant alone with --variant");
      return file;
    }

    void
    warn_of_unused_options(RunLog &log)
    {
      std::string unused;
      for (const std::string &option : unused_petsc_options())
        unused += (unused.empty() ? "" : " ") + option;
      if (!unused.empty())
        log.warning("warning: PETSc was given options that nothing asked for: " + unused +
                    ". Misspelt, or for a solver that this run did not use.");
    }

    /** What is to be known about quantities, each note once. */
    std::string
    notes(const std::vector<CaseResult> &results)
    {
      std::string text;
      for (const std::string &name : quantity_names(results))
        for (const CaseResult &result : results)
          if (const auto found = result.report.quantities.find(name);
              found != result.report.quantities.end() && !found->second.note.empty())
            {
              text += (text.empty() ? "" : "\n") + std::string("note on ") + name + ": " + found->second.note;
              break;
            }
      return text;
    }

    /** "2 of 3 variants have not been run to their end: "a", "b"."; empty: all have. */
    std::string
    missing(const std::vector<Case> &cases, const std::size_t n_done)
    {
      std::string names;
      for (std::size_t v = n_done; v < cases.size(); ++v)
        names += (names.empty() ? "\"" : ", \"") + cases[v].variant + "\"";
      return names.empty() ? ""
                           : std::to_string(cases.size() - n_done) + " of " + std::to_string(cases.size()) +
                               " variants have not been run to their end: " + names + ".";
    }

    /** Table, figures and what is to be said about all variants together. */
    void
    conclude(const Work &work, const std::vector<CaseResult> &results, const RunOptions &options, RunLog &log)
    {
      const std::vector<Case> cases(work.cases.begin(), work.cases.begin() + results.size());
      if (!results.empty())
        {
          log.line("\n" + summary_table(results));
          if (const std::string text = comparison(cases, results, work.fits); !text.empty())
            log.line(text + "\n");
          log.line(notes(results));
        }
      if (!results.empty() && options.figures && cases.front().output.figures && options.only_case == 0 &&
          dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
        log.line(draw_figures(work.directory, stop_signal_received));
      if (!options.collect)
        warn_of_unused_options(log);
      log.line("results: " + work.directory);
      log.close();
      const std::string failed = failures(results);
      if (const std::string absent = missing(work.cases, results.size()); !absent.empty())
        throw Stopped(absent + " To run them, give the command with --resume in place of --collect." +
                      (failed.empty() ? "" : " " + failed));
      if (!failed.empty())
        throw SolverError(failed + " The last good state of it was written to " + work.directory + ", and summary.json says so.");
    }

    /** Name of the log in the folder of results; cases that run side by side have one each. */
    std::string
    log_file(const std::vector<Case> &cases, const RunOptions &options)
    {
      if (options.mesh_only)
        return "/mesh.txt";
      return options.only_case == 0 ? "/log.txt" : "/" + folder_name(cases.front().variant) + "/log.txt";
    }

    /** The case asked for, or all. */
    std::vector<Case>
    wanted_of(const std::vector<Case> &cases, const unsigned int number)
    {
      if (number == 0)
        return cases;
      if (number > cases.size())
        throw InputError({"--case", 0, std::to_string(number), ""}, "the input has no such case",
                         "1 to " + std::to_string(cases.size()) + "; --check lists them");
      return {cases[number - 1]};
    }

  } // namespace

  int
  run(const std::vector<Case> &given, const RunOptions &options)
  {
    std::vector<Case> wanted = wanted_of(chosen(given, options.variant), options.only_case);
    Work              work;
    work.cases     = with_other_representations(wanted);
    work.directory = results_directory(options);
    keep_petsc_errors();
    set_petsc_options(options.petsc_options, petsc_options_file(work.cases));
    // A mesh to look at leaves the results of an earlier run alone, and one case those of the others.
    const bool                  anew  = !options.mesh_only && !options.resume && !options.collect && options.only_case == 0;
    const bool                  alone = !options.mesh_only && !options.collect && options.only_case == 0;
    std::unique_ptr<FolderLock> lock, lock_of_case;
    on_first_rank([&]() {
      make_directory(work.directory);
      lock = std::make_unique<FolderLock>(work.directory, !alone);
      if (options.only_case == 0)
        return;
      const std::string own = work.directory + "/" + folder_name(work.cases.front().variant);
      make_directory(own);
      lock_of_case = std::make_unique<FolderLock>(own, false);
    });
    on_first_rank([&]() { anew ? prepare_folders(work.directory, work.cases) : make_folders(work.directory, work.cases); });
    const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
    if (anew)
      on_first_rank([&]() { write_record_of_run(work.directory, options, n_ranks); });
    if (!options.mesh_only)
      stop_on_signals();
    limit_time(options.max_time);

    RunLog log(work.directory + log_file(work.cases, options), MPI_COMM_WORLD, options.resume || options.collect, options.verbose);
    log.line(std::string("zincfield ") + version + (git_revision[0] ? std::string(" (") + git_revision + ")" : "") + ", deal.II " +
             DEAL_II_PACKAGE_VERSION + ", " + describe_lanes(lanes_of_dealii()) + ", " +
             std::to_string(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)) + " MPI rank(s)");
    log.line(work.cases.front().title);
    if (options.mesh_only)
      {
        write_meshes(work, log);
        return 0;
      }
    if (!options.collect)
      log.line(note_on_narrow_lanes(lanes_of_dealii(), vector_units(), cell_kernels().instruction_set));

    const Earlier earlier = options.collect ? Earlier::collected : options.resume ? Earlier::resumed : Earlier::removed;
    if (!given.front().fits.empty())
      {
        // Each case finds them for itself: they may run at the same time.
        std::vector<std::string> places(options.only_case == 0 ? 1 : 0, work.directory);
        for (const Case &data : work.cases)
          places.push_back(work.directory + "/" + folder_name(data.variant));
        work.fits = fits_of(given, places, earlier, log);
        for (const FitResult &result : work.fits)
          use_found_values(result, wanted);
        work.cases = with_other_representations(wanted);
      }
    find_checkpoints(work, earlier, log);
    conclude(work, options.collect ? collect(work) : run_cases(work, options.only_case == 0, log), options, log);
    return 0;
  }
} // namespace zincfield

#include "solver/simulation.h"

#include "postprocess/draw.h"
#include "solver/checkpoint/identity.h"
#include "solver/checkpoint/sha256.h"
#include "solver/checkpoint/stored_result.h"
#include "solver/errors.h"
#include "solver/fitting/fit.h"
#include "solver/input/input_error.h"
#include "solver/interruption.h"
#include "solver/linear/petsc_options.h"
#include "solver/result_folders.h"
#include "solver/summary.h"
#include "solver/variant_run.h"
#include "version.h"

#include <algorithm>
#include <filesystem>

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
          for (const auto &other : {std::make_pair(Representation::resolved, "resolved"), std::make_pair(Representation::thin, "thin"), std::make_pair(Representation::lumped, "lumped")})
            {
              Case copy = data;
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

    /** The variant asked for, or all. */
    std::vector<Case>
    chosen(const std::vector<Case> &cases, const std::string &variant)
    {
      std::vector<Case> some;
      for (const Case &data : cases)
        if (variant.empty() || data.variant == variant || cases.size() == 1)
          some.push_back(data);
      return some;
    }

    VariantResult
    run_one(const Case                        &data,
            const std::string                 &directory,
            const bool                         mesh_only,
            RunLog                            &log,
            const std::function<void(double)> &progress,
            Checkpoints                       &checkpoints,
            StoredCheckpoint *const            from)
    {
      return data.geometry->dimension() == 2 ? run_variant<2>(data, directory, mesh_only, log, progress, checkpoints, from) :
                                               run_variant<3>(data, directory, mesh_only, log, progress, checkpoints, from);
    }

    /** Puts what a fit has found into the cases that it applies to. */
    void
    use_found_values(const FitResult &result, std::vector<Case> &cases)
    {
      for (Case &data : cases)
        if (std::find(result.fit.applies_to.begin(), result.fit.applies_to.end(), data.variant) != result.fit.applies_to.end())
          data = data.with(found_values(result.fit));
    }

    /** Find what the input wants to be found, from all of its variants; a later fit starts from what earlier ones have found. */
    std::vector<FitResult>
    carry_out_fits(std::vector<Case> all, RunLog &log)
    {
      const std::vector<Fit> fits = all.front().fits;
      std::vector<FitResult> results;
      RunLog                 silent("", MPI_COMM_WORLD);
      const auto             computed = [&](const Case &data) {
        Checkpoints         none;
        const VariantResult result = run_one(data, "", false, silent, [](double) {}, none, nullptr);
        if (!result.failure.empty())
          throw SolverError("Variant \"" + data.variant + "\" was not solved while it was fitted: " + result.failure);
        return result.report.quantities.at(data.measurement.quantity).value;
      };
      for (const Fit &fit : fits)
        {
          results.push_back(find_parameters(fit, all, computed, [&](const std::string &line) { log.line(line); }));
          use_found_values(results.back(), all);
        }
      return results;
    }

    Checkpoints
    checkpoints_of(const Case &data, const std::string &place, RunLog &log)
    {
      return Checkpoints(place + "/checkpoint", identity(data), data.output.checkpoint_interval, MPI_COMM_WORLD, [&log](const std::string &text) { log.warning(text); });
    }

    /** The fits of the input, or what an earlier run has found: found again on other ranks, its last digits could differ and no checkpoint would suit. */
    std::vector<FitResult>
    fits_of(const std::vector<Case> &given, const std::string &directory, const bool resume, RunLog &log)
    {
      nlohmann::json all = nlohmann::json::array();
      for (const Case &data : given)
        all.push_back(identity(data));
      Checkpoints checkpoints(directory + "/fits", {{"input", sha256(all.dump())}}, 0., MPI_COMM_WORLD, [&log](const std::string &text) { log.warning(text); });
      if (!resume)
        checkpoints.clear();
      else if (const auto before = checkpoints.newest())
        {
          log.line("fits: as they were found before");
          return fits(before->scalars().at("fits"), given.front().fits);
        }
      const std::vector<FitResult> results = carry_out_fits(given, log);
      checkpoints.write_last({{"fits", stored(results)}});
      return results;
    }

    /** "... To go on: the same command with --resume." */
    std::string
    how_to_go_on(const std::string &reason, const std::string &directory, const std::string &place)
    {
      return "Stopped by " + reason + " " + place + ". The state is kept in " + directory + "; to go on from there, give the same command with --resume.";
    }

    /** PETSc has one set of options for the whole run. */
    std::string
    petsc_options_file(const std::vector<Case> &cases)
    {
      const std::string &file = cases.front().solver.petsc_options_file;
      for (const Case &data : cases)
        if (data.solver.petsc_options_file != file)
          throw InputError({data.input_file, 0, "Variants/" + data.variant + "/Solver/PETSc options file", data.solver.petsc_options_file},
                           "PETSc's options hold for all variants of a run", "the same file for all; or run a variant alone with --variant");
      return file;
    }

    void
    warn_of_unused_options(RunLog &log)
    {
      std::string unused;
      for (const std::string &option : unused_petsc_options())
        unused += (unused.empty() ? "" : " ") + option;
      if (!unused.empty())
        log.warning("warning: PETSc was given options that nothing asked for: " + unused + ". Misspelt, or for a solver that this run did not use.");
    }

    /** What is to be known about quantities, each note once. */
    std::string
    notes(const std::vector<VariantResult> &results)
    {
      std::string text;
      for (const std::string &name : results.front().report.order)
        for (const VariantResult &result : results)
          if (const std::string note = result.report.quantities.at(name).note; !note.empty())
            {
              text += (text.empty() ? "" : "\n") + std::string("note on ") + name + ": " + note;
              break;
            }
      return text;
    }

    /** "1 of 3 variants was not solved. "x": why"; empty: all were. */
    std::string
    failures(const std::vector<VariantResult> &results)
    {
      std::string  text;
      unsigned int n = 0;
      for (const VariantResult &result : results)
        if (!result.failure.empty())
          {
            ++n;
            text += " Variant \"" + result.name + "\": " + result.failure;
          }
      if (n == 0 || results.size() == 1)
        return n == 0 ? "" : text.substr(1);
      return std::to_string(n) + " of " + std::to_string(results.size()) + " variants " + (n == 1 ? "was" : "were") + " not solved." + text;
    }
  } // namespace

  int
  run(const std::vector<Case> &given, const RunOptions &options)
  {
    std::vector<Case> wanted = chosen(given, options.variant), cases = with_other_representations(wanted);
    keep_petsc_errors();
    set_petsc_options(options.petsc_options, petsc_options_file(cases));

    const std::string directory =
      options.output_directory.empty() ? "results/" + std::filesystem::path(options.input_file).stem().string() : options.output_directory;
    on_first_rank([&]() { options.mesh_only || options.resume ? make_folders(directory, cases) : prepare_folders(directory, cases); });
    if (!options.mesh_only)
      stop_on_signals();
    limit_time(options.max_time);

    // A mesh to look at leaves the results of an earlier run alone.
    RunLog log(directory + (options.mesh_only ? "/mesh.txt" : "/log.txt"), MPI_COMM_WORLD, options.resume);
    log.line(std::string("zincfield ") + version + (git_revision[0] ? std::string(" (") + git_revision + ")" : "") + ", deal.II " + DEAL_II_PACKAGE_VERSION + ", " +
             std::to_string(dealii::VectorizedArray<double>::size()) + " SIMD lane(s), " +
             std::to_string(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)) + " MPI rank(s)");
    log.line(cases.front().title);

    std::vector<FitResult> fits;
    if (!options.mesh_only && !given.front().fits.empty())
      {
        try
          {
            fits = fits_of(given, directory, options.resume, log);
          }
        catch (const Stopped &reason)
          {
            throw Stopped(how_to_go_on(reason.what(), directory, "during the fits, which begin anew"));
          }
        for (const FitResult &result : fits)
          use_found_values(result, wanted);
        cases = with_other_representations(wanted);
      }
    std::vector<Checkpoints>                       checkpoints;
    std::vector<std::unique_ptr<StoredCheckpoint>> from(cases.size());
    for (std::size_t v = 0; v < cases.size() && !options.mesh_only; ++v)
      {
        const std::string place = directory + "/" + folder_name(cases[v].variant);
        checkpoints.push_back(checkpoints_of(cases[v], place, log));
        if (options.resume)
          from[v] = checkpoints[v].newest();
        else
          checkpoints[v].clear();
        on_first_rank([&]() { from[v] ? write_used_input(directory, cases[v]) : prepare_folder(directory, cases[v]); });
      }
    if (options.resume && std::none_of(from.begin(), from.end(), [](const auto &stored) { return stored != nullptr; }))
      log.line("no checkpoint in " + directory + ": beginning from the start");
    std::vector<VariantResult> results;
    for (unsigned int v = 0; v < cases.size(); ++v)
      {
        const Case &data = cases[v];
        log.line("variant \"" + data.variant + "\" (" + std::to_string(v + 1) + " of " + std::to_string(cases.size()) + "): " + data.transport + ", " + data.geometry_kind);
        const auto progress = [&](const double share) { log.progress((v + share) / cases.size()); };
        const auto place    = directory + "/" + folder_name(data.variant);
        if (options.mesh_only)
          {
            Checkpoints none;
            run_one(data, place, true, log, progress, none, nullptr);
            continue;
          }
        if (from[v] && from[v]->scalars().contains("finished"))
          {
            log.line("  was finished before");
            results.push_back(result(from[v]->scalars().at("finished")));
            continue;
          }
        if (from[v])
          log.line("  going on from " + from[v]->folder());
        try
          {
            results.push_back(run_one(data, place, false, log, progress, checkpoints[v], from[v].get()));
          }
        catch (const Stopped &reason)
          {
            on_first_rank([&]() { write_summary(directory, cases, results, fits); });
            const std::string text = how_to_go_on(reason.what(), directory, "in variant \"" + data.variant + "\" (" + std::to_string(v + 1) + " of " + std::to_string(cases.size()) + ")");
            log.note(text);
            log.close();
            throw Stopped(text);
          }
        if (results.back().failure.empty())
          checkpoints[v].write_last({{"finished", stored(results.back())}});
        else
          log.line("  not converged: " + results.back().failure);
        on_first_rank([&]() { write_summary(directory, cases, results, fits); });
      }
    if (options.mesh_only)
      {
        log.close();
        return 0;
      }

    log.line("\n" + summary_table(results));
    if (const std::string text = comparison(cases, results, fits); !text.empty())
      log.line(text + "\n");
    log.line(notes(results));
    if (options.figures && cases.front().output.figures && dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      {
        const std::string trouble = draw_figures(directory);
        log.line(trouble.empty() ? "figures: " + directory + "/figure.png" : trouble);
      }
    warn_of_unused_options(log);
    log.line("results: " + directory);
    log.close();
    const std::string failed = failures(results);
    if (!failed.empty())
      throw SolverError(failed + " The last good state of it was written to " + directory + ", and summary.json says so.");
    return 0;
  }
} // namespace zincfield

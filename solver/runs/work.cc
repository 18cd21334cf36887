#include "solver/runs/work.h"

#include "solver/checkpoint/identity.h"
#include "solver/checkpoint/sha256.h"
#include "solver/results/first_rank.h"
#include "solver/results/quantities_table.h"
#include "solver/results/result_folders.h"
#include "solver/results/stored_result.h"
#include "solver/results/summary.h"
#include "solver/support/errors.h"
#include "solver/support/result_names.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    CaseResult
    run_one(const Case                        &data,
            const std::string                 &directory,
            const bool                         mesh_only,
            RunLog                            &log,
            const std::function<void(double)> &progress,
            Checkpoints                       &checkpoints,
            StoredCheckpoint *const            from)
    {
      return data.geometry->dimension() == 2 ? run_case<2>(data, directory, mesh_only, log, progress, checkpoints, from)
                                             : run_case<3>(data, directory, mesh_only, log, progress, checkpoints, from);
    }

    /** Find what the input wants to be found, from all of its variants; a later fit starts from what earlier ones have found. */
    std::vector<FitResult>
    carry_out_fits(std::vector<Case> all, RunLog &log)
    {
      const std::vector<Fit> fits = all.front().fits;
      std::vector<FitResult> results;
      RunLog                 silent("", MPI_COMM_WORLD);
      const auto             computed = [&](const Case &data) {
        Checkpoints      none;
        const CaseResult result = run_one(
                      data, "", false, silent, [](double) {}, none, nullptr);
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
      return Checkpoints(place + "/checkpoint", identity(data), data.output.checkpoint_interval, MPI_COMM_WORLD,
                         [&log](const std::string &text) { log.warning(text); });
    }

    /** "... To go on: the same command with --resume." */
    std::string
    how_to_go_on(const std::string &reason, const std::string &directory, const std::string &place)
    {
      return "Stopped by " + reason + " " + place + ". The state is kept in " + directory +
             "; to go on from there, give the same command with --resume.";
    }

    bool
    was(const std::unique_ptr<StoredCheckpoint> &from, const char *what)
    {
      return from && from->scalars().contains(what);
    }

    CaseResult
    result_of(const StoredCheckpoint &from, const char *const ended)
    {
      return from.read([&](const nlohmann::json &scalars) { return result(scalars.at(ended)); });
    }

    /** Where a case fails before there is a state, its result holds nothing but the failure: others are run all the same. */
    CaseResult
    run_or_fail(const Case                        &data,
                const std::string                 &place,
                RunLog                            &log,
                const std::function<void(double)> &progress,
                Checkpoints                       &checkpoints,
                StoredCheckpoint *const            from)
    {
      try
        {
          return run_one(data, place, false, log, progress, checkpoints, from);
        }
      catch (const SolverError &error)
        {
          CaseResult result;
          result.name    = data.variant;
          result.failure = error.what();
          return result;
        }
    }

    /** Runs case v; throws Stopped with a message that says how to go on. */
    CaseResult
    run_case(Work &work, const std::size_t v, RunLog &log)
    {
      const Case &data = work.cases[v];
      for (const char *const ended : {"finished", "failed"})
        if (was(work.from[v], ended))
          {
            log.line("  was finished before");
            return result_of(*work.from[v], ended);
          }
      if (work.from[v])
        log.line("  going on from " + work.from[v]->folder());
      const auto        progress = [&](const double share) { log.progress((v + share) / work.cases.size()); };
      const std::string place    = work.directory + "/" + folder_name(data.variant);
      try
        {
          const CaseResult result = run_or_fail(data, place, log, progress, work.checkpoints[v], work.from[v].get());
          work.checkpoints[v].write_last({{result.failure.empty() ? "finished" : "failed", stored(result)}});
          return result;
        }
      catch (const Stopped &reason)
        {
          throw Stopped(how_to_go_on(reason.what(), work.directory,
                                     "in variant \"" + data.variant + "\" (" + std::to_string(v + 1) + " of " +
                                       std::to_string(work.cases.size()) + ")"));
        }
    }
  } // namespace

  void
  use_found_values(const FitResult &result, std::vector<Case> &cases)
  {
    for (Case &data : cases)
      if (std::find(result.fit.applies_to.begin(), result.fit.applies_to.end(), data.variant) != result.fit.applies_to.end())
        data = data.with(found_values(result.fit));
  }

  std::vector<FitResult>
  fits_of(const std::vector<Case> &given, const std::vector<std::string> &places, const Earlier earlier, RunLog &log)
  {
    nlohmann::json all = nlohmann::json::array();
    for (const Case &data : given)
      all.push_back(identity(data));
    const nlohmann::json input   = {{"input", sha256(all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace))}};
    const auto           kept_in = [&](const std::string &place) {
      return Checkpoints(place + "/fits", input, 0., MPI_COMM_WORLD, [&log](const std::string &text) { log.warning(text); });
    };
    const std::string &directory   = places.front();
    Checkpoints        checkpoints = kept_in(directory);
    if (earlier == Earlier::removed)
      checkpoints.clear();
    else
      for (const std::string &place : places)
        if (const auto before = kept_in(place).newest())
          {
            log.line("fits: as they were found before");
            return before->read([](const nlohmann::json &scalars) { return fits(scalars.at("fits")); });
          }
    if (earlier == Earlier::collected)
      throw Stopped("The fits of the input have not been carried out to their end. To do that, give the command with --resume in "
                    "place of --collect.");
    try
      {
        const std::vector<FitResult> results = carry_out_fits(given, log);
        checkpoints.write_last({{"fits", stored(results)}});
        return results;
      }
    catch (const Stopped &reason)
      {
        throw Stopped(how_to_go_on(reason.what(), directory, "during the fits, which begin anew"));
      }
  }

  void
  find_checkpoints(Work &work, const Earlier earlier, RunLog &log)
  {
    for (const Case &data : work.cases)
      {
        work.checkpoints.push_back(checkpoints_of(data, work.directory + "/" + folder_name(data.variant), log));
        work.from.push_back(earlier != Earlier::removed ? work.checkpoints.back().newest() : nullptr);
        if (earlier == Earlier::resumed && was(work.from.back(), "failed"))
          work.from.back().reset(); // once more
        if (earlier == Earlier::removed)
          work.checkpoints.back().clear();
        if (earlier != Earlier::collected)
          on_first_rank(
            [&]() { work.from.back() ? write_used_input(work.directory, data) : prepare_folder(work.directory, data); });
      }
    if (earlier == Earlier::resumed &&
        std::none_of(work.from.begin(), work.from.end(), [](const auto &stored) { return stored != nullptr; }))
      log.line("no checkpoint in " + work.directory + ": beginning from the start");
  }

  std::vector<CaseResult>
  run_cases(Work &work, const bool summary, RunLog &log)
  {
    std::vector<CaseResult> results;
    const auto              write = [&]() {
      if (summary)
        on_first_rank([&]() {
          write_summary(work.directory, work.cases, results, work.fits);
          write_quantities(work.directory, work.cases, results);
        });
    };
    for (std::size_t v = 0; v < work.cases.size(); ++v)
      {
        const Case &data = work.cases[v];
        log.line("variant \"" + data.variant + "\" (" + std::to_string(v + 1) + " of " + std::to_string(work.cases.size()) +
                 "): " + data.transport + ", " + data.geometry_kind);
        try
          {
            results.push_back(run_case(work, v, log));
          }
        catch (const Stopped &reason)
          {
            const std::string failed = failures(results), message = reason.what() + (failed.empty() ? "" : " " + failed);
            write();
            log.note(message);
            log.close();
            throw Stopped(message);
          }
        if (!results.back().failure.empty())
          log.line("  not converged: " + results.back().failure);
        write();
      }
    return results;
  }

  std::vector<CaseResult>
  collect(Work &work)
  {
    std::vector<CaseResult> results;
    std::vector<Case>       done, missing;
    for (std::size_t v = 0; v < work.cases.size(); ++v)
      {
        const bool finished = was(work.from[v], "finished"), failed = was(work.from[v], "failed");
        (finished || failed ? done : missing).push_back(work.cases[v]);
        if (finished || failed)
          results.push_back(result_of(*work.from[v], finished ? "finished" : "failed"));
      }
    work.cases = done;
    work.cases.insert(work.cases.end(), missing.begin(), missing.end());
    on_first_rank([&]() {
      write_summary(work.directory, work.cases, results, work.fits);
      write_quantities(work.directory, work.cases, results);
    });
    return results;
  }

  void
  write_meshes(const Work &work, RunLog &log)
  {
    Checkpoints none;
    for (const Case &data : work.cases)
      {
        log.line("variant \"" + data.variant + "\": " + data.transport + ", " + data.geometry_kind);
        run_one(
          data, work.directory + "/" + folder_name(data.variant), true, log, [](double) {}, none, nullptr);
      }
    log.close();
  }
} // namespace zincfield

#include "solver/simulation.h"

#include "postprocess/draw.h"
#include "solver/errors.h"
#include "solver/input/read_cases.h"
#include "solver/summary.h"
#include "solver/variant_run.h"
#include "version.h"

#include <petscsys.h>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace zincfield
{
  namespace
  {
    /** Folder of a variant: its name with what a path cannot hold replaced. */
    std::string
    folder_name(std::string name)
    {
      for (char &c : name)
        if (c == '/' || c == ' ')
          c = '_';
      return name;
    }

    void
    make_directory(const std::string &path)
    {
      std::error_code failed;
      std::filesystem::create_directories(path, failed);
      if (failed)
        throw MachineError("Cannot make the folder " + path + ": " + failed.message() + ".");
    }

    /** Do something on the first rank; a MachineError there is thrown on all ranks. */
    void
    on_first_rank(const std::function<void()> &action)
    {
      std::string problem;
      if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
        try
          {
            action();
          }
        catch (const std::exception &error)
          {
            problem = error.what();
          }
      problem = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, problem);
      if (!problem.empty())
        throw MachineError(problem);
    }

    /** The folders of a run with the input that each variant used; what an earlier run summed up there is no longer true. */
    void
    prepare_folders(const std::string &directory, const std::vector<Case> &cases)
    {
      make_directory(directory);
      for (const char *const old : {"summary.json", "figure.png", "figure.pdf", "quantities.csv"})
        {
          std::error_code ignored;
          std::filesystem::remove(directory + "/" + old, ignored);
        }
      for (const Case &data : cases)
        {
          const std::string place = directory + "/" + folder_name(data.variant);
          make_directory(place);
          std::ofstream used(place + "/used.prm");
          write_used_input(used, data);
          if (!used.flush())
            throw MachineError("Cannot write " + place + "/used.prm: the disk is full or the folder cannot be written.");
        }
    }

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
  } // namespace

  int
  run(const std::vector<Case> &given, const RunOptions &options)
  {
    const bool              first = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
    const std::vector<Case> cases = with_other_representations(given);
    if (!options.petsc_options.empty())
      PetscOptionsInsertString(nullptr, options.petsc_options.c_str());
    if (!cases.front().solver.petsc_options_file.empty())
      PetscOptionsInsertFile(MPI_COMM_WORLD, nullptr, cases.front().solver.petsc_options_file.c_str(), PETSC_TRUE);

    const std::string directory =
      options.output_directory.empty() ? "results/" + std::filesystem::path(options.input_file).stem().string() : options.output_directory;
    on_first_rank([&]() { prepare_folders(directory, cases); });

    RunLog log(directory, MPI_COMM_WORLD);
    log.line(std::string("zincfield ") + version + (git_revision[0] ? std::string(" (") + git_revision + ")" : "") + ", deal.II " + DEAL_II_PACKAGE_VERSION + ", " +
             std::to_string(dealii::VectorizedArray<double>::size()) + " SIMD lane(s), " +
             std::to_string(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)) + " MPI rank(s)");
    log.line(cases.front().title);

    std::vector<VariantResult> results;
    std::string                failures;
    for (unsigned int v = 0; v < cases.size(); ++v)
      {
        const Case &data = cases[v];
        log.line("variant \"" + data.variant + "\" (" + std::to_string(v + 1) + " of " + std::to_string(cases.size()) + "): " + data.transport + ", " + data.geometry_kind);
        const auto progress = [&](const double share) { log.progress((v + share) / cases.size()); };
        const auto place    = directory + "/" + folder_name(data.variant);
        results.push_back(data.geometry->dimension() == 2 ? run_variant<2>(data, place, options.mesh_only, log, progress) :
                                                            run_variant<3>(data, place, options.mesh_only, log, progress));
        if (!results.back().failure.empty())
          {
            log.line("  not converged: " + results.back().failure);
            failures += (failures.empty() ? "" : " ") + std::string("Variant \"") + data.variant + "\": " + results.back().failure;
          }
        if (!options.mesh_only)
          on_first_rank([&]() { write_summary(directory, cases, results); });
      }
    if (options.mesh_only)
      return 0;

    log.line("\n" + summary_table(results));
    for (const std::string &name : results.front().report.order)
      for (const VariantResult &result : results)
        if (!result.report.quantities.at(name).note.empty())
          {
            log.line("note on " + name + ": " + result.report.quantities.at(name).note);
            break;
          }
    if (first && options.figures && cases.front().output.figures)
      {
        const std::string trouble = draw_figures(directory);
        log.line(trouble.empty() ? "figures: " + directory + "/figure.png" : trouble);
      }
    log.line("results: " + directory);
    if (!failures.empty())
      throw SolverError(failures + " The last good state was written to " + directory + ".");
    return 0;
  }
} // namespace zincfield

#include "tests/errors/running.h"
#include "tests/support/text.h"

// What whole runs of the program cost, in counts and in bytes: no times. The problem is that of the benchmark.

namespace zincfield::program_tests
{
  namespace
  {
    /** The only variant of the bump in a box; `settings` besides those of an even mesh of `across` cells across the bump. */
    nlohmann::json
    bump(const Scratch &scratch, const unsigned int across, const std::vector<std::string> &settings)
    {
      std::vector<std::string> arguments{ZINCFIELD_SOURCE_DIR "/inputs/benchmarks/bump.prm", "--no-figures", "--output",
                                         scratch / "results"};
      for (const std::string &setting :
           std::vector<std::string>{"Geometry/Cells across feature = " + std::to_string(across), "Solver/Newton tolerance = 1e-8",
                                    "Solver/Linear solver = multigrid", "Discretization/Maximum unknowns = 1000000",
                                    "Output/Volume = false", "Output/Surface = false"})
        arguments.insert(arguments.end(), {"--set", setting});
      for (const std::string &setting : settings)
        arguments.insert(arguments.end(), {"--set", setting});
      Running how;
      how.limit         = 500.;
      const Ended ended = run_program(scratch, arguments, how);
      EXPECT_EQ(ended.status, 0) << ended.error;
      return summary(scratch / "results")["variants"].front();
    }

    /** Of a Newton step, smoothing and set-up included; of an unknown; of all meshes over the last. */
    constexpr double most_evaluations = 55., most_bytes = 920., most_nested = 1.75;

    const std::vector<std::string> even{"Discretization/Initial refinements = 1", "Discretization/Minimum cycles = 1",
                                        "Discretization/Maximum cycles = 1"};
  } // namespace

  TEST(Program, EvaluationsAndBytesOfAnUnknown)
  {
    const Scratch        scratch;
    const nlohmann::json small = bump(scratch, 2, even), large = bump(scratch, 3, even);
    for (const auto &run : {small, large})
      {
        EXPECT_LE(run["solver"]["linear_iterations"].get<double>() / run["solver"]["newton_steps"].get<double>(), 8.);
        EXPECT_LE(run["solver"]["operator_evaluations"].get<double>() / run["solver"]["newton_steps"].get<double>(),
                  most_evaluations);
        EXPECT_GE(run["solver"]["operator_evaluations"].get<double>(),
                  2. * run["solver"]["linear_iterations"].get<double>()); // smoothing is counted
      }
    const double bytes = (large["solver"]["peak_bytes"].get<double>() - small["solver"]["peak_bytes"].get<double>()) /
                         (large["mesh"]["unknowns"].get<double>() - small["mesh"]["unknowns"].get<double>());
    std::cout << bytes << " bytes an unknown\n";
    EXPECT_LE(bytes, most_bytes);
  }

  TEST(Program, MeshesBeforeTheLast)
  {
    // the work of each mesh: linear iterations times unknowns
    const Scratch scratch;
    bump(scratch, 2,
         {"Discretization/Accuracy = 1 %", "Discretization/Maximum cycles = 5", "Discretization/Minimum cycles = 5",
          "Solver/Newton tolerance = 1e-10"}); // the default
    std::ifstream       history(scratch / "results/base/history.csv");
    std::vector<double> work;
    std::string         line;
    for (std::getline(history, line); std::getline(history, line);)
      {
        // cycle, unknowns, step, iterations, residual, potential, current, error (of a whole cycle only), seconds
        const std::vector<std::string> entries = split(line);
        ASSERT_EQ(entries.size(), 9u) << line;
        if (std::stod(entries[4]) == 0.) // the row of a whole cycle
          continue;
        work.resize(std::stoul(entries[0]) + 1);
        work.back() += std::stod(entries[1]) * std::stod(entries[3]);
      }
    ASSERT_EQ(work.size(), 5u);
    double all = 0.;
    for (const double one : work)
      all += one;
    std::cout << "all meshes over the last: " << all / work.back() << '\n';
    EXPECT_LE(all / work.back(), most_nested);
  }
} // namespace zincfield::program_tests

#pragma once

#include "tests/errors/running.h"

#include <cstdlib>
#include <random>
#include <regex>

namespace zincfield
{
  /** Two variants on six meshes each: a second or so, most of it on the last meshes. A checkpoint at every point where one can be.
   */
  inline const std::string adaptive_input = base_input::with(
    {{"base", "restart"},
     {base_input::flat_cell, "  set Type = protrusion\n  set Dimension = axisymmetric\n  set Shape = Gaussian\n  set Height = 5 "
                             "um\n  set Standard deviation = 2 um\n  set Cell half-width = 15 um\n  set Gap = 30 um\n"},
     {"density = 7.36 mA/cm^2", "density = 5 mA/cm^2"},
     {base_input::coating, ""},
     {"Applied current density = 5 mA/cm^2", "Applied current density = 10 mA/cm^2"},
     {"", R"(subsection Discretization
  set Minimum cycles = 7
  set Maximum cycles = 7
end
subsection Solver
  set Linear solver = multigrid # MUMPS on several ranks gives other last digits each time
end
subsection Output
  set Checkpoint interval = 0 min
end
subsection Variants
  subsection low
    set Control/Applied current density = 5 mA/cm^2
  end
  subsection high
    set Control/Applied current density = 15 mA/cm^2
  end
end
)"}});

  /** A run of an input into a folder of results. */
  struct Runs
  {
    const Scratch &scratch;
    std::string    input, results;
    unsigned int   ranks = 1;

    Ended
    run(std::vector<std::string> options = {}, const std::function<void(pid_t)> &then = nullptr) const
    {
      options.insert(options.begin(), {input, "--no-figures", "--output", results});
      Running how;
      how.ranks = ranks;
      how.limit = 300.;
      how.then  = then;
      return run_program(scratch, options, how);
    }

    /** Sends a signal to the processes as soon as a file of the results is there. */
    Ended
    run_until(const std::string &file, const int signal, const std::vector<std::string> &options = {}) const
    {
      return run(options, [&](const pid_t process) {
        EXPECT_TRUE(within(120., [&] { return std::filesystem::exists(results + "/" + file); })) << file;
        kill(signal == SIGKILL ? -process : process, signal);
      });
    }
  };

  /** What a run computed: the numbers of its summary, its history without seconds and, where it has been on one rank, the bytes of
   * its fields without their date. */
  struct Computed
  {
    std::string                           status;
    std::map<std::string, nlohmann::json> numbers;
    std::map<std::string, std::string>    history, fields;
  };

  inline Computed
  computed(const std::string &results)
  {
    const nlohmann::json json = summary(results);
    Computed             all;
    all.status = json["status"];
    for (const auto &variant : json["variants"].items())
      {
        all.numbers[variant.key()] = {variant.value()["quantities"],
                                      variant.value()["voltage_split"],
                                      variant.value()["balance"],
                                      variant.value()["mesh"],
                                      variant.value()["solver"]["newton_steps"],
                                      variant.value()["solver"]["linear_iterations"],
                                      variant.value().value("programme", nlohmann::json())};
        const std::string folder   = results + "/" + variant.key();
        all.history[variant.key()] = std::regex_replace(contents(folder + "/history.csv"), std::regex(",[^,\n]*\n"), "\n");
        all.fields[variant.key()]  = std::regex_replace(contents(folder + "/volume.vtu") + contents(folder + "/volume_series.pvd"),
                                                        std::regex("<!--[^>]*-->"), "");
      }
    return all;
  }

  inline void
  expect_the_same(const std::string &one, const std::string &other)
  {
    const Computed a = computed(one), b = computed(other);
    EXPECT_EQ(a.status, "complete");
    EXPECT_EQ(b.status, "complete");
    EXPECT_EQ(a.numbers, b.numbers);
    EXPECT_EQ(a.history, b.history);
    EXPECT_TRUE(a.fields == b.fields);
  }

  /** Every reported number with its error, to a relative difference. */
  inline void
  expect_nearly_the_same(const std::string &one, const std::string &other, const double tolerance)
  {
    const nlohmann::json a = summary(one)["variants"], b = summary(other)["variants"];
    ASSERT_EQ(a.size(), b.size());
    for (const auto &variant : a.items())
      for (const auto &quantity : variant.value()["quantities"].items())
        {
          const nlohmann::json left = quantity.value()["value"], right = b[variant.key()]["quantities"][quantity.key()]["value"];
          ASSERT_EQ(left.is_null(), right.is_null());
          if (!left.is_null())
            {
              const double size =
                quantity.key() == "std_over_mean" ? 1. : std::abs(left.get<double>()); // that is a share of the mean already
              EXPECT_NEAR(left.get<double>(), right.get<double>(), tolerance * size) << variant.key() << " " << quantity.key();
            }
        }
  }
} // namespace zincfield

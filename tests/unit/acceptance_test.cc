#include "physics/constants.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/support/errors.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// What a state has to be, beside a zero of the residual, to count as a solution.

namespace zincfield::acceptance_tests
{
  namespace
  {
    constexpr double current = 100.; // [A/m^2]

    Lines
    cell(const std::string &transport)
    {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 40 nm",
                                           "Geometry/Width = 10 nm",
                                           "Geometry/Cells across feature = 8",
                                           "Electrolyte/Transport model = " + transport,
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 1 mA/cm^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                                           "Boundaries/working electrode/Reactions = zinc",
                                           "Control/Mode = galvanostatic",
                                           "Control/Applied current density = " + number(current) + " A/m^2"};
      if (transport == "primary" || transport == "secondary")
        lines = lines + Lines{"Electrolyte/Conductivity = 5 S/m"};
      if (transport == "binary salt")
        lines = lines + Lines{"Electrolyte/Data set = ZnSO4 2 M"};
      if (transport == "dilute ions" || transport == "Poisson-Nernst-Planck")
        lines = lines + Lines{"Electrolyte/Data set = ZnSO4 2 M ideal"};
      if (transport == "Poisson-Nernst-Planck")
        lines = lines + Lines{"Boundaries/working electrode/Stern capacitance = 20 uF/cm^2", "Geometry/First cell = 0.1 nm"};
      return lines;
    }

    struct Accepted
    {
      Accepted(const std::string &transport)
        : solved(cell(transport), 0)
      {
        EXPECT_TRUE(solved.solve().converged) << transport;
        metal = at_electrodes(*solved.op, solved.state, solved.electrode_potential);
      }

      std::string
      refused(const Carried &carried, const std::optional<double> applied = current) const
      {
        return why_refused(*solved.op, solved.state, solved.electrode_potential, metal, carried, applied);
      }

      Solved<2>    solved;
      AtElectrodes metal;
    };

    const std::vector<std::string> models = {"primary", "secondary", "binary salt", "dilute ions", "Poisson-Nernst-Planck"};
  } // namespace

  TEST(Acceptance, TheCurrentIsTheOneAppliedToAMillionth)
  {
    for (const std::string &transport : models)
      {
        const Accepted state(transport);
        const Carried  now = carried(*state.solved.op, 1e-11);
        EXPECT_NEAR(now.current / state.solved.mesh.footprint() / current, 1., 1e-8) << transport;
        EXPECT_EQ(state.refused(now), "") << transport;
        for (const double off : {-1., 1.})
          {
            EXPECT_EQ(state.refused(now, current * (1. + 0.9e-6 * off)), "") << transport;
            EXPECT_EQ(
              state.refused(now, current * (1. + 2e-6 * off)).find("the current through the electrode is 10 mA/cm^2 where "), 0u)
              << transport;
          }
        EXPECT_EQ(state.refused(now, std::nullopt), "") << transport;
      }
  }

  TEST(Acceptance, ChargeAndSpeciesBalance)
  {
    for (const std::string &transport : models)
      {
        const Accepted state(transport);
        const Carried  now = carried(*state.solved.op, 1e-11);
        EXPECT_NE(state.refused({now.current, 2e-3 * now.current, now.flux, now.residual}).find("the charge does not balance"),
                  std::string::npos)
          << transport;
        EXPECT_EQ(state.refused({now.current, 1e-4 * now.current, now.flux, now.residual}), "") << transport;
        if (transport == "dilute ions" || transport == "Poisson-Nernst-Planck")
          {
            auto flux = now.flux;
            for (double &of_field : flux[state.solved.boundary("counter")])
              of_field *= 1.01;
            EXPECT_NE(state.refused({now.current, now.net_current, flux, now.residual})
                        .find("does not balance: the boundaries let through"),
                      std::string::npos)
              << transport;
          }
      }
  }

  TEST(Acceptance, WithTheLoadsOfAManufacturedSolutionNothingNeedBalance)
  {
    Solved<2> solved(cell("binary salt"), 0);
    Loads<2>  loads;
    loads.surface = [&](const auto &, const auto &, const unsigned int boundary) {
      return Loads<2>::Rows{boundary == solved.boundary("sides") ? 1e3 : 0.};
    };
    ASSERT_TRUE(solved.solve(loads).converged);
    EXPECT_TRUE(solved.op->has_loads());
    Operator<2> without(*solved.discretization, solved.model); // would refuse the same state
    StateVector rows;
    solved.discretization->initialize(rows, without.n_fields());
    without.residual(rows, solved.state, solved.electrode_potential);
    const AtElectrodes metal = at_electrodes(without, solved.state, solved.electrode_potential);
    EXPECT_NE(why_refused(without, solved.state, solved.electrode_potential, metal, carried(*solved.op, 1e-11), current)
                .find("does not balance"),
              std::string::npos);
  }

  TEST(Acceptance, NoStateHasValuesThatAreNoNumbers)
  {
    const double none = std::numeric_limits<double>::quiet_NaN();
    Accepted     state("binary salt");
    const auto   now = carried(*state.solved.op, 1e-11);
    EXPECT_NE(state.refused({none, now.net_current, now.flux, now.residual}), "");
    EXPECT_NE(state.refused({none, now.net_current, now.flux, now.residual}, std::nullopt), "");
    auto flux                                 = now.flux;
    flux[state.solved.boundary("counter")][0] = none;
    EXPECT_NE(state.refused({now.current, now.net_current, flux, now.residual}), "");
    state.solved.state.block(0).local_element(3) = none;
    EXPECT_NE(state.refused(now), "");
  }

  TEST(Acceptance, WhatTheElectrodeShowsCounts)
  {
    Accepted   state("binary salt");
    const auto now         = carried(*state.solved.op, 1e-11);
    state.metal.activation = largest_activation + 1.;
    EXPECT_EQ(state.refused(now), beyond_rates);
    state.metal.activation           = 0.;
    state.metal.lowest_concentration = -0.02 * 2000.;
    EXPECT_EQ(state.refused(now), no_salt_left);
    state.metal.lowest_concentration = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(state.refused(now).find("a film without a mesh has no solution"), std::string::npos);
  }

  TEST(Acceptance, ACurrentFarBelowTheChargeOfDoubleLayersIsMetOrRefused)
  {
    // i0 n f eta asks for volts: beside the charge of the Stern layer, in Poisson's row, the current is next to nothing
    for (const double exchange : {3e-3, 1e-1, 10.})
      for (const bool in_time : {false, true})
        {
          Lines lines = cell("Poisson-Nernst-Planck");
          lines       = lines + Lines{"Reactions/zinc/Type = linear",
                                "Reactions/zinc/Exchange current density = " + number(exchange) + " A/m^2",
                                "Control/Applied current density = 10 A/m^2"};
          lines.erase(
            std::remove_if(lines.begin(), lines.end(),
                           [](const std::string &line) { return line.find("transfer coefficient") != std::string::npos; }),
            lines.end());
          if (in_time)
            {
              Transient<2> run(
                with_protocol(lines, {"on/Drive = galvanostatic", "on/Current density = 10 A/m^2", "on/Duration = 1 us"}), 0);
              run.run();
              if (run.result.failure.empty())
                {
                  EXPECT_NEAR(run.result.report.quantities.at("mean_current_density").value, 10., 1e-5);
                }
              continue;
            }
          Solved<2> steady(lines, 0);
          try
            {
              if (steady.solve().converged)
                {
                  EXPECT_NEAR(steady.quantity("mean_current_density"), 10., 1e-5) << exchange;
                }
            }
          catch (const SolverError &error)
            {
              EXPECT_NE(std::string(error.what()).find("60 RT/F"), std::string::npos) << error.what();
            }
        }
  }
} // namespace zincfield::acceptance_tests

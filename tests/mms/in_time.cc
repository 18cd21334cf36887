#include "physics/constants.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Observed order of the integrators on a problem that is smooth in time and not linear; the order that is chosen step by step.

namespace zincfield::in_time_tests
{
  namespace
  {
    /** A salt with measured properties, which depend on its concentration, between two electrodes at rest. */
    Lines
    uneven_salt()
    {
      return with_protocol(
        common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 20 um", "Geometry/Width = 10 um",
                               "Geometry/Cells across feature = 4", "Electrolyte/Transport model = binary salt",
                               "Electrolyte/Data set = ZnSO4 1 M", "Reactions/zinc/Type = Butler-Volmer",
                               "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                               "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                               "Boundaries/working electrode/Reactions = zinc", "Boundaries/counter/Condition = counter electrode",
                               "Boundaries/counter/Reactions = zinc", "Solver/Newton tolerance = 1e-12"},
        {"rest/Drive = rest", "rest/Duration = 1 s"});
    }

    /** The salt after `time` of relaxation from a cosine of half its bulk concentration, in n equal steps; `refine` so that the
     * mesh changes half-way. */
    StateVector
    relaxed(Transient<2> &cell, const ButcherTableau &tableau, const double time, const unsigned int n)
    {
      Operator<2>  &op = *cell.op;
      Newton<2>     newton(op, cell.data.solver, true, nullptr);
      Integrator<2> integrator(op, tableau, 1e9, 1.);
      const Drives  rest{true, [](double) { return 0.; }};
      TimeState     now, next;
      const auto    positions = [&] {
        std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
        dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
        return points;
      }();
      cell.discretization->initialize(now.fields, op.n_fields());
      now.fields = 0.;
      for (const auto &[dof, point] : positions)
        now.fields.block(0)(dof) = 0.5 * std::cos(dealii::numbers::PI * point[1] / 20.);
      cell.discretization->constraints.set_zero(now.fields.block(0));
      op.accumulate(now.accumulation, now.fields, 0.);
      now.passed = now.flux = TimeState::Fluxes(op.model().boundaries.size());
      next                  = now;
      EXPECT_EQ(integrator.start(newton, rest, now, next, 1e-9 * time).failure, "");
      for (unsigned int k = 0; k < n; ++k)
        {
          std::swap(now, next);
          EXPECT_EQ(integrator.step(newton, rest, now, next, time / n).failure, "");
        }
      return next.fields;
    }
  } // namespace

  TEST(InTime, ObservedOrderOfTheIntegrators)
  {
    Transient<2>      cell(uneven_salt(), 0);
    const double      time      = 0.15; // of the slowest relaxation: about half of it
    const StateVector reference = relaxed(cell, esdirk(4), time, 64);
    for (const unsigned int order : {2u, 3u, 4u})
      {
        double error[2];
        for (const unsigned int k : {0u, 1u})
          {
            StateVector difference = relaxed(cell, esdirk(order), time, 4u << k);
            difference -= reference;
            error[k] = difference.block(0).linfty_norm();
          }
        EXPECT_GT(error[1], 1e-10) << order; // above the noise
        EXPECT_NEAR(std::log2(error[0] / error[1]), order, order == 4 ? 0.3 : 0.15) << order << ": " << error[0] << ' ' << error[1];
      }
  }

  TEST(InTime, ChosenOrdersMeetTheToleranceOfADecayingCosine)
  {
    // c = c_b [1 + exp(-D (pi/H)^2 t) cos(pi y/H)/2] in a closed cell at rest, with constant properties
    const double diffusivity = 4e-10, height = 20e-6, rate = diffusivity * std::pow(dealii::numbers::PI / height, 2);
    for (const double tolerance : {1e-3, 1e-5, 1e-7})
      {
        Transient<2> cell(with_protocol(common_lines() + Lines{"Geometry/Type = flat cell",
                                                               "Geometry/Gap = 20 um",
                                                               "Geometry/Width = 10 um",
                                                               "Geometry/Cells across feature = 12",
                                                               "Electrolyte/Transport model = binary salt",
                                                               "Electrolyte/Data set = user salt",
                                                               "Electrolyte/Bulk concentration = 1 mol/L",
                                                               "Electrolyte/Salt conductivity = 5 S/m",
                                                               "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                                               "Electrolyte/Cation transference number = 0.4",
                                                               "Reactions/zinc/Type = Butler-Volmer",
                                                               "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                                               "Reactions/zinc/Anodic transfer coefficient = 1",
                                                               "Reactions/zinc/Cathodic transfer coefficient = 1",
                                                               "Boundaries/working electrode/Reactions = zinc",
                                                               "Boundaries/counter/Condition = counter electrode",
                                                               "Boundaries/counter/Reactions = zinc",
                                                               "Discretization/Degree = 4",
                                                               "Time/Order = adaptive",
                                                               "Time/Tolerance = " + number(tolerance)},
                                        {"rest/Drive = rest", "rest/Duration = " + number(1. / rate) + " s"}),
                          0);
        std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
        dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
        const auto expected = [&](const dealii::Point<2> &point, const double t) {
          return 0.5 * std::exp(-rate * t) * std::cos(dealii::numbers::PI * point[1] * 1e-6 / height);
        };
        for (const auto &[dof, point] : points)
          cell.state.block(0)(dof) = expected(point, 0.);
        cell.discretization->constraints.set_zero(cell.state.block(0));
        const ProtocolResult &result = cell.run();
        ASSERT_EQ(result.failure, "");
        double worst = 0.;
        for (const auto &[dof, point] : points)
          worst = std::max(worst, std::abs(cell.state.block(0)(dof) - expected(point, 1. / rate)));
        EXPECT_LT(worst, 2. * tolerance) << tolerance;
        EXPECT_GT(result.steps_by_order[2 - 1], 0u) << tolerance;
        if (tolerance < 1e-4)
          {
            EXPECT_GT(result.steps_by_order[4 - 1], 0u) << tolerance;
          }
      }
  }

  TEST(InTime, ChosenOrdersCostNoMoreThanTheBestOfAll)
  {
    // a layer that grows from nothing, first as the root of time, then smoothly across the cell
    std::map<std::string, double> work;
    StepsByOrder                  steps{};
    for (const std::string order : {"2", "3", "4", "adaptive"})
      {
        Lines lines = uneven_salt();
        lines.erase(std::remove_if(lines.begin(), lines.end(),
                                   [](const std::string &line) { return line.compare(0, 10, "Programme/") == 0; }),
                    lines.end());
        Transient<2> cell(
          with_protocol(lines + Lines{"Time/Order = " + order, "Time/Tolerance = 1e-5"},
                        {"plate/Drive = galvanostatic", "plate/Current density = 20 mA/cm^2", "plate/Duration = 10 s"}),
          0);
        ASSERT_EQ(cell.run().failure, "");
        work[order] = cell.op->n_evaluations();
        steps       = cell.result.steps_by_order;
      }
    EXPECT_LE(work["adaptive"], 1.2 * std::min({work["2"], work["3"], work["4"]}));
    EXPECT_GT(steps[2 - 1], 2u);
    EXPECT_GT(steps[3 - 1] + steps[4 - 1], 5u);
  }
} // namespace zincfield::in_time_tests

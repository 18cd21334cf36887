#include "physics/constants.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Observed order of the integrators on a problem that is smooth in time and not linear.

namespace zincfield
{
  namespace
  {
    /** A salt with measured properties, which depend on its concentration, between two electrodes at rest. */
    Lines
    uneven_salt()
    {
      return with_programme(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 20 um", "Geometry/Width = 10 um", "Geometry/Cells across feature = 4",
                                                   "Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 1 M", "Reactions/zinc/Type = Butler-Volmer",
                                                   "Reactions/zinc/Exchange current density = 5 mA/cm^2", "Reactions/zinc/Anodic transfer coefficient = 1",
                                                   "Reactions/zinc/Cathodic transfer coefficient = 1", "Boundaries/working electrode/Reactions = zinc",
                                                   "Boundaries/counter/Condition = counter electrode", "Boundaries/counter/Reactions = zinc", "Solver/Newton tolerance = 1e-12"},
                            {"rest/Drive = rest", "rest/Duration = 1 s"});
    }

    /** The salt after `time` of relaxation from a cosine of half its bulk concentration, in n equal steps; `refine` so that the mesh changes half-way. */
    StateVector
    relaxed(Transient<2> &cell, const ButcherTableau &tableau, const double time, const unsigned int n)
    {
      Operator<2>         &op = *cell.op;
      Newton<2>            newton(op, cell.data.solver, true, nullptr);
      Integrator<2>        integrator(op, tableau, 1e9, 1.);
      const Drives         rest{true, [](double) { return 0.; }};
      Moment               now, next;
      const auto           positions = [&] {
        std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
        dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
        return points;
      }();
      cell.discretization->initialize(now.fields, op.n_fields());
      now.fields = 0.;
      for (const auto &[dof, point] : positions)
        now.fields.block(0)(dof) = 0.5 * std::cos(dealii::numbers::PI * point[1] / 20.);
      cell.discretization->constraints.set_zero(now.fields.block(0));
      op.store(now.stored, now.fields, 0.);
      now.passed = now.flux = Moment::Fluxes(op.model().boundaries.size());
      next = now;
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
} // namespace zincfield

#include "solver/runs/transient_step.h"
#include "solver/growth/surface_profile.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Transient growth: how its error falls with the step in time, of the shape and of concentrations.

namespace zincfield::growth_in_time_tests
{
  namespace
  {
    /** A wave that grows between electrodes from a salt, half of which is used up at its tips. */
    Lines
    wave()
    {
      return common_lines() + Lines{"Geometry/Type = sinusoidal",
                                    "Geometry/Amplitude = 2 um",
                                    "Geometry/Wavelength = 20 um",
                                    "Geometry/Gap = 40 um",
                                    "Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = user salt",
                                    "Electrolyte/Bulk concentration = 1 mol/L",
                                    "Electrolyte/Salt conductivity = 5 S/m",
                                    "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                    "Electrolyte/Cation transference number = 0.3",
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Exchange current density = 100 A/m^2",
                                    "Reactions/zinc/Anodic transfer coefficient = 1",
                                    "Reactions/zinc/Cathodic transfer coefficient = 1",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Boundaries/counter/Condition = counter electrode",
                                    "Boundaries/counter/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 1000 A/m^2",
                                    "Growth/Mode = transient",
                                    "Growth/Deposit = user",
                                    "Growth/Molar volume = 91.57 cm^3/mol",
                                    "Growth/Until time = 1 h",
                                    "Growth/Tolerance = 1e-6"};
    }

    /** The cell at a moment of its growth. */
    struct Moment
    {
      FieldVector    displacement, thickness;
      TimeState      state;
      SurfaceRate<2> rate;
    };

    struct Growing
    {
      Growing()
        : cell(wave(), 1)
        , op(*cell.discretization, cell.model)
      {
        initial_state(op, cell.state, cell.electrode_potential);
        mesh             = std::make_unique<MovingMesh<2>>(*cell.discretization, op);
        step             = std::make_unique<TransientStep<2>>(*mesh, op, true, [](const NewtonResult &) {});
        now.displacement = mesh->nodes().vector();
        now.thickness    = mesh->projection().scalar([](const auto &, unsigned int) { return 0.; });
        op.set_step({});
        op.accumulate(now.state.accumulation, cell.state, cell.electrode_potential);
        now.state.fields              = cell.state;
        now.state.electrode_potential = cell.electrode_potential;
        now.state.flux.assign(op.boundary_flux().size(), {});
        now.state.passed = now.state.flux;
      }

      void
      take(const double dt, const bool first = false)
      {
        using Method    = TransientStep<2>::Method;
        Moment     next = now;
        const auto made = step->step(first ? Method::implicit_euler : Method::third_order, now.state, now.displacement,
                                     now.thickness, now.rate, dt, next.state);
        ASSERT_TRUE(made) << step->trouble();
        next.displacement = mesh->displacement();
        next.thickness.zero_out_ghost_values();
        next.thickness.add(1., made->thickness);
        next.thickness.update_ghost_values();
        next.rate = step->rate(next.state, next.thickness);
        now       = std::move(next);
      }

      void
      go_back(const Moment &moment)
      {
        now = moment;
        mesh->move_to(now.displacement);
      }

      Solved<2>                         cell;
      Operator<2>                       op;
      std::unique_ptr<MovingMesh<2>>    mesh;
      std::unique_ptr<TransientStep<2>> step;
      Moment                            now;
    };
  } // namespace

  TEST(GrowthInTime, ErrorsFallWithTheSquareOfTheStep)
  {
    Growing growing;
    growing.take(1e-4, true);
    for (double dt = 1e-4; growing.now.state.time < 1.; dt *= 1.5)
      ASSERT_NO_FATAL_FAILURE(growing.take(dt));
    const Moment        start = growing.now;
    std::vector<double> heights, potentials;
    for (const unsigned int n : {2u, 4u, 8u, 16u})
      {
        growing.go_back(start);
        for (unsigned int k = 0; k < n; ++k)
          ASSERT_NO_FATAL_FAILURE(growing.take(1. / n));
        heights.push_back(surface_profile(*growing.mesh, growing.cell.model).highest);
        potentials.push_back(growing.now.state.electrode_potential);
      }
    for (const auto &values : {heights, potentials})
      {
        const double order = std::log2(std::abs((values[2] - values[1]) / (values[3] - values[2])));
        EXPECT_GT(order, 1.8) << values[0] << " " << values[1] << " " << values[2] << " " << values[3];
        EXPECT_LT(order, 4.5);
      }
  }
} // namespace zincfield::growth_in_time_tests

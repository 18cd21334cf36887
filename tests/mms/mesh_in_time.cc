#include "physics/constants.h"
#include "solver/time/mesh_change.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Runs in time whose mesh changes half-way: finer in the lower half of the cell, coarser in the upper. The order of the integrators
// stays, and so does what is stored.

namespace zincfield::mesh_in_time_tests
{
  namespace
  {
    const Lines flat_cell = common_lines() + Lines{"Geometry/Type = flat cell",
                                                   "Geometry/Gap = 20 um",
                                                   "Geometry/Width = 10 um",
                                                   "Geometry/Cells across feature = 4",
                                                   "Solver/Newton tolerance = 1e-12",
                                                   "Reactions/zinc/Type = Butler-Volmer",
                                                   "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                                                   "Reactions/zinc/Anodic transfer coefficient = 1",
                                                   "Reactions/zinc/Cathodic transfer coefficient = 1",
                                                   "Boundaries/working electrode/Reactions = zinc"};

    void
    mark_halves(Mesh<2> &mesh)
    {
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            if (mesh.mapping().get_center(cell)[1] < 10.)
              cell->set_refine_flag();
            else
              cell->set_coarsen_flag();
          }
    }

    /** From `now` on, n equal steps until `end`, with the change of the mesh after half of them; `first`: length of the step before
     * them over that of all. */
    void
    advance(Transient<2>         &cell,
            const ButcherTableau &tableau,
            const Drives         &drives,
            TimeState            &now,
            const double          end,
            const unsigned int    n,
            const double          first = 1e-9)
    {
      Integrator<2> integrator(*cell.op, tableau, 1e9, 1.);
      const double  begin  = now.time;
      auto          newton = std::make_unique<Newton<2>>(*cell.op, cell.data.solver, drives.galvanostatic, nullptr);
      const auto    leap   = [&](const double until, const unsigned int steps) {
        const double dt = (until - now.time) / steps;
        for (unsigned int k = 0; k < steps; ++k)
          {
            TimeState next;
            EXPECT_EQ(integrator.step(*newton, drives, now, next, dt).failure, "");
            now = next;
          }
      };
      {
        TimeState next = now;
        EXPECT_EQ(integrator.start(*newton, drives, now, next, first * (end - begin)).failure, "");
        now = next;
      }
      leap(0.5 * (begin + end), n / 2);
      mark_halves(cell.mesh);
      newton.reset();
      auto trend = integrator.trend();
      change_mesh(*cell.discretization, *cell.op, now, {&trend.fields});
      integrator.set_trend(trend);
      newton = std::make_unique<Newton<2>>(*cell.op, cell.data.solver, drives.galvanostatic, nullptr);
      EXPECT_EQ(settle(integrator, *newton, drives, now, 0.5 * (end - begin) / (n / 2)).failure, "");
      leap(end, n / 2);
    }

    /** At rest with the given fields. */
    TimeState
    at_rest(const Transient<2> &cell, const StateVector &fields)
    {
      TimeState now;
      now.fields = fields;
      cell.op->accumulate(now.accumulation, now.fields, 0.);
      now.passed = now.flux = TimeState::Fluxes(cell.model.boundaries.size());
      return now;
    }

    /** A salt with measured properties between two electrodes, from a cosine of half its bulk concentration. */
    struct UnevenSalt : Transient<2>
    {
      UnevenSalt()
        : Transient<2>(
            with_protocol(flat_cell + Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 1 M",
                                            "Boundaries/counter/Condition = counter electrode",
                                            "Boundaries/counter/Reactions = zinc"},
                          {"rest/Drive = rest", "rest/Duration = 1 s"}),
            1)
      {
        std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
        dealii::DoFTools::map_dofs_to_support_points(mesh.mapping(), discretization->dof_handler, points);
        state = 0.;
        for (const auto &[dof, point] : points)
          state.block(0)(dof) = 0.5 * std::cos(dealii::numbers::PI * point[1] / 20.);
        now = at_rest(*this, state);
      }

      TimeState now;
    };
  } // namespace

  TEST(MeshInTime, OrderAcrossAChangeWhereTheMeshMakesNoError)
  {
    // Under `secondary` the potential is a straight line. The double layer charges by C dV/dt = -i - 2 i0 sinh(V/V_T), a rational
    // integral in x = exp(V/V_T): (x - x+)/(x - x-) = R(t) = R(0) exp(-i0 (x+ - x-) t/(C V_T)), x+- the roots of i0 x^2 + i x - i0.
    const double current = 100., i0 = 50., capacitance = 0.3, thermal = thermal_voltage(298.15), end = 1e-4;
    const double root = std::sqrt(current * current + 4. * i0 * i0), above = (-current + root) / (2. * i0),
                 below    = (-current - root) / (2. * i0);
    const double ratio    = (1. - above) / (1. - below) * std::exp(-root * end / (capacitance * thermal));
    const double expected = thermal * std::log((above - ratio * below) / (1. - ratio)) - current * 20e-6 / 5.;
    for (const unsigned int order : {2u, 3u})
      {
        double error[2];
        for (const unsigned int k : {0u, 1u})
          {
            Transient<2> cell(
              with_protocol(flat_cell + Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                                              "Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"},
                            {"plate/Drive = galvanostatic", "plate/Current density = 100 A/m^2", "plate/Duration = 1 s"}),
              1);
            TimeState          now   = at_rest(cell, cell.state);
            const unsigned int cells = cell.mesh.triangulation().n_active_cells();
            advance(cell, esdirk(order), {true, [&](double) { return current; }}, now, end, 8u << k);
            EXPECT_EQ(cell.mesh.triangulation().n_active_cells(),
                      2 * cells + cells / 4 + cells / 16); // a row between fine and coarse cells stays
            EXPECT_NEAR(now.time, end, 1e-12 * end);
            error[k] = std::abs(now.electrode_potential - expected);
          }
        EXPECT_GT(error[1], 1e-12);
        EXPECT_LT(error[0], 1e-3);
        EXPECT_NEAR(std::log2(error[0] / error[1]), order, 0.1) << order << ": " << error[0] << ' ' << error[1];
      }
  }

  TEST(MeshInTime, OrderAcrossAChangeOfAnUnevenSalt)
  {
    // the mesh is the same at the same time in all runs, so that its errors drop out of the difference
    const auto run = [](const unsigned int order, const unsigned int n) {
      UnevenSalt cell;
      advance(cell, esdirk(order), {true, [](double) { return 0.; }}, cell.now, 0.15, n); // about half of the slowest relaxation
      std::vector<double> concentration(cell.now.fields.block(0).locally_owned_size());
      for (unsigned int i = 0; i < concentration.size(); ++i)
        concentration[i] = cell.now.fields.block(0).local_element(i);
      return concentration;
    };
    const auto reference = run(4, 64);
    for (const unsigned int order : {2u, 3u})
      {
        double error[2] = {0., 0.};
        for (const unsigned int k : {0u, 1u})
          {
            const auto result = run(order, 8u << k);
            for (unsigned int i = 0; i < result.size(); ++i)
              error[k] = std::max(error[k], std::abs(result[i] - reference[i]));
          }
        EXPECT_GT(error[1], 1e-10);
        EXPECT_NEAR(std::log2(error[0] / error[1]), order, 0.1) << order << ": " << error[0] << ' ' << error[1];
      }
  }

  TEST(MeshInTime, AmountsStayAcrossRefinementAndCoarsening)
  {
    UnevenSalt cell;
    const auto size_of = [](const StateVector &rows) { return rows.block(0).l1_norm(); };
    // measured again on the coarser mesh, after interpolation, a share would be lost
    const auto   before = totals(cell.now.accumulation);
    const double size   = size_of(cell.now.accumulation.rows);
    mark_halves(cell.mesh);
    const auto gained = change_mesh(*cell.discretization, *cell.op, cell.now, {});
    EXPECT_NEAR(gained[0], 0., 1e-14 * size);
    EXPECT_NEAR(totals(cell.now.accumulation)[0], before[0], 1e-14 * size);
    Accumulation again;
    cell.op->accumulate(again, cell.now.fields, 0.);
    EXPECT_GT(std::abs(totals(again)[0] - before[0]), 1e-6 * size);

    // and the state that is found has them; at rest nothing passes
    UnevenSalt whole;
    advance(whole, esdirk(3), {true, [](double) { return 0.; }}, whole.now, 0.15, 8,
            1e-4); // a shorter first step has a rate of fewer digits
    whole.op->accumulate(again, whole.now.fields, whole.now.electrode_potential);
    EXPECT_NEAR(totals(again)[0], before[0], 1e-11 * size);
  }

  TEST(MeshInTime, SandsTimeWithFewerUnknownsThanOnAFixedMesh)
  {
    // a layer of sqrt(pi D tau) = 3.7 um in a gap of 200 um, from cells of 40 um: tau = pi D [z F c/(2 i (1 - t+))]^2
    const double current = 20000.,
                 tau     = dealii::numbers::PI * 4e-10 * std::pow(2. * faraday_constant * 1000. / (2. * current * 0.6), 2);
    const Lines cell     = common_lines() + Lines{"Geometry/Type = flat cell",
                                              "Geometry/Gap = 200 um",
                                              "Geometry/Width = 50 um",
                                              "Geometry/Cells across feature = 5",
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
                                              "Solver/Linear solver = direct",
                                              "Time/First step = 1e-6 s",
                                              "Time/Mesh tolerance = 0.2",
                                              "Time/Steps between meshes = 1"};
    const Lines plate{"plate/Drive = galvanostatic", "plate/Current density = 20000 A/m^2", "plate/Duration = 1000 s",
                      "plate/Stop at surface concentration = 0 mol/L"};
    const auto  error_and_unknowns = [&](const bool adaptive, const unsigned int refinements) {
      const Lines  adaptation{adaptive ? "Time/Mesh adaptation = true" : "Time/Mesh adaptation = false"};
      Transient<2> run(with_protocol(cell + adaptation, plate), refinements);
      const auto  &result = run.run();
      EXPECT_EQ(result.failure, "");
      EXPECT_EQ(result.mesh_changes > 4, adaptive);
      for (const char *what : {"charge", "Zn2+", "SO4 2-"})
        EXPECT_LT(result.report.balance.at(what), 1e-9) << what;
      return std::make_pair(std::abs(result.steps.at(0).transition_time / tau - 1.), result.sum_of_unknowns / result.time_steps);
    };
    const auto followed = error_and_unknowns(true, 0), coarse = error_and_unknowns(false, 2), fixed = error_and_unknowns(false, 3);
    EXPECT_LT(followed.first, 1e-3);
    EXPECT_GT(coarse.first, 5e-3);
    EXPECT_LT(fixed.first, 5e-3);
    EXPECT_LT(followed.second, 0.7 * fixed.second);
  }
} // namespace zincfield::mesh_in_time_tests

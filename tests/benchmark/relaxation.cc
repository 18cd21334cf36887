#include "physics/constants.h"
#include "tests/support/history.h"

#include <gtest/gtest.h>

// Relaxation of charge between two interfaces and between two slabs in series, in time (Maxwell and Wagner); the spectrum of two
// slabs is in impedance.cc.

namespace zincfield::relaxation_tests
{
  namespace
  {
    /** A potential held for `first`, then for three times `interval` [s]: the charge that passes in each. */
    Lines
    held(const std::string &potential, const double first, const double interval)
    {
      Lines lines;
      for (const std::string name : {"before", "one", "two", "three"})
        lines = lines + Lines{name + "/Drive = potentiostatic", name + "/Potential = " + potential,
                              name + "/Duration = " + number(name == "before" ? first : interval) + " s"};
      return lines;
    }

    // Two slabs, a film and a solution that conducts badly: eps/d [F/m^2] and kappa/d [S/m^2] of either.
    constexpr double film_thickness = 3e-6, gap = 7e-6, film_kappa = 1e-6, kappa = 8e-6;
    constexpr double film_capacitance = 10. * vacuum_permittivity / film_thickness, capacitance = 30. * vacuum_permittivity / gap;
    constexpr double film_conductance = film_kappa / film_thickness, conductance = kappa / gap;

    Lines
    two_slabs(const std::string &transport, const std::string &representation)
    {
      return common_lines() +
             Lines{"Geometry/Type = flat cell",
                   "Geometry/Gap = " + number(1e6 * (gap + (representation == "resolved" ? film_thickness : 0.))) + " um",
                   "Geometry/Width = 10 um",
                   "Geometry/Cells across feature = 4",
                   "Electrolyte/Transport model = " + transport,
                   "Electrolyte/Conductivity = " + number(kappa) + " S/m",
                   "Electrolyte/Relative permittivity = 30",
                   "Materials/oxide/Conductivity = " + number(film_kappa) + " S/m",
                   "Materials/oxide/Relative permittivity = 10",
                   "Coatings/oxide/Surface = working electrode",
                   "Coatings/oxide/Representation = " + representation,
                   "Coatings/oxide/Layers = only",
                   "Coatings/oxide/only/Material = oxide",
                   "Coatings/oxide/only/Profile = uniform",
                   "Coatings/oxide/only/Thickness = " + number(1e6 * film_thickness) + " um",
                   "Time/Tolerance = 1e-6"};
    }

    /** Potential [V] between film and solution: at the nodes of this height, in units of the mesh. */
    double
    potential_at(const Transient<2> &cell, const double height)
    {
      std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
      dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
      for (const auto &[dof, point] : points)
        if (std::abs(point[1] - height) < 1e-9)
          return cell.state.block(0)(dof) * cell.model.transport->fields()[0].scale;
      ADD_FAILURE() << "no node at " << height;
      return 0.;
    }
  } // namespace

  TEST(Relaxation, TwoInterfacesThatLeak)
  {
    // R1 || C1 and R2 || C2 in series with a solution of little resistance under a constant voltage: with eps/d = C and kappa/d =
    // 1/R that is Maxwell's tau = (C1 + C2)/(1/R1 + 1/R2), and as R_s is not 0 the slower root of (1 + s R1 C1)(1 + s R2 C2) R_s +
    // R1 (1 + s R2 C2) + R2 (1 + s R1 C1) = 0
    const double r1 = 2e-4, c1 = 0.5, r2 = 7e-4, c2 = 0.2, solution = 2e-6; // [ohm m^2], [F/m^2]
    const double a = solution * r1 * c1 * r2 * c2, b = solution * (r1 * c1 + r2 * c2) + r1 * r2 * (c1 + c2), c = solution + r1 + r2;
    const double tau = -1. / ((-b + std::sqrt(b * b - 4. * a * c)) / (2. * a));
    EXPECT_NEAR(tau / ((c1 + c2) / (1. / r1 + 1. / r2)), 1., 0.01);
    Transient<2> cell(
      with_protocol(
        common_lines() +
          Lines{"Geometry/Type = flat cell", "Geometry/Gap = 10 um", "Geometry/Width = 10 um", "Geometry/Cells across feature = 4",
                "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m", "Reactions/fast/Type = linear",
                "Reactions/fast/Charge transfer resistance = 2 ohm cm^2", "Reactions/slow/Type = linear",
                "Reactions/slow/Charge transfer resistance = 7 ohm cm^2", "Boundaries/working electrode/Reactions = fast",
                "Boundaries/working electrode/Double-layer capacitance = 50 uF/cm^2",
                "Boundaries/counter/Condition = counter electrode", "Boundaries/counter/Reactions = slow",
                "Boundaries/counter/Double-layer capacitance = 20 uF/cm^2", "Time/Tolerance = 1e-6"},
        held("-1 mV", 0.5 * tau, 0.5 * tau)),
      0);
    ASSERT_EQ(cell.run().failure, "");
    const double steady = 1e-3 / c * 0.5 * tau; // charge through both resistances in an interval
    const auto  &steps  = cell.result.steps;
    for (const unsigned int k : {1u, 2u})
      EXPECT_NEAR(std::log((steps[k].charge - steady) / (steps[k + 1].charge - steady)) / 0.5, 1., 1e-3) << k;
  }

  TEST(Relaxation, TwoSlabsAfterAStepOfThePotential)
  {
    // The jump divides as 1/C, at the end the potential divides as 1/G; between them tau = (C1 + C2)/(G1 + G2) = (eps1 d2 + eps2
    // d1)/(kappa1 d2 + kappa2 d1). The current is G1 U1 + C1 dU1/dt through the film, and the charge that has passed holds the
    // jump's C1 C2/(C1 + C2) V.
    const double voltage = 1., tau = (film_capacitance + capacitance) / (film_conductance + conductance);
    const double at_first  = voltage * capacitance / (film_capacitance + capacitance),
                 at_last   = voltage * conductance / (film_conductance + conductance); // across the film
    const auto across_film = [&](const double t) { return at_last + (at_first - at_last) * std::exp(-t / tau); };
    const auto current     = [&](const double t) {
      return film_conductance * across_film(t) + film_capacitance * (at_last - across_film(t)) / tau;
    };
    const auto charge = [&](const double t) {
      return film_capacitance * across_film(t) +
             film_conductance * (at_last * t + (at_first - at_last) * tau * -std::expm1(-t / tau));
    };
    for (const std::string representation : {"resolved", "thin", "lumped"})
      for (const double duration : {0.01 * tau, tau, 5. * tau})
        {
          Transient<2> cell(with_protocol(two_slabs("primary", representation),
                                          {"jump/Drive = potentiostatic", "jump/Potential = " + number(-voltage) + " V",
                                           "jump/Duration = " + number(duration) + " s"}),
                            0);
          auto         history = history_of(cell);
          ASSERT_EQ(cell.result.failure, "") << representation;
          EXPECT_NEAR(potential_at(cell, representation == "resolved" ? 1e6 * film_thickness : 0.), across_film(duration) - voltage,
                      1e-5 * voltage)
            << representation << ' ' << duration / tau;
          const auto &time = history.at("time [s]");
          for (unsigned int k = 1; k < time.size(); ++k) // the first step has the jump's current
            {
              EXPECT_NEAR(history.at("charge [C/m^2]")[k] / charge(time[k]), 1., 1e-5) << representation << ' ' << time[k] / tau;
              EXPECT_NEAR(history.at("mean_current_density [A/m^2]")[k] / current(time[k]), 1., 1e-4)
                << representation << ' ' << time[k] / tau;
              if (time[k] > 1e-3 * tau) // before, what the field holds leaves no more digits of a rate
                {
                  EXPECT_LT(history.at("charge balance")[k], 1e-10) << representation << ' ' << time[k] / tau;
                }
            }
        }
  }

  TEST(Relaxation, TwoSlabsAfterAStepOfTheCurrent)
  {
    // From rest the fields grow linearly, as eps says, and end as kappa says: U = i/G (1 - exp(-t G/C)) for each slab, and for an
    // interface that leaks
    const double current = 2., resistance = 0.2, double_layer = 5e-5; // [A/m^2], [ohm m^2], [F/m^2]
    const auto   drop = [&](const double g, const double c, const double t) { return -current / g * std::expm1(-t * g / c); };
    const Lines  kinetics{"Reactions/leak/Type = linear",
                         "Reactions/leak/Charge transfer resistance = " + number(resistance) + " ohm m^2",
                         "Boundaries/working electrode/Reactions = leak",
                         "Boundaries/working electrode/Double-layer capacitance = " + number(double_layer) + " F/m^2"};
    for (const std::string transport : {"primary", "secondary"})
      for (const std::string representation : {"resolved", "thin"})
        {
          Transient<2> cell(with_protocol(two_slabs(transport, representation) + (transport == "primary" ? Lines() : kinetics),
                                          {"step/Drive = galvanostatic", "step/Current density = " + number(current) + " A/m^2",
                                           "step/Duration = 2e-4 s"}),
                            0);
          auto         history = history_of(cell);
          ASSERT_EQ(cell.result.failure, "") << transport << ' ' << representation;
          const auto &time = history.at("time [s]");
          for (unsigned int k = 1; k < time.size(); ++k)
            {
              const double expected = drop(film_conductance, film_capacitance, time[k]) + drop(conductance, capacitance, time[k]) +
                                      (transport == "primary" ? 0. : drop(1. / resistance, double_layer, time[k]));
              EXPECT_NEAR(-history.at("electrode_potential [V]")[k] / expected, 1., 1e-4)
                << transport << ' ' << representation << ' ' << time[k];
              EXPECT_NEAR(history.at("charge [C/m^2]")[k] / (current * time[k]), 1., 1e-9)
                << transport << ' ' << representation << ' ' << time[k];
            }
        }
  }

  TEST(Relaxation, BlockingElectrodeTakesTheChargeOfItsSteadyState)
  {
    // From rest at its potential of zero charge, uncharged: what passes is what it holds in the end, here within 50 of the times
    // lambda L/D that charge the layer through the cell.
    const double gap = 4e-9, lambda = 0.152e-9, diffusivity = 7e-10;
    Lines        cell = common_lines() + Lines{"Geometry/Type = flat cell",
                                        "Geometry/Gap = 4 nm",
                                        "Geometry/Width = 1 nm",
                                        "Geometry/First cell = 0.05 nm",
                                        "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                        "Boundaries/working electrode/Stern capacitance = 50 uF/cm^2",
                                        "Boundaries/working electrode/Potential of zero charge = 20 mV"};
    for (const std::string ion : {"Zn2+", "SO4 2-"})
      cell = cell + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                          "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                          "Electrolyte/Species/" + ion + "/Bulk concentration = 1 mol/L"};
    Solved<2> steady(cell + Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = -50 mV"}, 0);
    ASSERT_TRUE(steady.solve().converged);
    const double held = steady.quantity("surface_charge_density");
    EXPECT_LT(held, -0.01);
    Transient<2> charged(with_protocol(cell + Lines{"Time/First step = 1e-14 s", "Time/Tolerance = 1e-5"},
                                       {"rest/Drive = potentiostatic", "rest/Potential = 20 mV", "rest/Duration = 1e-12 s",
                                        "charge/Drive = potentiostatic", "charge/Potential = -50 mV",
                                        "charge/Duration = " + number(50. * lambda * gap / diffusivity) + " s"}) +
                           Lines{"Programme/Sequence = rest, charge"},
                         0);
    EXPECT_DOUBLE_EQ(charged.electrode_potential, 0.02);
    ASSERT_EQ(charged.run().failure, "");
    EXPECT_NEAR(charged.result.steps[0].charge, 0., 1e-9 * std::abs(held));
    EXPECT_NEAR(charged.result.steps[1].charge, -held, 1e-5 * std::abs(held)); // deposition brings electrons to the metal
  }
} // namespace zincfield::relaxation_tests

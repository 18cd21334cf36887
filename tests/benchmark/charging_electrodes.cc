#include "physics/constants.h"
#include "tests/support/history.h"

#include <gtest/gtest.h>

// A double layer that is charged through the solution and a film, R + R_ct || C in closed form: in every electroneutral model, bare
// and under films without a mesh, at constant potential and at constant current. What surfaces hold counts in the error of a step.
// Times are short beside diffusion.

namespace zincfield::charging_electrodes_tests
{
  namespace
  {
    constexpr double gap = 100e-6, charge_transfer = 2e-4;       // [m], [ohm m^2]
    constexpr double film_thickness = 300e-9, conductivity = 5.; // [m], [S/m] where it is given
    const double     thermal = thermal_voltage(298.15);

    /** [S/m] of 1 mol/L of a 2:2 salt whose ions have this diffusivity [m^2/s]. */
    double
    of_ions(const double diffusivity)
    {
      return faraday_constant / thermal * 2. * 4. * diffusivity * 1000.;
    }

    struct Cell
    {
      Lines  lines;
      double resistance,
        capacitance; // of the solution and the film [ohm m^2]; of the electrode [F/m^2]: small where diffusion goes on
    };

    Cell
    charging(const std::string &transport, const std::string &film)
    {
      const double capacitance = transport == "secondary" ? 0.3 : 3e-4;
      Cell         cell{common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 10 um",
                                       "Geometry/Cells across feature = 4", "Electrolyte/Transport model = " + transport,
                                       "Reactions/zinc/Type = linear",
                                       "Reactions/zinc/Charge transfer resistance = " + number(charge_transfer) + " ohm m^2",
                                       "Boundaries/working electrode/Reactions = zinc",
                                       "Boundaries/working electrode/Double-layer capacitance = " + number(capacitance) + " F/m^2",
                                       "Solver/Linear solver = direct"},
                gap / conductivity, capacitance};
      double       film_conductivity = 3e-3;
      if (transport == "secondary")
        cell.lines = cell.lines + Lines{"Electrolyte/Conductivity = 5 S/m",
                                        "Electrolyte/Relative permittivity = 1e-9"}; // no displacement current
      else if (transport == "binary salt")
        cell.lines = cell.lines + Lines{"Electrolyte/Data set = user salt", "Electrolyte/Bulk concentration = 1 mol/L",
                                        "Electrolyte/Salt conductivity = 5 S/m", "Electrolyte/Diffusivity = 4e-10 m^2/s",
                                        "Electrolyte/Cation transference number = 0.4"};
      else
        {
          for (const std::string ion : {"Zn2+", "SO4 2-"})
            cell.lines = cell.lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                                            "Electrolyte/Species/" + ion + "/Diffusivity = 2e-10 m^2/s",
                                            "Electrolyte/Species/" + ion + "/Bulk concentration = 1 mol/L"};
          cell.resistance   = gap / of_ions(2e-10);
          film_conductivity = of_ions(1e-13);
        }
      if (film == "bare")
        return cell;
      cell.resistance += film_thickness / film_conductivity;
      cell.lines = cell.lines + Lines{"Materials/film/Diffusivity = 1e-13 m^2/s",
                                      "Coatings/film/Surface = working electrode",
                                      "Coatings/film/Layers = only",
                                      "Coatings/film/only/Material = film",
                                      "Coatings/film/only/Profile = uniform",
                                      "Coatings/film/only/Thickness = 300 nm",
                                      "Coatings/film/Representation = " + film};
      if (transport != "dilute ions")
        cell.lines =
          cell.lines + Lines{"Materials/film/Conductivity = 3e-3 S/m", "Materials/film/Cation transference number = 0.4"};
      return cell;
    }

    /** Largest error [V] at any time step of the drop that the double layer has taken, beside the closed form. A step of the
     * potential by -20 mV, or of the current to 50 A/m^2, for four of its own times. */
    double
    largest_error(const Cell        &cell,
                  const bool         galvanostatic,
                  const double       tolerance,
                  const std::string &order     = "adaptive",
                  const double       durations = 4.)
    {
      const double r = cell.resistance, voltage = 0.02, current = 50.;
      const double tau = cell.capacitance * (galvanostatic ? charge_transfer : r * charge_transfer / (r + charge_transfer));
      Transient<2> run(with_protocol(cell.lines + Lines{"Time/Tolerance = " + number(tolerance), "Time/Order = " + order},
                                     {galvanostatic ? "on/Drive = galvanostatic" : "on/Drive = potentiostatic",
                                      galvanostatic ? "on/Current density = 50 A/m^2" : "on/Potential = -20 mV",
                                      "on/Duration = " + number(durations * tau) + " s"}),
                       0);
      auto         history = history_of(run);
      EXPECT_EQ(run.result.failure, "");
      double      worst = 0.;
      const auto &time  = history.at("time [s]");
      for (unsigned int k = 0; k < time.size(); ++k)
        {
          const double grown = -std::expm1(-time[k] / tau);
          if (galvanostatic)
            worst = std::max(worst, std::abs(-history.at("electrode_potential [V]")[k] - current * (r + charge_transfer * grown)));
          else // what the resistance leaves is the double layer's
            worst = std::max(worst, std::abs(r * history.at("mean_current_density [A/m^2]")[k] -
                                             (voltage - voltage * charge_transfer / (r + charge_transfer) * grown)));
        }
      return worst;
    }
  } // namespace

  TEST(ChargingElectrodes, MeetTheClosedFormInEveryModelAndUnderFilms)
  {
    // errors of some thirty steps add up; what diffusion does within these microseconds is below 1e-6 V
    for (const std::string transport : {"binary salt", "dilute ions", "secondary"})
      for (const std::string film : {"bare", "thin", "lumped"})
        for (const bool galvanostatic : {false, true})
          EXPECT_LT(largest_error(charging(transport, film), galvanostatic, 1e-4) / thermal, 10. * 1e-4)
            << transport << ", " << film << (galvanostatic ? ", current" : ", potential");
  }

  TEST(ChargingElectrodes, ErrorsFollowTheTolerance)
  {
    for (const bool galvanostatic : {false, true})
      for (const std::string order : {"2", "3", "4", "adaptive"})
        for (const double tolerance : {1e-3, 1e-5, 1e-7})
          if (order != "2" || tolerance > 1e-6)
            {
              const double error = largest_error(charging("secondary", "bare"), galvanostatic, tolerance, order) / thermal;
              EXPECT_LT(error, 10. * tolerance) << order << (galvanostatic ? ", current" : ", potential");
              EXPECT_GT(error, 1e-3 * tolerance) << order << (galvanostatic ? ", current" : ", potential");
            }
  }

  TEST(ChargingElectrodes, TheStepAfterASwitchIsAsShortAsTheDoubleLayerAsks)
  {
    // A protocol of a million times the double layer's: a millionth of it, and a hundredth of that, would be no short steps.
    for (const bool galvanostatic : {false, true})
      EXPECT_LT(largest_error(charging("secondary", "thin"), galvanostatic, 1e-5, "adaptive", 1e8) / thermal, 1e-4);
  }

  TEST(ChargingElectrodes, ObservedOrdersOfTheIntegrators)
  {
    // u(t) of the closed form after equal steps from an uncharged double layer, under a thin film of salt and bare
    for (const std::string film : {"bare", "thin"})
      {
        const Cell   cell = charging("secondary", film);
        const double r = cell.resistance, tau = cell.capacitance * r * charge_transfer / (r + charge_transfer), time = 2. * tau,
                     exact = 0.02 / (r + charge_transfer) * (1. + charge_transfer / r * std::exp(-2.));
        Transient<2> run(with_protocol(cell.lines + Lines{"Solver/Newton tolerance = 1e-13"},
                                       {"on/Drive = potentiostatic", "on/Potential = -20 mV", "on/Duration = 1 s"}),
                         0);
        const auto   error = [&](const unsigned int order, const unsigned int n) {
          Operator<2>  &op = *run.op;
          Newton<2>     newton(op, run.data.solver, false, nullptr);
          Integrator<2> integrator(op, esdirk(order), 1e9, 1.);
          const Drives  on{false, [](double) { return -0.02; }};
          TimeState     now, next;
          now.fields              = run.state;
          now.electrode_potential = run.electrode_potential;
          op.forget();
          op.set_step({});
          op.accumulate(now.accumulation, now.fields, now.electrode_potential);
          now.passed = now.flux = TimeState::Fluxes(op.model().boundaries.size());
          next                  = now;
          EXPECT_EQ(integrator.start(newton, on, now, next, 1e-7 * time).failure, "");
          for (unsigned int k = 0; k < n; ++k)
            {
              std::swap(now, next);
              EXPECT_EQ(integrator.step(newton, on, now, next, (1. - 1e-7) * time / n).failure, "");
            }
          return std::abs(next.current / run.mesh.footprint() / exact - 1.);
        };
        for (const unsigned int order : {2u, 3u, 4u})
          {
            const double coarse = error(order, 8), fine = error(order, 16);
            EXPECT_GT(fine, 1e-10) << order; // above the noise
            EXPECT_NEAR(std::log2(coarse / fine), order, 0.25) << order << ", " << film << ": " << coarse << ' ' << fine;
          }
      }
  }
} // namespace zincfield::charging_electrodes_tests

#include "solver/impedance/spectrum.h"
#include "tests/support/porous.h"
#include "tests/support/root.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

// Felts with concentrations, with double layers, and with pores that fill.

namespace zincfield::porous_in_time_tests
{
  using namespace porous_cells;

  namespace
  {
    constexpr double temperature = 298.15, thickness = 300e-6; // [K], [m]

    /** 0.1 mol/L of a salt with constant properties in a felt that conducts perfectly. */
    constexpr double kappa = 2., diffusivity = 5e-10, transference = 0.4, bulk = 100., porosity = 0.6, area = 1e5, i0 = 1.;

    const Lines salt{"Electrolyte/Data set = user salt",
                     "Electrolyte/Bulk concentration = 0.1 mol/L",
                     "Electrolyte/Salt conductivity = 2 S/m",
                     "Electrolyte/Diffusivity = 5e-10 m^2/s",
                     "Electrolyte/Cation transference number = 0.4",
                     "Reactions/zinc/Type = Butler-Volmer",
                     "Reactions/zinc/Exchange current density = 1 A/m^2",
                     "Reactions/zinc/Anodic transfer coefficient = 1",
                     "Reactions/zinc/Cathodic transfer coefficient = 1",
                     "Materials/felt/Porosity = 0.6",
                     "Materials/felt/Scaffold/Specific area = 1e5 1/m",
                     "Materials/felt/Scaffold/Perfect conductor = true",
                     "Materials/felt/Scaffold/Reactions = zinc"};

    /** Rates [A/m^3] at front and back, concentration at the metal, and potential of the front, of that felt in one dimension:
     * Runge-Kutta from the front to the metal, shooting for no current of ions there. */
    struct OneDimension
    {
      double front, back, concentration, potential;

      explicit OneDimension(const double current)
      {
        const double f = 1. / thermal_voltage(temperature), factor = std::pow(porosity, 1.5);
        const double at_front = bulk - (1. - transference) * current * separator(thickness) / (2. * faraday_constant * diffusivity);
        using State           = std::array<double, 3>; // c, i_l, phi - phi_m
        // anions rest: 2F D dc/dy = -(1 - t+) i; i = -kappa phi' + kappa (RT/F)(1 - t+) c'/c
        const auto rate  = [&](const State &s) { return i0 * std::sqrt(s[0] / bulk) * (std::exp(-f * s[2]) - std::exp(f * s[2])); };
        const auto slope = [&](const State &s) -> State {
          const double c = -(1. - transference) * s[1] / (2. * faraday_constant * diffusivity * factor);
          return {c, area * rate(s), (1. - transference) / f * c / s[0] - s[1] / (kappa * factor)};
        };
        State      end{};
        const auto ionic_at_metal = [&](const double phi) {
          State                  s{at_front, -current, phi};
          constexpr unsigned int n = 4000;
          const double           h = -thickness / n;
          for (unsigned int k = 0; k < n; ++k)
            {
              const auto moved = [&](const State &by, const double step) -> State {
                return {s[0] + step * by[0], s[1] + step * by[1], s[2] + step * by[2]};
              };
              const State k1 = slope(s), k2 = slope(moved(k1, 0.5 * h)), k3 = slope(moved(k2, 0.5 * h)), k4 = slope(moved(k3, h));
              for (unsigned int j = 0; j < 3; ++j)
                s[j] += h / 6. * (k1[j] + 2. * k2[j] + 2. * k3[j] + k4[j]);
              if (!(s[0] > 0.) || !(std::abs(s[1]) < 1e3 * current))
                return s[1] > -current ? 1. : -1.;
            }
          end = s;
          return s[1] / current;
        };
        potential = 0.1 * root([&](const double x) { return ionic_at_metal(0.1 * x); }); // within half a volt
        ionic_at_metal(potential);
        front         = -area * rate({at_front, 0., potential});
        back          = -area * rate(end);
        concentration = end[0];
      }
    };

    using Complex = std::complex<double>;
  } // namespace

  TEST(PorousElectrodes, ASaltIsThatOfAnIntegrationOfItsOwn)
  {
    const double       current = 15.;
    const OneDimension exact(current);
    EXPECT_LT(exact.concentration, 0.8 * bulk);
    Solved<2> cell(felt(thickness, "binary salt") + salt + Lines{"Control/Applied current density = 15 A/m^2"}, 1);
    ASSERT_TRUE(cell.solve().converged);
    const Ends found = ends(cell);
    EXPECT_NEAR(found.front, exact.front, 1e-5 * exact.front);
    EXPECT_NEAR(found.back, exact.back, 1e-5 * exact.front);
    const Report report = cell.report();
    for (const auto &[what, off] : report.balance)
      EXPECT_LT(off, 1e-8) << what;
    // through the solution in front: phi = (RT/F)(1 - t+) ln(c/c_b) - I L/kappa
    const double front = bulk - (1. - transference) * current * separator(thickness) / (2. * faraday_constant * diffusivity);
    const double phi =
      thermal_voltage(temperature) * (1. - transference) * std::log(front / bulk) - current * separator(thickness) / kappa;
    EXPECT_NEAR(cell.electrode_potential, phi - exact.potential, 1e-6 * std::abs(cell.electrode_potential));
  }

  TEST(PorousElectrodes, IonsOfASaltAreTheSalt)
  {
    // Zn2+ and SO4 2- as dilute ions without reactions of the anion: the total current and what comes in balance, species by
    // species
    Lines lines =
      felt(thickness, "dilute ions") + salt + Lines{"Control/Applied current density = 10 A/m^2", "Discretization/Degree = 3"};
    lines = lines + Lines{"Electrolyte/Data set = none",
                          "Electrolyte/Species/Zn2+/Charge = 2",
                          "Electrolyte/Species/Zn2+/Diffusivity = 4e-10 m^2/s",
                          "Electrolyte/Species/Zn2+/Bulk concentration = 0.1 mol/L",
                          "Electrolyte/Species/SO4 2-/Charge = -2",
                          "Electrolyte/Species/SO4 2-/Diffusivity = 6e-10 m^2/s",
                          "Electrolyte/Species/SO4 2-/Bulk concentration = 0.1 mol/L"};
    for (const std::string key : {"Bulk concentration", "Salt conductivity", "Diffusivity", "Cation transference number"})
      lines.erase(std::remove_if(lines.begin(), lines.end(),
                                 [&](const std::string &line) { return line.rfind("Electrolyte/" + key, 0) == 0; }),
                  lines.end());
    Solved<2> cell(lines, 1);
    ASSERT_TRUE(cell.solve().converged);
    const Report report = cell.report();
    EXPECT_EQ(report.balance.size(), 4u); // charge, electrons, both ions
    for (const auto &[what, off] : report.balance)
      EXPECT_LT(off, 1e-8) << what;
    EXPECT_NEAR(report.quantities.at("mean_current_density").value, 10., 1e-6);
    EXPECT_NEAR(report.quantities.at("coulombic_efficiency").value, 1., 1e-9);
  }

  TEST(PorousElectrodes, BlockingPoresHaveTheImpedanceOfDeLevie)
  {
    constexpr double C = 0.2, area = 1e7; // [F/m^2], [1/m]
    Solved<2>        cell(felt(thickness) +
                            Lines{"Electrolyte/Conductivity = 2 S/m", "Materials/felt/Conductivity = 2 S/m",
                           "Materials/felt/Scaffold/Specific area = 1e7 1/m", "Materials/felt/Scaffold/Perfect conductor = true",
                           "Materials/felt/Scaffold/Double-layer capacitance = 20 uF/cm^2", "Control/Mode = potentiostatic",
                           "Control/Electrode potential = 0 V", "Impedance/Lowest frequency = 0.01 Hz",
                           "Impedance/Highest frequency = 100 Hz", "Impedance/Points per decade = 1"},
                          2);
    ASSERT_TRUE(cell.solve().converged);
    const Spectrum spectrum = find_spectrum(*cell.op, cell.state, cell.electrode_potential, [](const std::string &) {});
    for (const ImpedancePoint &point : spectrum.points)
      {
        const Complex s(0., 2. * M_PI * point.frequency), root = std::sqrt(s * area * C / kappa) * thickness;
        const Complex exact = separator(thickness) / kappa + thickness / kappa / (root * std::tanh(root));
        EXPECT_LT(std::abs(point.cell - exact), 1e-6 * std::abs(exact)) << point.frequency;
        EXPECT_LT(std::abs(point.working_electrode), 1e-6 * std::abs(exact)) << point.frequency; // the metal itself is blocking
      }
    // 45 degrees in between
    const Complex pores = spectrum.points[0].cell - separator(thickness) / kappa;
    EXPECT_NEAR(std::arg(pores), -M_PI / 4., 1e-3);
  }

  TEST(PorousElectrodes, WhatFillsThePoresIsTheChargePassed)
  {
    const double current = 400., time = 600.;
    Transient<2> cell(
      with_protocol(felt(thickness, "binary salt") + salt +
                      Lines{"Electrolyte/Bulk concentration = 2 mol/L", "Materials/felt/Scaffold/Fills = true",
                            "Coatings/felt/felt/Cells across = 4", "Discretization/Degree = 3"},
                    {"plating/Drive = galvanostatic", "plating/Current density = 400 A/m^2", "plating/Duration = 600 s"}),
      0);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    const double per_area = current * time, room = porosity * thickness * 2. * faraday_constant / molar_volume_of_zinc;
    EXPECT_NEAR(result.report.quantities.at("scaffold_filled").value, per_area / room, 1e-10 * per_area / room);
    EXPECT_GT(result.report.quantities.at("scaffold_filled_most").value, 1.1 * per_area / room);
    EXPECT_NEAR(result.report.quantities.at("coulombic_efficiency").value, 1., 1e-9);
    EXPECT_NEAR(result.report.quantities.at("scaffold_top_share").value +
                  result.report.quantities.at("scaffold_bottom_share").value,
                1., 1e-9);
    for (const auto &[what, off] : result.report.balance)
      EXPECT_LT(off, 1e-9) << what;
  }

  TEST(PorousElectrodes, PoresFillUnderChemistryAsUnderDiluteIons)
  {
    // without further species both are one: what narrowing pores hold must be the same, share by share
    Lines dilute, chemistry;
    for (const std::string line :
         {"Zn2+/Charge = 2", "SO4 2-/Charge = -2", "Zn2+/Diffusivity = 0.703e-9 m^2/s", "SO4 2-/Diffusivity = 1.065e-9 m^2/s",
          "Zn2+/Bulk concentration = 1 mol/L", "SO4 2-/Bulk concentration = 1 mol/L"})
      {
        dilute.push_back("Electrolyte/Species/" + line);
        chemistry.push_back("Electrolyte/Chemistry/Components/" + line);
      }
    chemistry =
      chemistry + Lines{"Electrolyte/Chemistry/pH = 7", "Electrolyte/Chemistry/Activity coefficients = ideal",
                        "Electrolyte/Chemistry/Charge balance = SO4 2-", "Electrolyte/Chemistry/Mobilities = infinite dilution"};
    const auto found = [](const std::string &model, const Lines &electrolyte) {
      Transient<2> cell(
        with_protocol(felt(thickness, model) + Lines(salt.begin() + 5, salt.end()) + electrolyte +
                        Lines{"Materials/felt/Porosity = 0.3", "Materials/felt/Scaffold/Fills = true",
                              "Coatings/felt/felt/Cells across = 4", "Discretization/Degree = 2", "Time/Tolerance = 1e-5"},
                      {"plating/Drive = galvanostatic", "plating/Current density = 200 A/m^2", "plating/Duration = 2000 s"}),
        0);
      const auto &result = cell.run();
      EXPECT_EQ(result.failure, "");
      return result.report.quantities;
    };
    const auto   one = found("dilute ions", dilute), other = found("aqueous chemistry", chemistry);
    const double share = 200. * 2000. / (0.3 * thickness * 2. * faraday_constant / molar_volume_of_zinc);
    for (const auto *quantities : {&one, &other})
      EXPECT_NEAR(quantities->at("scaffold_filled").value, share, 1e-9 * share);
    for (const char *const name : {"electrode_potential", "min_surface_concentration", "scaffold_filled_most"})
      EXPECT_NEAR(other.at(name).value / one.at(name).value, 1., 1e-5) << name;
  }

  TEST(PorousElectrodes, PoresThatCloseAreSaid)
  {
    // far more charge than there is room for: the front closes, and the run goes on with what is left
    Transient<2> cell(
      with_protocol(felt(thickness) + Lines{"Electrolyte/Conductivity = 2 S/m", "Reactions/zinc/Type = Butler-Volmer",
                                            "Reactions/zinc/Exchange current density = 10 A/m^2",
                                            "Reactions/zinc/Anodic transfer coefficient = 1",
                                            "Reactions/zinc/Cathodic transfer coefficient = 1", "Materials/felt/Porosity = 0.3",
                                            "Materials/felt/Scaffold/Specific area = 1e5 1/m",
                                            "Materials/felt/Scaffold/Electronic conductivity = 1000 S/m",
                                            "Materials/felt/Scaffold/Reactions = zinc", "Materials/felt/Scaffold/Fills = true",
                                            "Materials/felt/Scaffold/Closing porosity = 0.1", "Time/Tolerance = 1e-3",
                                            "Coatings/felt/felt/Cells across = 6", "Discretization/Degree = 2"},
                    {"plating/Drive = potentiostatic", "plating/Potential = -100 mV", "plating/Duration = 5000 s"}),
      0);
    const auto &result = cell.run();
    ASSERT_EQ(result.failure, "");
    const Quantity &most = result.report.quantities.at("scaffold_filled_most");
    EXPECT_GT(most.value, 0.99 * (1. - 0.1 / 0.3));
    EXPECT_LT(most.value, 1.06 * (1. - 0.1 / 0.3)); // elements overshoot where deposition ends
    EXPECT_EQ(most.note.rfind("pores are closed at (", 0), 0u) << most.note;
  }
} // namespace zincfield::porous_in_time_tests

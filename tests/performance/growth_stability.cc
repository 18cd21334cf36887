#include "physics/constants.h"
#include "tests/support/grown.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Linear stability of a plane that deposits from a binary salt: wavelengths by currents, bare and under a film, against the formula
// of docs/theory.md ("Linear stability"); the critical wave number, which a film leaves.

namespace zincfield::growth_stability_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * faraday_constant);

    /** Two ions of the diffusivities D_+ and D_- [m^2/s] between a plane and the bulk at a distance [m]. */
    constexpr double cation = 7e-10, anion = 1e-9, bulk = 1000., distance = 40e-6, exchange = 300.; // mol/m^3, A/m^2

    /** As a salt: D = 2 D_+ D_-/(D_+ + D_-), t+ = D_+/(D_+ + D_-), kappa = z^2 F^2 (D_+ + D_-) c/(R T). */
    Lines
    salt()
    {
      const double conductivity = 4. * faraday_constant * (cation + anion) * bulk / thermal_voltage(298.15);
      return {"Electrolyte/Transport model = binary salt",
              "Electrolyte/Data set = user salt",
              "Electrolyte/Bulk concentration = 1 mol/L",
              "Electrolyte/Salt conductivity = " + number(conductivity) + " S/m",
              "Electrolyte/Conductivity proportional to concentration = true",
              "Electrolyte/Diffusivity = " + number(1e10 * 2. * cation * anion / (cation + anion)) + "e-10 m^2/s",
              "Electrolyte/Cation transference number = " + number(cation / (cation + anion)),
              "Reactions/zinc/Type = Butler-Volmer",
              "Reactions/zinc/Exchange current density = 300 A/m^2",
              "Reactions/zinc/Anodic transfer coefficient = 1",
              "Reactions/zinc/Cathodic transfer coefficient = 1",
              "Boundaries/working electrode/Reactions = zinc"};
    }

    /** Of a resistance [ohm m^2] to zinc ions alone, so thin that it is not bent. */
    Lines
    film(const double resistance)
    {
      return {"Materials/film/Conductivity = 1e-7 S/m",
              "Materials/film/Diffusivity = 1e-12 m^2/s",
              "Materials/film/Cation transference number = 1",
              "Coatings/film/Representation = lumped",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = " + number(1e2 * resistance) + " nm"};
    }

    struct Wave
    {
      double wavelength;                           // [m]
      double share;                                // of the limiting current
      double energy = 0., resistance_of_film = 0.; // [J/m^2], [ohm m^2]

      double
      current() const
      {
        return share * 4. * faraday_constant * cation * bulk / distance;
      }
    };

    /** omega/v of the formula [1/m], gamma_c = 1/2. */
    double
    expected_rate(const Wave &wave)
    {
      const double k = 2. * pi / wave.wavelength, current = wave.current(), surface = bulk * (1. - wave.share),
                   RT_F = thermal_voltage(298.15), exchange_here = exchange * std::sqrt(surface / bulk),
                   R_ct = 0.5 * RT_F / std::sqrt(exchange_here * exchange_here + 0.25 * current * current);
      const double G = current / (4. * faraday_constant * cation), M = RT_F / (surface * R_ct) + 0.5 * current / surface;
      return (M * G - k * k * wave.energy * volume_of_charge / R_ct) /
             (1. + wave.resistance_of_film / R_ct + M / (4. * faraday_constant * cation * k)) / current;
    }

    /** omega/v of a run [1/m] in which the plane grows by h [m]. */
    double
    measured_rate(const Wave &wave, const double h)
    {
      const CaseResult result =
        grown<2>(common_lines() + salt() +
                   Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = " + number(1e6 * 0.001 * wave.wavelength) + " um",
                         "Geometry/Wavelength = " + number(1e6 * wave.wavelength) + " um",
                         "Geometry/Gap = " + number(1e6 * distance) + " um", "Control/Mode = galvanostatic",
                         "Control/Applied current density = " + number(wave.current()) + " A/m^2",
                         "Growth/Until thickness = " + number(1e9 * h) + " nm",
                         "Growth/Surface energy = " + number(wave.energy) + " J/m^2"} +
                   (wave.resistance_of_film > 0. ? film(wave.resistance_of_film) : Lines()),
                 2);
      EXPECT_EQ(result.failure, "");
      return std::log(shape(result, "peak_to_valley") / (0.002 * wave.wavelength)) / h;
    }
  } // namespace

  TEST(GrowthStability, FiveWavelengthsAtThreeCurrentsBareAndCoated)
  {
    for (const double resistance : {0., 1e-4})
      for (const double share : {0.1, 0.5, 0.9})
        for (const double wavelength : {3e-6, 5e-6, 8e-6, 12e-6, 20e-6})
          {
            const Wave   wave{wavelength, share, 0., resistance};
            const double expected = expected_rate(wave);
            EXPECT_NEAR(measured_rate(wave, 1e-3 / expected) / expected, 1., 0.02)
              << wavelength << ' ' << share << ' ' << resistance;
          }
  }

  TEST(GrowthStability, CriticalWaveNumber)
  {
    // k_c^2 = M G z F R_ct/(gamma V_m), from the rates on either side of it; a film of a resistance like that of the reaction
    // halves the rates and leaves it
    for (const double resistance : {0., 1e-5})
      {
        Wave         wave{5e-6, 0.5, 1., resistance};
        const double with    = expected_rate(wave);
        wave.energy          = 0.;
        const double without = expected_rate(wave), k = 2. * pi / wave.wavelength;
        wave.energy               = 1.;
        const double          k_c = k / std::sqrt(1. - with / without); // omega = A - B k^2 up to a factor
        std::array<double, 2> rates;
        for (const unsigned int side : {0, 1})
          {
            wave.wavelength = 2. * pi / (k_c * (side == 0 ? 0.93 : 1.07));
            rates[side]     = measured_rate(wave, 100e-9);
          }
        EXPECT_GT(rates[0], 0.) << resistance;
        EXPECT_LT(rates[1], 0.) << resistance;
        EXPECT_NEAR(0.93 + 0.14 * rates[0] / (rates[0] - rates[1]), 1., 0.02) << resistance;
      }
  }
} // namespace zincfield::growth_stability_tests

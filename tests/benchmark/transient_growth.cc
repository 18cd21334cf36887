#include "physics/constants.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/growth_cells.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// A deposit that grows while concentrations have a past: what the solution holds is conserved while the metal takes its room.

namespace zincfield::transient_growth_tests
{
  namespace
  {
    /** Molar volume ten times that of zinc: what the motion does is not small. [m^3/mol] */
    constexpr double molar_volume = 9.157e-5, bulk = 2000., diffusivity = 0.4e-9, transference = 0.3;

    Lines
    salt()
    {
      return common_lines() + Lines{"Electrolyte/Transport model = binary salt",
                                    "Electrolyte/Data set = user salt",
                                    "Electrolyte/Bulk concentration = " + number(1e-3 * bulk) + " mol/L",
                                    "Electrolyte/Salt conductivity = 5 S/m",
                                    "Electrolyte/Diffusivity = " + number(diffusivity) + " m^2/s",
                                    "Electrolyte/Cation transference number = " + number(transference),
                                    "Reactions/zinc/Type = Butler-Volmer",
                                    "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                    "Reactions/zinc/Anodic transfer coefficient = 1",
                                    "Reactions/zinc/Cathodic transfer coefficient = 1",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Growth/Mode = transient",
                                    "Growth/Deposit = user",
                                    "Growth/Molar volume = " + number(1e6 * molar_volume) + " cm^3/mol"};
    }

    /** lambda of a front that moves by 2 lambda sqrt(D t) into a solution that diffusion brings the salt from:
     * sqrt(pi) lambda exp(lambda^2) erfc(lambda) = `supply`. */
    double
    front(const double supply)
    {
      double low = 0., high = 10.;
      for (unsigned int k = 0; k < 100; ++k)
        {
          const double x                                                                              = 0.5 * (low + high);
          (std::sqrt(dealii::numbers::PI) * x * std::exp(x * x) * std::erfc(x) < supply ? low : high) = x;
        }
      return low;
    }
  } // namespace

  TEST(TransientGrowth, FrontOfAnElectrodeThatDiffusionFeeds)
  {
    // Neumann's problem with c = c_s at the metal h = 2 lambda sqrt(D t), where D c' = [(1 - t_+) - V c_s] i/(2F): of an anion that
    // does not enter the metal. Without motion lambda would be V (c_b - c_s)/((1 - t_+) sqrt(pi)), 0.133 in place of 0.166.
    const double surface = 0.1 * bulk, voltage = thermal_voltage(298.15) * (1. - transference) * std::log(bulk / surface),
                 supply = molar_volume * (bulk - surface) / (1. - transference - molar_volume * surface), time = 1.,
                 wanted     = 2. * front(supply) * std::sqrt(diffusivity * time);
    const CaseResult result = grown<2>(
      salt() + Lines{"Geometry/Type = flat cell", "Geometry/Width = 10 um", "Geometry/Gap = 0.3 mm", "Geometry/First cell = 0.1 um",
                     "Geometry/First cell at = working electrode", "Reactions/zinc/Exchange current density = 1000 A/cm^2",
                     "Electrolyte/Salt conductivity = 50000 S/m", "Control/Mode = potentiostatic",
                     "Control/Electrode potential = " + number(-voltage) + " V", "Growth/First step = 1e-6 s",
                     "Growth/Tolerance = 5e-3", "Time/Tolerance = 1e-3", "Growth/Until time = " + number(time) + " s"},
      1);
    ASSERT_EQ(result.failure, "");
    EXPECT_GT(front(supply) / (supply / std::sqrt(dealii::numbers::PI)), 0.8); // it matters
    EXPECT_NEAR(shape(result, "deposit_thickness") / wanted, 1., 3e-3);
    EXPECT_LT(shape(result, "volume_against_charge"), 1e-9);
  }

  TEST(TransientGrowth, SaltBetweenElectrodesIsKept)
  {
    // Between two electrodes zinc goes from one to the other, and all of the salt stays in what is left of the gap.
    const CaseResult result =
      grown<2>(salt() + Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 0.3 um", "Geometry/Wavelength = 20 um",
                              "Geometry/Gap = 40 um", "Boundaries/counter/Condition = counter electrode",
                              "Boundaries/counter/Reactions = zinc", "Control/Mode = galvanostatic",
                              "Control/Applied current density = 20 mA/cm^2", "Growth/Until capacity = 1 mAh/cm^2"},
               1);
    ASSERT_EQ(result.failure, "");
    const double thickness = molar_volume * 3.6e4 / (2. * faraday_constant);
    EXPECT_NEAR(shape(result, "deposit_thickness") / thickness, 1., 1e-9); // 17 um of 40
    for (const auto &[name, balance] : result.report.balance)
      EXPECT_LT(balance, 1e-8) << name;
  }

  TEST(TransientGrowth, WhatAFilmHeldIsTheSolutionsWhereItTears)
  {
    // About a ball the area is (R/R_0)^2 that of the start: a film that tears at 1.05 is whole until R = 1.025 R_0. What
    // it holds beyond the bulk composition is a millionth of what has passed until then, and the solution gets it.
    const GmshFile file(gmsh_text({3, 8, 0}, [](const dealii::Point<3> &p) {
      const double r = 10. * std::pow(2., 2. * p[0]), angle = 0.5 * dealii::numbers::PI * p[1];
      return dealii::Point<3>(r * std::cos(angle), r * std::sin(angle), 0.);
    }));
    const auto     at = [&](const double radius) {
      Lines lines = salt() + Lines{"Materials/film/Conductivity = 1e-6 S/m",
                                   "Materials/film/Diffusivity = 1e-11 m^2/s",
                                   "Materials/film/Partition coefficient = 0.2",
                                   "Coatings/film/Representation = thin",
                                   "Coatings/film/Surface = metal",
                                   "Coatings/film/Under growth = tears",
                                   "Coatings/film/Largest stretch = 1.05",
                                   "Coatings/film/Layers = only",
                                   "Coatings/film/only/Material = film",
                                   "Coatings/film/only/Thickness = 200 nm",
                                   "Growth/Until thickness = " + number(1e6 * (std::pow(radius, 3) - 1.) / 3. * 10e-6) + " um",
                                   "Growth/First step = 1 s",
                                   "Reactions/zinc/Exchange current density = 1 A/m^2"};
      lines.erase(
            std::remove_if(lines.begin(), lines.end(), [](const std::string &line) { return line.rfind("Boundaries/", 0) == 0; }),
            lines.end());
      return grown<2>(lines + growth_cells::round_cell(file.name, true) + Lines{"Control/Electrode potential = -200 mV"}, 0);
    };
    const CaseResult whole = at(1.02), torn = at(1.04);
    ASSERT_EQ(whole.failure + torn.failure, "");
    EXPECT_EQ(shape(whole, "torn_film"), 0.);
    EXPECT_EQ(shape(torn, "torn_film"), 1.);
    for (const CaseResult &result : {whole, torn})
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_LT(balance, 1e-8) << name;
  }

  TEST(TransientGrowth, WithoutMemoryIsQuasiSteady)
  {
    // A solution that holds nothing has no past.
    const Lines      bump   = common_lines() + Lines{"Geometry/Type = sinusoidal",
                                              "Geometry/Amplitude = 2 um",
                                              "Geometry/Wavelength = 20 um",
                                              "Geometry/Gap = 40 um",
                                              "Electrolyte/Transport model = secondary",
                                              "Electrolyte/Conductivity = 5 S/m",
                                              "Reactions/zinc/Type = linear",
                                              "Reactions/zinc/Charge transfer resistance = 0.1 ohm cm^2",
                                              "Boundaries/working electrode/Reactions = zinc",
                                              "Control/Mode = galvanostatic",
                                              "Control/Applied current density = 20 mA/cm^2",
                                              "Growth/Until capacity = 1 mAh/cm^2",
                                              "Growth/Tolerance = 1e-4"};
    const CaseResult steady = grown<2>(bump, 1), transient = grown<2>(bump + Lines{"Growth/Mode = transient"}, 1);
    ASSERT_EQ(steady.failure + transient.failure, "");
    for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "lowest_point"})
      EXPECT_NEAR(shape(transient, name) / shape(steady, name), 1., 1e-5) << name;
  }
} // namespace zincfield::transient_growth_tests

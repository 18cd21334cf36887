#include "physics/constants.h"
#include "tests/support/growth_cells.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Metal that grows into a solution whose double layers are resolved: ions and charge are conserved while it takes their room, and
// where double layers are thin, what remains is the growth of an electroneutral solution.

namespace zincfield::transient_growth_of_charge_tests
{
  namespace
  {
    using namespace growth_cells;

    /** Molar volume ten times that of zinc: what the motion does is not small. [m^3/mol] */
    constexpr double molar_volume = 9.157e-5;

    constexpr double stern = 0.5; // [F/m^2]

    /** A salt of two ions between two electrodes of zinc, whose reactions are all but at equilibrium. */
    Lines
    between_electrodes(const std::string &transport)
    {
      Lines lines{"Boundaries/working electrode/Condition = electrode",
                  "Boundaries/working electrode/Reactions = zinc",
                  "Boundaries/counter/Condition = counter electrode",
                  "Boundaries/counter/Reactions = zinc",
                  "Boundaries/sides/Condition = insulating",
                  "Solver/Newton tolerance = 1e-11",
                  "Electrolyte/Transport model = " + transport,
                  "Reactions/zinc/Type = Butler-Volmer",
                  "Reactions/zinc/Exchange current density = 10 A/cm^2",
                  "Reactions/zinc/Anodic transfer coefficient = 1",
                  "Reactions/zinc/Cathodic transfer coefficient = 1",
                  "Growth/Mode = transient",
                  "Growth/Deposit = user",
                  "Growth/Molar volume = " + number(1e6 * molar_volume) + " cm^3/mol"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = " + (ion == "Zn2+" ? "0.7e-9" : "1e-9") + " m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 0.1 mol/L"};
      if (transport == "Poisson-Nernst-Planck")
        for (const std::string electrode : {"working electrode", "counter"})
          lines.push_back("Boundaries/" + electrode + "/Stern capacitance = " + number(stern) + " F/m^2");
      return lines;
    }

    void
    expect_balanced(const CaseResult &result)
    {
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_LT(balance, 1e-8) << name;
      EXPECT_EQ(result.report.balance.size(), 3u); // two ions and the charge
    }

    const Lines plane{"Geometry/Type = flat cell", "Geometry/Width = 4 um", "Geometry/Gap = 40 um", "Geometry/First cell = 0.2 nm"};
  } // namespace

  TEST(TransientGrowthOfCharge, ThinDoubleLayersAreThoseOfAnElectroneutralSalt)
  {
    // The Debye length is half a nanometre. Reactions at equilibrium measure the zinc on both sides, with or without double layers.
    const Lines      drive   = constant_current("2 mA/cm^2", "1 mAh/cm^2");
    const CaseResult charged = grown<2>(between_electrodes("Poisson-Nernst-Planck") + plane + drive, 0),
                     neutral = grown<2>(between_electrodes("dilute ions") + plane + drive, 0),
                     at_rest = grown<2>(
                       between_electrodes("dilute ions") + plane + drive + Lines{"Growth/Molar volume = 1e-3 cm^3/mol"}, 0);
    ASSERT_EQ(charged.failure + neutral.failure + at_rest.failure, "");
    const auto voltage = [](const CaseResult &result) { return result.report.quantities.at("electrode_potential").value; };
    EXPECT_GT(voltage(at_rest) / voltage(neutral), 1.5); // 17 um of the 40 are metal, and the salt is concentrated
    EXPECT_NEAR(voltage(charged) / voltage(neutral), 1., 1e-3);
    expect_balanced(charged);
  }

  namespace
  {
    /** Charge of the metal over the projected area at the end, none at first [C/m^2]. */
    double
    metal_charge(const CaseResult &result)
    {
      return result.report.quantities.at("surface_charge_density").value * result.report.quantities.at("roughness_factor").value;
    }

    /** Charge that has deposited zinc, from its volume [C/m^2]. */
    double
    zinc_charge(const CaseResult &result)
    {
      return shape(result, "deposit_thickness") * 2. * faraday_constant / molar_volume;
    }
  } // namespace

  TEST(TransientGrowthOfCharge, WhatChargesTheMetalDepositsNone)
  {
    // In a cell of a few Debye lengths the charge that passes is that of the zinc and that of the metal, to rounding.
    const CaseResult result =
      grown<2>(between_electrodes("Poisson-Nernst-Planck") +
                 Lines{"Geometry/Type = flat cell", "Geometry/Width = 2 nm", "Geometry/Gap = 40 nm", "Geometry/First cell = 0.1 nm",
                       "Growth/Until capacity = 2e-4 mAh/cm^2", "Reactions/zinc/Exchange current density = 1 mA/cm^2",
                       "Control/Mode = cell voltage", "Control/Cell voltage = -20 mV"},
               0);
    ASSERT_EQ(result.failure, "");
    EXPECT_LT(metal_charge(result), -1e-5 * zinc_charge(result));
    EXPECT_NEAR((shape(result, "charge") + metal_charge(result)) / zinc_charge(result), 1., 1e-9);
    expect_balanced(result);
  }

  TEST(TransientGrowthOfCharge, TipKeepsItsIonsAndItsCharge)
  {
    // About as sharp as forty Debye lengths: layers of space charge stretch with the metal.
    const CaseResult result = grown<2>(
      between_electrodes("Poisson-Nernst-Planck") +
        Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
              "Geometry/Height = 20 nm", "Geometry/Standard deviation = 20 nm", "Geometry/Cell half-width = 80 nm",
              "Geometry/Gap = 100 nm", "Geometry/First cell = 0.4 nm", "Geometry/Cells across feature = 3",
              "Growth/Until thickness = 1 nm", "Growth/First step = 1e-8 s", "Reactions/zinc/Exchange current density = 1 A/cm^2"} +
        Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 2 A/cm^2"},
      0);
    ASSERT_EQ(result.failure, "");
    EXPECT_LT(metal_charge(result), -1e-4 * zinc_charge(result));
    EXPECT_NEAR((shape(result, "charge") + metal_charge(result)) / zinc_charge(result), 1., 1e-9);
    EXPECT_GT(shape(result, "thickest_deposit") / shape(result, "thinnest_deposit"), 1.02);
    expect_balanced(result);
  }
} // namespace zincfield::transient_growth_of_charge_tests

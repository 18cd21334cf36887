#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/growth_cells.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Metal that grows into a solution whose species are in equilibrium: components are conserved while it takes their room.

namespace zincfield::transient_growth_in_water_tests
{
  namespace
  {
    using namespace growth_cells;

    /** Molar volume ten times that of zinc: what the motion does is not small. [m^3/mol] */
    constexpr double molar_volume = 9.157e-5, gap = 40e-6, zinc = 100.; // [m], [mol/m^3]

    const Lines growing = common_lines() + Lines{"Reactions/zinc/Type = Butler-Volmer",
                                                 "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                                 "Reactions/zinc/Anodic transfer coefficient = 1",
                                                 "Reactions/zinc/Cathodic transfer coefficient = 1",
                                                 "Boundaries/working electrode/Reactions = zinc",
                                                 "Growth/Mode = transient",
                                                 "Growth/Deposit = user",
                                                 "Growth/Molar volume = " + number(1e6 * molar_volume) + " cm^3/mol"};

    /** 0.1 mol/L of zinc sulfate with sulfuric acid, without ion pairs: zinc is free. */
    const Lines acid =
      growing + Lines{"Electrolyte/Transport model = aqueous chemistry",
                      "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4",
                      "Electrolyte/Chemistry/pH = 2",
                      "Electrolyte/Chemistry/Activity coefficients = ideal",
                      "Electrolyte/Chemistry/Ion pairs = false",
                      "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = " + number(1e-3 * zinc) + " mol/L"};

    void
    expect_balanced(const CaseResult &result, const unsigned int n_components)
    {
      for (const auto &[name, balance] : result.report.balance)
        EXPECT_LT(balance, 1e-8) << name;
      EXPECT_EQ(result.report.balance.size(), n_components + 1); // and the charge
    }

    double
    measured(const CaseResult &result, const std::string &name)
    {
      return result.report.quantities.at(name).value;
    }
  } // namespace

  TEST(TransientGrowthInWater, WhatIsLeftOfTheSolutionIsConcentrated)
  {
    // Zinc goes from one electrode to the other, sulfate and protons stay, and after a rest all is even: totals are larger by the
    // gap over what is left of it, and the pH is that of the equilibrium H+ + SO4 2- = HSO4-, by bisection.
    const double current = 20., time = 1800., thickness = molar_volume * current * time / (2. * faraday_constant);
    const Lines  cell   = acid + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Width = 10 um",
                                    "Geometry/Gap = 40 um",
                                    "Boundaries/counter/Condition = counter electrode",
                                    "Boundaries/counter/Reactions = zinc",
                                    "Programme/Steps/plate/Drive = galvanostatic",
                                    "Programme/Steps/plate/Current density = " + number(current) + " A/m^2",
                                    "Programme/Steps/plate/Duration = " + number(time) + " s",
                                    "Programme/Steps/wait/Drive = rest",
                                    "Programme/Steps/wait/Duration = 60 s"};
    const double factor = gap / (gap - thickness), k = std::pow(10., 1.988) / 1000., bulk_h = std::pow(10., 3. - 2.);
    // 2 zinc + h = 2 sulfate + HSO4-, of which sulfate k h is HSO4-
    const double free = (2. * zinc + bulk_h) / (2. + k * bulk_h), sulfate = factor * free * (1. + k * bulk_h),
                 protons = factor * (bulk_h + k * bulk_h * free);
    double low = 0., high = protons;
    for (unsigned int step = 0; step < 100; ++step)
      {
        const double h                                              = 0.5 * (low + high);
        (h + k * h * sulfate / (1. + k * h) < protons ? low : high) = h;
      }
    for (const std::string rate : {"0", "1e9"}) // of water, at equilibrium or on its way to it
      {
        const CaseResult result =
          grown<2>(cell + Lines{"Electrolyte/Chemistry/Rate constant of H+ + OH- = " + rate + " L/mol/s"}, 1);
        ASSERT_EQ(result.failure, "");
        EXPECT_NEAR(shape(result, "deposit_thickness") / thickness, 1., 1e-9); // 17 um
        expect_balanced(result, 3);
        EXPECT_NEAR(measured(result, "surface_ph"), 3. - std::log10(low), 1e-4);
        EXPECT_LT(measured(result, "surface_ph"), 1.97); // 2 at first: HSO4- takes up much of what is concentrated
        EXPECT_NEAR(measured(result, "min_surface_concentration") / (factor * zinc), 1., 1e-4);
      }
  }

  TEST(TransientGrowthInWater, IsDiluteIonsWithoutFurtherSpecies)
  {
    const Lines bump   = growing + wave(1., 20., 20.) + constant_current("8 mA/cm^2", "0.2 mAh/cm^2");
    Lines       dilute = bump + Lines{"Electrolyte/Transport model = dilute ions"}, chemistry = bump;
    for (const std::string line :
         {"Zn2+/Charge = 2", "SO4 2-/Charge = -2", "Zn2+/Diffusivity = 0.703e-9 m^2/s", "SO4 2-/Diffusivity = 1.065e-9 m^2/s",
          "Zn2+/Bulk concentration = 0.1 mol/L", "SO4 2-/Bulk concentration = 0.1 mol/L"})
      {
        dilute.push_back("Electrolyte/Species/" + line);
        chemistry.push_back("Electrolyte/Chemistry/Components/" + line);
      }
    const CaseResult one = grown<2>(dilute, 0),
                     other =
                       grown<2>(chemistry + Lines{"Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/pH = 7",
                                                  "Electrolyte/Chemistry/Activity coefficients = ideal",
                                                  "Electrolyte/Chemistry/Charge balance = SO4 2-"},
                                0);
    ASSERT_EQ(one.failure + other.failure, "");
    for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit"})
      EXPECT_NEAR(shape(other, name) / shape(one, name), 1., 1e-7) << name;
    for (const std::string name : {"electrode_potential", "min_surface_concentration"})
      EXPECT_NEAR(measured(other, name) / measured(one, name), 1., 1e-5) << name;
  }

  TEST(TransientGrowthInWater, TipKeepsItsComponents)
  {
    // Hydrogen takes protons away, and zinc hydroxide sulfate precipitates.
    const Lines      tip    = acid + Lines{"Geometry/Type = protrusion",
                                   "Geometry/Dimension = axisymmetric",
                                   "Geometry/Shape = Gaussian",
                                   "Geometry/Height = 3 um",
                                   "Geometry/Standard deviation = 3 um",
                                   "Geometry/Cell half-width = 15 um",
                                   "Geometry/Gap = 30 um",
                                   "Geometry/Cells across feature = 3",
                                   "Electrolyte/Chemistry/pH = 4",
                                   "Reactions/hydrogen/Type = hydrogen evolution",
                                   "Reactions/hydrogen/Exchange current density = 1e-30 A/m^2",
                                   "Reactions/hydrogen/Exchange current density from water = 3e-4 A/m^2",
                                   "Reactions/hydrogen/pH of the exchange current density from water = 4",
                                   "Reactions/hydrogen/Tafel slope = 0.12 V",
                                   "Reactions/ZHS/Type = precipitation",
                                   "Reactions/ZHS/Solid = ZHS",
                                   "Reactions/ZHS/Rate constant = 1e-5 mol/m^2/s",
                                   "Boundaries/working electrode/Reactions = zinc, hydrogen, ZHS"};
    const CaseResult result = grown<2>(tip + constant_current("5 mA/cm^2", "0.02 mAh/cm^2"), 0);
    ASSERT_EQ(result.failure, "");
    EXPECT_LT(measured(result, "coulombic_efficiency"), 0.9);
    EXPECT_GT(measured(result, "byproduct_growth"), 0.);
    EXPECT_GT(shape(result, "thickest_deposit") / shape(result, "thinnest_deposit"), 1.01);
    EXPECT_LT(shape(result, "volume_against_charge"), 1e-9);
    expect_balanced(result, 3);
  }
} // namespace zincfield::transient_growth_in_water_tests

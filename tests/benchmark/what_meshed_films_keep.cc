#include "tests/support/riding_films.h"

// A film with a mesh on metal that grows while concentrations have a past: every ion, every component and the charge are kept on
// curved metal, with every transport model.

namespace zincfield::what_meshed_films_keep_tests
{
  namespace
  {
    using namespace growth_cells;
    using namespace riding_films;

    /** A tip, lengths in `unit`; its film has a third of the tip's height. */
    Lines
    tip(const std::string &unit, const std::string &way)
    {
      return film("1 " + unit, way) +
             Lines{
               "Geometry/Type = protrusion",  "Geometry/Dimension = axisymmetric",       "Geometry/Shape = Gaussian",
               "Geometry/Height = 3 " + unit, "Geometry/Standard deviation = 3 " + unit, "Geometry/Cell half-width = 12 " + unit,
               "Geometry/Gap = 20 " + unit,   "Geometry/Cells across feature = 3"};
    }
  } // namespace

  TEST(WhatMeshedFilmsKeep, TipKeepsItsIons)
  {
    // Ions of a film that keeps its thickness fill what it gains; the charged matrix of one that keeps its volume is drawn out.
    for (const std::string way : {"thickness", "volume"})
      {
        const CaseResult result =
          grown<2>(growing + ions("dilute ions") + tip("um", way) + partition(1. / 3.) +
                     Lines{"Materials/film/Fixed charge = " + std::string(way == "volume" ? "-0.3 mol/L" : "0 mol/L")} +
                     constant_current("10 mA/cm^2", "0.1 mAh/cm^2"),
                   0);
        ASSERT_EQ(result.failure, "");
        EXPECT_LT(shape(result, "volume_against_charge"), 1e-9);
        EXPECT_GT(shape(result, "thickest_deposit") / shape(result, "thinnest_deposit"), 1.01);
        expect_balanced(result, 2);
      }
  }

  TEST(WhatMeshedFilmsKeep, TipKeepsItsComponents)
  {
    // In water, under a film that protons enter more easily than others.
    const CaseResult result = grown<2>(
      growing + tip("um", "thickness") + partition(1. / 3.) +
        Lines{"Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4",
              "Electrolyte/Chemistry/pH = 2", "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 0.5 mol/L",
              "Materials/film/Species/H+/Partition coefficient = 1", "Materials/film/Species/H+/Diffusivity = 5e-10 m^2/s"} +
        constant_current("10 mA/cm^2", "0.05 mAh/cm^2"),
      0);
    ASSERT_EQ(result.failure, "");
    EXPECT_LT(shape(result, "volume_against_charge"), 1e-9);
    expect_balanced(result, 3);
  }

  namespace
  {
    /** Double layers that are resolved, where the Debye length is 0.6 nm. */
    CaseResult
    with_double_layers(const Lines &lines)
    {
      const Lines charged =
        growing + ions("Poisson-Nernst-Planck") + lines + Lines{"Boundaries/working electrode/Stern capacitance = 0.5 F/m^2"};
      return grown<2>(charged + Lines{"Materials/film/Relative permittivity = 20"}, 0);
    }

    /** Charge of the metal [C/m^2] of the projected area. */
    double
    metal_charge(const CaseResult &result)
    {
      return measured(result, "surface_charge_density") * measured(result, "roughness_factor");
    }

    double
    zinc_charge(const CaseResult &result)
    {
      return shape(result, "deposit_thickness") * 2. * faraday_constant / molar_volume;
    }
  } // namespace

  TEST(WhatMeshedFilmsKeep, TipKeepsItsIonsAndItsCharge)
  {
    const CaseResult result = with_double_layers(
      tip("nm", "thickness") + partition(0.5) +
      Lines{"Boundaries/counter/Stern capacitance = 0.5 F/m^2", "Geometry/First cell = 0.4 nm", "Growth/Until thickness = 1 nm",
            "Growth/First step = 1e-8 s", "Reactions/zinc/Exchange current density = 1 A/cm^2", "Control/Mode = galvanostatic",
            "Control/Applied current density = 2 A/cm^2"});
    ASSERT_EQ(result.failure, "");
    EXPECT_LT(metal_charge(result), -1e-4 * zinc_charge(result));
    EXPECT_NEAR((shape(result, "charge") + metal_charge(result)) / zinc_charge(result), 1., 1e-9);
    expect_balanced(result, 2, 1e-8);
  }

  TEST(WhatMeshedFilmsKeep, TipUnderAChargedFilmKeepsItsCharge)
  {
    // Metal and matrix are charged before. Within a step the volume V of the film differs from what it is at both ends of it by the
    // square of the strain e of the step: at a moment the currents differ by X F dV/dt, a share V_m X e d/R of them.
    const auto until = [](const std::string &thickness) {
      return with_double_layers(tip("nm", "volume") + partition(0.5) +
                                Lines{"Materials/film/Fixed charge = -0.1 mol/L", "Boundaries/counter/Condition = bulk",
                                      "Boundaries/counter/Reactions =", "Geometry/First cell = 0.4 nm",
                                      "Growth/First step = 1e-9 s", "Growth/Tolerance = 1e-2", "Time/Tolerance = 1e-2",
                                      "Growth/Until thickness = " + thickness, "Reactions/zinc/Exchange current density = 1 A/cm^2",
                                      "Control/Mode = galvanostatic", "Control/Applied current density = 2 A/cm^2"});
    };
    const CaseResult start = until("1e-6 nm"), result = until("0.1 nm");
    ASSERT_EQ(start.failure + result.failure, "");
    const double charge = metal_charge(result) - metal_charge(start), zinc = zinc_charge(result) - zinc_charge(start);
    EXPECT_LT(charge, -1e-4 * zinc);
    EXPECT_NEAR((shape(result, "charge") - shape(start, "charge") + charge) / zinc, 1., 1e-8);
    const double moment = molar_volume * 100. / 3. * 0.1; // e: Largest step
    for (const auto &[name, balance] : result.report.balance)
      EXPECT_LT(balance, name == "charge" ? moment : 1e-8) << name;
  }

  TEST(WhatMeshedFilmsKeep, InSpace)
  {
    const CaseResult result = grown<3>(
      growing + ions("dilute ions") + film("500 nm", "thickness") + partition(0.5) +
        Lines{"Geometry/Type = sinusoidal", "Geometry/Dimension = 3", "Geometry/Amplitude = 1 um", "Geometry/Wavelength = 20 um",
              "Geometry/Gap = 6 um", "Geometry/Cells across feature = 3", "Growth/Tolerance = 1e-2", "Time/Tolerance = 1e-2"} +
        constant_current("10 mA/cm^2", "0.01 mAh/cm^2"),
      0);
    ASSERT_EQ(result.failure, "");
    expect_balanced(result, 2);
  }
} // namespace zincfield::what_meshed_films_keep_tests

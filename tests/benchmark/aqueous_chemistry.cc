#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

#include <functional>

// Equilibrium chemistry across a stagnant layer in front of a flat electrode, beside much more of a supporting salt, so that
// diffusion alone carries what reacts. Closed forms: the flux of a component is sum nu D (c_bulk - c_surface)/L.

namespace zincfield::aqueous_chemistry_tests
{
  namespace
  {
    constexpr double gap = 100e-6, hydrogen_ion = 9.31e-9, hydroxide = 5.27e-9;

    /** Root of a function that rises, by halving. */
    double
    root_of(const std::function<double(double)> &f, double low, double high)
    {
      for (unsigned int step = 0; step < 200; ++step)
        {
          const double middle           = 0.5 * (low + high);
          (f(middle) > 0. ? high : low) = middle;
        }
      return 0.5 * (low + high);
    }

    /** Hydrogen alone at a constant current density [A/m^2]. */
    Lines
    hydrogen_cell(const std::string &sets, const double ph, const double current, const std::string &from_water = "0.1 A/m^2")
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 20 um",
                                    "Geometry/Cells across feature = 10",
                                    "Electrolyte/Transport model = aqueous chemistry",
                                    "Electrolyte/Chemistry/Data sets = " + sets,
                                    "Electrolyte/Chemistry/pH = " + number(ph),
                                    "Electrolyte/Chemistry/Activity coefficients = ideal",
                                    "Reactions/hydrogen/Type = hydrogen evolution",
                                    "Reactions/hydrogen/Exchange current density = 1e-4 A/m^2",
                                    "Reactions/hydrogen/Exchange current density from water = " + from_water,
                                    "Reactions/hydrogen/Tafel slope = 0.12 V",
                                    "Boundaries/working electrode/Reactions = hydrogen",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = " + number(current) + " A/m^2"};
    }

    const Lines perchlorate = {"Electrolyte/Chemistry/Components/Na+/Bulk concentration = 1 mol/L"};

    /** [mol/m^3] at the surface, for the pH there. */
    double
    protons(const Solved<2> &cell)
    {
      return 1000. * std::pow(10., -cell.quantity("surface_ph"));
    }

    void
    expect_balanced(const Solved<2> &cell)
    {
      for (const auto &[name, balance] : cell.report().balance)
        EXPECT_LT(std::abs(balance), 1e-8) << name;
    }
  } // namespace

  TEST(AqueousChemistry, ProtonsReachTheElectrodeAtTheirLimitingCurrent)
  {
    const double bulk = 1., limit = faraday_constant * hydrogen_ion * bulk / gap; // pH 3
    Solved<2>    cell(hydrogen_cell("Na+, ClO4-", 3., 0.9 * limit) + perchlorate, 1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(protons(cell) / (0.1 * bulk), 1., 1e-2); // migration: a thousandth of the flux
    expect_balanced(cell);
  }

  TEST(AqueousChemistry, HydrogenSulfateBringsProtonsToo)
  {
    const double     h = 0.1; // pH 4
    Solved<2>        cell(hydrogen_cell("Na+, ZnSO4 + H2SO4", 4., 1.) +
                            Lines{"Electrolyte/Chemistry/Components/Na+/Bulk concentration = 2 mol/L",
                           "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1e-9 mol/L"},
                          1);
    const Chemistry &c    = *cell.data.chemistry;
    const double     acid = c.bulk_concentration(c.species_index("HSO4-"));
    EXPECT_NEAR(acid / (std::pow(10., 1.988) * h * (2000. + h - acid) / 2000.), 1., 1e-6); // 2 Na+ and H+ face SO4 2- and HSO4-
    const double limit                        = faraday_constant * (hydrogen_ion * h + 1.33e-9 * acid) / gap;
    cell.data.control.applied_current_density = 0.9 * limit;
    ASSERT_TRUE(cell.solve().converged);
    // both fall by the same factor where sulfate stays, of which what comes from HSO4- is a hundredth
    EXPECT_NEAR(protons(cell) / (0.1 * h), 1., 0.03);
    expect_balanced(cell);
  }

  TEST(AqueousChemistry, WaterMakesAFrontWhereProtonsAndHydroxideMeet)
  {
    // D_H c_H - D_OH c_OH is linear, whatever reacts between: at the surface D_H c_b - i L/F
    const double bulk = 1., limit = faraday_constant * hydrogen_ion * bulk / gap;
    for (const double times : {1.5, 3.})
      {
        Solved<2> cell(hydrogen_cell("Na+, ClO4-", 3., times * limit) + perchlorate, 1);
        ASSERT_TRUE(cell.solve().converged);
        const double at_surface = hydrogen_ion * bulk - times * limit * gap / faraday_constant, kw = 1e-8;
        const double h = root_of([&](const double c) { return hydrogen_ion * c - hydroxide * kw / c - at_surface; }, 1e-12, 1.);
        EXPECT_NEAR(cell.quantity("surface_ph"), 3. - std::log10(h), 0.03);
        expect_balanced(cell);
      }
  }

  TEST(AqueousChemistry, ABufferHoldsThePhAsItsClosedFormSays)
  {
    const double total = 10., k = std::pow(10., 4.756) / 1000., bulk_h = std::pow(10., 3. - 4.756), kw = 1e-8, plain = 1.089e-9,
                 acid = 1.29e-9, base_bulk = total / (1. + k * bulk_h);
    const double carried   = plain * base_bulk + acid * k * bulk_h * base_bulk; // of acetate in both forms: does not flow
    const auto   potential = [&](const double h) {                              // sum nu D c of H+
      return hydrogen_ion * h - hydroxide * kw / h + acid * k * h * carried / (plain + acid * k * h);
    };
    const double current = 0.8 * faraday_constant * potential(bulk_h) / gap;
    Solved<2>    cell(hydrogen_cell("Na+, ClO4-, acetate", 4.756, current) +
                        Lines{"Electrolyte/Chemistry/Components/Na+/Bulk concentration = 1 mol/L",
                           "Electrolyte/Chemistry/Charge balance = ClO4-",
                           "Electrolyte/Chemistry/Components/CH3COO-/Bulk concentration = 0.01 mol/L"},
                      2);
    ASSERT_TRUE(cell.solve().converged);
    const double h = root_of([&](const double c) { return potential(c) - 0.2 * potential(bulk_h); }, 1e-9, 1.);
    EXPECT_NEAR(cell.quantity("surface_ph"), 3. - std::log10(h), 0.01);
    expect_balanced(cell);
  }

  TEST(AqueousChemistry, IsDiluteIonsWithoutFurtherSpecies)
  {
    const Lines zinc   = common_lines() + Lines{"Geometry/Type = flat cell",
                                              "Geometry/Gap = 100 um",
                                              "Geometry/Width = 20 um",
                                              "Geometry/Cells across feature = 10",
                                              "Reactions/zinc/Type = Butler-Volmer",
                                              "Reactions/zinc/Data set = bare zinc (Tafel)",
                                              "Boundaries/working electrode/Reactions = zinc",
                                              "Control/Mode = galvanostatic",
                                              "Control/Applied current density = 10 mA/cm^2"};
    Lines       dilute = zinc + Lines{"Electrolyte/Transport model = dilute ions"}, chemistry = zinc;
    for (const std::string line :
         {"Zn2+/Charge = 2", "SO4 2-/Charge = -2", "Zn2+/Diffusivity = 0.703e-9 m^2/s", "SO4 2-/Diffusivity = 1.065e-9 m^2/s",
          "Zn2+/Bulk concentration = 0.1 mol/L", "SO4 2-/Bulk concentration = 0.1 mol/L"})
      {
        dilute.push_back("Electrolyte/Species/" + line);
        chemistry.push_back("Electrolyte/Chemistry/Components/" + line);
      }
    chemistry =
      chemistry + Lines{"Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/pH = 7",
                        "Electrolyte/Chemistry/Activity coefficients = ideal", "Electrolyte/Chemistry/Charge balance = SO4 2-"};
    Solved<2> one(dilute, 1), other(chemistry, 1);
    ASSERT_TRUE(one.solve().converged);
    ASSERT_TRUE(other.solve().converged);
    EXPECT_NEAR(one.electrode_potential, other.electrode_potential, 2e-6 * std::abs(one.electrode_potential));
    EXPECT_NEAR(one.quantity("min_surface_concentration") / other.quantity("min_surface_concentration"), 1., 1e-5);
  }

  TEST(AqueousChemistry, MixedPotentialIsWhereZincDissolvesAsFastAsHydrogenForms)
  {
    Lines lines =
      hydrogen_cell("ZnSO4 + H2SO4", 4., 0.) + Lines{"Geometry/Gap = 1 um",
                                                     "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1 mol/L",
                                                     "Electrolyte/Chemistry/Ion pairs = false",
                                                     "Reactions/zinc/Type = Butler-Volmer",
                                                     "Reactions/zinc/Exchange current density = 1e-3 A/m^2",
                                                     "Reactions/zinc/Anodic transfer coefficient = 1",
                                                     "Reactions/zinc/Cathodic transfer coefficient = 1",
                                                     "Reactions/hydrogen/Exchange current density = 1e-6 A/m^2",
                                                     "Reactions/hydrogen/Exchange current density from water = 0 A/m^2",
                                                     "Boundaries/working electrode/Reactions = zinc, hydrogen",
                                                     "Control/Mode = open circuit"};
    lines.erase(
      std::remove_if(lines.begin(), lines.end(), [](const std::string &line) { return line.rfind("Control/Applied", 0) == 0; }),
      lines.end());
    Solved<2> cell(lines, 1);
    ASSERT_TRUE(cell.solve().converged);
    const double f = 1. / thermal_voltage(298.15), slope = 0.12 / std::log(10.), equilibrium = -4. * std::log(10.) / f + 0.7618;
    const auto   zinc     = [&](const double e) { return 1e-3 * (std::exp(f * e) - std::exp(-f * e)); };
    const auto   hydrogen = [&](const double e) { return -1e-6 * std::exp(-(e - equilibrium) / slope); };
    const double mixed    = root_of([&](const double e) { return zinc(e) + hydrogen(e); }, -0.2, 0.5);
    EXPECT_NEAR(cell.electrode_potential, mixed, 2e-4); // a_Zn is 1 here; a micrometre of solution is felt
    EXPECT_NEAR(cell.quantity("corrosion_current_density") / zinc(mixed), 1., 1e-2);
  }

  TEST(AqueousChemistry, PrecipitationHoldsTheSurfaceAtSaturation)
  {
    // 2 M, 1 mA/cm^2 of hydrogen: what protons and HSO4- do not bring makes hydroxide, six of which are in a ZHS
    Solved<2> cell(
      hydrogen_cell("ZnSO4 + H2SO4", 4., 10.) +
        Lines{"Electrolyte/Chemistry/Activity coefficients = constant", "Electrolyte/Chemistry/Mobilities = infinite dilution",
              "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 2 mol/L", "Reactions/ZHS/Type = precipitation",
              "Reactions/ZHS/Solid = ZHS", "Reactions/ZHS/Rate constant = 1e-4 mol/m^2/s",
              "Boundaries/working electrode/Reactions = hydrogen, ZHS"},
      1);
    ASSERT_TRUE(cell.solve().converged);
    const Chemistry &c = *cell.data.chemistry;
    EXPECT_NEAR(cell.quantity("surface_ph"), (28.4 - 5. * std::log10(0.036 * 2.)) / 6., 0.03);
    const double brought =
      faraday_constant *
      (hydrogen_ion * c.bulk_concentration(c.species_index("H+")) + 1.33e-9 * c.bulk_concentration(c.species_index("HSO4-"))) / gap;
    const double volume = 549.7e-3 / 2770.;
    EXPECT_NEAR(cell.quantity("byproduct_growth") / (volume * (10. - brought) / (6. * faraday_constant)), 1., 0.02);
    expect_balanced(cell);
  }
  TEST(AqueousChemistry, TotalsDiffuseInTimeAsIfNothingReacted)
  {
    // With one diffusivity for H+ and OH-: T = c_H - c_OH falls at the surface by 2 i/F sqrt(t/(pi D)), through the front
    const double diffusivity = hydroxide, bulk = 1., tau = 0.25, time = 1., kw = 1e-8;
    const double current = faraday_constant * bulk * std::sqrt(dealii::numbers::PI * diffusivity / tau) / 2.;
    Lines        lines   = hydrogen_cell("Na+, ClO4-", 3., 0.) + perchlorate +
                  Lines{"Geometry/Gap = 400 um", "Electrolyte/Chemistry/Components/H+/Diffusivity = 5.27e-9 m^2/s"};
    lines.erase(std::remove_if(lines.begin(), lines.end(), [](const std::string &line) { return line.rfind("Control/", 0) == 0; }),
                lines.end());
    Transient<2> cell(with_protocol(lines, {"on/Drive = galvanostatic", "on/Current density = " + number(current) + " A/m^2",
                                            "on/Duration = " + number(time) + " s"}),
                      1);
    ASSERT_EQ(cell.run().failure, "");
    const double total = bulk * (1. - std::sqrt(time / tau));
    const double h     = root_of([&](const double c) { return c - kw / c - total; }, 1e-12, 1.);
    EXPECT_NEAR(cell.result.report.quantities.at("surface_ph").value, 3. - std::log10(h), 0.01);
    for (const auto &[name, balance] : cell.result.report.balance)
      EXPECT_LT(std::abs(balance), name == "charge" ? 1e-8 : 1e-10) << name;
  }
} // namespace zincfield::aqueous_chemistry_tests

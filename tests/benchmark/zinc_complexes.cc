#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Zinc deposited out of a complex, Zn + 4 Cl- = ZnCl4 2- + 2e-, beside much of the chloride: free and bound zinc are in equilibrium
// everywhere, so that all of it reaches the electrode, at most 2F sum D_i c_i/L, whichever species the reaction names.

namespace zincfield::zinc_complexes_tests
{
  namespace
  {
    constexpr double gap = 100e-6, free_zinc = 0.703e-9, bound_zinc = 0.4e-9, total = 1.; // [m], [m^2/s], [mol/m^3]

    /** 2 mol/L of NaCl, in which about half of the zinc is bound. `species`: lines of what the reaction takes and makes. */
    Lines
    cell_lines(const Lines &species)
    {
      Lines lines =
        common_lines() + Lines{"Geometry/Type = flat cell",
                               "Geometry/Gap = 100 um",
                               "Geometry/Width = 20 um",
                               "Geometry/Cells across feature = 10",
                               "Electrolyte/Transport model = aqueous chemistry",
                               "Electrolyte/Chemistry/Data sets = Na+, Cl-",
                               "Electrolyte/Chemistry/pH = 6",
                               "Electrolyte/Chemistry/Activity coefficients = ideal",
                               "Electrolyte/Chemistry/Charge balance = Cl-",
                               "Electrolyte/Chemistry/Components/Na+/Bulk concentration = 2 mol/L",
                               "Electrolyte/Chemistry/Components/Zn2+/Charge = 2",
                               "Electrolyte/Chemistry/Components/Zn2+/Diffusivity = " + number(free_zinc) + " m^2/s",
                               "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = " + number(1e-3 * total) + " mol/L",
                               "Electrolyte/Chemistry/Species/ZnCl4 2-/Charge = -2",
                               "Electrolyte/Chemistry/Species/ZnCl4 2-/log K = -1.2",
                               "Electrolyte/Chemistry/Species/ZnCl4 2-/Diffusivity = " + number(bound_zinc) + " m^2/s",
                               "Electrolyte/Chemistry/Species/ZnCl4 2-/Components/Zn2+/Stoichiometry = 1",
                               "Electrolyte/Chemistry/Species/ZnCl4 2-/Components/Cl-/Stoichiometry = 4",
                               "Electrolyte/Chemistry/Species/Zn(OH)4 2-/Charge = -2",
                               "Electrolyte/Chemistry/Species/Zn(OH)4 2-/log K = -41.2", // phreeqc.dat
                               "Electrolyte/Chemistry/Species/Zn(OH)4 2-/Diffusivity = " + number(bound_zinc) + " m^2/s",
                               "Electrolyte/Chemistry/Species/Zn(OH)4 2-/Components/Zn2+/Stoichiometry = 1",
                               "Electrolyte/Chemistry/Species/Zn(OH)4 2-/Components/H+/Stoichiometry = -4",
                               "Reactions/zinc/Type = Butler-Volmer",
                               "Reactions/zinc/Exchange current density = 1 A/m^2",
                               "Reactions/zinc/Anodic transfer coefficient = 1",
                               "Reactions/zinc/Cathodic transfer coefficient = 1",
                               "Boundaries/working electrode/Reactions = zinc",
                               "Control/Mode = galvanostatic",
                               "Control/Applied current density = 1 A/m^2"};
      for (const std::string &line : species)
        lines.push_back("Reactions/zinc/Species/" + line);
      return lines;
    }

    const Lines of_the_ion   = {"Zn2+/Stoichiometry = 1", "Zn2+/Cathodic order = 1"};
    const Lines of_chloride  = {"ZnCl4 2-/Stoichiometry = 1", "ZnCl4 2-/Cathodic order = 1", "Cl-/Stoichiometry = -4"};
    const Lines of_hydroxide = {"Zn(OH)4 2-/Stoichiometry = 1", "Zn(OH)4 2-/Cathodic order = 1", "OH-/Stoichiometry = -4"};
  } // namespace

  TEST(ZincComplexes, DepositAtTheLimitOfAllZincThatIsLabile)
  {
    for (const Lines &species : {of_the_ion, of_chloride})
      {
        Solved<2>        cell(cell_lines(species), 1);
        const Chemistry &c     = *cell.data.chemistry;
        const double     plain = c.bulk_concentration(c.species_index("Zn2+")),
                     bound     = c.bulk_concentration(c.species_index("ZnCl4 2-"));
        ASSERT_NEAR(plain + bound, total, 1e-6);
        EXPECT_NEAR(bound / (plain * std::pow(10., -1.2) * 16.), 1., 3e-3); // beside 2 mol/L, less what is bound
        const double limit = 2. * faraday_constant * (free_zinc * plain + bound_zinc * bound) / gap;
        EXPECT_LT(limit, 0.85 * 2. * faraday_constant * free_zinc * total / gap);
        cell.data.control.applied_current_density = 0.9 * limit;
        ASSERT_TRUE(cell.solve().converged);
        // migration: a thousandth, as much as the chloride that is set free changes the share of the complex
        EXPECT_NEAR(cell.quantity("min_surface_concentration") / (0.1 * plain), 1., 0.02) << species[0];
        EXPECT_NEAR(cell.quantity("coulombic_efficiency"), 1., 1e-9);
        for (const auto &[name, balance] : cell.report().balance)
          EXPECT_LT(std::abs(balance), 1e-8) << name;
      }
  }

  TEST(ZincComplexes, BalanceComponentsAsTheIonDoes)
  {
    const auto rows = [](const Lines &species) {
      const Case          data = make_case(cell_lines(species));
      const CellModel     model(data);
      std::vector<double> weights;
      for (unsigned int k = 0; k < model.transport->conserved().size(); ++k)
        {
          const auto of  = model.transport->conserved_flux_weights(k);
          double     sum = 0.;
          for (unsigned int f = 0; f < model.transport->n_fields(); ++f)
            sum += of[f] * model.transport->row_weight(f, *data.reactions.front());
          weights.push_back(model.transport->conserved()[k] == "total Zn2+" ? sum - 0.5 : sum);
        }
      weights.push_back(model.transport->row_weight(model.transport->potential(), *data.reactions.front()) - 1.);
      return weights;
    };
    for (const Lines &species : {of_the_ion, of_chloride, of_hydroxide})
      for (const double off : rows(species))
        EXPECT_NEAR(off, 0., 1e-14) << species[0];
  }
} // namespace zincfield::zinc_complexes_tests

#include "tests/support/precipitating.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Species in equilibrium and a solid that precipitates: on one rank and on all of them.

namespace zincfield::chemistry_ranks_tests
{
  namespace
  {
    const Lines cell =
      common_lines() +
      Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric",   "Geometry/Shape = Gaussian",
            "Geometry/Height = 10 um",    "Geometry/Standard deviation = 10 um", "Geometry/Cell half-width = 30 um",
            "Geometry/Gap = 60 um",       "Geometry/Cells across feature = 2"} +
      precipitating_solution("1e-6 mol/m^2/s") +
      Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 20 A/m^2"};

    void
    expect_equal(const Report &one, const Report &all, const double tolerance)
    {
      for (const std::string &name : one.order)
        {
          const double expected = one.quantities.at(name).value, value = all.quantities.at(name).value;
          EXPECT_EQ(std::isnan(expected), std::isnan(value)) << name;
          if (!std::isnan(expected))
            {
              EXPECT_NEAR(value, expected, tolerance * std::abs(expected)) << name;
            }
        }
    }

    void
    expect_equal_steady(const std::string &solver)
    {
      const Lines lines = cell + Lines{"Solver/Linear tolerance = 1e-8", "Solver/Linear solver = " + solver};
      Solved<2>   alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
      ASSERT_TRUE(alone.solve().converged);
      ASSERT_TRUE(together.solve().converged);
      expect_equal(alone.report(), together.report(), 1e-7);
      for (const auto &[what, off] : together.report().balance)
        EXPECT_LT(off, 1e-8) << what;
    }
  } // namespace

  TEST(ChemistryRanks, Direct)
  {
    expect_equal_steady("direct");
  }

  TEST(ChemistryRanks, Multigrid)
  {
    expect_equal_steady("multigrid");
  }

  TEST(ChemistryRanks, ALayerThatGrowsAndDissolves)
  {
    // a salt on zinc that dissolves, and then rests; along a row of faces it forms ever faster
    const Lines lines =
      with_protocol(common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 30 um",
                                           "Geometry/Width = 12 um",
                                           "Geometry/Cells across feature = 3",
                                           "Electrolyte/Transport model = aqueous chemistry",
                                           "Electrolyte/Chemistry/pH = 7",
                                           "Electrolyte/Chemistry/Activity coefficients = ideal",
                                           "Electrolyte/Chemistry/Charge balance = SO4 2-",
                                           "Electrolyte/Chemistry/Components/Zn2+/Charge = 2",
                                           "Electrolyte/Chemistry/Components/SO4 2-/Charge = -2",
                                           "Electrolyte/Chemistry/Components/Zn2+/Diffusivity = 0.703e-9 m^2/s",
                                           "Electrolyte/Chemistry/Components/SO4 2-/Diffusivity = 1.065e-9 m^2/s",
                                           "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 0.1 mol/L",
                                           "Electrolyte/Chemistry/Components/SO4 2-/Bulk concentration = 0.1 mol/L",
                                           "Electrolyte/Chemistry/Solids/salt/log K = -1.9",
                                           "Electrolyte/Chemistry/Solids/salt/Molar volume = 100 cm^3/mol",
                                           "Electrolyte/Chemistry/Solids/salt/Components/Zn2+/Stoichiometry = 1",
                                           "Electrolyte/Chemistry/Solids/salt/Components/SO4 2-/Stoichiometry = 1",
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 100 A/m^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                                           "Reactions/salt/Type = precipitation",
                                           "Reactions/salt/Solid = salt",
                                           "Reactions/salt/Rate constant = 3e-7 mol/m^2/s",
                                           "Reactions/salt/Exchange factor = 1 + 0.1*x",
                                           "Boundaries/working electrode/Reactions = zinc, salt",
                                           "Materials/by-products/Porosity = 0.5",
                                           "Coatings/by-products/Surface = working electrode",
                                           "Coatings/by-products/Representation = thin",
                                           "Coatings/by-products/Layers = only",
                                           "Coatings/by-products/only/Material = by-products",
                                           "Coatings/by-products/only/Thickness = 200 nm",
                                           "Coatings/by-products/only/Grown by = salt",
                                           "Discretization/Degree = 1",
                                           "Time/Tolerance = 1e-2",
                                           "Solver/Linear solver = direct"},
                    {"strip/Drive = galvanostatic", "strip/Current density = -250 A/m^2", "strip/Duration = 200 s",
                     "rest/Drive = rest", "rest/Duration = 100 s"});
    Transient<2> alone(lines, 0, MPI_COMM_SELF), together(lines, 0, MPI_COMM_WORLD);
    ASSERT_EQ(alone.run().failure, "");
    ASSERT_EQ(together.run().failure, "");
    const auto &one = alone.result.report.quantities, &all = together.result.report.quantities;
    for (const char *const name : {"byproduct_thickness", "byproduct_growth", "surface_saturation", "min_surface_concentration"})
      EXPECT_NEAR(all.at(name).value / one.at(name).value, 1., 1e-6) << name;
    EXPECT_GT(all.at("byproduct_thickness").value, 1e-9);
    EXPECT_LT(all.at("byproduct_growth").value, 0.); // it dissolves
    for (const auto &[what, off] : together.result.report.balance)
      EXPECT_LT(off, what == "charge" ? 1e-8 : 1e-10) << what;
  }
} // namespace zincfield::chemistry_ranks_tests

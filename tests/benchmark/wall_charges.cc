#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Gauss: the reported charges of all walls, of the ions and of fixed groups add up to zero. Poisson's rows add up to that balance
// for a test function of 1, so that it holds on any mesh, to the tolerance of Newton's method (1e-11 of a residual of the size of
// the charges), once charges in the volume are summed with the quadrature of the rows.

namespace zincfield::wall_charges_tests
{
  namespace
  {
    constexpr double width = 20e-9, gap = 40e-9;

    /** 1:1 ions, 10 mol/m^3 (a Debye length of 3 nm), that zinc plates exchange or, without reactions, only feel. */
    Lines
    plates(const bool reacting)
    {
      Lines lines{"Geometry/Type = flat cell",
                  "Geometry/Gap = 40 nm",
                  "Geometry/Width = 20 nm",
                  "Geometry/Cells across feature = 8",
                  "Boundaries/working electrode/Condition = electrode",
                  "Boundaries/counter/Condition = counter electrode",
                  "Boundaries/sides/Condition = insulating",
                  "Solver/Newton tolerance = 1e-11",
                  "Electrolyte/Transport model = Poisson-Nernst-Planck",
                  "Electrolyte/Species/Zn2+/Charge = 2",
                  "Electrolyte/Species/SO4 2-/Charge = -2",
                  "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                  "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
                  "Electrolyte/Species/Zn2+/Bulk concentration = 0.01 mol/L",
                  "Electrolyte/Species/SO4 2-/Bulk concentration = 0.01 mol/L",
                  "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2",
                  "Boundaries/counter/Stern capacitance = 10 uF/cm^2",
                  "Control/Mode = cell voltage",
                  "Control/Cell voltage = -80 mV"};
      if (reacting)
        for (const char *const line :
             {"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 10 mA/cm^2",
              "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
              "Boundaries/working electrode/Reactions = zinc", "Boundaries/counter/Reactions = zinc"})
          lines.push_back(line);
      return lines;
    }

    template <int dim>
    double
    charge_in_volume(const Solved<dim> &cell)
    {
      const Sampler<dim> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      double             sum = 0.;
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          sum += s.weight * cell.model.transport->charge_density(s.material, s.properties, s.u.data()) * mesh_unit;
      });
      return sum;
    }

    /** Total charge over the sum of the magnitudes that cancel in it; `areas` of the walls with their names, in mesh units. */
    template <int dim>
    double
    imbalance(const Solved<dim> &cell, const std::map<std::string, double> &areas)
    {
      const Report report = cell.report();
      double       sum = charge_in_volume(cell), size = std::abs(sum);
      for (const auto &[wall, area] : areas)
        {
          const double charge =
            report.quantities.at("surface_charge_density" + (wall == "working electrode" ? "" : "/" + wall)).value * area;
          EXPECT_GT(std::abs(charge), 0.) << wall;
          sum += charge;
          size += std::abs(charge);
        }
      return std::abs(sum) / size;
    }

    const double plate = width / mesh_unit, sides = 2. * gap / mesh_unit;
  } // namespace

  TEST(WallCharges, OfBothPlatesAndTheIonsBetweenThem)
  {
    for (const bool reacting : {true, false})
      {
        Solved<2> cell(plates(reacting), 1);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_LT(imbalance(cell, {{"working electrode", plate}, {"counter", plate}}), 1e-8) << reacting;
        EXPECT_EQ(cell.report().quantities.count("surface_charge_density/sides"), 0u);
        if (!reacting) // both ions keep their amounts, and those are neutral
          {
            EXPECT_NEAR(cell.quantity("surface_charge_density/counter") / cell.quantity("surface_charge_density"), -1., 1e-8);
          }
      }
  }

  TEST(WallCharges, OfChargedSidesOfAClosedCell)
  {
    // Neutral ions: what the sides carry, the plates carry with the other sign.
    Solved<2> cell(plates(false) + Lines{"Boundaries/sides/Surface charge = 0.01 C/m^2"}, 1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_LT(imbalance(cell, {{"working electrode", plate}, {"counter", plate}, {"sides", sides}}), 1e-8);
    EXPECT_NEAR(cell.quantity("surface_charge_density/sides"), 0.01, 1e-10);
    EXPECT_NEAR((cell.quantity("surface_charge_density/counter") + cell.quantity("surface_charge_density")) * plate /
                  (-0.01 * sides),
                1., 1e-8);
  }

  TEST(WallCharges, OfSidesAtAPotentialWithAndWithoutASternLayer)
  {
    for (const bool stern : {false, true})
      {
        Solved<2> cell(plates(true) + Lines{"Boundaries/sides/Wall potential = 50 mV"} +
                         (stern ? Lines{"Boundaries/sides/Stern capacitance = 20 uF/cm^2"} : Lines()),
                       1);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_LT(imbalance(cell, {{"working electrode", plate}, {"counter", plate}, {"sides", sides}}), 1e-8) << stern;
      }
  }

  TEST(WallCharges, WithFixedChargeInAMeshedFilmOfACylinder)
  {
    // Axisymmetric: the plates are discs, the side is the mantle.
    Solved<2> cell(plates(true) + Lines{"Geometry/Dimension = axisymmetric", "Boundaries/sides/Surface charge = -0.01 C/m^2",
                                        "Coatings/film/Surface = working electrode", "Coatings/film/Layers = only",
                                        "Coatings/film/Representation = resolved", "Coatings/film/only/Material = film",
                                        "Coatings/film/only/Profile = uniform", "Coatings/film/only/Thickness = 5 nm",
                                        "Materials/film/Diffusivity = 1e-10 m^2/s", "Materials/film/Fixed charge = -0.05 mol/L"},
                   1);
    ASSERT_TRUE(cell.solve().converged);
    const double r = width / mesh_unit;
    EXPECT_LT(imbalance(cell, {{"working electrode", dealii::numbers::PI * r * r},
                               {"counter", dealii::numbers::PI * r * r},
                               {"sides", 2. * dealii::numbers::PI * r * gap / mesh_unit}}),
              1e-8);
    EXPECT_NEAR(cell.quantity("surface_charge_density/sides"), -0.01, 1e-10);
  }

  TEST(WallCharges, InAnOpenCellTheBulkCarriesTheRest)
  {
    Solved<2> cell(plates(true) + Lines{"Boundaries/counter/Condition = bulk",
                                        "Boundaries/counter/Reactions =", "Boundaries/counter/Stern capacitance = 0 uF/cm^2",
                                        "Control/Mode = potentiostatic", "Control/Electrode potential = -80 mV"},
                   1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_EQ(cell.report().quantities.count("surface_charge_density/counter"), 0u);
    const double metal = cell.quantity("surface_charge_density") * plate,
                 bulk  = -cell.flux("counter", 2) / cell.model.transport->displacement_rate();
    EXPECT_LT(std::abs(metal + bulk + charge_in_volume(cell)), 1e-8 * std::abs(metal));
  }
} // namespace zincfield::wall_charges_tests

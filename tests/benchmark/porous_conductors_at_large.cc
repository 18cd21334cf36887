#include "physics/transport/porous_electrode.h"
#include "solver/support/errors.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/porous.h"

#include <gtest/gtest.h>

#include <cmath>

// Scaffolds of any kind: foil that reacts, anisotropy, tables, two electrodes with felts on an imported mesh.

namespace zincfield::porous_at_large_tests
{
  using namespace porous_cells;

  namespace
  {
    constexpr double L = 300e-6, kappa = 2., area = 1e5, applied = 4.; // [m], [S/m], [1/m], [A/m^2]
    const double     slope = 2. / thermal_voltage(298.15);             // n f [1/V]

    /** Solution and felt of 2 S/m, linear kinetics. */
    Lines
    linear(const double i0)
    {
      return {"Electrolyte/Conductivity = 2 S/m",
              "Reactions/zinc/Type = linear",
              "Reactions/zinc/Exchange current density = " + text(i0) + " A/m^2",
              "Materials/felt/Conductivity = 2 S/m",
              "Materials/felt/Scaffold/Specific area = 1e5 1/m",
              "Materials/felt/Scaffold/Reactions = zinc"};
    }
  } // namespace

  TEST(PorousConductors, AFoilBelowThatReactsTakesItsShare)
  {
    // eta'' = q g eta, i_l = (eta' - I/sigma)/q, i_l = g_f eta at the metal and -I at the front; g, g_f: slopes of felt and foil
    for (const double ratio : {0.1, 1e6})
      {
        const double sigma = ratio * kappa, i0 = 3., foil = 2e5, q = 1. / kappa + 1. / sigma, g = area * i0 * slope,
                     of_foil = foil * slope, m = std::sqrt(q * g);
        const double at_metal =
          (-applied / kappa - applied / sigma * std::cosh(m * L)) / (m * std::sinh(m * L) + q * of_foil * std::cosh(m * L));
        Solved<2> cell(felt(L) + linear(i0) +
                         Lines{"Materials/felt/Scaffold/Electronic conductivity = " + text(sigma) + " S/m",
                               "Reactions/foil/Type = linear", "Reactions/foil/Exchange current density = " + text(foil) + " A/m^2",
                               "Boundaries/working electrode/Reactions = foil"},
                       1);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(cell.quantity("scaffold_foil_share"), -of_foil * at_metal / applied, 1e-6);
        EXPECT_NEAR(ends(cell).back, -g * at_metal, 1e-6 * std::abs(g * at_metal));
        EXPECT_NEAR(cell.quantity("mean_current_density"), applied, 1e-7 * applied);
        EXPECT_LT(cell.report().balance.at("charge"), 1e-9);
      }
  }

  TEST(PorousConductors, AThinFeltOfTheSameAreaIsTheElectrodeItself)
  {
    // hydrogen from acid, with its pH: 1 um of felt with the area of the plane, in front of 100 um of solution
    const Lines chemistry{"Electrolyte/Transport model = aqueous chemistry",
                          "Electrolyte/Chemistry/Data sets = Na+, ClO4-",
                          "Electrolyte/Chemistry/pH = 3",
                          "Electrolyte/Chemistry/Activity coefficients = ideal",
                          "Electrolyte/Chemistry/Components/Na+/Bulk concentration = 1 mol/L",
                          "Reactions/hydrogen/Type = hydrogen evolution",
                          "Reactions/hydrogen/Exchange current density = 1e-4 A/m^2",
                          "Reactions/hydrogen/Exchange current density from water = 0.1 A/m^2",
                          "Reactions/hydrogen/Tafel slope = 0.12 V",
                          "Geometry/Type = flat cell",
                          "Geometry/Width = 20 um",
                          "Geometry/Cells across feature = 10",
                          "Control/Mode = galvanostatic",
                          "Control/Applied current density = 0.8 A/m^2"};
    Solved<2>   plane(
        common_lines() + chemistry + Lines{"Geometry/Gap = 100 um", "Boundaries/working electrode/Reactions = hydrogen"}, 1);
    ASSERT_TRUE(plane.solve().converged);
    Solved<2> cell(common_lines() + chemistry +
                     Lines{"Geometry/Gap = 101 um", "Materials/felt/Porosity = 0.999",
                           "Materials/felt/Scaffold/Specific area = 1e6 1/m", "Materials/felt/Scaffold/Perfect conductor = true",
                           "Materials/felt/Scaffold/Reactions = hydrogen", "Coatings/felt/Surface = working electrode",
                           "Coatings/felt/Layers = felt", "Coatings/felt/felt/Material = felt",
                           "Coatings/felt/felt/Profile = uniform", "Coatings/felt/felt/Thickness = 1 um"},
                   1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.electrode_potential, plane.electrode_potential, 2e-3);
    const Report report = cell.report();
    for (const auto &[what, off] : report.balance)
      EXPECT_LT(off, 1e-8) << what;
  }

  TEST(PorousConductors, ATableIsTheProfileThatItHolds)
  {
    const auto potential = [&](const std::string &sigma, const std::string &of_area) {
      Solved<2> cell(
        felt(L) + linear(5.) +
          Lines{"Materials/felt/Scaffold/Electronic conductivity = " + sigma, "Materials/felt/Scaffold/Specific area = " + of_area},
        1);
      EXPECT_TRUE(cell.solve().converged);
      return cell.electrode_potential;
    };
    EXPECT_DOUBLE_EQ(potential("table(depth, 0, 1, 1, 9) [S/m]", "table(1 - depth, 0, 3, 1, 1) [1/mm]"),
                     potential("1 + 8*depth [S/m]", "1 + 2*depth [1/mm]"));
  }

  namespace
  {
    /** Gmsh's text of a strip 20 um high, of regions side by side along x: name, width [um], cells. */
    struct Region
    {
      std::string  name;
      double       width;
      unsigned int n;
    };
    std::string
    strip(const std::vector<Region> &regions)
    {
      std::vector<double>       x{0.};
      std::vector<unsigned int> of_column;
      for (unsigned int r = 0; r < regions.size(); ++r)
        for (unsigned int k = 0; k < regions[r].n; ++k)
          {
            x.push_back(x.back() + regions[r].width / regions[r].n);
            of_column.push_back(r);
          }
      const unsigned int n = x.size();
      std::ostringstream text, elements;
      text << std::setprecision(17) << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n"
           << 3 + regions.size() << "\n1 1 \"metal\"\n1 2 \"other\"\n1 3 \"walls\"\n";
      for (unsigned int r = 0; r < regions.size(); ++r)
        text << "2 " << 10 + r << " \"" << regions[r].name << "\"\n";
      text << "$EndPhysicalNames\n$Nodes\n" << 2 * n << '\n';
      for (unsigned int i = 0; i < n; ++i)
        text << 2 * i + 1 << ' ' << x[i] << " 0 0\n" << 2 * i + 2 << ' ' << x[i] << " 20 0\n";
      unsigned int count = 0;
      const auto   line  = [&](const unsigned int tag, const unsigned int a, const unsigned int b) {
        elements << ++count << " 1 2 " << tag << ' ' << tag << ' ' << a << ' ' << b << '\n';
      };
      line(1, 1, 2);
      line(2, 2 * n - 1, 2 * n);
      for (unsigned int i = 0; i + 1 < n; ++i)
        {
          line(3, 2 * i + 1, 2 * i + 3);
          line(3, 2 * i + 2, 2 * i + 4);
          elements << ++count << " 3 2 " << 10 + of_column[i] << " 1 " << 2 * i + 1 << ' ' << 2 * i + 3 << ' ' << 2 * i + 4 << ' '
                   << 2 * i + 2 << '\n';
        }
      text << "$EndNodes\n$Elements\n" << count << '\n' << elements.str() << "$EndElements\n";
      return text.str();
    }

    Lines
    between_two(const GmshFile &file, const std::string &left, const std::string &right)
    {
      Lines                                    lines{"Geometry/Type = gmsh",
                  "Geometry/File = " + file.name,
                  "Electrolyte/Transport model = secondary",
                  "Electrolyte/Conductivity = 2 S/m",
                  "Reactions/zinc/Type = linear",
                  "Reactions/zinc/Exchange current density = 5 A/m^2",
                  "Boundaries/metal/Condition = electrode",
                  "Boundaries/other/Condition = counter electrode",
                  "Boundaries/walls/Condition = insulating",
                  "Control/Applied current density = 4 A/m^2",
                  "Solver/Newton tolerance = 1e-11",
                  "Discretization/Degree = 4"};
      const std::map<std::string, std::string> sigma{{left, "6"}, {right, "1"}};
      for (const auto &[name, value] : sigma)
        lines =
          lines + Lines{"Materials/" + name + "/Conductivity = 2 S/m", "Materials/" + name + "/Scaffold/Specific area = 1e5 1/m",
                        "Materials/" + name + "/Scaffold/Electronic conductivity = " + value + " S/m",
                        "Materials/" + name + "/Scaffold/Reactions = zinc"};
      return lines;
    }

    /** Resistance [ohm m^2] of a felt of thickness L. */
    double
    resistance(const double sigma)
    {
      const double nu = L * std::sqrt(area * 5. * slope * (1. / kappa + 1. / sigma));
      return L / (kappa + sigma) * (1. + (2. + (sigma / kappa + kappa / sigma) * std::cosh(nu)) / (nu * std::sinh(nu)));
    }
  } // namespace

  TEST(PorousConductors, BothElectrodesMayBeFelts)
  {
    // regions of an imported mesh: deposition in the left felt, dissolution in the right one
    const GmshFile mesh(strip({{"left", 1e6 * L, 8}, {"electrolyte", 200., 2}, {"right", 1e6 * L, 8}}));
    Solved<2>      cell(between_two(mesh, "left", "right"), 0);
    ASSERT_TRUE(cell.solve().converged);
    const double exact = -applied * (resistance(6.) + 200e-6 / kappa + resistance(1.));
    EXPECT_NEAR(cell.electrode_potential, exact, 1e-7 * std::abs(exact));
    EXPECT_NEAR(cell.quantity("cell_voltage"), exact, 1e-7 * std::abs(exact));
    EXPECT_NEAR(cell.quantity("mean_current_density"), applied, 1e-7 * applied);
    const Report report = cell.report();
    EXPECT_LT(report.balance.at("charge"), 1e-9);
    // of the working electrode alone
    const double nu = L * std::sqrt(area * 5. * slope * (1. / kappa + 1. / 6.));
    EXPECT_NEAR(report.quantities.at("scaffold_front_over_back").value, (kappa + 6. * std::cosh(nu)) / (6. + kappa * std::cosh(nu)),
                1e-6);
  }

  TEST(PorousConductors, ElectronsHaveAnAnisotropyOfTheirOwn)
  {
    // the current flows along the cells' tangential direction: 2 x 3 = 6 S/m for electrons, 4 x 0.5 = 2 S/m for ions
    const GmshFile mesh(strip({{"left", 1e6 * L, 8}, {"electrolyte", 200., 2}, {"right", 1e6 * L, 8}}));
    const double   exact = -applied * (resistance(6.) + 200e-6 / kappa + resistance(1.));
    for (const std::string solver : {"direct", "multigrid", "block"})
      {
        Solved<2> cell(between_two(mesh, "left", "right") +
                         Lines{"Materials/left/Conductivity = 4 S/m", "Materials/left/Anisotropy = 0.5",
                               "Materials/left/Scaffold/Electronic conductivity = 2 S/m",
                               "Materials/left/Scaffold/Electronic anisotropy = 3", "Solver/Linear solver = " + solver},
                       0);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(cell.electrode_potential, exact, 1e-7 * std::abs(exact)) << solver;
        // all of the voltage is accounted for, the electrons' part with their own anisotropy
        EXPECT_NEAR(cell.report().voltage_split.at("concentration").value, 0., 1e-6 * std::abs(exact)) << solver;
      }
  }

  TEST(PorousConductors, ARegionWithoutContactIsRefused)
  {
    const GmshFile mesh(strip({{"right", 100., 2}, {"electrolyte", 200., 2}, {"left", 300., 2}}));
    try
      {
        Solved<2>(between_two(mesh, "left", "right") + Lines{"Boundaries/other/Condition = bulk"}, 0).solve();
        FAIL();
      }
    catch (const InputError &error)
      {
        EXPECT_NE(std::string(error.what())
                    .find("Materials/left/Scaffold: the scaffold \"left\" touches no electrode, so that no "
                          "electron reaches it. Allowed: a region or layer that meets an electrode"),
                  std::string::npos)
          << error.what();
      }
  }

  TEST(PorousConductors, ARegionBetweenTwoMetalsPassesElectrons)
  {
    // without a solution between them it is a resistor, d/sigma
    const GmshFile mesh(strip({{"left", 100., 2}, {"right", 300., 2}}));
    Lines          lines = between_two(mesh, "left", "right");
    lines.erase(std::remove_if(
                  lines.begin(), lines.end(),
                  [](const std::string &line) {
      return line.find("Reactions = zinc") != std::string::npos || line.find("Specific area") != std::string::npos;
                  }),
                lines.end());
    Solved<2> cell(lines + Lines{"Reactions/zinc/Exchange current density = 1e-9 A/m^2", "Boundaries/metal/Reactions = zinc",
                                 "Boundaries/other/Reactions = zinc"},
                   0);
    ASSERT_TRUE(cell.solve().converged);
    const double exact = -applied * (100e-6 / 6. + 300e-6 / 1.);
    EXPECT_NEAR(cell.electrode_potential, exact, 1e-6 * std::abs(exact));
  }

} // namespace zincfield::porous_at_large_tests

#include "meshes/cell_over_line.h"
#include "tests/support/grown.h"

#include <gtest/gtest.h>

#include <cmath>

// A mesh that is distorted is replaced by a new one of the grown shape: the metal goes on as it would have on the old one, and
// nothing of it is lost.

namespace zincfield::growth_on_new_meshes_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    CaseResult
    bump(const std::string &dimension, const std::string &new_mesh_below, const Lines &film = {})
    {
      return grown<2>(common_lines() +
                        Lines{"Geometry/Type = protrusion", "Geometry/Dimension = " + dimension, "Geometry/Shape = Gaussian",
                              "Geometry/Height = 5 um", "Geometry/Standard deviation = 3 um", "Geometry/Cell half-width = 20 um",
                              "Geometry/Gap = 25 um", "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                              "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 0.05 ohm cm^2",
                              "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic",
                              "Control/Applied current density = 10 mA/cm^2", "Growth/Until capacity = 1.8 mAh/cm^2",
                              "Growth/New mesh below = " + new_mesh_below} +
                        film,
                      1);
    }

    /** Four times thicker beside the bump than on it, of 0.02 ohm cm^2 there; in layers that share the thickness alike. */
    Lines
    uneven_film(const unsigned int n_layers)
    {
      Lines       lines{"Materials/film/Conductivity = 1e-3 S/m", "Coatings/film/Surface = working electrode",
                  "Coatings/film/Representation = thin"};
      std::string layers;
      for (unsigned int l = 0; l < n_layers; ++l)
        {
          const std::string name = "layer " + std::to_string(l + 1), place = "Coatings/film/" + name + "/";
          layers += (l == 0 ? "" : ", ") + name;
          lines = lines + Lines{place + "Material = film", place + "Profile = by height", place + "Reference height = 5 um",
                                place + "Thickness at base = " + std::to_string(8. / n_layers) + " nm",
                                place + "Thickness at tip = " + std::to_string(2. / n_layers) + " nm"};
        }
      return lines + Lines{"Coatings/film/Layers = " + layers};
    }
  } // namespace

  TEST(GrowthOnNewMeshes, GoesOnAsOnTheOldMesh)
  {
    for (const std::string dimension : {"2", "axisymmetric"})
      {
        const CaseResult one = bump(dimension, "0"), several = bump(dimension, "0.97");
        ASSERT_EQ(one.failure, "");
        ASSERT_EQ(several.failure, "");
        EXPECT_EQ(shape(one, "new_meshes"), 0.);
        EXPECT_GE(shape(several, "new_meshes"), 2.);
        EXPECT_LT(shape(several, "lost_at_new_meshes"), 1e-8);
        for (const CaseResult *result : {&one, &several})
          EXPECT_LT(shape(*result, "volume_against_charge"), 1e-8);
        const double deposit = shape(one, "deposit_thickness");
        EXPECT_NEAR(deposit, 1.8 * 36000. * 65.38e-3 / 7140. / (2. * 96485.33212), 1e-8 * deposit); // 3.07 um
        EXPECT_NEAR(shape(several, "deposit_thickness"), deposit, 1e-8 * deposit);
        for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit", "thinnest_deposit"})
          EXPECT_NEAR(shape(several, name), shape(one, name), 4e-3 * deposit) << dimension << ": " << name;
        EXPECT_NEAR(shape(several, "thickest_deposit"), shape(several, "tip_growth"), 1e-3 * deposit); // the tip rises straight
      }
  }

  TEST(GrowthOnNewMeshes, UnevenFilmsGoAlong)
  {
    const double tip_under_an_even_film =
      shape(bump("axisymmetric", "0", uneven_film(1) + Lines{"Coatings/film/layer 1/Thickness at tip = 8 nm"}), "tip_growth");
    std::array<double, 2> tip{};
    for (const unsigned int n_layers : {1, 2}) // nodes slide below the one, and are tied to the other
      {
        const Lines      film = uneven_film(n_layers);
        const CaseResult one = bump("axisymmetric", "0", film), several = bump("axisymmetric", "0.9", film);
        ASSERT_EQ(one.failure, "");
        ASSERT_EQ(several.failure, "");
        EXPECT_GE(shape(several, "new_meshes"), 2.);
        const double deposit = shape(one, "deposit_thickness");
        for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit", "thinnest_deposit"})
          EXPECT_NEAR(shape(several, name), shape(one, name), 4e-3 * deposit) << n_layers << ": " << name;
        EXPECT_NEAR(shape(several, "film_volume") / shape(one, "film_volume"), 1., 1e-3) << n_layers;
        tip[n_layers - 1] = shape(one, "tip_growth");
        EXPECT_GT(tip[n_layers - 1] - tip_under_an_even_film, 0.3 * deposit); // the film matters
      }
    EXPECT_NEAR(tip[0], tip[1], 0.01 * tip[1]); // what slides along the film finds 2 nm at the axis, too
  }

  TEST(GrowthOnNewMeshes, CellsAreExtrudedOrMadeByGmsh)
  {
    std::vector<dealii::Point<2>> wave, bulge;
    for (unsigned int i = 0; i <= 40; ++i)
      {
        const double angle = pi * i / 40.;
        wave.emplace_back(10. * i / 40., std::cos(angle));
        bulge.emplace_back(5. * (1. - std::cos(angle)) + 4. * std::sin(2. * angle), 3. * std::cos(angle));
      }
    const auto cell = cell_over_line(wave, 20., false);
    ASSERT_TRUE(cell);
    EXPECT_DOUBLE_EQ(cell->footprint(), 10.);
    EXPECT_DOUBLE_EQ(cell_over_line(wave, 20., true)->footprint(), 100. * pi);
    EXPECT_TRUE(cell->extrusion());
    const auto over = cell_over_line(bulge, 20., false); // it hangs over
    ASSERT_TRUE(over);
    EXPECT_FALSE(over->extrusion());
    EXPECT_DOUBLE_EQ(over->footprint(), 10.);
    EXPECT_FALSE(cell_over_line(wave, 0.5, false)); // beyond the counter electrode
  }
} // namespace zincfield::growth_on_new_meshes_tests

#include "meshes/curvature.h"
#include "meshes/metal_edges.h"
#include "solver/input/input_error.h"

#include "solver/assembly/film_curvature.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// Curvature and edges of the built shapes against their formulas, and what films without a mesh make of them against cylinders and
// spheres.

namespace zincfield::curvature_tests
{
  namespace
  {
    const Lines electrolyte{"Electrolyte/Transport model = secondary",
                            "Electrolyte/Conductivity = 5 S/m",
                            "Reactions/zinc/Type = linear",
                            "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                            "Boundaries/working electrode/Reactions = zinc",
                            "Control/Mode = galvanostatic",
                            "Control/Applied current density = 1 mA/cm^2",
                            "Geometry/Gap = 30 um"};

    /** The principal curvatures with the mean of largest magnitude [1/um]. */
    std::array<double, 2>
    strongest(const Lines &shape)
    {
      const Case            data = make_case(common_lines() + electrolyte + shape);
      std::array<double, 2> result{};
      sample_curvature(dynamic_cast<const ExtrudedGeometry &>(*data.geometry),
                       [&](const Location &, const std::array<double, 2> &k) {
        const double here = k[0] + k[1], before = result[0] + result[1];
        if (std::abs(here) > (here < 0. ? 1.001 : 0.999) * std::abs(before)) // crests rather than valleys of the same curvature
          result = k;
      });
      return result;
    }

    Lines
    protrusion(const std::string &dimension, const Lines &shape)
    {
      return Lines{"Geometry/Type = protrusion", "Geometry/Dimension = " + dimension, "Geometry/Cell half-width = 20 um"} + shape;
    }

    void
    expect_near(const std::array<double, 2> &curvatures, const double larger, const double smaller)
    {
      EXPECT_NEAR(std::max(curvatures[0], curvatures[1]), larger, 0.01 * std::abs(larger + smaller));
      EXPECT_NEAR(std::min(curvatures[0], curvatures[1]), smaller, 0.01 * std::abs(larger + smaller));
    }

    /** A film of 79 nm on a protrusion. */
    Case
    coated(const std::string &dimension, const Lines &shape)
    {
      return make_case(common_lines() + electrolyte + protrusion(dimension, shape) +
                       Lines{"Materials/film/Conductivity = 1 S/m", "Coatings/shield/Surface = working electrode",
                             "Coatings/shield/Layers = only", "Coatings/shield/only/Material = film",
                             "Coatings/shield/only/Profile = uniform", "Coatings/shield/only/Thickness = 79 nm",
                             "Coatings/shield/Representation = automatic"});
    }
  } // namespace

  TEST(Curvature, OfAGaussianIsHeightOverVariance)
  {
    const Lines shape{"Geometry/Shape = Gaussian", "Geometry/Height = 6 um", "Geometry/Standard deviation = 4 um"};
    expect_near(strongest(protrusion("2", shape)), 6. / 16., 0.);
    expect_near(strongest(protrusion("axisymmetric", shape)), 6. / 16., 6. / 16.);
    expect_near(strongest(protrusion("3", shape)), 6. / 16., 6. / 16.);
    expect_near(strongest(protrusion("2", shape + Lines{"Geometry/Full cell = true"})), 6. / 16., 0.);
  }

  TEST(Curvature, OfEllipses)
  {
    // a/b^2 at the tip of a half-axis a over a half-width b; a spheroid twice
    const Lines round{"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 4 um"},
      sharp{"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 2 um"};
    expect_near(strongest(protrusion("2", round)), 0.25, 0.);
    expect_near(strongest(protrusion("axisymmetric", round)), 0.25, 0.25);
    expect_near(strongest(protrusion("3", round)), 0.25, 0.25);
    expect_near(strongest(protrusion("2", sharp)), 1., 0.);
    expect_near(strongest(protrusion("axisymmetric", sharp)), 1., 1.);
  }

  TEST(Curvature, OfACapIsNegative)
  {
    // R = (a^2 + b^2)/(2 a)
    const double k = -2. * 3. / (9. + 25.);
    const Lines  shape{"Geometry/Type = pit", "Geometry/Shape = spherical cap", "Geometry/Radius = 5 um", "Geometry/Depth = 3 um",
                      "Geometry/Cell half-width = 20 um"};
    expect_near(strongest(shape + Lines{"Geometry/Dimension = 2"}), 0., k);
    expect_near(strongest(shape + Lines{"Geometry/Dimension = axisymmetric"}), k, k);
  }

  TEST(Curvature, OfWavesAndCones)
  {
    // A (2 pi/lambda)^2, in the egg-box along both directions; the radius of a rounded cone
    const Lines  wave{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 1 um", "Geometry/Wavelength = 10 um"};
    const double k = std::pow(2. * M_PI / 10., 2);
    expect_near(strongest(wave + Lines{"Geometry/Dimension = 3"}), k, k);
    const auto crest_or_valley = strongest(wave + Lines{"Geometry/Dimension = 2"});
    EXPECT_NEAR(std::abs(crest_or_valley[0] + crest_or_valley[1]), k, 0.01 * k);
    expect_near(strongest(protrusion("axisymmetric", {"Geometry/Shape = cone", "Geometry/Height = 6 um",
                                                      "Geometry/Half-width = 4 um", "Geometry/Tip radius = 0.5 um"})),
                2., 2.);
  }

  TEST(Edges, OfBuiltShapes)
  {
    // the foot of a half-cylinder is bent in by 90 degrees; the ridge of a section through pyramids of half-width b and height a,
    // out by twice atan(a/b)
    const auto edges = [](const Lines &shape) {
      const Case data = make_case(common_lines() + electrolyte + shape);
      return edges_of(dynamic_cast<const ExtrudedGeometry &>(*data.geometry));
    };
    const auto foot = edges(protrusion("2", {"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 4 um"}));
    ASSERT_EQ(foot.size(), 1u);
    EXPECT_NEAR(foot[0].turn, -M_PI / 2., 0.1);
    EXPECT_NEAR(foot[0].from[0], 4., 1e-9);
    Location above;
    above.x      = 4.;
    above.height = 3.;
    EXPECT_NEAR(distance(foot[0], above), 3., 1e-12);
    EXPECT_TRUE(
      edges(protrusion("2", {"Geometry/Shape = Gaussian", "Geometry/Height = 4 um", "Geometry/Standard deviation = 4 um"}))
        .empty());
    EXPECT_TRUE(edges({"Geometry/Type = flat cell", "Geometry/Width = 10 um"}).empty());
    EXPECT_TRUE(edges({"Geometry/Type = sinusoidal", "Geometry/Amplitude = 1 um", "Geometry/Wavelength = 10 um"}).empty());
  }

  TEST(CurvedFilm, ResistanceAboutCylindersAndSpheres)
  {
    for (const double x : {1e-6, 0.05, 0.5, 3.})
      {
        EXPECT_NEAR(curved_resistance(x, 0.), std::log1p(x) / x, 1e-9); // R ln(1 + d/R) over d
        EXPECT_NEAR(curved_resistance(x, x), 1. / (1. + x), 1e-9);
        EXPECT_NEAR(curved_resistance(x, x + 2e-4), curved_resistance(x, x + 0.9e-4), 2e-4);
      }
    EXPECT_NEAR(curved_resistance(-0.2, -0.2), 1.25, 1e-12);     // in a hollow sphere
    EXPECT_NEAR(curved_resistance(1e-3, 3e-3), 1. - 2e-3, 1e-5); // the mean curvature
  }

  TEST(CurvedFilm, IsMeshedWhereTheMetalCurvesAsMuch)
  {
    // 80 nm on a Gaussian of 4 um: 2 % of the feature; the radius of its tip is s^2/h, 4 um and 0.25 um, and the film a third of
    // that
    const auto representation = [](const std::string &deviation) {
      const Case data = coated(
        "axisymmetric", {"Geometry/Shape = Gaussian", "Geometry/Height = 4 um", "Geometry/Standard deviation = " + deviation});
      return CellModel(data).boundaries[0].representation;
    };
    EXPECT_EQ(representation("4 um"), Representation::thin);
    EXPECT_EQ(representation("1 um"), Representation::resolved);
  }

  TEST(CurvedFilm, IsMeshedAboutSharpEdges)
  {
    // a hemisphere on a plane, whose foot is an edge; in space the mesh would cost too much
    const auto representation = [](const std::string &dimension) {
      const Case data = coated(dimension, {"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 4 um"});
      return CellModel(data).boundaries[0].representation;
    };
    EXPECT_EQ(representation("axisymmetric"), Representation::resolved);
    EXPECT_EQ(representation("3"), Representation::thin);
  }

  TEST(CurvedFilm, MayNotFillAPit)
  {
    const Case data =
      make_case(common_lines() + electrolyte +
                Lines{"Geometry/Type = pit", "Geometry/Shape = spherical cap", "Geometry/Radius = 5 um", "Geometry/Depth = 4 um",
                      "Geometry/Cell half-width = 20 um", "Materials/film/Conductivity = 1 S/m",
                      "Coatings/shield/Surface = working electrode", "Coatings/shield/Layers = only",
                      "Coatings/shield/only/Material = film", "Coatings/shield/only/Profile = uniform",
                      "Coatings/shield/only/Thickness = 6 um", "Coatings/shield/Representation = thin"});
    EXPECT_THROW(CellModel model(data), InputError); // R = (a^2 + b^2)/(2 a) = 5.1 um
  }
} // namespace zincfield::curvature_tests

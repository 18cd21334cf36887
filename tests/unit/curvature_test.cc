#include "meshes/curvature.h"

#include "solver/assembly/film_curvature.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// Curvature of the built shapes against their formulas, and what a film taken as flat makes of it against cylinders and spheres.

namespace zincfield
{
  namespace
  {
    const Lines electrolyte{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m", "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                            "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic", "Control/Applied current density = 1 mA/cm^2", "Geometry/Gap = 30 um"};

    /** The principal curvatures with the mean of largest magnitude [1/um]. */
    std::array<double, 2>
    strongest(const Lines &shape)
    {
      const Case            data = make_case(common_lines() + electrolyte + shape);
      std::array<double, 2> result{};
      sample_curvature(dynamic_cast<const SweptGeometry &>(*data.geometry), [&](const Location &, const std::array<double, 2> &k) {
        if (std::abs(k[0] + k[1]) > std::abs(result[0] + result[1]))
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

    /** The note of a film of this thickness on a half-ellipse or hemispheroid of 4 um by `half_width`; "" without one. */
    std::string
    note(const std::string &dimension, const std::string &thickness, const std::string &half_width = "4 um", const std::string &representation = "thin")
    {
      const Case data = make_case(common_lines() + electrolyte + protrusion(dimension, {"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = " + half_width}) +
                                  Lines{"Materials/film/Conductivity = 1 S/m", "Coatings/shield/Surface = working electrode", "Coatings/shield/Layers = only", "Coatings/shield/only/Material = film",
                                        "Coatings/shield/only/Profile = uniform", "Coatings/shield/only/Thickness = " + thickness, "Coatings/shield/Representation = " + representation});
      std::string result;
      for (const std::string &text : CellModel(data).notes)
        if (text.find("is taken as flat") != std::string::npos)
          result += text;
      return result;
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
    const Lines round{"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 4 um"}, sharp{"Geometry/Shape = ellipse", "Geometry/Height = 4 um", "Geometry/Half-width = 2 um"};
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
    const Lines  shape{"Geometry/Type = pit", "Geometry/Shape = spherical cap", "Geometry/Radius = 5 um", "Geometry/Depth = 3 um", "Geometry/Cell half-width = 20 um"};
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
    expect_near(strongest(protrusion("axisymmetric", {"Geometry/Shape = cone", "Geometry/Height = 6 um", "Geometry/Half-width = 4 um", "Geometry/Tip radius = 0.5 um"})), 2., 2.);
  }

  TEST(FlatFilm, ErrorAboutCylindersAndSpheres)
  {
    for (const double x : {1e-6, 0.05, 0.5, 3.})
      {
        EXPECT_NEAR(flat_film_error(x, 0.), x / std::log1p(x) - 1., 1e-9); // d against R ln(1 + d/R)
        EXPECT_NEAR(flat_film_error(x, x), x, 1e-9);                       // d against d/(1 + d/R)
        EXPECT_NEAR(flat_film_error(x, x + 2e-4), flat_film_error(x, x + 0.9e-4), 2e-4);
      }
    EXPECT_NEAR(flat_film_error(-0.2, -0.2), -0.2, 1e-12); // in a hollow sphere
    EXPECT_NEAR(flat_film_error(1e-3, 3e-3), 2e-3, 1e-5);  // the mean curvature
    EXPECT_EQ(flat_film_error(-1., 0.), -1.);
  }

  TEST(FlatFilm, IsNamedWhereTheMetalCurves)
  {
    // 400 nm on a hemisphere of 4 um: d/R = 10 %; on a half-cylinder x/ln(1 + x) - 1 = 4.9 %, and 9.7 % for 800 nm
    EXPECT_EQ(note("axisymmetric", "400 nm"),
              "coating \"shield\": without a mesh it is taken as flat, and its drop comes out about 10 % too high where the metal curves most (0.4 um of it, mean radius 4 um): "
              "set Representation = resolved, or Compare representations = true to see what that does to the result");
    EXPECT_EQ(note("2", "400 nm"), "");
    EXPECT_NE(note("2", "800 nm").find("about 9.7 % too high"), std::string::npos) << note("2", "800 nm");
    EXPECT_NE(note("3", "400 nm", "4 um", "lumped").find("about 10 % too high"), std::string::npos);
    EXPECT_EQ(note("axisymmetric", "400 nm", "4 um", "resolved"), "");
    EXPECT_NE(note("axisymmetric", "80 nm", "1 um").find("about 32 % too high"), std::string::npos) << note("axisymmetric", "80 nm", "1 um"); // a/b^2 = 4 per um
    EXPECT_EQ(note("axisymmetric", "80 nm"), "");
  }
} // namespace zincfield

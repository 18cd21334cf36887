#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// What slabs of a film without a mesh resist and hold, against integrals in closed form.

namespace zincfield::film_slabs_tests
{
  namespace
  {
    constexpr double thickness = 1e-6;

    Case
    coated(const Lines &solution, const Lines &film)
    {
      return make_case(common_lines() +
                       Lines{"Geometry/Type = flat cell", "Geometry/Gap = 50 um", "Geometry/Width = 20 um",
                             "Reactions/zinc/Type = linear", "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                             "Boundaries/working electrode/Reactions = zinc", "Control/Mode = galvanostatic",
                             "Control/Applied current density = 1 mA/cm^2", "Coatings/shield/Surface = working electrode",
                             "Coatings/shield/Layers = only", "Coatings/shield/only/Material = film",
                             "Coatings/shield/only/Thickness = 1 um", "Coatings/shield/Representation = thin"} +
                       solution + film);
    }

    const Lines secondary{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m"};
    const Lines salt{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M"};

    /** sum of d/p over the slabs, p a property that resists. */
    double
    resistance(const Case &data, const unsigned int property, const Location &location = {})
    {
      double sum = 0.;
      for (const FilmSlab &slab : CellModel(data).film(0, location))
        sum += slab.thickness / slab.properties[property];
      return sum;
    }
  } // namespace

  TEST(FilmSlabs, ResistancesOfGradients)
  {
    struct Gradient
    {
      std::string text;
      double      resistance; // int dx/p over the thickness, for p = 1e-4 times the text
    };
    const Gradient gradients[] = {{"(1 + 99*depth)", std::log(100.) / 99.},
                                  {"(1 + 999*(1-depth))", std::log(1000.) / 999.},
                                  {"exp(6.907755278982137*depth)", (1. - 1e-3) / std::log(1000.)},
                                  {"(1 + depth^2)", std::atan(1.)},
                                  {"(depth < 0.37 ? 1 : 50)", 0.37 + 0.63 / 50.}};
    for (const Gradient &gradient : gradients)
      {
        const double expected = thickness / 1e-4 * gradient.resistance;
        EXPECT_NEAR(resistance(coated(secondary, {"Materials/film/Conductivity = 1e-4*" + gradient.text + " [S/m]"}), 0) / expected,
                    1., 2e-6)
          << gradient.text;
        const Case in_salt = coated(salt, {"Materials/film/Conductivity = 1e-4*" + gradient.text + " [S/m]",
                                           "Materials/film/Diffusivity = 1e-13*" + gradient.text + " [m^2/s]",
                                           "Materials/film/Partition coefficient = 0.5"});
        EXPECT_NEAR(resistance(in_salt, 1) / expected, 1., 2e-6) << gradient.text;
        EXPECT_NEAR(resistance(in_salt, 2) / (thickness / 0.5e-13 * gradient.resistance), 1., 2e-6) << gradient.text;
      }
  }

  TEST(FilmSlabs, ResistanceOnCurvedMetal)
  {
    Location cylinder, sphere, saddle;
    cylinder.curvature = {{0.5, 0.}}; // R = 2 um, d = 1 um
    sphere.curvature   = {{0.5, 0.5}};
    saddle.curvature   = {{0.5, -0.5}};
    const Case even    = coated(secondary, {"Materials/film/Conductivity = 1e-4 S/m"});
    EXPECT_NEAR(resistance(even, 0, cylinder) / (thickness / 1e-4 * 2. * std::log(1.5)), 1., 1e-6);
    EXPECT_NEAR(resistance(even, 0, sphere) / (thickness / 1e-4 / 1.5), 1., 1e-6);
    EXPECT_NEAR(resistance(even, 0, saddle) / (thickness / 1e-4 * std::log(3.)), 1.,
                1e-6); // int dx/(1 - x^2/4) = ln((2 + 1)/(2 - 1))
    const Case graded =
      coated(secondary, {"Materials/film/Conductivity = 1e-4*(1 + depth/2) [S/m]"}); // as the area grows about the cylinder
    EXPECT_NEAR(resistance(graded, 0, cylinder) / (thickness / 1e-4 / 1.5), 1., 1e-6);
  }

  TEST(FilmSlabs, WhatAFilmHolds)
  {
    // K of 0.5 about a sphere: int (1 + s/R)^2 ds = R/3 ((1 + d/R)^3 - 1)
    Location sphere;
    sphere.curvature = {{0.5, 0.5}};
    const Case data  = coated(salt, {"Materials/film/Conductivity = 1e-2 S/m", "Materials/film/Diffusivity = 1e-12 m^2/s",
                                     "Materials/film/Partition coefficient = 0.5"});
    double     held  = 0.;
    for (const FilmSlab &slab : CellModel(data).film(0, sphere))
      held += slab.thickness * slab.properties[4] * slab.properties[5];
    EXPECT_NEAR(held / (0.5 * 2e-6 / 3. * (std::pow(1.5, 3) - 1.)), 1., 1e-6);
  }
} // namespace zincfield::film_slabs_tests

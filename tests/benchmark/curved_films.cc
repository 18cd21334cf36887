#include "tests/support/solved.h"

#include "solver/assembly/film_curvature.h"

#include <gtest/gtest.h>

// A film that holds all of the voltage, on a boss whose film has the same drop everywhere: the current into its tip, meshed and
// without a mesh.

namespace zincfield::curved_films_tests
{
  namespace
  {
    /** Strongest current on a half-cylinder or hemisphere of 4 um over that on the plane around it. */
    double
    tip_to_valley(const std::string &dimension, const std::string &representation)
    {
      Solved<2> cell(common_lines() + Lines{"Geometry/Type = protrusion",
                                            "Geometry/Dimension = " + dimension,
                                            "Geometry/Shape = ellipse",
                                            "Geometry/Height = 4 um",
                                            "Geometry/Half-width = 4 um",
                                            "Geometry/Cell half-width = 20 um",
                                            "Geometry/Gap = 20 um",
                                            "Electrolyte/Transport model = secondary",
                                            "Electrolyte/Conductivity = 5 S/m",
                                            "Materials/film/Conductivity = 1e-6 S/m",
                                            "Coatings/shield/Surface = working electrode",
                                            "Coatings/shield/Layers = only",
                                            "Coatings/shield/only/Material = film",
                                            "Coatings/shield/only/Profile = uniform",
                                            "Coatings/shield/only/Thickness = 400 nm",
                                            "Coatings/shield/Representation = " + representation,
                                            "Reactions/zinc/Type = linear",
                                            "Reactions/zinc/Charge transfer resistance = 0.001 ohm cm^2",
                                            "Boundaries/working electrode/Reactions = zinc",
                                            "Control/Mode = potentiostatic",
                                            "Control/Electrode potential = -0.1 V"},
                     1);
      EXPECT_TRUE(cell.solve().converged);
      return cell.quantity("tip_to_valley");
    }
  } // namespace

  TEST(CurvedFilms, CurrentIntoTheTip)
  {
    // the same drop over a resistance that is smaller: by 1/(1 + d/R) on a sphere, by ln(1 + d/R)/(d/R) on a cylinder
    for (const std::string dimension : {"2", "axisymmetric"})
      {
        const double expected = 1. / curved_resistance(0.1, dimension == "2" ? 0. : 0.1);
        for (const std::string representation : {"thin", "lumped", "resolved"})
          EXPECT_NEAR(tip_to_valley(dimension, representation), expected, 1e-3) << dimension << ' ' << representation;
      }
  }
} // namespace zincfield::curved_films_tests

#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <map>

// Under a film the current falls as r^(pi/beta - 1) towards a foot, evenly: it must not ring, as it did on cells larger than the
// film is thick.

namespace zincfield::pyramid_feet_tests
{
  TEST(PyramidFeet, TheCurrentUnderAMeshedFilmFallsEvenlyTowardsTheFoot)
  {
    constexpr double foot = 5.; // [um]
    Solved<2>        cell(common_lines() + Lines{"Geometry/Type = pyramid section",
                                          "Geometry/Width = 10 um",
                                          "Geometry/Height = 10 um",
                                          "Geometry/Pitch = 12 um",
                                          "Geometry/Tip radius = 0.5 um",
                                          "Geometry/Gap = 50 um",
                                          "Electrolyte/Transport model = secondary",
                                          "Electrolyte/Conductivity = 5 S/m",
                                          "Reactions/zinc/Type = linear",
                                          "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                          "Boundaries/working electrode/Reactions = zinc",
                                          "Materials/ZnO/Conductivity = 5.6e-5 S/m",
                                          "Coatings/film/Surface = working electrode",
                                          "Coatings/film/Representation = resolved",
                                          "Coatings/film/Layers = oxide",
                                          "Coatings/film/oxide/Material = ZnO",
                                          "Coatings/film/oxide/Profile = uniform",
                                          "Coatings/film/oxide/Thickness = 100 nm",
                                          "Control/Mode = galvanostatic",
                                          "Control/Applied current density = 1 mA/cm^2"},
                          1);
    ASSERT_TRUE(cell.solve().converged);
    std::map<double, double> facet, valley; // current by distance from the foot [um]
    const Sampler<2>         sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
    sampler.surface(dealii::QGauss<1>(3), [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        if (s.boundary == cell.boundary("working electrode"))
          (s.position[0] < foot ? facet : valley)[std::hypot(s.position[0] - foot, s.position[1])] = s.deposition_current;
    });
    for (const auto *side : {&facet, &valley})
      {
        unsigned int n    = 0;
        double       last = 0., farthest = 0.;
        for (const auto &[distance, current] : *side)
          if (distance < 0.2) // two thicknesses: beyond, it is even
            {
              EXPECT_GT(current, (1. - 2e-3) * last) << distance;
              last     = current;
              farthest = current;
              ++n;
            }
        EXPECT_GT(n, 8u);
        EXPECT_LT(side->begin()->second, 0.7 * farthest); // it does fall
      }
  }
} // namespace zincfield::pyramid_feet_tests

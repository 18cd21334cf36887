#include "solver/assembly/film_curvature.h"

#include "meshes/curvature.h"
#include "physics/constants.h"

#include <cmath>
#include <cstdio>

namespace zincfield
{
  namespace
  {
    /** Errors of the drop below this are not worth a note. */
    constexpr double negligible = 0.05;
  } // namespace

  double
  flat_film_error(const double a, const double b)
  {
    if (a <= -1. || b <= -1.)
      return -1.;
    // by its mean near a = b, where the difference of logarithms loses digits: right up to (a - b)^2
    const double mean  = 0.5 * (a + b);
    const double share = std::abs(a - b) < 1e-4 ? 1. / (1. + mean) : (std::log1p(a) - std::log1p(b)) / (a - b);
    return 1. / share - 1.;
  }

  std::string
  note_on_curvature(const Geometry &geometry, const std::function<double(const Location &)> &thickness)
  {
    const auto *const swept = dynamic_cast<const SweptGeometry *>(&geometry);
    if (!swept)
      return "";
    double error = 0., radius = 0., film = 0.;
    sample_curvature(*swept, [&](const Location &location, const std::array<double, 2> &curvatures) {
      const double d    = thickness(location) / mesh_unit;
      const double here = flat_film_error(d * curvatures[0], d * curvatures[1]);
      if (std::abs(here) > std::abs(error))
        {
          error  = here;
          radius = 2. / std::abs(curvatures[0] + curvatures[1]);
          film   = d;
        }
    });
    if (std::abs(error) < negligible)
      return "";
    char text[300];
    std::snprintf(text, sizeof(text),
                  "without a mesh it is taken as flat, and its drop comes out about %.2g %% too %s where the metal curves most (%.3g um of it, mean radius %.3g um): set Representation = resolved, "
                  "or Compare representations = true to see what that does to the result",
                  100. * std::abs(error), error > 0. ? "high" : "low", film, radius);
    return text;
  }
} // namespace zincfield

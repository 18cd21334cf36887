#include "solver/assembly/film_curvature.h"

#include "meshes/curvature.h"
#include "physics/constants.h"

#include <cmath>

namespace zincfield
{
  double
  curved_resistance(const double a, const double b)
  {
    // by its mean near a = b, where the difference of logarithms loses digits: right up to (a - b)^2
    return std::abs(a - b) < 1e-4 ? 1. / (1. + 0.5 * (a + b)) : (std::log1p(a) - std::log1p(b)) / (a - b);
  }

  BentFilm
  bent_film(const Geometry &geometry, const std::function<double(const Location &)> &thickness)
  {
    BentFilm film;
    if (!geometry.extrusion())
      return film;
    sample_curvature(*geometry.extrusion(), [&](const Location &location, const std::array<double, 2> &curvatures) {
      const double d = in_mesh_units(thickness(location));
      for (const double k : curvatures)
        {
          film.share = std::max(film.share, std::abs(d * k));
          film.fills = film.fills || d * k <= -1.;
        }
    });
    return film;
  }
} // namespace zincfield

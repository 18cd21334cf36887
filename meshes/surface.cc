#include "meshes/surface.h"

#include "meshes/dimension.h"
#include "meshes/grading.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    constexpr double growth = 1.4;
  }

  void
  SweptGeometry::declare_first_cell(Parameters &parameters, const double gap)
  {
    length(parameters, "First cell", first_cell_, Range::non_negative(),
           "Height of the coarse cells of the electrolyte beside the electrodes, nowhere much more; farther away they grow by 1.4. For double layers and diffusion layers; 0: as the shape needs");
    parameters.choice("First cell at", first_cell_at_, {"both electrodes", "working electrode"}, "Where cells are so low");
    if (2. * first_cell_ > gap)
      parameters.reject("First cell", "two such cells do not fit into the gap", "at most half of Gap");
  }

  std::vector<double>
  SweptGeometry::levels() const
  {
    const auto of_family = electrolyte_levels();
    if (first_cell_ == 0.)
      return of_family;
    // How fast lines rise with their parameter s at both ends, at most: by 2 handle s above the metal, as the offset is 1 along its normal.
    double at_metal = 0., at_counter = 0.;
    for (const auto &vertex : plan_mesh().vertices)
    {
      const SweptPoint point = surface(vertex);
      at_metal               = std::max(at_metal, 2. * point.handle);
      at_counter             = std::max(at_counter, 2. * (point.top - point.position - point.handle * point.offset)[2]);
    }
    const bool both  = first_cell_at_ == "both electrodes";
    auto       lower = graded_points(0., both ? 0.5 : 1., first_cell_ / at_metal, growth, [&](const double s) { return spacing(of_family, s); });
    if (!both)
      return lower;
    auto upper = graded_points(0., 0.5, first_cell_ / at_counter, growth, [&](const double s) { return spacing(of_family, 1. - s); });
    for (double &s : upper)
      s = 1. - s;
    std::reverse(upper.begin(), upper.end());
    return join(lower, upper);
  }
} // namespace zincfield

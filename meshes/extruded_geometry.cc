#include "meshes/extruded_geometry.h"

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
  ExtrudedGeometry::declare_first_cell(Parameters &parameters, const double gap)
  {
    length(parameters, "First cell", first_cell_, Range::non_negative(),
           "Height of the coarse cells of the electrolyte beside the electrodes, nowhere much more; farther away they grow by 1.4. "
           "For double layers and diffusion layers; 0: as the shape needs");
    parameters.choice("First cell at", first_cell_at_, {"both electrodes", "working electrode"},
                      "Electrodes beside which `First cell` holds");
    if (2. * first_cell_ > gap)
      parameters.reject("First cell", "two such cells do not fit into the gap", "at most half of Gap");
  }

  std::vector<double>
  ExtrudedGeometry::levels() const
  {
    const auto of_family = electrolyte_levels();
    if (first_cell_ == 0.)
      return of_family;
    // Lines rise with their parameter as 2 handle s (1-s) + height s^2, from the metal and, with another handle, from the counter
    // side: the one that rises fastest counts.
    struct Line
    {
      double height, handle, handle_above;
    };
    std::vector<Line> lines;
    for (const auto &vertex : plan_mesh().vertices)
      {
        const MetalPoint point  = surface(vertex);
        const double     height = point.top[2] - point.position[2];
        lines.push_back({height, point.handle, height - point.handle * point.offset[2]});
      }
    const auto fastest = [&](const double Line::*handle) {
      return [&lines, handle](const double climbed) {
        double parameter = 1.;
        for (const Line &line : lines)
          parameter = std::min(parameter, bezier_parameter(line.height, line.*handle, climbed));
        return parameter;
      };
    };
    const bool both  = first_cell_at_ == "both electrodes";
    auto       lower = graded_parameters(both ? 0.5 : 1., first_cell_, growth, fastest(&Line::handle),
                                   [&](const double s) { return spacing(of_family, s); });
    if (!both)
      return lower;
    auto upper = graded_parameters(0.5, first_cell_, growth, fastest(&Line::handle_above),
                                   [&](const double s) { return spacing(of_family, 1. - s); });
    for (double &s : upper)
      s = 1. - s;
    std::reverse(upper.begin(), upper.end());
    return join(lower, upper);
  }
} // namespace zincfield

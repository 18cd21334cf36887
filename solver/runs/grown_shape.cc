#include "solver/runs/grown_shape.h"

#include "solver/results/stored_result.h"

namespace zincfield
{
  std::shared_ptr<Geometry>
  GrownShape::cell(const bool axisymmetric) const
  {
    std::vector<dealii::Point<2>> places;
    for (const OutlinePoint &point : outline)
      places.push_back(point.place);
    if (places.empty() || std::abs(places.front()[0]) > 1e-9 * places.back()[0])
      return nullptr;
    return cell_over_line(places, counter_height, axisymmetric);
  }

  std::optional<GrownShape>
  grown_shape(const nlohmann::json &scalars)
  {
    if (!scalars.contains("grown shape"))
      return {};
    const nlohmann::json &stored = scalars.at("grown shape");
    const auto            value  = [&](const char *name) { return number(stored.at(name)); };
    GrownShape            shape;
    for (const nlohmann::json &point : stored.at("outline"))
      shape.outline.push_back({dealii::Point<2>(point.at(0), point.at(1)), point.at(2)});
    shape.counter_height = value("counter height");
    shape.solution       = value("solution");
    shape.deposited      = value("deposited");
    shape.start.highest  = value("highest at start");
    shape.start.lowest   = value("lowest at start");
    shape.start.gap      = value("gap at start");
    shape.lost           = value("lost");
    shape.valley_radius  = value("valley radius");
    shape.meshes         = stored.at("meshes");
    return shape;
  }

  nlohmann::json
  stored(const GrownShape &shape)
  {
    nlohmann::json points = nlohmann::json::array();
    for (const OutlinePoint &point : shape.outline)
      points.push_back({point.place[0], point.place[1], point.thickness});
    return {{"outline", points},
            {"counter height", stored(shape.counter_height)},
            {"solution", stored(shape.solution)},
            {"deposited", stored(shape.deposited)},
            {"highest at start", stored(shape.start.highest)},
            {"lowest at start", stored(shape.start.lowest)},
            {"gap at start", stored(shape.start.gap)},
            {"valley radius", stored(shape.valley_radius)},
            {"lost", stored(shape.lost)},
            {"meshes", shape.meshes}};
  }
} // namespace zincfield

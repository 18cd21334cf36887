#include "solver/runs/grown_shape.h"

#include "meshes/cell_over_heights.h"
#include "meshes/cell_over_line.h"
#include "meshes/extruded_geometry.h"
#include "solver/growth/film_along_line.h"
#include "solver/growth/film_over_plan.h"
#include "solver/results/stored_result.h"

namespace zincfield
{
  namespace
  {
    nlohmann::json
    stored(const SplineSurface &surface)
    {
      const PlanGrid &grid = surface.grid();
      return {{"corner", {grid.corner[0], grid.corner[1]}},
              {"sides", grid.sides},
              {"intervals", grid.n},
              {"coefficients", surface.coefficients()}};
    }

    SplineSurface
    spline_surface(const nlohmann::json &stored)
    {
      PlanGrid grid;
      grid.corner = dealii::Point<2>(stored.at("corner").at(0), stored.at("corner").at(1));
      grid.sides  = stored.at("sides");
      grid.n      = stored.at("intervals");
      return SplineSurface(grid, stored.at("coefficients").get<std::vector<double>>());
    }

    /** Beside the grown metal, cells are as thin as beside that of the start. False where there is no new geometry. */
    bool
    keep_first_cell(Case &data, const Geometry &before)
    {
      auto *const after = dynamic_cast<ExtrudedGeometry *>(data.geometry.get());
      if (after && before.extrusion())
        after->take_first_cell(*before.extrusion());
      return data.geometry != nullptr;
    }
  } // namespace

  bool
  GrownShape::replace_cell(Case &data) const
  {
    const std::shared_ptr<const Geometry> before       = data.geometry;
    const auto                            replace_film = [&](const auto &thickness) {
      for (Coating &coating : data.coatings)
        if (coating.name == film)
          for (unsigned int l = 0; l < coating.layers.size(); ++l)
            coating.layers[l].thickness = thickness(1 + l);
    };
    if (data.geometry->dimension() == 2)
      {
        std::vector<dealii::Point<2>> places;
        for (const OutlinePoint &point : outline)
          places.push_back(point.place);
        if (places.empty() || std::abs(places.front()[0]) > 1e-9 * places.back()[0])
          return false;
        data.geometry = cell_over_line(places, counter_height, data.geometry->axisymmetric());
        replace_film([&](const std::size_t field) { return std::make_shared<FilmAlongLine>(outline, field); });
        return keep_first_cell(data, *before);
      }
    if (heights.fields.empty())
      return false;
    data.geometry = cell_over_heights(heights.height, counter_height, data.geometry->symmetry_planes());
    replace_film([&](const std::size_t field) { return std::make_shared<FilmOverPlan>(heights.fields.at(field)); });
    return keep_first_cell(data, *before);
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
      shape.outline.push_back({dealii::Point<2>(point.at(0), point.at(1)), std::vector<double>(point.begin() + 2, point.end())});
    if (stored.contains("heights"))
      {
        shape.heights.height = spline_surface(stored.at("heights"));
        for (const nlohmann::json &field : stored.at("fields"))
          shape.heights.fields.push_back(spline_surface(field));
      }
    shape.film           = stored.at("film");
    shape.counter_height = value("counter height");
    shape.solution       = value("solution");
    shape.deposited      = value("deposited");
    shape.start.highest  = value("highest at start");
    shape.start.lowest   = value("lowest at start");
    shape.start.gap      = value("gap at start");
    shape.lost           = value("lost");
    shape.valley_radius  = value("valley radius");
    shape.n_faces        = value("faces at start");
    shape.amounts_moved  = value("amounts moved");
    shape.amounts_lost   = value("amounts lost");
    shape.meshes         = stored.at("meshes");
    return shape;
  }

  nlohmann::json
  stored(const GrownShape &shape)
  {
    nlohmann::json points = nlohmann::json::array();
    for (const OutlinePoint &point : shape.outline)
      {
        points.push_back({point.place[0], point.place[1]});
        for (const double value : point.fields)
          points.back().push_back(value);
      }
    nlohmann::json all = {{"outline", points},
                          {"counter height", stored(shape.counter_height)},
                          {"solution", stored(shape.solution)},
                          {"deposited", stored(shape.deposited)},
                          {"highest at start", stored(shape.start.highest)},
                          {"lowest at start", stored(shape.start.lowest)},
                          {"gap at start", stored(shape.start.gap)},
                          {"valley radius", stored(shape.valley_radius)},
                          {"lost", stored(shape.lost)},
                          {"faces at start", stored(shape.n_faces)},
                          {"amounts moved", stored(shape.amounts_moved)},
                          {"amounts lost", stored(shape.amounts_lost)},
                          {"meshes", shape.meshes},
                          {"film", shape.film}};
    if (!shape.heights.fields.empty())
      {
        all["heights"] = stored(shape.heights.height);
        for (const SplineSurface &field : shape.heights.fields)
          all["fields"].push_back(stored(field));
      }
    return all;
  }
} // namespace zincfield

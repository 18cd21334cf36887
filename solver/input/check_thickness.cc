#include "meshes/extruded_geometry.h"
#include "physics/constants.h"
#include "solver/input/checks.h"
#include "solver/input/input_error.h"

#include <array>
#include <cstdio>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    /** Points across a coarse cell of the surface, each way. */
    constexpr unsigned int n_samples = 5;

    Location
    location(const MetalPoint &point)
    {
      Location location;
      location.x                 = point.position[0];
      location.y                 = point.position[1];
      location.z                 = point.position[2];
      location.height            = point.position[2];
      location.distance_from_tip = point.distance_from_tip;
      return location;
    }

    /** [mesh units] */
    double
    checked_thickness(const Parameters &parameters, const Coating &coating, const CoatingLayer &layer, const Location &location)
    {
      try
        {
          return in_mesh_units(layer.thickness->thickness(location));
        }
      catch (const std::domain_error &problem)
        {
          parameters.reject("Coatings/" + coating.name + "/" + layer.name, problem.what(), "");
          return 0.; // not reached
        }
    }

    std::string
    micrometres(const double length)
    {
      std::array<char, 40> text;
      std::snprintf(text.data(), text.size(), "%.4g um", length);
      return text.data();
    }

    /** Whether the coating ends below the counter electrode or the bulk. */
    void
    check_space(const Parameters &parameters, const Coating &coating, const MetalPoint &point, const double thickness)
    {
      const double space = (point.top - point.position).norm();
      if (thickness * point.offset.norm() >= space)
        parameters.reject("Coatings/" + coating.name,
                          "the coating is " + micrometres(thickness) + " thick where the metal is only " + micrometres(space) +
                            " away from the opposite boundary",
                          "layers that leave room for the electrolyte");
    }
  } // namespace

  void
  check_thickness(const Parameters &parameters, const Case &data)
  {
    const auto *const geometry = data.geometry->extrusion();
    if (geometry == nullptr)
      return;
    std::vector<std::pair<const Coating *, const CoatingLayer *>> layers;
    for (const Coating &coating : data.coatings)
      if (coating.enabled && contains(geometry->coatable_boundaries(), coating.surface))
        for (const CoatingLayer &layer : coating.layers)
          layers.emplace_back(&coating, &layer);
    if (layers.empty())
      return;

    // What is not meshed lies on the metal without thickness.
    const Representation representation = layers.front().first->representation;
    const bool           takes_room     = representation == Representation::resolved || representation == Representation::automatic;

    const PlanMesh     plan = geometry->plan_mesh();
    const unsigned int n_y  = geometry->dimension() == 3 ? n_samples : 1;
    for (const auto &cell : plan.cells)
      for (unsigned int i = 0; i < n_samples; ++i)
        for (unsigned int j = 0; j < n_y; ++j)
          {
            const double     s = i / (n_samples - 1.), t = j / (n_samples - 1.);
            dealii::Point<2> point = (1. - s) * (1. - t) * plan.vertices[cell[0]] + s * (1. - t) * plan.vertices[cell[1]];
            if (n_y > 1)
              point += (1. - s) * t * plan.vertices[cell[2]] + s * t * plan.vertices[cell[3]];
            const MetalPoint surface   = geometry->surface(point);
            double           thickness = 0.;
            for (const auto &[coating, layer] : layers)
              thickness += checked_thickness(parameters, *coating, *layer, location(surface));
            if (takes_room)
              check_space(parameters, *layers.front().first, surface, thickness);
          }
  }
} // namespace zincfield

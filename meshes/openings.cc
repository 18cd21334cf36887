#include "meshes/openings.h"

#include "meshes/box_plan.h"
#include "meshes/grading.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The sizes of the first cells beside an edge of an opening over the width of the narrowest opening. */
    constexpr double beside_edge = 0.25;

    std::vector<double>
    coordinates(const PlanMesh &plan, const unsigned int d)
    {
      std::vector<double> all;
      for (const Point<2> &vertex : plan.vertices)
        all.push_back(vertex[d]);
      std::sort(all.begin(), all.end());
      const double alike = 1e-12 * (all.back() - all.front());
      all.erase(std::unique(all.begin(), all.end(), [&](const double a, const double b) { return b - a <= alike; }), all.end());
      return all;
    }

    bool
    is_rectangular(const ExtrudedGeometry &geometry, const PlanMesh &plan)
    {
      const auto x = coordinates(plan, 0), y = coordinates(plan, 1);
      if (x.size() * y.size() != plan.vertices.size() || (x.size() - 1) * (y.size() - 1) != plan.cells.size())
        return false;
      for (const Point<2> &vertex : plan.vertices)
        {
          const auto position = geometry.surface(vertex).position;
          if (std::abs(position[0] - vertex[0]) + std::abs(position[1] - vertex[1]) > 1e-9 * (x.back() - x.front()))
            return false;
        }
      return true;
    }

    /** The plan coordinates at which these places [um] along direction d of the cell lie, in between others. */
    std::vector<double>
    found_at(const std::vector<double> &u, const std::vector<double> &places, const std::function<double(double)> &position)
    {
      std::vector<double> found;
      for (const double place : places)
        for (std::size_t i = 0; i + 1 < u.size(); ++i)
          {
            double low = u[i], high = u[i + 1];
            if ((position(low) - place) * (position(high) - place) >= 0.)
              continue;
            const bool rises = position(high) > place;
            for (unsigned int step = 0; step < 80; ++step)
              {
                const double middle                                = 0.5 * (low + high);
                ((position(middle) < place) == rises ? low : high) = middle;
              }
            found.push_back(0.5 * (low + high));
          }
      return found;
    }

    /** `u` with these cuts, and small cells on both sides of each. */
    std::vector<double>
    cut(std::vector<double> u, const std::vector<double> &cuts, const double first, const std::function<double(double)> &position)
    {
      u.insert(u.end(), cuts.begin(), cuts.end());
      std::sort(u.begin(), u.end());
      for (const double at : cuts)
        {
          const double h = 1e-4 * spacing(u, at), length = std::abs(position(at + h) - position(at - h)) / (2. * h);
          u = graded_beside(u, at, first / length, first / length);
        }
      return u;
    }

    std::vector<double>
    edges(const Defects &defects, const unsigned int d)
    {
      std::vector<double> all;
      for (const Defects::Opening &opening : defects.openings())
        {
          all.push_back(opening.from[d]);
          all.push_back(opening.to[d]);
        }
      std::sort(all.begin(), all.end());
      all.erase(std::unique(all.begin(), all.end(), [](const double a, const double b) { return b - a < 1e-9; }), all.end());
      return all;
    }
  } // namespace

  bool
  follows_openings(const ExtrudedGeometry &geometry)
  {
    return geometry.dimension() == 2 || is_rectangular(geometry, geometry.plan_mesh());
  }

  PlanMesh
  plan_with_openings(const ExtrudedGeometry &geometry, const PlanMesh &plan, const Defects &defects)
  {
    const bool solid = geometry.dimension() == 3;
    if (solid && !is_rectangular(geometry, plan))
      throw std::runtime_error(
        "The mesh of this surface cannot follow the defects of a resolved coating. Take it as thin or lumped.");
    const double        first = beside_edge * defects.narrowest();
    std::vector<double> parts[2];
    for (unsigned int d = 0; d < (solid ? 2u : 1u); ++d)
      {
        const auto position = [&](const double u) {
          return d == 0 ? geometry.surface(Point<2>(u, 0.)).position[0] : geometry.surface(Point<2>(0., u)).position[1];
        };
        const auto u = coordinates(plan, d);
        parts[d]     = cut(u, found_at(u, edges(defects, d), position), first, position);
      }
    PlanMesh cut_plan            = box_plan(parts[0], parts[1]);
    cut_plan.periodic_directions = plan.periodic_directions;
    return cut_plan;
  }
} // namespace zincfield

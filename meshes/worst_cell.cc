#include "meshes/worst_cell.h"

#include <cmath>
#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Below the first the mesh is refused, below the second the log says so: with polynomials for curves that can be 0.1. */
    constexpr double too_oblique = 0.1, oblique = 0.13;

    /** The three points that draw a mesh line. */
    struct DrawnLine
    {
      explicit DrawnLine(const MetalPoint &metal)
        : from(metal.position)
        , handle(metal.position + metal.handle * metal.offset)
        , to(metal.top)
      {}
      Point<3> from, handle, to;
    };

    Point<2>
    in_cell(const PlanMesh &plan, const std::array<unsigned int, 4> &cell, const double u, const double v, const bool solid)
    {
      const auto    &p = plan.vertices;
      const Point<2> low(p[cell[0]] + u * (p[cell[1]] - p[cell[0]]));
      return solid ? Point<2>(low + v * (p[cell[2]] + u * (p[cell[3]] - p[cell[2]]) - low)) : low;
    }

    /** -1 of a plan cell that turns clockwise: the mesh turns it round. */
    double
    turn_of(const PlanMesh &plan, const std::array<unsigned int, 4> &cell, const bool solid)
    {
      if (!solid)
        return 1.;
      const Tensor<1, 2> along  = plan.vertices[cell[3]] - plan.vertices[cell[0]],
                         across = plan.vertices[cell[2]] - plan.vertices[cell[1]];
      return along[0] * across[1] - along[1] * across[0] < 0. ? -1. : 1.;
    }

    std::string
    number_and_place(const WorstCell &worst, const unsigned int dimension)
    {
      char text[200];
      if (dimension == 3)
        std::snprintf(text, sizeof(text), "a scaled Jacobian of %.2g near (%.4g, %.4g, %.4g) um", worst.scaled_jacobian,
                      worst.place[0], worst.place[1], worst.place[2]);
      else
        std::snprintf(text, sizeof(text), "a scaled Jacobian of %.2g near (%.4g, %.4g) um", worst.scaled_jacobian, worst.place[0],
                      worst.place[2]);
      return text;
    }
  } // namespace

  WorstCell
  worst_cell(const ExtrudedGeometry &geometry)
  {
    WorstCell                 worst;
    const bool                solid  = geometry.dimension() == 3;
    const PlanMesh            plan   = geometry.plan_mesh();
    const std::vector<double> levels = geometry.levels();
    const double              h      = 1e-4;
    const auto                line   = [&](const std::array<unsigned int, 4> &cell, const double u, const double v) {
      return DrawnLine(geometry.surface(in_cell(plan, cell, u, v, solid)));
    };
    for (const auto &cell : plan.cells)
      for (const double u : {0.07, 0.5, 0.93})
        for (const double v : solid ? std::vector<double>{0.07, 0.5, 0.93} : std::vector<double>{0.})
          {
            const double    turn = turn_of(plan, cell, solid);
            const DrawnLine here = line(cell, u, v), left = line(cell, u - h, v), right = line(cell, u + h, v),
                            front = solid ? line(cell, u, v - h) : here, back = solid ? line(cell, u, v + h) : here;
            for (std::size_t k = 0; k + 1 < levels.size(); ++k)
              for (const double share : {0.07, 0.5, 0.93})
                {
                  const double s = levels[k] + share * (levels[k + 1] - levels[k]), a = (1. - s) * (1. - s), b = 2. * s * (1. - s),
                               c    = s * s;
                  const auto across = [&](const DrawnLine &one, const DrawnLine &other) {
                    return Tensor<1, 3>(a * (other.from - one.from) + b * (other.handle - one.handle) + c * (other.to - one.to));
                  };
                  const Tensor<1, 3> x = across(left, right), y = solid ? across(front, back) : Tensor<1, 3>({0., 1., 0.}),
                                     z = (1. - s) * (here.handle - here.from) + s * (here.to - here.handle);
                  // In 2-D x, y, z are right-handed too.
                  const double edges    = x.norm() * y.norm() * z.norm(),
                               relative = edges > 0. ? turn * cross_product_3d(x, y) * z / edges : -1.;
                  if (!(relative >= worst.scaled_jacobian))
                    worst = {relative, Point<3>(a * here.from + b * here.handle + c * here.to)};
                }
          }
    return worst;
  }

  void
  ExtrudedGeometry::reject_oblique_cells(const Parameters &parameters) const
  {
    const auto      length = unsuitable_length();
    const WorstCell worst  = worst_cell(*this);
    if (length && worst.scaled_jacobian < too_oblique)
      parameters.reject(length->key, "cells of the coarse mesh would be too oblique, with " + number_and_place(worst, dimension()),
                        length->better);
  }

  std::vector<std::string>
  ExtrudedGeometry::notes() const
  {
    const auto length = unsuitable_length();
    if (!length)
      return {};
    const WorstCell worst = worst_cell(*this);
    if (worst.scaled_jacobian >= oblique)
      return {};
    return {"cells of the coarse mesh are oblique, with " + number_and_place(worst, dimension()) + ": \"" + length->key +
            "\" does not suit the other lengths; better: " + length->better};
  }
} // namespace zincfield

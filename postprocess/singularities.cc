#include "postprocess/singularities.h"

#include "meshes/edges.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  Singularities
  find_singularities(const Discretization<dim> &discretization, const CellModel &model, const unsigned int working)
  {
    Singularities found;
    const double  smooth    = model.data.geometry->bend_of_smooth_surfaces();
    const auto    is_meshed = [&](const unsigned int id) {
      return model.boundaries[id].coating && model.boundaries[id].representation == Representation::resolved;
    };
    for (const BoundaryEdge &edge : boundary_edges(discretization.mesh, discretization.axisymmetric, smooth))
      {
        auto [a, b] = edge.boundaries;
        if (a >= model.boundaries.size() || b >= model.boundaries.size())
          continue;
        if (edge.on_axis) // the axis is no wall: both sides are the surface that meets it
          {
            a = b = a == working || b == working ? working : model.boundaries[a].condition == Condition::insulating ? b : a;
            if (!model.prescribes_potential(a))
              continue; // a current that parts at a tip is slow there
          }
        const bool   mixed       = model.prescribes_potential(a) != model.prescribes_potential(b);
        const double critical    = mixed ? 0.5 * numbers::PI : numbers::PI;
        const bool   diverges    = edge.angle > critical + smooth,
                   ends_in_plane = !mixed && std::abs(edge.angle - numbers::PI) <= smooth &&
                                   model.boundaries[a].is_electrode() != model.boundaries[b].is_electrode();
        if (model.prescribes_potential(working) && (a == working || b == working) && edge.angle < critical - smooth)
          found.vanishes = true;
        if (model.prescribes_potential(working) && (a == working || b == working) && diverges)
          {
            found.current = true;
            // exponent of the current <= -1/2, with what the tangents of the mesh leave open
            found.deviation = found.deviation || (!edge.on_axis && critical / edge.angle - 1. < -0.49);
          }
        if (is_meshed(a) || is_meshed(b)) // the edge itself is under the film, which has one above it
          found.field = found.field || (a == b && std::abs(edge.angle - numbers::PI) > smooth);
        else
          found.field = found.field || diverges || ends_in_plane;
      }
    return found;
  }

  template Singularities
  find_singularities(const Discretization<2> &, const CellModel &, unsigned int);
  template Singularities
  find_singularities(const Discretization<3> &, const CellModel &, unsigned int);
} // namespace zincfield

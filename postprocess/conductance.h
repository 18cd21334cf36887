#pragma once

#include "solver/assembly/sampling.h"

namespace zincfield
{
  /** -d i/dphi_m [S/m^2] of an electrode with these derivatives, with the fields beside it as they are. */
  double
  conductance(const TransportModel &transport, const SurfaceFlux &flux);

  /** What lies beside the metal under a film without a mesh, or beside the electrode. */
  template <int dim>
  const double *
  fields_at_metal(const TransportModel &transport, const SurfaceSample<dim> &sample)
  {
    const std::vector<double> &below = sample.flux.below;
    return below.size() >= transport.n_fields() ? below.data() + below.size() - transport.n_fields() : sample.u.data();
  }

  /** The same of the reactions alone, with the fields under the film as they are; NaN where they have no solution. */
  template <int dim>
  double
  conductance_of_reactions(const CellModel &model, const SurfaceSample<dim> &sample, double electrode_potential);

  /** Its magnitude; infinite without kinetics, 0 where they have no solution. */
  template <int dim>
  double
  conductance_of_kinetics(const CellModel &model, const SurfaceSample<dim> &sample, const double electrode_potential)
  {
    if (model.transport->traits().is_primary)
      return std::numeric_limits<double>::infinity();
    const double reactions = conductance_of_reactions(model, sample, electrode_potential);
    return std::isnan(reactions) ? 0. : std::abs(reactions);
  }
} // namespace zincfield

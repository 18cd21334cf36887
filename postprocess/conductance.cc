#include "postprocess/conductance.h"

namespace zincfield
{
  double
  conductance(const TransportModel &transport, const SurfaceFlux &flux)
  {
    double     sum     = 0.;
    const auto weights = transport.current_weights();
    for (unsigned int f = 0; f < transport.n_fields(); ++f)
      sum -= weights[f] * flux.derivative[f][transport.n_fields()];
    return sum;
  }

  template <int dim>
  double
  conductance_of_reactions(const CellModel &model, const SurfaceSample<dim> &sample, const double electrode_potential)
  {
    const BoundaryLaw &boundary = model.boundaries[sample.boundary];
    SurfacePoint       bare     = model.surface_point(sample.boundary, sample.location);
    bare.slabs.clear();
    SurfaceFlux flux;
    const bool  solved = boundary.law->evaluate(bare, fields_at_metal(*model.transport, sample),
                                                boundary.metal_potential(electrode_potential), true, flux);
    return solved ? conductance(*model.transport, flux) : std::numeric_limits<double>::quiet_NaN();
  }

  template double
  conductance_of_reactions(const CellModel &, const SurfaceSample<2> &, double);
  template double
  conductance_of_reactions(const CellModel &, const SurfaceSample<3> &, double);
} // namespace zincfield

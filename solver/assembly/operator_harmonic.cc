#include "solver/assembly/operator.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  void
  Operator<dim>::charge_surface(const BoundaryLaw &boundary, const SurfacePoint &point, const double *u, const double electrode_potential, SurfaceFlux &flux) const
  {
    if (step_.angular_frequency == 0.)
      {
        const double capacitance = point.slabs.empty() ? point.double_layer_capacitance : 0.; // that under a film is in its own equations
        flux.derivative[potential_][potential_] += step_.rate * capacitance;
        flux.derivative[potential_][n_] -= step_.rate * capacitance;
        return;
      }
    const SurfaceLaw::Admittance admittance = boundary.law->admittance(point, u, electrode_potential, step_.angular_frequency, flux);
    for (unsigned int f = 0; f < n_; ++f)
      for (unsigned int g = 0; g <= n_; ++g)
        flux.derivative[f][g] = admittance[f][g].real() + (step_.rate > 0. ? admittance[f][g].imag() : 0.);
  }

  template <int dim>
  double
  Operator<dim>::current_moment(const unsigned int boundary, const StateVector &change, const double electrode_change, const StateVector &weight)
  {
    const auto ghosted = [&](ScalarVector<double> &to, const FieldVector &from) {
      to.copy_locally_owned_data_from(from);
      to.update_ghost_values();
      table_.numbering().resolve(to);
    };
    for (unsigned int f = 0; f < n_; ++f)
      ghosted(change_[f], change.block(f));
    ScalarVector<double> &potential = product_[potential_];
    ghosted(potential, weight.block(potential_));
    double sum = 0.;
    for (unsigned int f = 0; f < n_; ++f)
      if (current_weights_[f] != 0.)
        sum += current_weights_[f] * table_.flux_change(boundary, f, change_, electrode_change, &potential);
    if (step_.rate > 0. && transport_.displacement_rate() > 0.)
      sum += step_.rate / transport_.displacement_rate() * table_.flux_change(boundary, potential_, change_, electrode_change, &potential);
    potential.zero_out_ghost_values();
    return Utilities::MPI::sum(sum, discretization_.dof_handler.get_communicator()) * transport_.fields()[potential_].scale;
  }

  template void
  Operator<2>::charge_surface(const BoundaryLaw &, const SurfacePoint &, const double *, double, SurfaceFlux &) const;
  template void
  Operator<3>::charge_surface(const BoundaryLaw &, const SurfacePoint &, const double *, double, SurfaceFlux &) const;
  template double
  Operator<2>::current_moment(unsigned int, const StateVector &, double, const StateVector &);
  template double
  Operator<3>::current_moment(unsigned int, const StateVector &, double, const StateVector &);
} // namespace zincfield

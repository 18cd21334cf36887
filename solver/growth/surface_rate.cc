#include "solver/growth/surface_rate.h"

#include "physics/constants.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  SurfaceRate<dim>
  surface_rate(const MovingMesh<dim>       &mesh,
               const Operator<dim>         &op,
               const StateVector           &state,
               const double                 electrode_potential,
               const std::optional<double> &applied,
               const FieldVector           &thickness,
               const bool                   spread)
  {
    const auto        &discretization = op.discretization();
    const MPI_Comm     communicator   = discretization.dof_handler.get_communicator();
    const StateVector  ghosted        = with_ghosts(discretization, state);
    const Sampler<dim> sampler(discretization, op.model(), ghosted, electrode_potential);

    std::map<const MetalFace<dim> *, std::vector<double>> current;
    SurfaceRate<dim>                                      rate;
    sampler.surface(discretization.face_quadrature, [&](const auto &cell, const unsigned int face, const auto &samples) {
      if (samples.front().boundary != mesh.nodes().electrode())
        return;
      std::vector<double> &here = current[&mesh.faces().find(cell, face)];
      for (const auto &sample : samples)
        {
          here.push_back(sample.deposition_current);
          rate.zinc += sample.deposition_current * sample.weight;
          rate.magnitude += std::abs(sample.deposition_current) * sample.weight;
        }
    });
    rate.zinc      = Utilities::MPI::sum(rate.zinc, communicator);
    rate.magnitude = Utilities::MPI::sum(rate.magnitude, communicator);
    rate.total     = op.working_current();
    double scale   = op.model().data.growth.volume_of_charge() / mesh_unit;
    if (applied && *applied != 0. && rate.total != 0.)
      {
        const double correction = *applied * discretization.mesh.footprint() / rate.total;
        for (double *const sum : {&rate.zinc, &rate.magnitude, &rate.total})
          *sum *= correction;
        scale *= correction;
      }
    const auto normal_velocity = [&](const MetalFace<dim> &face, const unsigned int q) { return scale * current.at(&face)[q]; };
    rate.velocity              = mesh.projection().velocity(normal_velocity, spread);
    rate.thickening            = mesh.projection().scalar([&](const MetalFace<dim> &face, const unsigned int q) {
      return normal_velocity(face, q) + mesh.projection().carried(face, q, rate.velocity, thickness);
    });
    for (unsigned int i = 0; i < rate.velocity.locally_owned_size(); i += dim)
      {
        double square = 0.;
        for (unsigned int d = 0; d < dim; ++d)
          square += rate.velocity.local_element(i + d) * rate.velocity.local_element(i + d);
        rate.fastest = std::max(rate.fastest, std::sqrt(square));
      }
    rate.fastest = Utilities::MPI::max(rate.fastest, communicator);
    return rate;
  }

  template SurfaceRate<2>
  surface_rate(const MovingMesh<2> &,
               const Operator<2> &,
               const StateVector &,
               double,
               const std::optional<double> &,
               const FieldVector &,
               bool);
  template SurfaceRate<3>
  surface_rate(const MovingMesh<3> &,
               const Operator<3> &,
               const StateVector &,
               double,
               const std::optional<double> &,
               const FieldVector &,
               bool);
} // namespace zincfield

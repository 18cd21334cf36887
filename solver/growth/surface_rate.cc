#include "solver/growth/surface_rate.h"

#include "physics/constants.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** A face that turns by more than the angle is faster by this factor of the excess, up to the largest one. */
    constexpr double largest_turn = 0.5, haste = 4., largest_factor = 3.;

    /**
     * Factor on the velocity where the metal closes a kink (concave and growing, or convex and dissolving), which elements cannot
     * have: it fills the kink until no face turns by much more than the angle. 1 wherever faces resolve the curvature.
     */
    template <int dim>
    double
    rounding(
      const MetalFace<dim> &face, const unsigned int q, const MetalShape<dim> &shape, const double sign, const bool axisymmetric)
    {
      double size = 0.;
      for (const auto &point : face.points)
        size += point.weight / (axisymmetric ? 2. * numbers::PI * point.position[0] : 1.);
      if (dim == 3)
        size = std::sqrt(size);
      double sharpest = 0.;
      for (unsigned int k = 0; k < (dim == 2 ? 1 : 2); ++k) // in a section, that of the line
        {
          double curvature = 0.;
          for (unsigned int a = 0; a < face.nodes.size(); ++a)
            curvature += (*face.shape)(q, a) * shape.curvatures[k](face.nodes[a]);
          sharpest = std::max(sharpest, -sign * curvature);
        }
      return std::min(largest_factor, 1. + haste * std::max(0., sharpest * size - largest_turn));
    }
  } // namespace

  template <int dim>
  SurfaceRate<dim>
  surface_rate(const MovingMesh<dim>       &mesh,
               const Operator<dim>         &op,
               const StateVector           &state,
               const double                 electrode_potential,
               const std::optional<double> &applied,
               const FieldVector           &thickness,
               const bool                   spread,
               const double                 total,
               const FilmValues            &film_states)
  {
    const auto        &discretization = op.discretization();
    const MPI_Comm     communicator   = discretization.dof_handler.get_communicator();
    const StateVector  ghosted        = with_ghosts(discretization, state);
    const Sampler<dim> sampler(discretization, op.model(), ghosted, electrode_potential, film_states);

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
    rate.total     = total;
    double scale   = op.model().data.growth.volume_of_charge() / mesh_unit;
    if (applied && *applied != 0. && rate.total != 0.)
      {
        const double correction = *applied * discretization.mesh.footprint() / rate.total;
        for (double *const sum : {&rate.zinc, &rate.magnitude, &rate.total})
          *sum *= correction;
        scale *= correction;
      }
    const auto normal_velocity = [&](const MetalFace<dim> &face, const unsigned int q) {
      const double local = scale * current.at(&face)[q];
      return local * rounding(face, q, mesh.shape(), local > 0. ? 1. : -1., discretization.axisymmetric);
    };
    rate.velocity   = mesh.projection().velocity(normal_velocity, spread);
    rate.thickening = mesh.projection().scalar([&](const MetalFace<dim> &face, const unsigned int q) {
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
               bool,
               double,
               const FilmValues &);
  template SurfaceRate<3>
  surface_rate(const MovingMesh<3> &,
               const Operator<3> &,
               const StateVector &,
               double,
               const std::optional<double> &,
               const FieldVector &,
               bool,
               double,
               const FilmValues &);
} // namespace zincfield

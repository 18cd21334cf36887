#include "postprocess/crowding.h"

#include "physics/constants.h"

#include <deal.II/base/quadrature_lib.h>

#include <cmath>
#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  double
  closest_packing()
  {
    constexpr double diameter = 0.3e-9;
    return std::sqrt(2.) / (avogadro_constant * diameter * diameter * diameter);
  }

  template <int dim>
  double
  most_crowded(const Discretization<dim> &discretization,
               const CellModel           &model,
               const StateVector         &state,
               const double               electrode_potential)
  {
    const TransportModel &transport = *model.transport;
    if (!transport.traits().resolves_charge || model.data.ion_diameter > 0.)
      return 0.;
    double             most    = 0.;
    const StateVector  ghosted = with_ghosts(discretization, state);
    const Sampler<dim> sampler(discretization, model, ghosted, electrode_potential);
    sampler.volume(QGaussLobatto<dim>(discretization.degree() + 1),
                   [&](const auto &, const auto &samples) { // points on the walls, too
      for (const auto &s : samples)
        {
          double sum = 0.;
          for (unsigned int k = 0; k < transport.species().size() && !model.is_dielectric(s.material); ++k)
            sum += transport.material_concentration(s.material, s.properties, s.u.data(), k);
          most = std::max(most, sum);
        }
    });
    return Utilities::MPI::max(most, discretization.dof_handler.get_communicator());
  }

  std::string
  note_on_crowding(const double most)
  {
    if (most <= closest_packing())
      return "";
    char text[300];
    std::snprintf(text, sizeof(text),
                  "ions as points pile up to %.2g mol/L, and no more than %.2g mol/L of spheres of 0.3 nm fit: set an Ion "
                  "diameter, and look at charges and potentials of walls, films and "
                  "electrodes",
                  1e-3 * most, 1e-3 * closest_packing());
    return text;
  }

  template double
  most_crowded(const Discretization<2> &, const CellModel &, const StateVector &, double);
  template double
  most_crowded(const Discretization<3> &, const CellModel &, const StateVector &, double);
} // namespace zincfield

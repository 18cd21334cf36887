#include "solver/assembly/at_electrodes.h"

#include "physics/constants.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  using namespace dealii;

  template <int dim>
  AtElectrodes
  at_electrodes(const Operator<dim> &op, const StateVector &state, const double electrode_potential, const FilmValues &film_states)
  {
    const auto          &discretization = op.discretization();
    const TransportModel &transport     = *op.model().transport;
    const StateVector    ghosted        = with_ghosts(discretization, state);
    const Sampler<dim>   sampler(discretization, op.model(), ghosted, electrode_potential, film_states);
    AtElectrodes         result;
    bool                 solved = true;
    sampler.surface(discretization.face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        {
          solved            = solved && std::isfinite(s.flux.flux[transport.potential()]);
          result.activation = std::max(result.activation, std::abs(s.activation) / thermal_voltage(transport.temperature()));
          if (sampler.zinc() < 0 || s.dielectric)
            continue;
          result.lowest_concentration = std::min(result.lowest_concentration, s.surface_concentration);
          if (op.model().boundaries[s.boundary].condition == Condition::electrode)
            result.lowest_at_working = std::min(result.lowest_at_working, s.surface_concentration);
        }
    });
    const MPI_Comm communicator = discretization.dof_handler.get_communicator();
    result.activation           = Utilities::MPI::max(result.activation, communicator);
    result.lowest_at_working    = Utilities::MPI::min(result.lowest_at_working, communicator);
    result.lowest_concentration = Utilities::MPI::min(result.lowest_concentration, communicator);
    if (Utilities::MPI::min(solved ? 1 : 0, communicator) == 0)
      result.lowest_concentration = std::numeric_limits<double>::quiet_NaN();
    return result;
  }

  template AtElectrodes
  at_electrodes(const Operator<2> &, const StateVector &, double, const FilmValues &);
  template AtElectrodes
  at_electrodes(const Operator<3> &, const StateVector &, double, const FilmValues &);
} // namespace zincfield

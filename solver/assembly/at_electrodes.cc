#include "solver/assembly/at_electrodes.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"
#include "solver/assembly/sampling.h"

#include <deal.II/fe/fe_values.h>

#include <numeric>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** The same of the solid of scaffolds. */
    template <int dim>
    void
    look_into_scaffolds(const Sampler<dim>    &sampler,
                        const PorousElectrode &electrode,
                        const Quadrature<dim> &points,
                        AtElectrodes          &result)
    {
      sampler.volume(points, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          {
            if (!electrode.scaffold(s.material) || electrode.reactions(s.material).empty())
              continue;
            if (const double filled =
                  electrode.fills(s.material) ? s.u[electrode.filled()] / electrode.closed(s.material, s.properties) : 0.;
                filled > result.filled)
              {
                result.filled = filled;
                for (unsigned int d = 0; d < dim; ++d)
                  result.fullest[d] = s.position[d];
              }
            for (const auto &reaction : electrode.reactions(s.material))
              if (reaction->deposits_zinc())
                result.activation =
                  std::max(result.activation, std::abs(s.u[electrode.electronic_potential()] - s.u[electrode.potential()] -
                                                       reaction->equilibrium_potential()) /
                                                thermal_voltage(electrode.temperature()));
            if (sampler.zinc() < 0)
              continue;
            const double c              = electrode.concentration(s.u.data(), sampler.zinc());
            result.lowest_concentration = std::min(result.lowest_concentration, c);
            result.lowest_at_working    = std::min(result.lowest_at_working, c);
          }
      });
    }
  } // namespace

  template <int dim>
  AtElectrodes
  at_electrodes(const Operator<dim> &op, const StateVector &state, const double electrode_potential, const FilmValues &film_states)
  {
    const auto           &discretization = op.discretization();
    const TransportModel &transport      = *op.model().transport;
    const StateVector     ghosted        = with_ghosts(discretization, state);
    const Sampler<dim>    sampler(discretization, op.model(), ghosted, electrode_potential, film_states);
    AtElectrodes          result;
    bool                  solved = true;
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
    if (const PorousElectrode *const electrode = porous(transport))
      look_into_scaffolds(sampler, *electrode, discretization.quadrature, result);
    const MPI_Comm communicator = discretization.dof_handler.get_communicator();
    result.activation           = Utilities::MPI::max(result.activation, communicator);
    result.lowest_at_working    = Utilities::MPI::min(result.lowest_at_working, communicator);
    const double filled         = Utilities::MPI::max(result.filled, communicator);
    for (double &x : result.fullest) // of the rank that has it
      x = Utilities::MPI::max(filled == result.filled ? x : std::numeric_limits<double>::lowest(), communicator);
    result.filled               = filled;
    result.lowest_concentration = Utilities::MPI::min(result.lowest_concentration, communicator);
    if (Utilities::MPI::min(solved ? 1 : 0, communicator) == 0)
      result.lowest_concentration = std::numeric_limits<double>::quiet_NaN();
    return result;
  }

  template <int dim>
  HighestCell
  highest_at_electrodes(const Discretization<dim> &discretization, const CellModel &model)
  {
    FEValues<dim>     volume(discretization.mapping(), discretization.fe, discretization.quadrature, update_JxW_values);
    FEFaceValues<dim> area(discretization.mapping(), discretization.fe, discretization.face_quadrature, update_JxW_values);
    const auto        sum = [](const auto &values) {
      return std::accumulate(values.get_JxW_values().begin(), values.get_JxW_values().end(), 0.);
    };
    const auto holds_charge = [&](const unsigned int id) {
      return model.boundaries[id].law || (model.prescribes_potential(id) && !model.is_bulk(id));
    };
    HighestCell highest;
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned() && cell->at_boundary())
        for (const unsigned int face : cell->face_indices())
          if (cell->at_boundary(face) && cell->face(face)->boundary_id() < model.boundaries.size() &&
              holds_charge(cell->face(face)->boundary_id()))
            {
              volume.reinit(cell);
              area.reinit(cell, face);
              if (const double height = sum(volume) / sum(area) * mesh_unit; height > highest.height)
                highest = {height, cell->face(face)->boundary_id(),
                           cell->material_id() >= model.data.geometry->material_names().size()};
            }
    const double own     = std::exchange(highest.height, Utilities::MPI::max(highest.height, MPI_COMM_WORLD));
    const bool   is_mine = own == highest.height;
    highest.boundary     = Utilities::MPI::max(is_mine ? highest.boundary : 0, MPI_COMM_WORLD);
    highest.in_film      = Utilities::MPI::max(is_mine && highest.in_film ? 1 : 0, MPI_COMM_WORLD) == 1;
    return highest;
  }

  template AtElectrodes
  at_electrodes(const Operator<2> &, const StateVector &, double, const FilmValues &);
  template AtElectrodes
  at_electrodes(const Operator<3> &, const StateVector &, double, const FilmValues &);
  template HighestCell
  highest_at_electrodes(const Discretization<2> &, const CellModel &);
  template HighestCell
  highest_at_electrodes(const Discretization<3> &, const CellModel &);
} // namespace zincfield

#include "solver/time/grown_layer.h"

#include "physics/constants.h"
#include "physics/kinetics/forms_solid.h"
#include "solver/assembly/sampling.h"

#include <deal.II/base/qprojector.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of its thickness by which a layer grows in a time step at most. */
    constexpr double largest_growth = 0.1;

    /** Thickness gained and its rate at a point of a face; 0 before the first step. */
    template <int dim>
    std::array<double, 2>
    both_at(const FilmValues                                 &values,
            const unsigned int                                boundary,
            const Quadrature<dim - 1>                        &quadrature,
            const typename Triangulation<dim>::cell_iterator &cell,
            const unsigned int                                face,
            const Point<dim>                                 &unit_point)
    {
      if (values.empty() || cell->face(face)->boundary_id() != boundary)
        return {};
      const auto both = interpolate(values, cell->id(), face, unit_point, quadrature);
      return {{both[0], both[1]}};
    }
  } // namespace

  template <int dim>
  GrownLayer<dim>::GrownLayer(Discretization<dim> &discretization, const CellModel &model)
    : discretization_(discretization)
    , model_(model)
    , values_(std::make_shared<FilmValues>())
  {
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (const BoundaryLaw &boundary = model.boundaries[id];
          boundary.condition == Condition::electrode && boundary.law && boundary.coating && boundary.coating->precipitates())
        for (unsigned int l = 0; l < boundary.coating->layers.size(); ++l)
          if (const std::string &grown_by = boundary.coating->layers[l].grown_by; !grown_by.empty())
            {
              boundary_ = id;
              for (const auto &reaction : boundary.law->reactions())
                {
                  const auto *solid = dynamic_cast<const FormsSolid *>(reaction.get());
                  reactions_.push_back(solid && reaction->name == grown_by
                                         ? solid->solid_volume() /
                                             (1. - model.transport->porosity(boundary.layer_materials[l], Location()))
                                         : 0.);
                }
            }
    if (exists())
      discretization_.mesh.set_grown([values = values_, boundary = boundary_, quadrature = discretization_.face_quadrature](
                                       const Cell &cell, const unsigned int face, const Point<dim> &unit_point) {
        // between the points where it is known it may overshoot beside where none forms
        return std::max(0., both_at(*values, boundary, quadrature, cell, face, unit_point)[0]);
      });
  }

  template <int dim>
  void
  GrownLayer<dim>::advance(const Operator<dim> &op, const TimeState &state, const double dt, const bool after_switch)
  {
    if (!exists())
      return;
    const FilmValues   films   = op.film_values(state.accumulation.film_states);
    const StateVector  ghosted = with_ghosts(discretization_, state.fields);
    const Sampler<dim> sampler(discretization_, model_, ghosted, state.electrode_potential, films);
    double             sum = 0., area = 0.;
    next_.clear();
    longest_step_ = std::numeric_limits<double>::infinity();
    sampler.surface(discretization_.face_quadrature, [&](const auto &cell, const unsigned int face, const auto &samples) {
      if (cell->face(face)->boundary_id() != boundary_)
        return;
      const Quadrature<dim> unit =
        QProjector<dim>::project_to_face(ReferenceCells::get_hypercube<dim>(), discretization_.face_quadrature, face);
      std::vector<double> &of_cell = next_[cell->id()];
      of_cell.push_back(face);
      of_cell.push_back(2 * samples.size());
      for (unsigned int q = 0; q < samples.size(); ++q)
        {
          double rate = 0.;
          for (unsigned int r = 0; r < reactions_.size(); ++r)
            rate += reactions_[r] * samples[q].flux.reaction_currents[r] / faraday_constant;
          const auto   before = both_at(*values_, boundary_, discretization_.face_quadrature, cell, face, unit.point(q));
          const double gained = before[0] + dt * (after_switch ? rate : 0.5 * (before[1] + rate));
          sum += samples[q].weight * gained;
          area += samples[q].weight;
          of_cell.push_back(gained);
          of_cell.push_back(rate);
          if (rate > 0.)
            longest_step_ = std::min(longest_step_, largest_growth * (samples[q].film_thickness + gained - before[0]) / rate);
        }
    });
    const MPI_Comm communicator = discretization_.dof_handler.get_communicator();
    longest_step_               = Utilities::MPI::min(longest_step_, communicator);
    mean_                       = Utilities::MPI::sum(sum, communicator) / Utilities::MPI::sum(area, communicator);
  }

  template <int dim>
  void
  GrownLayer<dim>::apply(Operator<dim> &op, const FilmValues &film_states)
  {
    set_values(next_);
    op.reinit();
    op.set_film_states(film_states);
  }

  template <int dim>
  FilmValues
  GrownLayer<dim>::values() const
  {
    FilmValues own;
    for (const auto &cell : discretization_.dof_handler.active_cell_iterators())
      if (const auto found = values_->find(cell->id()); cell->is_locally_owned() && found != values_->end())
        own.insert(*found);
    return own;
  }

  template <int dim>
  void
  GrownLayer<dim>::set_values(const FilmValues &own)
  {
    *values_ = of_all_ranks<dim>(own, discretization_.dof_handler.get_communicator());
  }

  template class GrownLayer<2>;
  template class GrownLayer<3>;
} // namespace zincfield

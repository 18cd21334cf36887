#include "solver/time/grown_layer.h"

#include "physics/constants.h"
#include "physics/kinetics/forms_solid.h"
#include "solver/assembly/sampling.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of its thickness by which a layer changes in a time step at most. */
    constexpr double largest_change = 0.1;
  } // namespace

  template <int dim>
  GrownLayer<dim>::GrownLayer(Discretization<dim> &discretization, const CellModel &model)
    : discretization_(discretization)
    , model_(model)
    , gained_(std::make_shared<FilmValues>())
  {
    for (unsigned int id = 0; id < model.boundaries.size(); ++id)
      if (const BoundaryLaw &boundary = model.boundaries[id]; boundary.grown_by >= 0)
        for (unsigned int l = 0; l < boundary.coating->layers.size(); ++l)
          if (!boundary.coating->layers[l].grown_by.empty())
            {
              const auto *solid = dynamic_cast<const FormsSolid *>(boundary.law->reactions()[boundary.grown_by].get());
              boundary_         = id;
              dense_            = solid->solid_volume();
              per_mole_         = dense_ / (1. - model.transport->porosity(boundary.layer_materials[l], Location()));
            }
    if (exists())
      discretization_.mesh.set_grown([gained = gained_, boundary = boundary_, quadrature = discretization_.face_quadrature](
                                       const Cell &cell, const unsigned int face, const Point<dim> &unit_point) {
        if (gained->empty() || cell->face(face)->boundary_id() != boundary)
          return 0.;
        // between the points where it is known it may overshoot beside where none forms
        return std::max(0., interpolate(*gained, cell->id(), face, unit_point, quadrature)[0]);
      });
  }

  template <int dim>
  void
  GrownLayer<dim>::advance(const Operator<dim> &op, const TimeState &state)
  {
    if (!exists())
      return;
    amounts_                 = op.solid_values(state.accumulation.solids);
    const FilmValues   rates = op.solid_values(state.rate.solids), films = op.film_values(state.accumulation.film_states);
    const StateVector  ghosted = with_ghosts(discretization_, state.fields);
    const Sampler<dim> sampler(discretization_, model_, ghosted, state.electrode_potential, films);
    double             sum = 0., area = 0., correction = 0.;
    longest_step_ = std::numeric_limits<double>::infinity();
    sampler.surface(discretization_.face_quadrature, [&](const auto &cell, const unsigned int face, const auto &samples) {
      if (cell->face(face)->boundary_id() != boundary_)
        return;
      const double *const amounts = find_face(amounts_, cell->id(), face).first, *const rate =
                                                                                   find_face(rates, cell->id(), face).first;
      for (unsigned int q = 0; q < samples.size(); ++q)
        {
          const double gained = per_mole_ * amounts[q], before = samples[q].location.grown;
          sum += samples[q].weight * gained;
          area += samples[q].weight;
          correction += samples[q].weight * dense_ *
                        (rate[q] - samples[q].flux.reaction_currents[model_.boundaries[boundary_].grown_by] / faraday_constant);
          if (rate[q] != 0.)
            longest_step_ = std::min(longest_step_, largest_change * (samples[q].film_thickness + gained - before) /
                                                      (per_mole_ * std::abs(rate[q])));
        }
    });
    const MPI_Comm communicator = discretization_.dof_handler.get_communicator();
    longest_step_               = Utilities::MPI::min(longest_step_, communicator);
    total_                      = Utilities::MPI::sum(sum, communicator);
    const double all            = Utilities::MPI::sum(area, communicator);
    mean_                       = total_ / all;
    correction_                 = Utilities::MPI::sum(correction, communicator) / all;
  }

  template <int dim>
  double
  GrownLayer<dim>::surplus(const TimeState::Fluxes &passed) const
  {
    const TransportModel &transport = *model_.transport;
    const BoundaryLaw    &boundary  = model_.boundaries[boundary_];
    const auto           &reactions = boundary.law->reactions();
    for (unsigned int k = 0; k < transport.conserved().size(); ++k)
      {
        const auto weights = transport.conserved_flux_weights(k);
        const auto taken   = [&](const Reaction &reaction) {
          double sum = 0.;
          for (unsigned int f = 0; f < transport.n_fields(); ++f)
            sum += weights[f] * transport.row_weight(f, reaction);
          return sum;
        };
        bool alone = std::abs(taken(*reactions[boundary.grown_by])) > 0.1;
        for (unsigned int r = 0; r < reactions.size(); ++r)
          alone = alone && (static_cast<int>(r) == boundary.grown_by || std::abs(taken(*reactions[r])) < 1e-12);
        if (!alone)
          continue;
        double lost = 0.;
        for (unsigned int f = 0; f < transport.n_fields(); ++f)
          lost += weights[f] * passed[boundary_][f];
        return faraday_constant * total_ / per_mole_ - lost / taken(*reactions[boundary.grown_by]);
      }
    return std::numeric_limits<double>::quiet_NaN();
  }

  template <int dim>
  void
  GrownLayer<dim>::apply(Operator<dim> &op, const FilmValues &film_states)
  {
    set_amounts(amounts_);
    op.reinit();
    op.set_film_states(film_states);
  }

  template <int dim>
  void
  GrownLayer<dim>::set_amounts(const FilmValues &own)
  {
    *gained_ = of_all_ranks<dim>(own, discretization_.dof_handler.get_communicator());
    for (auto &[cell, numbers] : *gained_)
      for (std::size_t i = 0; i < numbers.size(); i += 2 + static_cast<std::size_t>(numbers[i + 1]))
        for (unsigned int q = 0; q < numbers[i + 1]; ++q)
          numbers[i + 2 + q] *= per_mole_;
  }

  template class GrownLayer<2>;
  template class GrownLayer<3>;
} // namespace zincfield

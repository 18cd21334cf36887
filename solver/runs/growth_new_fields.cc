#include "solver/assembly/materials_of_cell.h"
#include "solver/runs/amounts.h"
#include "solver/runs/growth_run.h"
#include "solver/support/printf_text.h"
#include "solver/time/mesh_change.h"

// Fields that have a past, from the mesh before to a new one.

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of the charge moved so far that a change of meshes may lose of an ion. */
    constexpr double most_lost_ions = 1e-8;

    /** Change of a potential that shows how the charge of a double layer changes [V]. */
    constexpr double test_of_potential = 1e-2;

    /** A state on the new mesh whose potentials are still to be found. */
    template <int dim>
    struct NewState
    {
      const Operator<dim> &op;
      StateVector          fields;
      FilmValues           film_states;
      double               electrode_potential = 0.;

      Accumulation
      accumulation() const
      {
        Accumulation held;
        if (film_states.empty())
          op.accumulate(held, fields, electrode_potential);
        else
          op.accumulate(held, fields, electrode_potential, film_states);
        return held;
      }

      /** Raises the potential of the solution and of what lies in films [V]. */
      void
      raise_solution(const double change)
      {
        const unsigned int phi = op.model().transport->potential(), n = op.n_fields();
        FieldVector       &potential = fields.block(phi);
        potential.add(change / op.model().transport->fields()[phi].scale);
        op.discretization().constraints.set_zero(potential);
        for (auto &[cell, values] : film_states)
          for (std::size_t i = 0; i < values.size(); i += 2 + static_cast<std::size_t>(values[i + 1]))
            for (std::size_t k = phi; k < values[i + 1]; k += n)
              values[i + 2 + k] += change;
      }

      bool
      potential_is_prescribed() const
      {
        const auto &list  = op.prescribed();
        const bool  found = std::any_of(list.begin(), list.end(),
                                        [&](const PrescribedUnknown &p) { return p.field == op.model().transport->potential(); });
        return Utilities::MPI::max(found ? 1 : 0, op.discretization().dof_handler.get_communicator()) == 1;
      }
    };

    /** Lets raise(change) change a potential until the double layer of boundary `id`, whose charge is linear in it, holds
     * `charge`. */
    template <int dim, typename Raise>
    void
    charge_double_layer(NewState<dim> &state, const unsigned int id, const double charge, const Raise &raise)
    {
      const double before = state.accumulation().metal_charge[id];
      raise(test_of_potential);
      const double slope = (state.accumulation().metal_charge[id] - before) / test_of_potential;
      raise((slope != 0. ? (charge - before) / slope : 0.) - test_of_potential);
    }
  } // namespace

  template <int dim>
  FieldsInTransit
  GrowthRun<dim>::fields_in_transit() const
  {
    FieldsInTransit result;
    result.table        = field_table<dim>(discretization_, instant_.fields, film_states());
    result.totals       = totals(instant_.accumulation);
    result.metal_charge = instant_.accumulation.metal_charge;
    result.net_current  = instant_.net_current;
    result.flux         = instant_.flux;
    result.passed       = instant_.passed;
    return result;
  }

  template <int dim>
  void
  GrowthRun<dim>::take_over_fields()
  {
    const FieldsInTransit &before = *shape_->fields;
    op_.set_step({});
    NewState<dim> state{op_, StateVector(), {}, now_.electrode_potential};
    take_fields(before.table, op_, now_.electrode_potential, state.fields);
    state.film_states = take_film_states(before.table, discretization_, op_.film_values(state.accumulation().film_states));

    // Charges of double layers: the potentials move by what their surfaces differ by.
    const unsigned int working = op_.working_electrode();
    for (unsigned int id = 0; id < before.metal_charge.size(); ++id)
      if (id != working && before.metal_charge[id] != 0. && !state.potential_is_prescribed())
        charge_double_layer(state, id, before.metal_charge[id], [&](const double change) { state.raise_solution(change); });
    if (before.metal_charge[working] != 0.)
      charge_double_layer(state, working, before.metal_charge[working],
                          [&](const double change) { state.electrode_potential += change; });

    instant_.time                = now_.time;
    instant_.accumulation        = state.accumulation();
    instant_.fields              = state.fields;
    instant_.electrode_potential = state.electrode_potential;
    instant_.net_current         = before.net_current;
    instant_.flux                = before.flux;
    instant_.passed              = before.passed;

    // Amounts of ions, int c dV with c = s + c_b: in proportion to what is stored.
    const double          gained = (volume_of_solution(discretization_) - shape_->solution) * mesh_unit;
    const Sources<double> bulk   = amounts_of_bulk(*model_.transport, material_of_solution(model_));
    const auto            found  = totals(instant_.accumulation);
    const auto            wanted = [&](const unsigned int f) { return before.totals[f] - bulk[f] * gained; };
    for (unsigned int f = 0; f < op_.n_fields(); ++f)
      if ((model_.transport->rows_with_accumulation() >> f & 1u) && f != model_.transport->potential())
        {
          FieldVector &rows = instant_.accumulation.rows.block(f);
          const double size = rows.l1_norm();
          for (unsigned int i = 0; size > 0. && i < rows.locally_owned_size(); ++i)
            rows.local_element(i) += (wanted(f) - found[f]) / size * std::abs(rows.local_element(i));
        }
    const auto kept  = totals(instant_.accumulation);
    double     moved = 0., lost = 0.;
    for (unsigned int f = 0; f < op_.n_fields() && now_.magnitude > 0.; ++f)
      {
        if (f != model_.transport->potential())
          moved = std::max(moved, std::abs(wanted(f) - found[f]) / now_.magnitude);
        lost = std::max(lost, std::abs(wanted(f) - kept[f]) / now_.magnitude);
      }
    shape_->amounts_moved = std::max(shape_->amounts_moved, moved);
    shape_->amounts_lost  = std::max(shape_->amounts_lost, lost);
    shape_->fields.reset();

    now_.fields              = instant_.fields;
    now_.electrode_potential = instant_.electrode_potential;
    state_                   = instant_.fields;
    electrode_potential_     = instant_.electrode_potential;
    log_.line(text("  amounts of ions were corrected by %.1e of the charge moved, %.1e of which is lost", moved, lost));
    if (!(lost <= most_lost_ions))
      result_.failure =
        text("The growth ended at %.6g s: a new mesh would lose ions of %.2g of the charge moved.", now_.time, lost);
  }

  template FieldsInTransit
  GrowthRun<2>::fields_in_transit() const;
  template FieldsInTransit
  GrowthRun<3>::fields_in_transit() const;
  template void
  GrowthRun<2>::take_over_fields();
  template void
  GrowthRun<3>::take_over_fields();
} // namespace zincfield

#include "solver/adaptivity/goals.h"

#include "physics/constants.h"
#include "postprocess/tip_region.h"
#include "solver/assembly/sampling.h"
#include "solver/linear/rough_solve.h"
#include "solver/nonlinear/initial_state.h"
#include "solver/support/interruption.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** d i/du_g and, last, d i/dphi_m of the current that deposits zinc at a point where other reactions flow beside it: central
     * differences of the very law. */
    std::array<double, max_fields + 1>
    deposition_derivative(const CellModel    &model,
                          const unsigned int  boundary,
                          const SurfacePoint &point,
                          const double       *u,
                          const double        phi_m,
                          const SurfaceFlux  &flux)
    {
      const TransportModel              &transport = *model.transport;
      const SurfaceLaw                  &law       = *model.boundaries[boundary].law;
      const unsigned int                 n         = transport.n_fields();
      std::array<double, max_fields + 1> result{};
      constexpr double                   step    = 1e-5; // of the scale of a field
      const auto                         current = [&](const unsigned int g, const double change) {
        std::array<double, max_fields> moved{};
        std::copy_n(u, n, moved.begin());
        if (g < n)
          moved[g] += change;
        SurfaceFlux now;
        now.below  = flux.below;
        double sum = 0.;
        if (law.evaluate(point, moved.data(), phi_m + (g == n ? change : 0.), false, now))
          for (unsigned int r = 0; r < law.reactions().size(); ++r)
            if (law.reactions()[r]->deposits_zinc())
              sum += now.reaction_currents[r];
        return sum;
      };
      for (unsigned int g = 0; g <= n; ++g)
        {
          const double change = step * transport.fields()[g < n ? g : transport.potential()].scale;
          result[g]           = (current(g, change) - current(g, -change)) / (2. * change);
        }
      return result;
    }

    struct Gradient
    {
      StateVector of_fields;
      double      of_potential = 0.;
    };

    /** Adds what the electrons that a scaffold hands to the working electrode have in the same weight, everywhere the same: their
     * current is what the rows of the unknowns lack that the metal prescribes. */
    template <int dim>
    void
    add_electrons(const Operator<dim> &op, const double weight, Gradient &result)
    {
      const auto both = op.pair();
      if (both.empty())
        return;
      const auto                       &numbering = op.table().numbering();
      const unsigned int                n = op.n_fields(), all = (1u << n) - 1;
      std::vector<ScalarVector<double>> rows(n), change(n);
      for (unsigned int f = 0; f < n; ++f)
        {
          numbering.initialize(rows[f]);
          numbering.initialize(change[f]);
          rows[f] = 0.;
        }
      const auto at_working = [&](const PrescribedUnknown &p) {
        return p.field == both[1] && p.boundary == op.working_electrode();
      };
      for (const PrescribedUnknown &p : op.prescribed())
        if (at_working(p))
          rows[p.field].local_element(p.local_index) = -weight;
      op.table().apply_transposed(change, rows, all, 1u << both[1]);
      double of_potential = 0.;
      for (const PrescribedUnknown &p : op.prescribed())
        if (at_working(p))
          {
            if (p.source == PrescribedUnknown::Source::electrode_potential)
              of_potential += change[p.field].local_element(p.local_index) / op.model().transport->fields()[p.field].scale;
            if (op.scaffold_column().n_blocks() > 0)
              of_potential -= weight * op.scaffold_column().block(p.field).local_element(p.local_index);
          }
      result.of_potential += Utilities::MPI::sum(of_potential, op.discretization().dof_handler.get_communicator());
      for (unsigned int f = 0; f < n; ++f)
        for (unsigned int i = 0; i < result.of_fields.block(f).locally_owned_size(); ++i)
          result.of_fields.block(f).local_element(i) += change[f].local_element(i);
    }

    /** dG/du = int weight di/du_g dS over the working electrode, and dG/dphi_m. */
    template <int dim>
    Gradient
    gradient(const Operator<dim> &op,
             const Functional    &goal,
             const StateVector   &ghosted,
             const double         electrode_potential,
             const unsigned int   working)
    {
      const auto        &discretization = op.discretization();
      const auto        &transport      = *op.model().transport;
      const unsigned int n = op.n_fields(), phi = transport.potential(), n_dofs = discretization.fe.dofs_per_cell;
      Gradient           result;
      result.of_potential = goal.of_potential;
      discretization.initialize(result.of_fields, n);
      result.of_fields = 0.;
      if (!goal.weight)
        return result;
      const auto                 &reactions     = op.model().boundaries[working].law->reactions();
      const auto                  deposits_zinc = [](const auto &reaction) { return reaction->deposits_zinc(); };
      const bool                  differs = goal.of_deposition && !std::all_of(reactions.begin(), reactions.end(), deposits_zinc);
      double                      sum     = 0.;
      const auto                  points  = tip_region_quadrature(discretization, op.model().data, working);
      FEFaceValues<dim>           values(discretization.mapping(), discretization.fe, points, update_values);
      std::vector<Vector<double>> local(n, Vector<double>(n_dofs));
      std::vector<types::global_dof_index> dofs(n_dofs);
      const Sampler<dim>                   sampler(discretization, op.model(), ghosted, electrode_potential);
      sampler.surface(points, [&](const auto &cell, const unsigned int face, const auto &samples) {
        if (samples.front().boundary != working)
          return;
        values.reinit(cell, face);
        for (auto &vector : local)
          vector = 0.;
        for (unsigned int q = 0; q < samples.size(); ++q)
          {
            const auto  &s = samples[q];
            const double w = s.weight * goal.weight(goal.of_deposition ? s.deposition_current : s.flux.flux[phi], s.location);
            std::array<double, max_fields + 1> slope = s.flux.derivative[phi];
            if (differs)
              slope = deposition_derivative(op.model(), working, op.model().surface_point(working, s.location), s.u.data(),
                                            op.model().boundaries[working].metal_potential(electrode_potential), s.flux);
            sum += w * slope[n];
            for (unsigned int g = 0; g < n; ++g)
              for (unsigned int j = 0; j < n_dofs; ++j)
                local[g][j] += w * slope[g] * transport.fields()[g].scale * values.shape_value(j, q);
          }
        cell->get_dof_indices(dofs);
        for (unsigned int g = 0; g < n; ++g)
          discretization.constraints.distribute_local_to_global(local[g], dofs, result.of_fields.block(g));
      });
      result.of_fields.compress(VectorOperation::add);
      result.of_potential += Utilities::MPI::sum(sum, discretization.dof_handler.get_communicator());
      if (!goal.of_deposition)
        add_electrons(op, goal.weight(0., Location()), result);
      for (const PrescribedUnknown &p : op.prescribed())
        result.of_fields.block(p.field).local_element(p.local_index) = 0.;
      return result;
    }

    template <int dim>
    void
    solve_transposed(Operator<dim> &op, Preconditioner<dim> &preconditioner, StateVector &solution, const StateVector &right)
    {
      const auto action = [&](StateVector &y, const StateVector &x) {
        stop_if_requested(op.discretization().dof_handler.get_communicator());
        op.transposed_jacobian(y, x);
      };
      const auto inverse = [&](StateVector &y, const StateVector &x) { preconditioner.apply_transposed(y, x); };
      solution           = 0.;
      solve_roughly(action, inverse, solution, right, 1e-2); // rough weights still say where to refine
    }
  } // namespace

  template <int dim>
  std::vector<Goal>
  goals(const Operator<dim> &op, const StateVector &state, const double electrode_potential)
  {
    const bool porous = !op.pair().empty();
    if (op.model().transport->traits().is_primary || (op.model().transport->rows_with_sources() != 0 && !porous) ||
        !op.amounts().empty())
      return {};
    const ElectrodeIntegrals electrodes =
      integrate_over_electrodes(op.discretization(), op.model(), with_ghosts(op.discretization(), state), electrode_potential);
    const bool reacts = std::abs(electrodes.mean()) > 0.; // the metal itself
    if (!reacts && !porous)
      return {};
    std::vector<Goal> list;
    const bool        at_rest = is_open_circuit(op.model().data); // no share of a current that is rounding
    for (const auto &[name, kind] : quantity_kinds())
      if (const auto functional = kind->functional(electrodes);
          functional && (!at_rest || functional->of_potential != 0.) && (reacts || !functional->of_deposition))
        list.insert(functional->of_deposition ? list.end() : list.begin(), Goal{*functional, name});
    if (list.empty())
      return {};
    if (porous &&
        op.model().data.control.mode != ControlMode::galvanostatic) // most of the current is not of the metal's own reactions
      list.front().scale = std::max(list.front().scale, std::abs(op.working_current()) / op.discretization().mesh.footprint());
    if (at_rest)
      list.front().scale = std::max(list.front().scale, thermal_voltage(op.model().transport->temperature()));
    return list;
  }

  template <int dim>
  std::vector<StateVector>
  sensitivities(Operator<dim>           &op,
                Preconditioner<dim>     &preconditioner,
                const std::vector<Goal> &goals,
                const StateVector       &state,
                const double             electrode_potential)
  {
    std::vector<StateVector> result;
    if (goals.empty())
      return result;
    const unsigned int working  = op.working_electrode();
    const StateVector  ghosted  = with_ghosts(op.discretization(), state);
    const bool         bordered = op.model().data.control.mode == ControlMode::galvanostatic;
    StateVector        of_current, column;
    Gradient           current;
    if (bordered) // J^T z + c mu = dG/du and b.z + d mu = dG/dphi_m, with c and d those of the whole current
      {
        current = gradient(op, {1., [](double, const Location &) { return 1.; }}, ghosted, electrode_potential, working);
        op.discretization().initialize(of_current, op.n_fields());
        op.discretization().initialize(column, op.n_fields());
        solve_transposed(op, preconditioner, of_current, current.of_fields);
        StateVector with_metal(column); // what follows the metal's potential
        with_metal = 0.;
        for (const PrescribedUnknown &p : op.prescribed())
          if (p.source == PrescribedUnknown::Source::electrode_potential)
            with_metal.block(p.field).local_element(p.local_index) = 1. / op.model().transport->fields()[p.field].scale;
        op.jacobian(column, with_metal, 1.);
        for (const PrescribedUnknown &p : op.prescribed())
          column.block(p.field).local_element(p.local_index) = 0.;
      }
    for (const Goal &goal : goals)
      {
        const Gradient right = gradient(op, goal, ghosted, electrode_potential, working);
        StateVector    z;
        op.discretization().initialize(z, op.n_fields());
        if (goal.weight)
          solve_transposed(op, preconditioner, z, right.of_fields);
        else
          z = 0.;
        if (bordered)
          z.add(-(right.of_potential - column * z) / (current.of_potential - column * of_current), of_current);
        result.push_back(z);
      }
    return result;
  }

  template std::vector<Goal>
  goals(const Operator<2> &, const StateVector &, double);
  template std::vector<Goal>
  goals(const Operator<3> &, const StateVector &, double);
  template std::vector<StateVector>
  sensitivities(Operator<2> &, Preconditioner<2> &, const std::vector<Goal> &, const StateVector &, double);
  template std::vector<StateVector>
  sensitivities(Operator<3> &, Preconditioner<3> &, const std::vector<Goal> &, const StateVector &, double);
} // namespace zincfield

#include "solver/adaptivity/goals.h"

#include "postprocess/patches.h"
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
    /** Sums over the working electrode that goals are made of. */
    struct Sums
    {
      double area = 0., charge = 0., current = 0., square = 0., tip_area = 0., tip_current = 0., valley_area = 0., valley_current = 0., farthest = 0.;
    };

    template <int dim>
    Sums
    surface_sums(const Operator<dim> &op, const StateVector &ghosted, const double electrode_potential, const unsigned int working, const double patch)
    {
      const auto        &discretization = op.discretization();
      const auto         points         = patch_quadrature(discretization, op.model().data, working);
      const MPI_Comm     communicator   = discretization.dof_handler.get_communicator();
      const unsigned int phi            = op.model().transport->potential();
      const Sampler<dim> sampler(discretization, op.model(), ghosted, electrode_potential);
      Sums               sums;
      const auto         visit = [&](const auto &add) {
        sampler.surface(points, [&](const auto &, const unsigned int, const auto &samples) {
          for (const auto &s : samples)
            if (s.boundary == working)
              add(s);
        });
      };
      visit([&](const auto &s) { sums.farthest = std::max(sums.farthest, s.location.distance_from_tip); });
      sums.farthest = Utilities::MPI::max(sums.farthest, communicator);
      visit([&](const auto &s) {
        const double i = s.deposition_current;
        sums.area += s.weight;
        sums.current += s.weight * i;
        sums.charge += s.weight * s.flux.flux[phi];
        sums.square += s.weight * i * i;
        const double at_tip = s.weight * patch_weight(s.location.distance_from_tip, patch), in_valley = s.weight * patch_weight(sums.farthest - s.location.distance_from_tip, patch);
        sums.tip_area += at_tip;
        sums.tip_current += at_tip * i;
        sums.valley_area += in_valley;
        sums.valley_current += in_valley * i;
      });
      for (double *value : {&sums.area, &sums.charge, &sums.current, &sums.square, &sums.tip_area, &sums.tip_current, &sums.valley_area, &sums.valley_current})
        *value = Utilities::MPI::sum(*value, communicator);
      return sums;
    }

    /** d i/du_g and, last, d i/dphi_m of the current that deposits zinc at a point where other reactions flow beside it: central differences of the very law. */
    std::array<double, max_fields + 1>
    deposition_derivative(const CellModel &model, const unsigned int boundary, const SurfacePoint &point, const double *u, const double phi_m, const SurfaceFlux &flux)
    {
      const TransportModel              &transport = *model.transport;
      const SurfaceLaw                  &law       = *model.boundaries[boundary].law;
      const unsigned int                 n         = transport.n_fields();
      std::array<double, max_fields + 1> result{};
      constexpr double step    = 1e-5; // of the scale of a field
      const auto       current = [&](const unsigned int g, const double change) {
        std::array<double, max_fields> moved{};
        std::copy_n(u, n, moved.begin());
        if (g < n)
          moved[g] += change;
        SurfaceFlux now;
        now.below = flux.below;
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

    /** dG/du = int weight di/du_g dS over the working electrode, and dG/dphi_m. */
    template <int dim>
    Gradient
    gradient(const Operator<dim> &op, const Goal &goal, const StateVector &ghosted, const double electrode_potential, const unsigned int working)
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
      const auto &reactions = op.model().boundaries[working].law->reactions();
      const bool  differs   = goal.of_deposition && !std::all_of(reactions.begin(), reactions.end(), [](const auto &reaction) { return reaction->deposits_zinc(); });
      double      sum       = 0.;
      const auto                           points = patch_quadrature(discretization, op.model().data, working);
      FEFaceValues<dim>                    values(discretization.mapping(), discretization.fe, points, update_values);
      std::vector<Vector<double>>          local(n, Vector<double>(n_dofs));
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
      for (const PrescribedUnknown &p : op.prescribed())
        result.of_fields.block(p.field).local_element(p.local_index) = 0.;
      return result;
    }

    template <int dim>
    void
    solve_transposed(Operator<dim> &op, Preconditioner<dim> &preconditioner, StateVector &solution, const StateVector &right)
    {
      const auto action  = [&](StateVector &y, const StateVector &x) {
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
    const Case &data = op.model().data;
    if (op.model().transport->traits().is_primary || op.model().transport->rows_with_sources() != 0 || !op.amounts().empty())
      return {};
    const StateVector ghosted = with_ghosts(op.discretization(), state);
    const double      patch   = patch_radius(data);
    const Sums        sums    = surface_sums(op, ghosted, electrode_potential, op.working_electrode(), patch);
    const double      mean = sums.current / sums.area, variance = sums.square / sums.area - mean * mean, footprint = op.discretization().mesh.footprint();
    if (!(std::abs(mean) > 0.))
      return {};
    if (is_open_circuit(data)) // no share of a current that is rounding
      return {{"electrode_potential", std::max(std::abs(electrode_potential), thermal_voltage(op.model().transport->temperature())), {}, 1.}};

    std::vector<Goal> list;
    if (data.control.mode == ControlMode::galvanostatic)
      list.push_back({"electrode_potential", std::max(std::abs(electrode_potential), 1e-6), {}, 1.});
    else
      list.push_back({"mean_current_density", std::abs(sums.charge) / footprint, [footprint](double, const Location &) { return 1. / footprint; }, 0.});
    if (const double deviation = std::sqrt(std::max(variance, 0.)); deviation > 1e-6 * std::abs(mean))
      list.push_back({"std_over_mean", 1.,
                      [=](const double i, const Location &) { return ((i - mean) / deviation - deviation / mean) / (sums.area * std::abs(mean)); }, 0., true});
    if (data.geometry->knows_tip() && sums.tip_area > 0. && sums.valley_area > 0. && sums.valley_current != 0.)
      {
        const double tip = sums.tip_current / sums.tip_area, valley = sums.valley_current / sums.valley_area;
        list.push_back({"tip_to_valley", std::abs(tip / valley),
                        [=](double, const Location &location) {
                          return patch_weight(location.distance_from_tip, patch) / (valley * sums.tip_area) -
                                 patch_weight(sums.farthest - location.distance_from_tip, patch) * tip / (valley * valley * sums.valley_area);
                        },
                        0., true});
      }
    return list;
  }

  template <int dim>
  std::vector<StateVector>
  sensitivities(Operator<dim> &op, Preconditioner<dim> &preconditioner, const std::vector<Goal> &goals, const StateVector &state, const double electrode_potential)
  {
    std::vector<StateVector> result;
    if (goals.empty())
      return result;
    const unsigned int working = op.working_electrode();
    const StateVector  ghosted = with_ghosts(op.discretization(), state);
    const bool         bordered = op.model().data.control.mode == ControlMode::galvanostatic;
    StateVector        of_current, column;
    Gradient           current;
    if (bordered) // J^T z + c mu = dG/du and b.z + d mu = dG/dphi_m, with c and d those of the whole current
      {
        current = gradient(op, {"", 1., [](double, const Location &) { return 1.; }, 0.}, ghosted, electrode_potential, working);
        op.discretization().initialize(of_current, op.n_fields());
        op.discretization().initialize(column, op.n_fields());
        solve_transposed(op, preconditioner, of_current, current.of_fields);
        StateVector zero(column);
        zero = 0.;
        op.jacobian(column, zero, 1.);
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

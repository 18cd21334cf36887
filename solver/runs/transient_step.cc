#include "solver/runs/transient_step.h"

#include "solver/runs/amounts.h"
#include "solver/runs/room_of_film.h"

#include "physics/constants.h"
#include "solver/assembly/at_electrodes.h"
#include "solver/assembly/materials_of_cell.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/continuation.h"
#include "solver/support/interruption.h"
#include "solver/time/integrator.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Root of x^3 - 3 x^2 + 3/2 x - 1/6: the diagonal of the method of the third order. */
    constexpr double g = 0.43586652150845899942;

    /** The path of the metal is solved for until it changes by this share of the tolerance, and its volume is that of the charge to
     * `same_volume` of the charge that passes. */
    constexpr double       share_of_tolerance = 0.01, same_volume = 5e-11;
    constexpr unsigned int most_paths = 12;

    /** start + factor * change, with ghosts. */
    FieldVector
    moved(const FieldVector &start, const double factor, const FieldVector &change)
    {
      FieldVector where(start);
      where.zero_out_ghost_values();
      if (change.size() > 0)
        where.add(factor, change);
      where.update_ghost_values();
      return where;
    }

    /** [mesh units], on all ranks. */
    template <int dim>
    double
    area_of(const MetalFaces<dim> &metal)
    {
      double sum = 0.;
      for (const MetalFace<dim> &face : metal.list())
        for (const auto &point : face.points)
          sum += point.weight;
      return Utilities::MPI::sum(sum, metal.nodes().discretization().dof_handler.get_communicator());
    }
  } // namespace

  template <int dim>
  TransientStep<dim>::TransientStep(MovingMesh<dim>                          &mesh,
                                    Operator<dim>                            &op,
                                    const bool                                spread,
                                    std::function<void(const NewtonResult &)> count)
    : mesh_(mesh)
    , op_(op)
    , data_(op.model().data)
    , spread_(spread)
    , count_(std::move(count))
  {}

  template <int dim>
  const typename TransientStep<dim>::Tableau &
  TransientStep<dim>::tableau(const Method method)
  {
    constexpr double     b1 = -0.25 * (6. * g * g - 16. * g + 1.), b2 = 0.25 * (6. * g * g - 20. * g + 5.);
    constexpr double     e2    = (1. - 2. * g) / (1. - g); // weight of the second stage in the embedded method, 1 - e2 of the first
    static const Tableau euler = {{{1.}}, {1.}, {}},
                         third = {{{g}, {0.5 * (1. - g), g}, {b1, b2, g}}, {g, 0.5 * (1. + g), 1.}, {b1 - (1. - e2), b2 - e2, g}};
    return method == Method::implicit_euler ? euler : third;
  }

  template <int dim>
  std::optional<double>
  TransientStep<dim>::applied() const
  {
    if (data_.control.mode != ControlMode::galvanostatic)
      return {};
    return data_.control.applied_current_density;
  }

  template <int dim>
  double
  TransientStep<dim>::nothing() const
  {
    return least_current(op_.model(), std::abs(applied().value_or(0.)));
  }

  template <int dim>
  SurfaceRate<dim>
  TransientStep<dim>::rate(const TimeState &state, const FieldVector &thickness) const
  {
    return surface_rate(mesh_, op_, state.fields, state.electrode_potential, applied(), thickness, spread_, state.current,
                        op_.film_values(state.accumulation.film_states));
  }

  template <int dim>
  std::optional<GrowthStep<dim>>
  TransientStep<dim>::step(const Method            method,
                           const TimeState        &from,
                           const FieldVector      &displacement,
                           const FieldVector      &thickness,
                           const SurfaceRate<dim> &guess,
                           const double            dt,
                           TimeState              &to)
  {
    const Tableau        &method_of = tableau(method);
    const auto           &weights   = method_of.a.back();
    const MetalFaces<dim> before    = mesh_.faces();
    const FieldVector     normals   = mesh_.shape().normals;
    const double          volume    = data_.growth.volume_of_charge() / mesh_unit;
    const double          nothing   = negligible_ * area_of(before);
    const auto            sum       = [&](const std::vector<double> &factors, FieldVector SurfaceRate<dim>::*const member) {
      FieldVector result(rates_[0].*member);
      result.zero_out_ghost_values();
      result = 0.;
      for (std::size_t i = 0; i < factors.size(); ++i)
        result.add(dt * factors[i], rates_[i].*member);
      result.update_ghost_values();
      return result;
    };
    guesses_.clear();
    trouble_.clear();
    GrowthStep<dim> path; // that the metal is taken to go
    path.change    = mesh_.nodes().vector();
    path.thickness = thickness;
    path.thickness = 0.;
    if (guess.velocity.size() > 0)
      {
        path.change    = moved(path.change, dt, guess.velocity);
        path.thickness = moved(path.thickness, dt, guess.thickening);
      }
    for (unsigned int k = 0; k < most_paths; ++k)
      {
        if (!solve_stages(method_of, from, displacement, thickness, path, dt, to))
          return {};
        GrowthStep<dim> found;
        found.change    = sum(weights, &SurfaceRate<dim>::velocity);
        found.thickness = sum(weights, &SurfaceRate<dim>::thickening);
        for (std::size_t i = 0; i < weights.size(); ++i)
          {
            found.zinc += dt * weights[i] * rates_[i].zinc;
            found.magnitude += dt * weights[i] * rates_[i].magnitude;
            found.total += dt * weights[i] * rates_[i].total;
          }
        const double wanted = volume * found.zinc, passed = std::max(volume * found.magnitude, negligible_volume_),
                     swept = Utilities::MPI::sum(before.swept_volume(path.change), path.change.get_mpi_communicator());
        // of a current that charges double layers the zinc is the rounding
        const double counts = std::max({passed, volume * std::abs(found.total), nothing});
        conserve_volume(found, before, normals, volume);
        found.largest              = found.change.linfty_norm();
        const FieldVector residual = moved(found.change, -1., path.change);
        const bool        met =
          (passed == 0. || std::abs(swept - wanted) <= same_volume * counts) &&
          residual.linfty_norm() <= share_of_tolerance * data_.growth.tolerance * std::max(found.largest, negligible_);
        if (!met)
          {
            path = std::move(found);
            continue;
          }
        found.change       = path.change; // where the mesh has gone
        found.volume_error = passed > 0. ? (swept - wanted) / counts : 0.;
        if (!method_of.error.empty())
          {
            const double largest = std::max(found.largest, negligible_),
                         of_path = largest > 0. ? sum(method_of.error, &SurfaceRate<dim>::velocity).linfty_norm() / largest : 0.;
            // that of the fields falls with the third power of the step, that of the path with the second
            found.error = std::max(of_path, data_.growth.tolerance * std::pow(error_of_fields_ / data_.time.tolerance, 2. / 3.));
          }
        to.charge  = from.charge + found.total;
        to.deposit = from.deposit + found.zinc;
        return found;
      }
    trouble_ = "the path of the metal and the current do not settle on each other.";
    return {};
  }

  template <int dim>
  bool
  TransientStep<dim>::solve_stages(const Tableau         &method,
                                   const TimeState       &from,
                                   const FieldVector     &displacement,
                                   const FieldVector     &thickness,
                                   const GrowthStep<dim> &path,
                                   const double           dt,
                                   TimeState             &to)
  {
    const unsigned int n_stages = method.c.size();
    FieldVector        end      = moved(displacement, 1., path.change);
    if (!mesh_.move_metal(end))
      {
        trouble_ = "the mesh folds. The deposit may have closed over a gap of its own, or its surface is too rough for the mesh.";
        return false;
      }
    end                      = mesh_.displacement();
    const FieldVector motion = moved(end, -1., displacement);
    motion_.velocity         = mesh_.nodes().separated(motion);
    motion_.velocity *= 1. / dt;
    motion_.velocity.update_ghost_values();
    rates_.clear();
    changes_.clear();
    to = from;
    for (unsigned int i = 0; i < n_stages; ++i)
      {
        mesh_.move_to(i + 1 == n_stages ? end : moved(displacement, method.c[i], motion));
        before_ = from.accumulation;
        for (unsigned int j = 0; j < i; ++j)
          add(before_, dt * method.a[i][j], changes_[j]);
        if (guesses_.size() > i)
          to.fields = guesses_[i];
        to.time = from.time + method.c[i] * dt;
        if (!solve_stage(method, i, dt, to))
          return false;
        if (guesses_.size() > i)
          guesses_[i] = to.fields;
        else
          guesses_.push_back(to.fields);
        rates_.push_back(rate(to, moved(thickness, method.c[i], path.thickness)));
        for (unsigned int id = 0; id < to.flux.size(); ++id)
          for (unsigned int f = 0; f < op_.n_fields(); ++f)
            to.passed[id][f] += dt * method.a.back()[i] * to.flux[id][f];
      }
    return true;
  }

  template <int dim>
  bool
  TransientStep<dim>::solve_stage(const Tableau &method, const unsigned int i, const double dt, TimeState &to)
  {
    const double length = method.a[i][i] * dt;
    sweep();
    op_.set_step({1. / length, &before_, nothing(), 0., false, &motion_});
    Newton<dim>  newton(op_, data_.solver, applied().has_value(), [](const NewtonStep &) { stop_if_requested(MPI_COMM_WORLD); });
    const double target = applied().value_or(0.);
    if (data_.control.mode == ControlMode::potentiostatic)
      to.electrode_potential = data_.control.electrode_potential;
    else if (!applied())
      to.electrode_potential = data_.control.cell_voltage;
    const NewtonResult solved = newton.solve(to.fields, to.electrode_potential, target);
    count_(solved);
    if (!solved.converged)
      {
        trouble_ = explain(solved.reason) + ".";
        return false;
      }
    op_.accumulate(to.accumulation, to.fields, to.electrode_potential);
    to.rate = to.accumulation;
    add(to.rate, -1., before_);
    scale(to.rate, 1. / length);
    to.current     = op_.working_current();
    to.deposition  = op_.deposition_current();
    to.flux        = op_.boundary_flux();
    to.net_current = 0.;
    for (unsigned int id = 0; id < to.flux.size(); ++id)
      to.net_current += op_.current(id);
    const AtElectrodes metal = at_electrodes(op_, to.fields, to.electrode_potential, op_.film_values(to.accumulation.film_states));
    const std::string  refused = why_refused(op_, to.fields, to.electrode_potential, metal,
                                             {to.current, to.net_current, to.flux, data_.solver.newton_tolerance}, applied());
    if (!refused.empty())
      {
        trouble_ = explain(refused) + ".";
        return false;
      }
    changes_.push_back(to.rate);
    if (!method.error.empty() && i + 1 == method.c.size())
      error_of_fields_ = largest_error(op_, newton, changes_, method.error, method.a[i][i], to);
    return true;
  }

  template <int dim>
  void
  TransientStep<dim>::sweep()
  {
    const auto           &discretization = op_.discretization();
    const TransportModel &transport      = *op_.model().transport;
    const unsigned int    n              = op_.n_fields();
    const Sources<double> amount         = amounts_of_bulk(transport, material_of_solution(op_.model()));
    discretization.initialize(motion_.swept, n);
    Vector<double> rows;
    for (const MetalFace<dim> &face : mesh_.faces().list())
      {
        rows.reinit(face.nodes.size());
        for (std::size_t q = 0; q < face.points.size(); ++q)
          {
            Tensor<1, dim> velocity;
            for (std::size_t a = 0; a < face.nodes.size(); ++a)
              for (unsigned int d = 0; d < dim; ++d)
                velocity[d] += (*face.shape)(q, a) * motion_.velocity.block(d)(face.nodes[a]);
            for (std::size_t a = 0; a < face.nodes.size(); ++a) // the normal points out of the metal
              rows(a) -= velocity * face.points[q].normal * face.points[q].weight * (*face.shape)(q, a) * mesh_unit;
          }
        for (unsigned int f = 0; f < n; ++f)
          if (transport.rows_with_accumulation() >> f & 1u)
            {
              Vector<double> of_field(rows);
              of_field *= amount[f];
              discretization.constraints.distribute_local_to_global(of_field, face.nodes, motion_.swept.block(f));
            }
      }
    add_room_of_film(op_, motion_.velocity, motion_.swept);
    motion_.swept.compress(VectorOperation::add);
  }

  template class TransientStep<2>;
  template class TransientStep<3>;
} // namespace zincfield

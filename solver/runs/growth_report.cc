#include "physics/constants.h"
#include "postprocess/field_files.h"
#include "solver/growth/waves_under_film.h"
#include "solver/runs/growth_run.h"
#include "solver/support/customary_unit.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Times that fields are written in a run without a Field interval. */
    constexpr double n_field_times = 20.;

    /** Powers of e by which a run may enlarge waves under a film without a word. */
    constexpr double most_powers = 3.;
  } // namespace

  template <int dim>
  double
  GrowthRun<dim>::swept_volume() const
  {
    return Utilities::MPI::sum(faces_at_start_->swept_volume(now_.displacement), discretization_.dof_handler.get_communicator());
  }

  template <int dim>
  double
  GrowthRun<dim>::deposited_volume() const
  {
    return deposited_before_ + swept_volume();
  }

  template <int dim>
  double
  GrowthRun<dim>::moved_volume() const
  {
    return options_.volume_of_charge() / mesh_unit * now_.magnitude;
  }

  template <int dim>
  void
  GrowthRun<dim>::measure_shape()
  {
    const double footprint = discretization_.mesh.footprint(), volume = deposited_volume();
    const auto   thickness = range_on_metal(mesh_->nodes(), now_.thickness);
    auto        &numbers   = result_.growth.quantities;
    const auto   add       = [&](const std::string &name, const double value, const std::string &unit) {
      numbers[name].value = value;
      numbers[name].unit  = unit;
    };
    add("charge", now_.charge / footprint, "C/m^2");
    add("deposit_thickness", volume / footprint * mesh_unit, "m");
    add("thinnest_deposit", thickness.first * mesh_unit, "m");
    add("thickest_deposit", thickness.second * mesh_unit, "m");
    add("roughness_arithmetic", profile_.arithmetic * mesh_unit, "m");
    add("roughness_quadratic", profile_.quadratic * mesh_unit, "m");
    add("peak_to_valley", (profile_.highest - profile_.lowest) * mesh_unit, "m");
    add("true_over_projected_area", profile_.true_area / profile_.projected_area, "1");
    add("highest_point", profile_.highest * mesh_unit, "m");
    add("lowest_point", profile_.lowest * mesh_unit, "m");
    add("tip_growth", (profile_.highest - profile_at_start_.highest) * mesh_unit, "m");
    add("base_growth", (profile_.lowest - profile_at_start_.lowest) * mesh_unit, "m");
    add("gap", profile_.gap * mesh_unit, "m");
    if constexpr (dim == 2)
      {
        const Mouth &mouth = profile_.mouth;
        const double width = width_of_cell(discretization_);
        add("mouth_width", std::min(mouth.width, discretization_.axisymmetric ? 2. * width : width) * mesh_unit, "m");
        add("enclosed_volume", mouth.enclosed / footprint * mesh_unit, "m");
      }
    add("smallest_jacobian", mesh_->smallest_jacobian(), "1");
    add("new_meshes", shape_ ? shape_->meshes : 0., "1");
    add("lost_at_new_meshes", shape_ ? shape_->lost : 0., "1");
    if (transient_)
      {
        add("amounts_moved_at_new_meshes", shape_ ? shape_->amounts_moved : 0., "1");
        add("amounts_lost_at_new_meshes", shape_ ? shape_->amounts_lost : 0., "1");
      }
    if (const std::optional<FilmOnMetal> film = mesh_->measure_film())
      {
        add("film_volume", film->volume / footprint * mesh_unit, "m");
        add("thinnest_film", film->thinnest, "1");
        add("torn_film", film->torn, "1");
      }
    const double deposited = options_.volume_of_charge() / mesh_unit * now_.zinc, moved = moved_volume();
    add("volume_against_charge", moved > 0. ? std::abs(volume - deposited) / moved : 0., "1");
    result_.growth.time  = now_.time;
    result_.growth.steps = now_.steps;
  }

  template <int dim>
  void
  GrowthRun<dim>::write_fields_now()
  {
    if (!series_.enabled())
      return;
    write_fields(discretization_, model_, state_, electrode_potential_, series_.next_folder(), data_.output.volume,
                 data_.output.surface, {}, {{"deposit thickness [um]", &now_.thickness}});
    series_.written(now_.time);
  }

  template <int dim>
  void
  GrowthRun<dim>::publish(const GrowthEnds &ends, const GrowthStep<dim> &step, const double dt)
  {
    measure_shape();
    measure_fields();
    GrowthRow row;
    row.step = now_.steps;
    row.drive =
      data_.growth_protocol.steps.empty() ? "" : data_.growth_protocol.steps[data_.growth_protocol.sequence[position_]].name;
    row.time              = now_.time;
    row.length            = dt;
    row.error             = step.error;
    row.volume_error      = result_.growth.quantities.at("volume_against_charge").value;
    row.newton_steps      = newton_steps_;
    row.linear_iterations = linear_iterations_;
    history_.row(row, result_.growth.quantities, result_.report);
    const auto  &numbers = result_.growth.quantities;
    const double share   = ends.share_done(readings(now_, rate_, profile_));
    log_.line(text("  growth %.0f  t %.6g s  step %.3g s", now_.steps, now_.time, dt) +
              text("  %.5g mAh/cm^2  deposit %.5g um (%.5g to ", numbers.at("charge").value / 3.6e4,
                   1e6 * numbers.at("deposit_thickness").value, 1e6 * numbers.at("thinnest_deposit").value) +
              text("%.5g)  tip %+.5g um  Jacobian %.3g", 1e6 * numbers.at("thickest_deposit").value,
                   1e6 * numbers.at("tip_growth").value, mesh_->smallest_jacobian()) +
              text("  volume against charge %.1e  Newton %.0f  linear %.0f", row.volume_error, newton_steps_, linear_iterations_) +
              "  potential " + in_customary_unit(electrode_potential_, "V", 5));
    progress_(std::min(0.999, share));
    const bool   by_charge = options_.field_interval > 0.;
    const double now =
      by_charge ? now_.magnitude / discretization_.mesh.footprint() / options_.field_interval : share * n_field_times;
    if (now_.steps == 0 || now >= next_share_ * (1. - 1e-9))
      {
        write_fields_now();
        next_share_ = std::floor(now * (1. + 1e-9)) + 1.;
      }
    history_.require_written();
    log_.require_written();
  }

  template <int dim>
  void
  GrowthRun<dim>::look_for_waves_under_film()
  {
    const WavesUnderFilm waves   = waves_under_film(discretization_, model_, state_, electrode_potential_, film_states());
    const double         deposit = std::max(0., deposited_volume() / profile_.true_area) * mesh_unit, powers = waves.rate * deposit;
    if (!(powers > most_powers))
      return;
    add_growth_note(
      text(
        "A film that rides on the metal and resists makes short waves grow, since it resists less on crests: those of %.3g um (2 "
        "pi of its thickness) by exp(%.3g) in this run",
        2e6 * numbers::PI * waves.thickness, powers) +
      text(
        ". What became of such waves depends on the mesh. A Surface energy of %.3g J/m^2 holds them (that of zinc is about 1), and "
        "so does a film that resists alike and is thinner in that ratio. See \"Linear stability\" in docs/theory.md.",
        waves.surface_energy));
  }

  template <int dim>
  void
  GrowthRun<dim>::finish()
  {
    if (rate_.velocity.size() > 0)
      {
        go_back();
        StateVector scratch;
        discretization_.initialize(scratch, op_.n_fields());
        if (!transient_)
          op_.residual(scratch, state_, electrode_potential_); // leaves the fluxes of this state behind
        measure_shape();
        measure_fields();
        look_for_waves_under_film();
      }
    if (!directory_.empty())
      {
        if (series_.enabled() && (series_.times.empty() || series_.times.back() < now_.time))
          write_fields_now();
        write_fields(discretization_, model_, state_, electrode_potential_, directory_, data_.output.volume, data_.output.surface,
                     film_states(), {{"deposit thickness [um]", &now_.thickness}});
      }
    log_.line(text("  %.0f growth steps, %.0f more were made again, %.0f ", now_.steps, result_.growth.rejected_steps,
                   result_.growth.solves) +
              (transient_ ? "implicit stages; " : "steady states; ") +
              text("%.3g s the start, %.3g s a step", result_.growth.start_s, result_.growth.step_s));
    log_.line(text("  deposited volume against charge: %.1e of the run, at most %.1e of a step",
                   result_.growth.quantities["volume_against_charge"].value, result_.growth.volume_error));
    result_.operator_evaluations = op_.n_evaluations();
    result_.wall_time_s          = earlier_seconds_ + timer_.wall_time();
  }

  template double
  GrowthRun<2>::swept_volume() const;
  template double
  GrowthRun<3>::swept_volume() const;
  template double
  GrowthRun<2>::deposited_volume() const;
  template double
  GrowthRun<3>::deposited_volume() const;
  template double
  GrowthRun<2>::moved_volume() const;
  template double
  GrowthRun<3>::moved_volume() const;
  template void
  GrowthRun<2>::measure_shape();
  template void
  GrowthRun<2>::write_fields_now();
  template void
  GrowthRun<2>::publish(const GrowthEnds &, const GrowthStep<2> &, double);
  template void
  GrowthRun<2>::finish();
  template void
  GrowthRun<3>::measure_shape();
  template void
  GrowthRun<3>::write_fields_now();
  template void
  GrowthRun<3>::publish(const GrowthEnds &, const GrowthStep<3> &, double);
  template void
  GrowthRun<3>::finish();
} // namespace zincfield

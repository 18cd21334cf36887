#include "meshes/extruded_geometry.h"
#include "meshes/grading.h"
#include "solver/input/input_error.h"
#include "solver/runs/growth_run.h"
#include "solver/runs/starting_mesh.h"
#include "solver/support/printf_text.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Growth steps on a mesh before there may be another. */
    constexpr unsigned int fewest_steps = 3;

    /** Difference of areas that are one, relative. */
    constexpr double same_area = 1e-9;

    /** Share of the deposit that a change of meshes may lose. */
    constexpr double most_lost = 1e-8;

    constexpr unsigned int most_corrections = 6;

    /** Cells along the metal of a new coarse mesh; more come of a gap that has nearly closed. */
    constexpr std::size_t most_cells_along_metal = 1000;

    /** Radius of valleys over the feature: in narrower ones the growing sides have met, and a new mesh fills them. One is due where
     * a valley has this share of it. */
    constexpr double valley_share = 0.1, sharp_valley = 0.5;

    /** Mean growth on a mesh, over that radius, before a valley is a reason for another: it takes half of the radius to close. */
    constexpr double least_growth = 0.25;

    bool
    can_be_meshed(const GrownShape &shape, Case data)
    {
      const double footprint = data.geometry->footprint();
      try
        {
          data.geometry = shape.cell(data.geometry->axisymmetric());
          if (!data.geometry || std::abs(data.geometry->footprint() / footprint - 1.) > same_area ||
              data.geometry->extrusion()->plan_mesh().cells.size() > most_cells_along_metal)
            return false;
          coarse_mesh<2>(data, CellModel(data)); // which may fold
          return true;
        }
      catch (const InputError &)
        {
          return false;
        }
      catch (const TooManyCells &)
        {
          return false;
        }
    }
  } // namespace

  template <int dim>
  void
  GrowthRun<dim>::look_for_new_mesh()
  {
    if constexpr (dim == 2)
      {
        if (!may_renew_ || !data_.geometry->extrusion() || data_.geometry->has_sharp_edges() ||
            now_.steps < steps_at_start_ + fewest_steps)
          return;
        const double radius    = shape_ ? shape_->valley_radius : valley_share * data_.geometry->feature_size();
        const bool   distorted = mesh_->smallest_jacobian() <= options_.new_mesh_below * mesh_->jacobian_at_start(),
                   has_grown   = moved_volume() - moved_at_start_ >= least_growth * radius * discretization_.mesh.footprint();
        if (!distorted && !has_grown)
          return;
        GrownShape shape;
        shape.outline       = outline(mesh_->faces(), now_.thickness);
        const double valley = sharpest_valley(shape.outline);
        if (!distorted && valley > sharp_valley * radius)
          return;
        save();             // the start on the new mesh keeps nothing until it is found
        may_renew_ = false; // asked once: what forbids it now forbids it later
        round_valleys(shape.outline, radius);
        smooth_thickness(shape.outline);
        shape.counter_height = profile_.highest + profile_.gap;
        if (!can_be_meshed(shape, data_))
          {
            add_growth_note(
              "No new mesh is made of the grown shape: it hangs over, nearly touches the counter electrode, or does not "
              "lead from x = 0 to the side of the cell. The mesh is distorted further.");
            return;
          }
        shape.solution      = volume_of_solution(discretization_);
        shape.deposited     = deposited_volume();
        shape.start         = profile_at_start_;
        shape.lost          = shape_ ? shape_->lost : 0.;
        shape.meshes        = shape_ ? shape_->meshes + 1 : 1;
        shape.valley_radius = radius;
        shape.past          = past();

        shape.past["may renew"]       = true;
        shape.past["field times"]     = series_.times;
        shape.past["earlier seconds"] = earlier_seconds_;
        log_.line(text("  new mesh %.0f at %.6g s: the smallest scaled Jacobian was ", shape.meshes, now_.time) +
                  text("%.3g, the sharpest valley %.3g um", mesh_->smallest_jacobian(), valley));
        next_shape_ = std::move(shape);
      }
  }

  template <int dim>
  void
  GrowthRun<dim>::take_over_shape()
  {
    if constexpr (dim == 2)
      {
        take_past(shape_->past);
        series_.times     = shape_->past.at("field times").get<std::vector<double>>();
        earlier_seconds_  = shape_->past.at("earlier seconds");
        steps_at_start_   = now_.steps;
        moved_at_start_   = moved_volume();
        now_.displacement = mesh_->nodes().vector();
        now_.thickness    = mesh_->projection().scalar([&](const MetalFace<2> &face, const unsigned int point) {
          return thickness_at(shape_->outline, face.points[point].position);
        });
        // The curve through the nodes of the old mesh and the faces of the new one bound nearly the same volume; the metal moves by
        // what they differ.
        double left = 0., gained = 0.;
        for (unsigned int k = 0; k < most_corrections; ++k)
          {
            left = volume_of_solution(discretization_) - shape_->solution;
            if (k == 0)
              gained = left;
            if (std::abs(left) <= 0.1 * most_lost * moved_volume())
              break;
            FieldVector displacement = now_.displacement;
            displacement.zero_out_ghost_values();
            displacement.add(left / profile_.true_area, mesh_->shape().normals);
            displacement.update_ghost_values();
            mesh_->move_metal(displacement);
            now_.displacement = mesh_->displacement();
          }
        profile_          = surface_profile(*mesh_, model_);
        const double lost = std::abs(left) / moved_volume();
        shape_->lost      = std::max(shape_->lost, lost);
        deposited_before_ = shape_->deposited - swept_volume();
        log_.line(text("  the new mesh has %.0f cells; the metal was moved by %.2e of the deposit to bound the same volume, ",
                       discretization_.dof_handler.get_triangulation().n_global_active_cells(), gained / moved_volume()) +
                  text("%.1e of which is lost", lost));
        if (!(lost <= most_lost))
          result_.failure =
            text("The growth ended at %.6g s: a new mesh would lose %.2g of the deposited volume.", now_.time, lost);
      }
  }

  template void
  GrowthRun<2>::look_for_new_mesh();
  template void
  GrowthRun<3>::look_for_new_mesh();
  template void
  GrowthRun<2>::take_over_shape();
  template void
  GrowthRun<3>::take_over_shape();
} // namespace zincfield

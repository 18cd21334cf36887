#include "meshes/cell_over_heights.h"
#include "meshes/extruded_geometry.h"
#include "meshes/grading.h"
#include "meshes/imported.h"
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

    constexpr unsigned int most_corrections = 10;

    /** Over the footprint and the radius of valleys: what counts as deposit before there is any. */
    constexpr double least_volume = 0.01;

    /** Cells along the metal of a new coarse mesh; more come of a gap that has nearly closed. */
    constexpr std::size_t most_cells_along_metal = 1000, most_cells_of_metal_in_space = 20000;

    /** Radius of valleys over the feature: in narrower ones the growing sides have met, and a new mesh fills them. One is due where
     * a valley has this share of it. */
    constexpr double valley_share = 0.1, sharp_valley = 0.5;

    /** The same in space over the size of a face: sharper ones would be filled as kinks are (see surface_rate()). */
    constexpr double valley_over_face = 2.;

    /** Mean growth on a mesh, over that radius, before a valley is a reason for another: it takes half of the radius to close. */
    constexpr double least_growth = 0.25;

    template <int dim>
    bool
    can_be_meshed(const GrownShape &shape, Case data, const bool film_has_mesh)
    {
      const double footprint = data.geometry->footprint();
      try
        {
          if (!shape.replace_cell(data) || std::abs(data.geometry->footprint() / footprint - 1.) > same_area)
            return false;
          const ExtrudedGeometry *const extrusion = data.geometry->extrusion();
          if (!extrusion && film_has_mesh)
            return false;
          if ((extrusion ? extrusion->plan_mesh().cells.size() : data.geometry->imported()->curved_edges().size()) >
              (dim == 2 ? most_cells_along_metal : most_cells_of_metal_in_space))
            return false;
          coarse_mesh<dim>(data, CellModel(data)); // which may fold
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
  double
  GrowthRun<dim>::n_faces() const
  {
    return Utilities::MPI::sum(static_cast<double>(mesh_->faces().list().size()), discretization_.dof_handler.get_communicator());
  }

  template <int dim>
  double
  GrowthRun<dim>::valley_radius() const
  {
    if (shape_)
      return shape_->valley_radius;
    if (dim == 2)
      return valley_share * data_.geometry->feature_size();
    return valley_over_face * std::sqrt(profile_.true_area / n_faces());
  }

  template <int dim>
  std::optional<GrownShape>
  GrowthRun<dim>::shape_of_metal(const double radius, const bool distorted)
  {
    GrownShape               shape;
    std::vector<FieldVector> fields{now_.thickness};
    if (const Coating *const coating = model_.boundaries[mesh_->nodes().electrode()].coating; coating && !coating->is_even())
      {
        shape.film = coating->name;
        for (unsigned int l = 0; l < coating->layers.size() && !mesh_->film().slides(); ++l)
          fields.push_back(mesh_->projection().interpolation([&](const MetalFace<dim> &face, const unsigned int node) {
            return coating->thickness(
              l, discretization_.mesh.surface_location(face.cell, face.face, mesh_->faces().unit_node(face, node)));
          }));
        if (mesh_->film().slides())
          {
            fields.push_back(mesh_->film_thickness());
            fields.back().zero_out_ghost_values();
            fields.back() *= mesh_unit;
          }
      }
    for (FieldVector &field : fields)
      field.update_ghost_values(); // a copy has none
    if constexpr (dim == 2)
      {
        shape.outline         = outline(mesh_->faces(), fields);
        shape.sharpest_valley = sharpest_valley(shape.outline);
        if (!distorted && shape.sharpest_valley > sharp_valley * radius)
          return {};
        put_ends_on_sides(shape.outline, width_of_cell(discretization_));
        round_valleys(shape.outline, radius, data_.geometry->has_sharp_edges());
        smooth_fields(shape.outline);
      }
    else
      {
        const auto plan = plan_of_metal(mesh_->faces(), *data_.geometry);
        const auto grid = !plan ? plan : shape_ ? shape_->heights.height.grid() : plan->divided(splines_per_cell);
        if (const auto found = grid ? grown_heights(mesh_->faces(), fields, *grid, radius) : std::nullopt)
          shape.heights = *found;
      }
    return shape;
  }

  template <int dim>
  void
  GrowthRun<dim>::look_for_new_mesh()
  {
    const bool        has_edges = data_.geometry->has_sharp_edges();
    const auto *const imported  = data_.geometry->imported();
    if (!may_renew_ || (imported ? !imported->fills_cell() : !data_.geometry->extrusion()) ||
        ((dim == 2 || !has_edges) && now_.steps < steps_at_start_ + fewest_steps))
      return;
    const double radius = valley_radius();
    const bool   distorted =
                 (dim == 3 && has_edges) || mesh_->smallest_jacobian() <= options_.new_mesh_below * mesh_->jacobian_at_start(),
               has_grown = dim == 2 && !has_edges &&
                           moved_volume() - moved_at_start_ >= least_growth * radius * discretization_.mesh.footprint();
    if (!distorted && !has_grown)
      return;
    std::optional<GrownShape> shape = shape_of_metal(radius, distorted);
    if (!shape)
      return;
    if (now_.steps > 0)
      save();                      // the start on the new mesh keeps nothing until it is found
    may_renew_            = false; // asked once: what forbids it now forbids it later
    shape->counter_height = profile_.highest + profile_.gap_of_metal;
    if (!can_be_meshed<dim>(*shape, data_, !mesh_->nodes().film_materials().empty()))
      {
        add_growth_note(dim == 2
                          ? "No new mesh is made of the grown shape: it nearly touches itself or the counter electrode, hangs "
                            "over under a resolved film, or does not lead from x = 0 to the side of the cell. The mesh is "
                            "distorted further."
                          : "No new mesh is made of the grown shape: it hangs over or is steep, nearly touches the counter "
                            "electrode, or does not fill a rectangle between symmetry planes. The mesh is distorted further.");
        return;
      }
    shape->solution      = volume_of_solution(discretization_);
    shape->deposited     = deposited_volume();
    shape->start         = profile_at_start_;
    shape->lost          = shape_ ? shape_->lost : 0.;
    shape->meshes        = shape_ ? shape_->meshes + 1 : 1;
    shape->valley_radius = radius;
    shape->past          = past();
    shape->n_faces       = shape_ ? shape_->n_faces : n_faces();
    shape->amounts_moved = shape_ ? shape_->amounts_moved : 0.;
    shape->amounts_lost  = shape_ ? shape_->amounts_lost : 0.;
    if (transient_)
      shape->fields = std::make_shared<FieldsInTransit>(fields_in_transit());

    shape->past["may renew"]       = true;
    shape->past["field times"]     = series_.times;
    shape->past["earlier seconds"] = earlier_seconds_;
    if (has_edges)
      add_growth_note(
        "The metal has sharp edges, which no mesh follows into a valley: growth " +
        (dim == 2
           ? text("goes on from %.6g s with a shape of the same volume whose edges are rounded to %.3g um.", now_.time, radius)
           : "begins from a shape of the same volume with edges rounded to about the width of a coarse cell."));
    log_.line(text("  new mesh %.0f at %.6g s: the smallest scaled Jacobian was ", shape->meshes, now_.time) +
              text("%.3g", mesh_->smallest_jacobian()) +
              (dim == 2 ? text(", the sharpest valley %.3g um", shape->sharpest_valley) : ""));
    next_shape_ = std::move(shape);
  }

  template <int dim>
  void
  GrowthRun<dim>::take_over_shape()
  {
    take_past(shape_->past);
    series_.times     = shape_->past.at("field times").get<std::vector<double>>();
    earlier_seconds_  = shape_->past.at("earlier seconds");
    steps_at_start_   = now_.steps;
    moved_at_start_   = moved_volume();
    now_.displacement = mesh_->nodes().vector();
    now_.thickness    = mesh_->projection().interpolation([&](const MetalFace<dim> &face, const unsigned int node) {
      const Point<dim> &place = face.places[node];
      return dim == 2 ? value_at(shape_->outline, 0, Point<2>(place[0], place[1]))
                         : shape_->heights.fields[0].value(Point<2>(place[0], place[1]));
    });
    // The metal of the old mesh and the faces of the new one bound nearly the same volume; it moves by what they differ.
    const double volume = std::max(moved_volume(), least_volume * shape_->valley_radius * discretization_.mesh.footprint());
    double       left = 0., gained = 0.;
    for (unsigned int k = 0; k < most_corrections; ++k)
      {
        left = volume_of_solution(discretization_) - shape_->solution;
        if (k == 0)
          gained = left;
        if (std::abs(left) <= 0.1 * most_lost * volume)
          break;
        FieldVector displacement = now_.displacement;
        displacement.zero_out_ghost_values();
        displacement.add(left / profile_.true_area, mesh_->shape().normals);
        displacement.update_ghost_values();
        mesh_->move_metal(displacement);
        now_.displacement = mesh_->displacement();
      }
    profile_          = surface_profile(*mesh_, model_);
    const double lost = std::abs(left) / volume;
    if (now_.steps == 0)
      profile_at_start_ = shape_->start = profile_;
    shape_->lost      = std::max(shape_->lost, lost);
    deposited_before_ = shape_->deposited - swept_volume();
    const std::string moved =
      now_.steps == 0 ? text("%.2e um", gained / profile_.true_area) : text("%.2e of the deposit", gained / volume);
    log_.line(text("  the new mesh has %.0f cells; the metal was moved by ",
                   discretization_.dof_handler.get_triangulation().n_global_active_cells()) +
              moved + text(" to bound the same volume, %.1e of which is lost", lost));
    if (!(lost <= most_lost))
      result_.failure = text("The growth ended at %.6g s: a new mesh would lose %.2g of the deposited volume.", now_.time, lost);
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

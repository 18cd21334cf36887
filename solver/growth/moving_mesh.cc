#include "solver/growth/moving_mesh.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Smallest scaled Jacobian over that of the start from which the volume follows less stiffly, and at which evenly alone. */
    constexpr double much_distorted = 0.6, most_distorted = 0.3;
  } // namespace

  template <int dim>
  MovingMesh<dim>::MovingMesh(Discretization<dim> &discretization, Operator<dim> &op)
    : discretization_(discretization)
    , op_(op)
    , nodes_(discretization, op.model(), op.working_electrode())
    , extension_(nodes_, VolumeExtension<dim>::Stiffness::of_small_cells)
    , displacement_(std::make_shared<NodeDisplacement<dim>>(discretization))
    , faces_(nodes_)
    , projection_(faces_)
  {
    move_to(nodes_.vector());
    jacobian_at_start_ = smallest_jacobian_;
    film_              = std::make_unique<GrowingFilm<dim>>(projection_, faces_, op_.model());
    if (film_->slides())
      {
        film_at_start_ =
          projection_.scalar([this](const auto &face, const unsigned int point) { return film_->thickness_at_start(face, point); });
        film_at_start_.update_ghost_values();
        hold_film(nodes_.vector(), film_at_start_);
      }
    if (film_->exists())
      move_to(nodes_.vector());
    if (!nodes_.film_materials().empty())
      meshed_film_ = std::make_unique<MeshedFilm<dim>>(faces_, op_.model());
  }

  template <int dim>
  bool
  MovingMesh<dim>::move_metal(FieldVector &displacement)
  {
    if (meshed_film_)
      meshed_film_->carry(displacement);
    FieldVector even = displacement;
    extension_.extend(displacement);
    StateVector fields;
    displace(displacement, fields);
    const double stiff = smallest_jacobian_,
                 share = std::clamp((much_distorted - stiff / jacobian_at_start_) / (much_distorted - most_distorted), 0., 1.);
    if (share > 0.)
      {
        if (!even_extension_)
          even_extension_ = std::make_unique<VolumeExtension<dim>>(nodes_, op_.model().data.geometry->extrusion()
                                                                             ? VolumeExtension<dim>::Stiffness::along_lines
                                                                             : VolumeExtension<dim>::Stiffness::even);
        even_extension_->extend(even);
        even.zero_out_ghost_values();
        even.sadd(share, 1. - share, displacement);
        even.update_ghost_values();
        displace(even, fields);
        if (smallest_jacobian_ > stiff)
          {
            displacement.zero_out_ghost_values();
            displacement.copy_locally_owned_data_from(even);
            displacement.update_ghost_values();
          }
        else
          displace(displacement, fields);
      }
    return settle(displacement, fields);
  }

  template <int dim>
  void
  MovingMesh<dim>::displace(const FieldVector &displacement, StateVector &fields)
  {
    const StateVector components = nodes_.separated(displacement);
    discretization_.initialize(fields, NodeDisplacement<dim>::n_blocks);
    for (unsigned int d = 0; d < dim; ++d)
      fields.block(d) = components.block(d);
    fields.block(dim + 2) = 1.;
    displacement_->set(fields);
    discretization_.mesh.displace(displacement_);
    smallest_jacobian_ = discretization_.mesh.smallest_scaled_jacobian();
  }

  template <int dim>
  bool
  MovingMesh<dim>::move_to(const FieldVector &displacement)
  {
    StateVector fields;
    displace(displacement, fields);
    return settle(displacement, fields);
  }

  template <int dim>
  void
  MovingMesh<dim>::hold_film(const FieldVector &displacement, const FieldVector &thickness)
  {
    held_at_   = displacement;
    held_film_ = thickness;
    held_at_.zero_out_ghost_values();
    held_film_.update_ghost_values(); // a copy has none
  }

  template <int dim>
  void
  MovingMesh<dim>::slide_along_film(const FieldVector &displacement)
  {
    FieldVector moved = displacement;
    moved.zero_out_ghost_values();
    moved.add(-1., held_at_);
    moved.update_ghost_values();
    film_thickness_ = projection_.scalar(
      [&](const auto &face, const unsigned int point) { return projection_.carried(face, point, moved, held_film_); });
    film_thickness_.zero_out_ghost_values();
    film_thickness_ += held_film_;
    for (unsigned int i = 0; i < film_thickness_.locally_owned_size(); ++i)
      if (film_at_start_.local_element(i) > 0.)
        film_share_.local_element(i) *= film_thickness_.local_element(i) / film_at_start_.local_element(i);
    film_thickness_.update_ghost_values();
  }

  template <int dim>
  bool
  MovingMesh<dim>::settle(const FieldVector &displacement, StateVector &fields)
  {
    of_nodes_ = displacement;
    if (!(smallest_jacobian_ > 0.))
      return false;
    faces_.update();
    shape_ = projection_.shape();
    for (unsigned int k = 0; k < 2; ++k)
      fields.block(dim + k).copy_locally_owned_data_from(shape_.curvatures[k]);
    if (film_ && film_->exists())
      {
        if (film_->stretches() || stretch_.size() == 0)
          stretch_ = film_->stretch();
        if (largest_stretch_.size() == 0)
          largest_stretch_ = stretch_;
        film_share_ = film_->share(stretch_, largest_stretch_);
        if (held_film_.size() > 0)
          slide_along_film(displacement);
        film_share_.update_ghost_values();
        fields.block(dim + 2).copy_locally_owned_data_from(film_share_);
      }
    if (meshed_film_ && meshed_film_->keeps_volume())
      {
        film_share_ = meshed_film_->share(displacement);
        fields.block(dim + 2).copy_locally_owned_data_from(film_share_);
      }
    displacement_->set(fields);
    discretization_.move();
    op_.reinit();
    return true;
  }

  template <int dim>
  std::optional<FilmOnMetal>
  MovingMesh<dim>::measure_film() const
  {
    if (meshed_film_)
      return meshed_film_->measure(of_nodes_);
    if (film_->exists())
      return film_->measure(film_share_);
    return {};
  }

  template class MovingMesh<2>;
  template class MovingMesh<3>;
} // namespace zincfield

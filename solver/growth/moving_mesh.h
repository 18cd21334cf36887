#pragma once

#include "solver/assembly/operator.h"
#include "solver/growth/film_on_metal.h"
#include "solver/growth/meshed_film.h"
#include "solver/growth/node_displacement.h"
#include "solver/growth/surface_projection.h"
#include "solver/growth/volume_extension.h"

namespace zincfield
{
  /** The mesh of a cell whose working electrode grows: moves it, its discretization and the equations on it together. Made again
   * where the mesh has been refined. */
  template <int dim>
  class MovingMesh
  {
  public:
    /** At rest in the shape of the geometry. */
    MovingMesh(Discretization<dim> &discretization, Operator<dim> &op);
    MovingMesh(const MovingMesh &) = delete;

    /** Moves to where the nodes of the metal have gone by `displacement` [mesh units] since the start; all others follow, which
     * fills the vector in: stiff where cells are small, evenly where that distorts the mesh much, with a share in between. False
     * where a cell is folded then: the mesh has moved, and nothing may be solved on it. */
    bool
    move_metal(FieldVector &displacement);

    /** The same with the displacement of all nodes. */
    bool
    move_to(const FieldVector &displacement);

    /** Of all nodes, all components [mesh units]. */
    const FieldVector &
    displacement() const
    {
      return of_nodes_;
    }

    /** Smallest scaled Jacobian of the mesh as it is. */
    double
    smallest_jacobian() const
    {
      return smallest_jacobian_;
    }

    /** That of the mesh before the metal moved. */
    double
    jacobian_at_start() const
    {
      return jacobian_at_start_;
    }

    const MovingNodes<dim> &
    nodes() const
    {
      return nodes_;
    }
    const MetalFaces<dim> &
    faces() const
    {
      return faces_;
    }
    const SurfaceProjection<dim> &
    projection() const
    {
      return projection_;
    }
    const MetalShape<dim> &
    shape() const
    {
      return shape_;
    }

    const GrowingFilm<dim> &
    film() const
    {
      return *film_;
    }

    /** The film on the metal, with a mesh or without one; none: there is no film. */
    std::optional<FilmOnMetal>
    measure_film() const;

    /** Where the film with a mesh meets the solution, of this rank: places of nodes [mesh units]. */
    std::vector<dealii::Point<dim>>
    film_front() const
    {
      return meshed_film_ ? meshed_film_->front(of_nodes_) : std::vector<dealii::Point<dim>>();
    }

    /** Of the metal at its nodes: area over that of the start, under a film that stretches. */
    const FieldVector &
    stretch() const
    {
      return stretch_;
    }

    /** The largest stretch that ever was; takes effect with the next move. */
    void
    set_largest_stretch(const FieldVector &stretch)
    {
      largest_stretch_ = stretch;
    }

    /** The thickness of an uneven film at the metal's nodes [mesh units], while these slide along the metal; empty where there is
     * none. */
    const FieldVector &
    film_thickness() const
    {
      return film_thickness_;
    }

    /** Says that the film has this thickness where nodes are displaced by `displacement`: from there on it stays with the metal,
     * and nodes that slide find another, f + s.grad f with the way s along the metal. Takes effect with the next move. */
    void
    hold_film(const FieldVector &displacement, const FieldVector &thickness);

    /** What is left of the thickness of the film, at the nodes. */
    const FieldVector &
    film_share() const
    {
      return film_share_;
    }

  private:
    /** Moves without curvatures and films; fills `fields` in. */
    void
    displace(const FieldVector &displacement, StateVector &fields);

    /** Takes the film from where it was held to where the nodes are. */
    void
    slide_along_film(const FieldVector &displacement);

    /** Curvatures, films, and all that rests on the mesh, after displace(). */
    bool
    settle(const FieldVector &displacement, StateVector &fields);

    Discretization<dim>                   &discretization_;
    Operator<dim>                         &op_;
    const MovingNodes<dim>                 nodes_;
    const VolumeExtension<dim>             extension_;
    std::unique_ptr<VolumeExtension<dim>>  even_extension_; // made where it is needed
    std::shared_ptr<NodeDisplacement<dim>> displacement_;
    MetalFaces<dim>                        faces_;
    SurfaceProjection<dim>                 projection_;
    MetalShape<dim>                        shape_;
    FieldVector                            of_nodes_;
    std::unique_ptr<GrowingFilm<dim>>      film_;        // after the first move
    std::unique_ptr<MeshedFilm<dim>>       meshed_film_; // likewise; null: none
    FieldVector                            stretch_, largest_stretch_, film_share_;
    FieldVector                            film_at_start_, film_thickness_, held_film_, held_at_; // where it is uneven
    double                                 jacobian_at_start_ = 1.;
    double                                 smallest_jacobian_ = 1.;
  };
} // namespace zincfield

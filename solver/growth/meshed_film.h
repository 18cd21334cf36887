#pragma once

#include "solver/growth/film_feet.h"
#include "solver/growth/film_on_metal.h"
#include "solver/growth/surface_projection.h"

namespace zincfield
{
  /**
   * The film with a mesh on metal that grows. Each of its nodes keeps its foot on the metal, which stays with the same piece of the
   * film, and its distance z from there along M, the field with M.n = 1 for the normals n of all faces that meet (n itself where
   * the metal is smooth, the mitre at an edge).
   *
   * At constant volume layer l is s_l times as thick, with s_l a function on the metal for which the volume of the layer above each
   * of the functions phi of the metal's nodes is what it was: int phi dV = int phi dV_0.
   */
  template <int dim>
  class MeshedFilm
  {
  public:
    /** On `faces` at rest. */
    MeshedFilm(const MetalFaces<dim> &faces, const CellModel &model);

    /** Fills in the displacement of the film's nodes. `displacement`: of all components, given on the metal; with ghosts in the
     * end.
     */
    void
    carry(FieldVector &displacement) const;

    /** Whether it is thinner where the metal stretches. */
    bool
    keeps_volume() const
    {
      return coating_.under_growth == UnderGrowth::constant_volume;
    }

    /** What is left of the thickness of all layers together at the nodes of the metal, at constant volume; with ghosts.
     * `displacement`: of the metal. */
    FieldVector
    share(const FieldVector &displacement) const;

    /** `displacement`: of all nodes. */
    FilmOnMetal
    measure(const FieldVector &displacement) const;

    /** Where the nodes beside the solution are, without hanging ones, of this rank. */
    std::vector<dealii::Point<dim>>
    front(const FieldVector &displacement) const;

  private:
    /** A cell of the film that this rank owns. */
    struct Cell
    {
      unsigned int                                 layer = 0;
      std::vector<dealii::types::global_dof_index> nodes;
      std::vector<dealii::Point<dim>>              places; // of the nodes, at rest
      std::vector<WeightsOfMetal>                  feet;   // of points of quadrature, at constant volume
    };

    /** The metal's field M, with its share of each layer at the nodes of the metal (empty: 1); on the feet, with ghosts. */
    struct Field
    {
      FieldVector              mitres;
      std::vector<FieldVector> shares;
    };

    void
    find_cells();

    /** See carry(); returns the shares of layers on feet. */
    std::vector<FieldVector>
    ride(FieldVector &displacement) const;

    /** M at the nodes of the metal. */
    static FieldVector
    mitres(const SurfaceProjection<dim> &projection)
    {
      return projection.velocity([](const auto &, unsigned int) { return 1.; }, false);
    }

    /** Of n components on the nodes below feet, with the entries of `field`. */
    FieldVector
    on_feet(const FieldVector &field, unsigned int n) const;

    /** Moves the film's nodes from the feet of the metal that has gone by `displacement`. */
    void
    place_nodes(const FieldVector &on_metal, const Field &field, FieldVector &displacement) const;

    /** Height above the metal of what was at `height` at the start above a foot. */
    double
    stretched(double height, const WeightsOfMetal &foot, const std::vector<FieldVector> &shares) const;

    /** int phi dV of a layer, by nodes of the metal; `displacement`: of all of the film. */
    FieldVector
    moments(unsigned int layer, const FieldVector &displacement) const;

    double
    weight(const Cell &cell, unsigned int q, const FieldVector &displacement) const;

    /** Makes field.shares those that keep the volumes, and places the nodes. `mitres`: at the nodes of the metal; `on_metal`: the
     * displacement on feet. */
    void
    keep_volumes(const MetalFaces<dim>        &faces,
                 const SurfaceProjection<dim> &projection,
                 const FieldVector            &mitres,
                 const FieldVector            &on_metal,
                 Field                        &field,
                 FieldVector                  &displacement) const;

    const MetalFaces<dim>                         at_rest_;
    const MovingNodes<dim>                       &nodes_;
    const Coating                                &coating_;
    const FilmFeet<dim>                           feet_;
    const dealii::QGauss<dim>                     quadrature_;
    dealii::FullMatrix<double>                    shapes_;    // of the nodes of a cell, at points of quadrature
    dealii::Table<2, dealii::Tensor<1, dim>>      gradients_; // likewise
    std::vector<Cell>                             cells_;
    dealii::IndexSet                              metal_; // nodes below feet
    FieldVector                                   mitres_at_rest_;
    std::vector<std::vector<std::vector<double>>> thickness_; // by layer, face and point, at rest [mesh units]
    std::vector<FieldVector> heights_; // at rest, of the upper ends of layers [mesh units], on feet; at constant volume
    std::vector<FieldVector> moments_; // at rest, likewise
  };
} // namespace zincfield

#pragma once

#include "solver/growth/surface_faces.h"

#include <functional>

namespace zincfield
{
  /** Normals and curvatures of the metal. */
  template <int dim>
  struct MetalShape
  {
    FieldVector                normals;              // out of the metal, of length 1 at free nodes; all components
    std::array<FieldVector, 2> curvatures;           // principal ones [1/mesh unit], positive where the metal is convex
    double                     smallest_radius = 0.; // [mesh units], at least the size of a face there
  };

  /** Projections from the points of the metal to its nodes, by least squares over its present surface. */
  template <int dim>
  class SurfaceProjection
  {
  public:
    explicit SurfaceProjection(const MetalFaces<dim> &faces)
      : faces_(faces)
    {}

    using ValueAt = std::function<double(const MetalFace<dim> &face, unsigned int point)>;

    /** The function of the elements nearest to `value`; about an axis, along the section. */
    FieldVector
    scalar(const ValueAt &value) const;

    /** The function of the elements with `value` at its nodes, the mean of all faces that meet. What is read from mesh to mesh is:
     * a projection overshoots at the ends of the metal, every time. */
    FieldVector
    interpolation(const std::function<double(const MetalFace<dim> &face, unsigned int node)> &value) const;

    /** Moments of `value` on each face: int value phi dS of the shape functions of its nodes. */
    std::vector<dealii::Vector<double>>
    moments(const ValueAt &value) const;

    /** The function f of the elements for which `value` f has these moments: what it integrates to is their sum. `smoothing`: joins
     * the square of its slope, by this share of the squared size of a face, which leaves the sum. `more`: moments that join, by
     * nodes which are no hanging ones. */
    FieldVector
    quotient(const std::vector<dealii::Vector<double>> &moments,
             const ValueAt                             &value,
             double                                     smoothing,
             const FieldVector                         *more = nullptr) const;

    /**
     * Velocities of the nodes with the normal velocity `value`: the least of int (v.n - value)^2 + epsilon |v - (v.n) n|^2 dS under
     * the constraints of the nodes. At kinks both sides move on by `value`, at walls the metal's edge slides along them.
     *
     * `spread`: nodes slide along the surface, too, so that all parts of it stretch alike; without it they gather in valleys and
     * leave tips. epsilon is then nearly 0, and beta (div_s v - c)^2 joins, with c the mean of the surface divergence along the
     * surface (Hou, Lowengrub and Shelley, J. Comput. Phys. 114 (1994) 312, as least squares). That is for sections, whose surface
     * is a line; in space beta |grad_s v|^2 joins: what edges do along the surface decays across the faces beside them.
     */
    FieldVector
    velocity(const ValueAt &value, bool spread) const;

    /** Along a surface whose nodes have the velocity `velocity`: (v.grad_s) `field` at a point of a face. */
    double
    carried(const MetalFace<dim> &face, unsigned int point, const FieldVector &velocity, const FieldVector &field) const;

    MetalShape<dim>
    shape() const;

  private:
    /** Factor of weights that are by the length of a section in place of the area about its axis, 2 pi r of it. Projections have
     * it: else nodes at the axis would be without a hold. */
    double
    per_circle(const MetalFace<dim> &face, unsigned int point) const;

    /** Length of a face, in a section; root of its area in space [mesh units]. */
    double
    size_of(const MetalFace<dim> &face) const;

    /** grad_s phi_a . grad_s phi_b of the nodes of a face, at a point. */
    dealii::FullMatrix<double>
    slope_products(const MetalFace<dim> &face, unsigned int point, const std::vector<dealii::Tensor<1, dim>> &places) const;

    /** epsilon, and beta over the square of the size of a face. */
    struct Weights
    {
      double tangential, stretching;
    };
    static constexpr Weights along_the_normal{1e-3, 0.}, spreading{1e-8, 1e-3}, usual_norm{1., 0.};

    FieldVector
    normals() const;

    /** Of all unknowns of the discretization, zero. */
    FieldVector
    empty_field() const;

    /** The vector field nearest to `value` times the normal. */
    FieldVector
    vector_field(const ValueAt &value, const Weights &weights) const;

    const MetalFaces<dim> &faces_;
  };
} // namespace zincfield

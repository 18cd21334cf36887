#pragma once

#include "meshes/gmsh_mesh.h"

namespace zincfield
{
  /** In Gmsh's language: cells are `fine` beside these curves and grow away from them, up to `coarse`. */
  std::string
  size_near(const std::string &curves, double fine, double coarse);

  /**
   * Hexahedra over a plane with half spheres on it. About each sphere is a shell that ends in an upright cylinder; around the
   * cylinders and above them cells are columns over a plan mesh, which Gmsh makes of the square without the circles.
   */
  class HalfSpheres
  {
  public:
    struct Sizes
    {
      double       width, gap, radius;
      double       apart, beside; // least distances of the middles of spheres from each other and from the sides
      unsigned int cells;         // along a sphere to a turn by 90 degrees, at least
      unsigned int more = 0;      // than that and than the room between spheres asks for
    };

    HalfSpheres(const std::vector<dealii::Point<2>> &places, const Sizes &sizes);

    /** In Gmsh's language. */
    std::string
    plan_description() const;

    /** `plan`: the mesh of that description. */
    void
    build(const GmshMesh &plan);

    /** In the corners of cells with straight edges. */
    double
    smallest_scaled_jacobian() const;

    std::vector<dealii::Point<3>>          vertices;
    std::vector<std::vector<unsigned int>> cells; // in lexicographic order
    Middles                                middles;

  private:
    /** A quadrilateral by its corners one after the other. */
    using Quadrilateral = std::array<unsigned int, 4>;

    /** The cells of a disc, a square in rings: rings_[0] is the square's rim, the last one the circle. */
    struct Disc
    {
      std::vector<dealii::Point<2>>          points; // (angle from the top as a share of 90 degrees) times the direction in plan
      std::vector<Quadrilateral>             cells;
      std::vector<std::vector<unsigned int>> rings;
    };

    Disc
    disc() const;
    std::vector<double>
    levels() const;
    void
    add_shell(const Disc &disc, const dealii::Point<2> &place, const std::vector<unsigned int> &outer);
    void
    add_cell(std::vector<unsigned int> corners);

    std::vector<dealii::Point<2>> places_;
    Sizes                         sizes_;
    unsigned int                  n_, top_rings_, side_rings_;
    double                        cylinder_, height_; // of the cylinders [um]
  };
} // namespace zincfield

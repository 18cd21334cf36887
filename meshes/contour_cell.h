#pragma once

#include "meshes/made_by_gmsh.h"
#include "meshes/traced_curve.h"

namespace zincfield
{
  /**
   * A cell about a curve that hangs over or is closed, planar or (an open one) axisymmetric. Gmsh makes the coarse mesh; its cells
   * on the metal follow the curve, whatever their refinement.
   */
  class ContourCell : public MadeByGmsh
  {
  public:
    struct Shape
    {
      double       gap             = 1.;    // [um] beyond the farthest or highest point, of an open curve above the base plane
      double       side            = 1.;    // [um] of a closed one below a flat counter electrode: distance of the sides
      bool         around          = false; // the counter electrode is a circle about a closed curve
      bool         axisymmetric    = false;
      unsigned int per_right_angle = 4;

      std::function<double(double)> largest; // [um] cells along the metal are no longer, by its place on the curve; none: as others
    };

    /** Throws std::runtime_error with what Gmsh says where it cannot make the mesh. */
    void
    make(const TracedCurve &curve, const Shape &shape);

    void
    declare(Parameters &) override
    {}
    bool
    axisymmetric() const override
    {
      return shape_.axisymmetric;
    }
    std::vector<std::string>
    boundary_names() const override;
    double
    feature_size() const override
    {
      return feature_;
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }
    bool
    fills_cell() const override
    {
      return !curve_.is_closed();
    }
    double
    footprint() const override
    {
      return footprint_;
    }
    std::vector<CurvedEdge>
    curved_edges() const override
    {
      return edges_;
    }
    Middles
    middles() const override
    {
      return {}; // its edges are straight or follow curves
    }

  private:
    /** The geometry in Gmsh's language. */
    std::string
    description(const std::vector<double> &cuts) const;

    /** Moves the vertices on the metal and on a round counter electrode to the curves. */
    void
    follow_curves(const std::vector<double> &cuts);

    TracedCurve             curve_;
    Shape                   shape_;
    double                  feature_ = 1., footprint_ = 1., radius_ = 0.;
    dealii::Point<2>        low_, high_, middle_; // of the curve
    std::vector<CurvedEdge> edges_;
  };
} // namespace zincfield

#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/growth/surface_projection.h"

namespace zincfield
{
  /** What growth makes of the film without a mesh that covers the metal. */
  struct FilmOnMetal
  {
    double volume   = 0.; // [mesh units, 2 pi r included]
    double thinnest = 0.; // over its thickness at the start
    double torn     = 0.; // area where it is gone, over that of the metal
  };

  /**
   * The film on metal that grows. It rides on the metal. Where it stretches, nodes stay with the same piece of the film: its volume
   * on a face at the start is that on the face later.
   */
  template <int dim>
  class GrowingFilm
  {
  public:
    /** Of the faces as they are now, with `projection` on them. */
    GrowingFilm(const SurfaceProjection<dim> &projection, const MetalFaces<dim> &faces, const CellModel &model);

    /** Whether the metal has such a film. */
    bool
    exists() const
    {
      return coating_;
    }

    /** Whether the share depends on the shape. */
    bool
    stretches() const
    {
      return coating_ && coating_->stretches();
    }

    /** Whether nodes may slide along it though it is uneven: it is one layer that keeps its thickness. */
    bool
    slides() const
    {
      return coating_ && coating_->nodes_may_slide() && !coating_->is_even();
    }

    /** Thickness at the start [mesh units] at a point of a face. */
    double
    thickness_at_start(const MetalFace<dim> &face, const unsigned int point) const
    {
      return thickness_.at(&face)[point];
    }

    /** Whether it may tear. */
    bool
    tears() const
    {
      return coating_ && coating_->under_growth == UnderGrowth::tears;
    }

    /** Area of the metal at its nodes over that of the start, int d_0 dS_0 over int d_0 dS; 1 elsewhere. */
    FieldVector
    stretch() const;

    /** What is left of the thickness of the film at the nodes; `stretch`: now, `largest`: that ever was. */
    FieldVector
    share(const FieldVector &stretch, const FieldVector &largest) const;

    /** `share`: at the nodes, with ghosts. */
    FilmOnMetal
    measure(const FieldVector &share) const;

  private:
    const SurfaceProjection<dim>                         &projection_;
    const MetalFaces<dim>                                &faces_;
    const Coating                                        *coating_ = nullptr;
    std::map<const MetalFace<dim> *, std::vector<double>> thickness_; // at the start, at the points of a face [mesh units]
    std::vector<dealii::Vector<double>>                   moments_;   // of it, at the start
  };
} // namespace zincfield

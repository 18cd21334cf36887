#pragma once

#include "solver/linear/coarse_solver.h"
#include "solver/linear/levels.h"
#include "solver/linear/line_smoother.h"

namespace zincfield
{
  /** The vectors of a V-cycle on one level: one set serves all fields, one after the other. */
  struct CycleVectors
  {
    ScalarVector<float>              direction, residual, product;
    ScalarVector<float>              solution, right_side; // below the finest level
    std::vector<ScalarVector<float>> directions, images;   // of least residuals
  };

  /** By level. */
  template <int dim>
  std::vector<CycleVectors>
  make_cycle_vectors(Levels<dim> &levels);

  /**
   * One V-cycle for one diagonal block of the Jacobian, in single precision, which smooths on the way up only.
   *
   * Smoothing: Chebyshev polynomials of the fourth kind (J. Lottes, Optimal polynomial smoothers for multigrid V-cycles, 2022,
   * algorithm 4.1) over the diagonal, which need the largest eigenvalue only. Prescribed and constrained unknowns stay zero. They
   * need a spectrum near the positive axis: a block of advection (see Levels) is smoothed by as many steps of least residuals
   * instead, which nothing can make diverge (H. C. Elman, O. G. Ernst, D. P. O'Leary, SIAM J. Sci. Comput. 23 (2001) 1291).
   */
  template <int dim>
  class FieldMultigrid
  {
  public:
    FieldMultigrid(Levels<dim> &levels, std::vector<CycleVectors> &vectors, unsigned int field);

    /** Take the Jacobians that the levels have now. */
    void
    setup();

    /** x = V-cycle for b. */
    void
    apply(ScalarVector<float> &x, const ScalarVector<float> &b);

    /** Estimate eigenvalues anew in the next setup(). */
    void
    forget();

  private:
    struct Level
    {
      std::unique_ptr<LineSmoother<dim>> inverse;
      ScalarVector<float>                eigenvector;
      float                              largest_eigenvalue = 1.f;
    };

    void
    estimate_eigenvalue(unsigned int level);

    /** The residual of x must stand in the level's residual, and is lost. */
    void
    smooth(unsigned int level, ScalarVector<float> &x);

    /** The same by least residuals: after k steps B r is the shortest that x + span(B r, B A B r, ...) has. */
    void
    smooth_by_least_residuals(unsigned int level, ScalarVector<float> &x);

    void
    cycle(unsigned int level, ScalarVector<float> &x, const ScalarVector<float> &b);

    Levels<dim>               &levels_;
    std::vector<CycleVectors> &vectors_;
    const unsigned int         field_;
    std::vector<Level>         data_;
    CoarseSolver<dim>          coarse_;
  };
} // namespace zincfield

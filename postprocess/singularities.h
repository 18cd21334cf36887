#pragma once

#include "solver/assembly/cell_model.h"
#include "solver/discretization/discretization.h"

namespace zincfield
{
  /**
   * What has no finite value, since the potential behaves as r^m beside an edge of angle b in the solution: gradients as r^(m-1),
   * with m = pi/b between two boundaries that both prescribe the potential, or both a current, and m = pi/(2 b) between one of
   * either kind. Beside an electrode with finite kinetics that ends in the plane of an insulator, the gradient grows as ln r.
   */
  struct Singularities
  {
    bool current   = false; // the current density at a point of the working electrode
    bool deviation = false; // its standard deviation: the square of a current as r^(-1/2), or steeper, has no integral
    bool field     = false; // the electric field in the solution
    bool vanishes =
      false; // not infinite, but known all the same: m > 1 at an edge of the working electrode, where its current density is 0
  };

  /** What is said of a number that such an edge makes infinite. */
  inline const std::string no_limit = "singular at an edge: grows without limit as the mesh is refined";

  template <int dim>
  Singularities
  find_singularities(const Discretization<dim> &discretization, const CellModel &model, unsigned int working);
} // namespace zincfield

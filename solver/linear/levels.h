#pragma once

#include "solver/linear/lines.h"

#include <deal.II/multigrid/mg_transfer_global_coarsening.h>

namespace zincfield
{
  /**
   * The levels of a multigrid method: the mesh of a case, coarsened everywhere by one refinement from level to level (global coarsening: hanging nodes remain), and below the coarsest mesh the
   * same cells with linear elements. Each level has the operator of the case at the current state. Level 0 is the coarsest.
   */
  template <int dim>
  class Levels
  {
  public:
    using Transfer = dealii::MGTwoLevelTransfer<dim, ScalarVector<float>>;

    Levels(Operator<dim> &finest);

    unsigned int
    n() const
    {
      return operators_.size();
    }

    Operator<dim> &
    op(const unsigned int level)
    {
      return *operators_[level];
    }

    /** Between `level` and the one below. */
    const Transfer &
    transfer(const unsigned int level) const
    {
      return *transfers_[level];
    }

    const Lines<dim> &
    lines(const unsigned int level) const
    {
      return *lines_[level];
    }

    /** Carry the state down and linearise the operators there; the finest has been linearised. */
    void
    linearize(const StateVector &state, double electrode_potential);

    /** Applications of the Jacobians below the finest level, in units of that one. */
    double
    n_applications_below() const;

    double
    memory_consumption() const;

  private:
    Operator<dim>                                                                     &finest_;
    std::vector<std::unique_ptr<Discretization<dim>>>                                  discretizations_;
    std::vector<std::unique_ptr<Operator<dim>>>                                        coarse_;
    std::vector<Operator<dim> *>                                                       operators_;
    std::vector<std::unique_ptr<Lines<dim>>>                                           lines_;
    std::vector<std::unique_ptr<Transfer>>                                             transfers_;
  };

  /** Whether a mesh has levels below it. */
  template <int dim>
  bool
  has_levels(const Discretization<dim> &discretization);
} // namespace zincfield

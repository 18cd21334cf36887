#pragma once

#include "solver/linear/line_smoother.h"

#include <deal.II/multigrid/mg_transfer_global_coarsening.h>

namespace zincfield
{
  /**
   * The levels of a multigrid method: the mesh of a case, coarsened everywhere by one refinement from level to level (global
   * coarsening: hanging nodes remain), and below the coarsest mesh the same cells with linear elements. Each level has the operator
   * of the case at the current state. Level 0 is the coarsest.
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

    const StrongLines<dim> &
    lines(const unsigned int level) const
    {
      return *lines_[level];
    }

    /** Carry the state down and linearise the operators there; the finest has been linearised. */
    void
    linearize(const StateVector &state, double electrode_potential);

    /**
     * Whether block (f, f) of a level is one of advection: that of an ion where double layers are resolved and its electrochemical
     * potential changes by more than RT/4 in some cell, as it does in space charge above the limiting current.
     */
    bool
    advective(const unsigned int level, const unsigned int f) const
    {
      return advective_[level][f];
    }

    /** Applications of the Jacobians below the finest level, in units of that one. */
    double
    n_applications_below() const;

    double
    memory_consumption() const;

  private:
    bool
    is_advective(unsigned int level, unsigned int f, const ScalarVector<float> &field) const;

    Operator<dim>                                    &finest_;
    std::vector<std::unique_ptr<Discretization<dim>>> discretizations_;
    std::vector<std::unique_ptr<Operator<dim>>>       coarse_;
    std::vector<Operator<dim> *>                      operators_;
    std::vector<std::unique_ptr<StrongLines<dim>>>    lines_;
    std::vector<std::unique_ptr<Transfer>>            transfers_;
    std::vector<std::vector<bool>>                    advective_; // by level and field
  };

  /** Whether a mesh has levels below it. */
  template <int dim>
  bool
  has_levels(const Discretization<dim> &discretization);
} // namespace zincfield

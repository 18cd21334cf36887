#pragma once

#include "solver/assembly/operator.h"

namespace zincfield
{
  /**
   * Lines of unknowns along which flat cells couple strongly: across thin layers, up the flanks of steep protrusions. A line runs
   * from cell to cell as long as they agree; unknowns of other ranks and constrained ones end it.
   */
  template <int dim>
  class StrongLines
  {
  public:
    StrongLines(const JacobianTable<dim> &table, double strong_ratio);

    /** Unknowns of line k are unknowns[start[k]] to unknowns[start[k + 1] - 1], in order. */
    std::vector<unsigned int> start = {0}, unknowns;

    /** By how many places unknown i follows j on a line; 0 if it does not or is further away than a cell is long. Known for ghosts
     * too. */
    unsigned int
    distance(const unsigned int i, const unsigned int j) const
    {
      for (unsigned int d = 1; any_ && d <= width_; ++d)
        if (previous_[i * width_ + d - 1] == j)
          return d;
      return 0;
    }

    /** Whether there is a line on any rank. */
    bool
    any() const
    {
      return any_;
    }

    /** By batch of cells: the axes along which lines pass through it (bits), and whether an unknown of it depends on others. */
    std::vector<unsigned int> axes;
    std::vector<bool>         dependent;

    bool
    joined(const unsigned int i, const unsigned int j) const
    {
      return distance(i, j) > 0 || distance(j, i) > 0;
    }

    static constexpr unsigned int nowhere = dealii::numbers::invalid_unsigned_int;

  private:
    /** List the unknowns before each one, and tell the ranks that have it as a ghost. */
    void
    tabulate_previous(const JacobianTable<dim> &table);

    unsigned int              width_; // unknowns of a cell before its last
    bool                      any_ = false;
    std::vector<unsigned int> previous_; // by unknown and distance - 1; empty without lines
  };

  /**
   * Inverse of the block diagonal of one field: the matrices of the lines, which are bands, and the diagonal elsewhere. Zero at
   * prescribed and constrained unknowns. A block of advection (see Levels) keeps it on the lines, factorised with exchanges of
   * rows, since its pivots have any sign; others, close to symmetric ones, are taken as such and factorised as L D L^T.
   */
  template <int dim>
  class LineSmoother
  {
  public:
    LineSmoother(const Operator<dim> &op, const StrongLines<dim> &lines, unsigned int field);

    /** Take the Jacobian of the operator. */
    void
    setup(bool advective);

    void
    apply(ScalarVector<float> &destination, const ScalarVector<float> &source) const;

    bool
    is_free(const unsigned int i) const
    {
      return free_[i];
    }

  private:
    /** Of entries that lie on several ranks still. `before`, `after`: couplings of an unknown with those before it on its line, and
     * of those with it, by distance - 1. */
    void
    invert(std::vector<ScalarVector<double>> &before, std::vector<ScalarVector<double>> &after, ScalarVector<double> &diagonal);
    void
    factorise(const std::vector<ScalarVector<double>> &before, const ScalarVector<double> &diagonal);
    void
    factorise_advection(const std::vector<ScalarVector<double>> &before,
                        const std::vector<ScalarVector<double>> &after,
                        const ScalarVector<double>              &diagonal);

    /** On the lines only. */
    void
    solve_advection(ScalarVector<float> &solution, const ScalarVector<float> &right_side) const;

    const Operator<dim>    &op_;
    const StrongLines<dim> &lines_;
    const unsigned int      field_, width_; // entries left of the diagonal
    bool                    advective_ = false;
    std::vector<bool>       free_;
    std::vector<float>      inverse_diagonal_; // by unknown; of D on lines
    std::vector<float>      lower_;            // L, by place of the later unknown and distance - 1
    std::vector<float> bands_; // of advection: LAPACK's factors of the lines, one after the other, and the rows that it exchanged
    std::vector<int>   exchanged_;
  };
} // namespace zincfield

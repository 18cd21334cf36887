#pragma once

#include "solver/assembly/operator.h"

namespace zincfield
{
  /**
   * Lines of unknowns along which flat cells couple strongly: across thin layers, up the flanks of steep protrusions. A line runs from cell to cell as long as they agree; unknowns of other ranks and
   * constrained ones end it.
   */
  template <int dim>
  class Lines
  {
  public:
    Lines(const JacobianTable<dim> &table);

    /** Unknowns of line k are members[start[k]] to members[start[k + 1] - 1], in order. */
    std::vector<unsigned int> start = {0}, members;

    /** Line of a member. */
    std::vector<unsigned int> line;

    /** Whether unknown i follows j on a line, at most `width` behind it. */
    bool
    joins(unsigned int i, unsigned int j, unsigned int width) const;

    /** By batch of cells: whether a line passes through it or an unknown of it depends on others. */
    std::vector<bool> needs_matrices;

    /** Place of an unknown among the members, or `nowhere`. */
    std::vector<unsigned int> place;
    static constexpr unsigned int nowhere = dealii::numbers::invalid_unsigned_int;
  };

  /**
   * Inverse of the block diagonal of one field: the matrices of the lines (bands, factorised as L D L^T) and the diagonal elsewhere. Zero at prescribed and
   * constrained unknowns.
   */
  template <int dim>
  class LineInverse
  {
  public:
    LineInverse(const Operator<dim> &op, const Lines<dim> &lines, unsigned int field);

    /** Take the Jacobian of the operator. */
    void
    setup();

    void
    apply(ScalarVector<float> &destination, const ScalarVector<float> &source) const;

    bool
    is_free(const unsigned int i) const
    {
      return free_[i];
    }

  private:
    void
    factorise(std::vector<double> &band, const std::vector<double> &diagonal);

    const Operator<dim> &op_;
    const Lines<dim>    &lines_;
    const unsigned int   field_, width_; // entries left of the diagonal
    std::vector<bool>    free_;
    std::vector<float>   inverse_diagonal_; // by unknown; of D on lines
    std::vector<float>   lower_;            // by place and distance - 1
  };
} // namespace zincfield

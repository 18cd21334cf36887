#pragma once

#include "solver/assembly/prescribed_unknowns.h"

#include <deque>

namespace zincfield
{
  /**
   * What no reaction of a closed cell changes: sum_f weights[f] int u_f dV over the solution.
   *
   * Between two electrodes and no bulk boundary the total of such a combination of rows vanishes whatever the state, so that a
   * steady state is fixed only by how much salt the cell was filled with. The row of field `pinned` at one node gives way to that.
   */
  struct ConservedAmount
  {
    unsigned int                   pinned = 0; // a field with weight 1 that no other amount has
    std::array<double, max_fields> weights{};  // by field; 0 for the potential, which stores nothing
  };

  /** The independent conserved amounts of a cell; none where a bulk boundary feeds it. Of two ions and zinc alone: that of the
   * other ion. */
  std::vector<ConservedAmount>
  conserved_amounts(const CellModel &model);

  /** The rows of conserved amounts in a closed cell at steady state: each takes the place of the row of one field at one node. */
  template <int dim>
  class ConservedAmounts
  {
  public:
    explicit ConservedAmounts(const AssemblyContext<dim> &context)
      : context_(context)
    {}

    /** Finds the amounts and adds the unknowns that hold them to the prescribed ones. `surface_norm`: norm of int w dS over the
     * working electrode. */
    void
    reinit(PrescribedUnknowns<dim> &prescribed, double surface_norm);

    const std::vector<ConservedAmount> &
    list() const
    {
      return list_;
    }

    /** Surplus of each amount over the bulk composition, weighted like a row [A/m^2 times mesh units]; evaluated on all ranks. */
    std::vector<double>
    surplus(const StateVector &state) const;

    /** Tabulates d surplus/d u at a state with ghosts. */
    void
    tabulate(const StateVector &state);

    /** Change of the surplus with a change of the fields at the last tabulate(). */
    std::vector<double>
    surplus_change(const StateVector &change) const;

  private:
    using Number = dealii::VectorizedArray<double>;
    using Cells  = typename AssemblyContext<dim>::Cells;

    /** Calls what(fields of the state on a batch of cells of the solution, number of cells). */
    void
    over_solution(const StateVector &state, const std::function<void(std::deque<Cells> &, unsigned int)> &what) const;

    /** Volume of the solution on all ranks [mesh units]. */
    double
    solution_volume() const;

    const AssemblyContext<dim>  &context_;
    std::vector<ConservedAmount> list_;
    std::vector<double>          weight_;   // of a surplus [mol/m^3]
    std::vector<StateVector>     gradient_; // of the surplus, by amount
    double                       solution_volume_ = 0.;
  };
} // namespace zincfield

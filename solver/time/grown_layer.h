#pragma once

#include "solver/time/time_state.h"

namespace zincfield
{
  /**
   * The layer of a coating that grows by what precipitates on the working electrode: dh/dt = V_m r/(1 - porosity), point by point.
   *
   * Its thickness is taken from step to step, by the rates at both ends of a time step, and is that of its beginning during one: it
   * changes little in a step of longest_step(). Films without a mesh follow it; what their pores hold comes from the solution.
   */
  template <int dim>
  class GrownLayer
  {
  public:
    GrownLayer(Discretization<dim> &discretization, const CellModel &model);

    bool
    exists() const
    {
      return !reactions_.empty();
    }

    /** What it has gained after a time step of length `dt` to `state`, by the rate there, or by the mean of this and the last one.
     */
    void
    advance(const Operator<dim> &op, const TimeState &state, double dt, bool after_switch);

    /** Mean over the electrode, after advance() [m]. */
    double
    mean() const
    {
      return mean_;
    }

    /** Makes the film as thick as that, and the operator anew. `film_states`: those of the time step. */
    void
    apply(Operator<dim> &op, const FilmValues &film_states);

    /** [s], by the present rates. */
    double
    longest_step() const
    {
      return longest_step_;
    }

    /** At the points of faces of this rank: thickness gained [m], and its rate [m/s]. */
    FilmValues
    values() const;
    void
    set_values(const FilmValues &own);
    void
    set_longest_step(const double longest)
    {
      longest_step_ = longest;
    }

  private:
    using Cell = typename dealii::Triangulation<dim>::cell_iterator;

    Discretization<dim>        &discretization_;
    const CellModel            &model_;
    unsigned int                boundary_ = 0;
    std::vector<double>         reactions_; // by reaction of the boundary: thickness per mole [m^3/mol]; empty: no such layer
    std::shared_ptr<FilmValues> values_;    // of all ranks; the mesh keeps them after the run
    FilmValues                  next_;      // of this rank, after advance()
    double                      longest_step_ = std::numeric_limits<double>::infinity(), mean_ = 0.;
  };
} // namespace zincfield

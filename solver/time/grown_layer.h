#pragma once

#include "solver/time/time_state.h"

namespace zincfield
{
  /**
   * The layer of a coating that grows by what precipitates on the working electrode, and gives it back where it dissolves:
   * dh/dt = V_m r/(1 - porosity), point by point.
   *
   * The amount of solid is a part of the time state, integrated as what the solution holds (Accumulation::solids), so that both
   * balance and no stage of a step leaves less than nothing. The film is as thick as at the beginning of a time step during one,
   * and changes little in a step of longest_step(). Films without a mesh follow it; what their pores hold comes from the solution.
   */
  template <int dim>
  class GrownLayer
  {
  public:
    GrownLayer(Discretization<dim> &discretization, const CellModel &model);

    bool
    exists() const
    {
      return per_mole_ > 0.;
    }

    /** Finds what it has gained at `state`, to which a time step has led. */
    void
    advance(const Operator<dim> &op, const TimeState &state);

    /** Mean over the electrode, after advance() [m]. */
    double
    mean() const
    {
      return mean_;
    }

    /** Mean thickness of dense solid that forms in a second, after advance(), less what rates say that do not know that the last of
     * it has dissolved [m/s]. */
    double
    correction_of_rate() const
    {
      return correction_;
    }

    /**
     * Solid on the electrode less what the solution has lost to it, after advance(), in `passed` (see TimeState), by a component
     * that no other reaction of the electrode takes or makes [C/m^2 times mesh units]; NaN: there is no such component.
     */
    double
    surplus(const TimeState::Fluxes &passed) const;

    /** Makes the film as thick as that, and the operator anew. `film_states`: those of the time step. */
    void
    apply(Operator<dim> &op, const FilmValues &film_states);

    /** [s], by the present rates. */
    double
    longest_step() const
    {
      return longest_step_;
    }

    /** Takes these amounts of solid [mol/m^2] at the points of faces of this rank, from a checkpoint. */
    void
    set_amounts(const FilmValues &own);
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
    double                      per_mole_ = 0., dense_ = 0.; // thickness per amount [m^3/mol], without pores; 0: no such layer
    std::shared_ptr<FilmValues> gained_;                     // [m], of all ranks; the mesh keeps them after the run
    FilmValues                  amounts_;                    // of this rank, after advance() [mol/m^2]
    double                      longest_step_ = std::numeric_limits<double>::infinity(), mean_ = 0., total_ = 0.,
           correction_ = 0.; // [s], [m], [m times mesh units], [m/s]
  };
} // namespace zincfield

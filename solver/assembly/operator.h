#pragma once

#include "solver/assembly/block_matrices.h"
#include "solver/assembly/cell_terms.h"
#include "solver/assembly/conserved_amounts.h"
#include "solver/assembly/loads.h"
#include "solver/assembly/surface_terms.h"

namespace zincfield
{
  /**
   * The discrete equations of one case, composed of terms: residual, Jacobian action and matrices, all from the same pointwise
   * laws.
   *
   * Row f of the residual tests with w: int (sum_g A_fg grad u_g).grad w dV + int (n.flux_f) w dS, in A/m^2 times mesh units; in a
   * time step, rate (int stored_f w dV - int q w dS - before) is added, with q the charge of the metal's double layer; rows of
   * prescribed and constrained unknowns hold value minus prescription, those of conserved amounts the surplus over the bulk
   * composition. Electrode potentials are in V.
   */
  template <int dim>
  class Operator
  {
  public:
    /** `loads`: additions to the equations; without any they cost nothing. */
    Operator(const Discretization<dim> &discretization, const CellModel &model, Loads<dim> loads = {});
    Operator(const Operator &) = delete; // the terms refer to it

    /** Tabulates what depends on the mesh. */
    void
    reinit();

    /** What the following residuals and linearisations are a step of; the levels of a multigrid method take it from the finest. */
    void
    set_step(const ImplicitStep &step)
    {
      context_.step = step;
      surfaces_->begin_step();
    }
    const ImplicitStep &
    step() const
    {
      return context_.step;
    }

    /** What the state holds. */
    void
    accumulate(Accumulation &accumulation, const StateVector &state, const double electrode_potential) const
    {
      accumulate_terms(accumulation, state, electrode_potential, false);
    }

    /** What the state holds with these states below films without a mesh, given on this mesh or another one made from the same
     * coarse cells. */
    void
    accumulate(Accumulation      &accumulation,
               const StateVector &state,
               const double       electrode_potential,
               const FilmValues  &film_states) const
    {
      surfaces_->set_film_states(film_states);
      accumulate_terms(accumulation, state, electrode_potential, true);
    }

    /** Starting guesses of what lies below films, likewise. */
    void
    set_film_states(const FilmValues &film_states) const
    {
      surfaces_->set_film_states(film_states);
    }

    /** See SurfaceTerms. */
    FilmValues
    film_values(const std::vector<double> &entries) const
    {
      return surfaces_->film_values(entries);
    }
    std::vector<double>
    film_entries(const FilmValues &values) const
    {
      return surfaces_->film_entries(values);
    }
    FilmValues
    solid_values(const std::vector<double> &entries) const
    {
      return surfaces_->solid_values(entries);
    }
    std::vector<double>
    solid_entries(const FilmValues &values) const
    {
      return surfaces_->solid_entries(values);
    }
    double
    add_film_surplus(StateVector               &rows,
                     const std::vector<double> &surplus,
                     const StateVector         &state,
                     const double               electrode_potential) const
    {
      return surfaces_->add_film_surplus(rows, surplus, state, electrode_potential, working_);
    }
    double
    surface_change(const StateVector         &change,
                   const double               electrode_change,
                   const std::vector<double> &surplus,
                   const StateVector         &state,
                   const double               electrode_potential,
                   const unsigned int         counted) const
    {
      return surfaces_->change(change, electrode_change, surplus, state, electrode_potential, counted);
    }

    /** Leaves no guess behind from earlier evaluations, see Newton::forget(). */
    void
    forget()
    {
      surfaces_->forget();
    }

    /** Residual at `state`. Returns false where a film's own equations have no solution (on all ranks alike). */
    bool
    residual(StateVector &destination, const StateVector &state, double electrode_potential);

    /** Tabulates the Jacobian at `state`. */
    bool
    linearize(const StateVector &state, double electrode_potential);

    /** Jacobian action on a change of the fields and of the electrode potential. */
    void
    jacobian(StateVector &destination, const StateVector &change, double electrode_change);

    /** Transposed action of the rows of free unknowns on free unknowns; the others keep their entries. */
    void
    transposed_jacobian(StateVector &destination, const StateVector &source);

    /** Change of the rows with the electrode potential [1/V] by the scaffolds whose potential is counted from it, at the last
     * linearize(); no blocks without any. */
    const StateVector &
    scaffold_column() const
    {
      return scaffold_column_;
    }

    /** Id of its boundary. */
    unsigned int
    working_electrode() const
    {
      return working_;
    }

    /** n.i over the working electrode [A/m^2 times mesh units] of the last residual(). */
    double
    working_current() const
    {
      return current(working_);
    }
    /** Its part that deposits zinc, or, of a model without reactions, all of it; collective. */
    double
    deposition_current() const
    {
      return context_.transport.traits().is_primary
               ? working_current()
               : dealii::Utilities::MPI::sum(deposition_, context_.discretization.dof_handler.get_communicator());
    }
    /** Its change in the last jacobian(). */
    double
    working_current_change() const
    {
      return current_change_;
    }

    /** n.i over a boundary in the last residual(), displacement current included [A/m^2 times mesh units]. */
    double
    current(const unsigned int boundary) const
    {
      return context_.transport.current(boundary_flux_[boundary]) + displacement_current_[boundary];
    }

    /** int n.flux_f dS over each boundary id of the last residual() [A/m^2 times mesh units]; the residual sums where prescribed.
     */
    const std::vector<std::array<double, max_fields>> &
    boundary_flux() const
    {
      return boundary_flux_;
    }

    /** Integral of n.i over an electrode [A/m^2 times mesh units] times the potential in `weight` [V], of a change of the fields
     * and the electrode potential. */
    double
    current_moment(unsigned int boundary, const StateVector &change, double electrode_change, const StateVector &weight);

    /** Amounts in the solution that no reaction changes (closed cells). */
    const std::vector<ConservedAmount> &
    amounts() const
    {
      return amounts_.list();
    }

    /** Surplus of each over the bulk composition, see ConservedAmounts, and its change at the last linearize(). */
    std::vector<double>
    surplus(const StateVector &state) const
    {
      return amounts_.surplus(state);
    }
    std::vector<double>
    surplus_change(const StateVector &change) const
    {
      return amounts_.surplus_change(change);
    }

    /** Entries of the pinned unknowns, by amount, on all ranks. */
    std::vector<double>
    pinned(const StateVector &vector) const;

    /** Sets the entries of the pinned unknowns. */
    void
    pin(StateVector &vector, const std::vector<double> &values) const;

    /** Norm of int |i| w dS with i the mean current density: what a residual is measured against. */
    double
    residual_scale() const;

    /** Norm of a residual in which only the rounding of what a time step holds is left; 0 at steady state. */
    double
    rounding_noise() const;

    /** Norm of int w dS over the working electrode. */
    double
    surface_norm() const
    {
      return surface_.norm;
    }

    /** Entries of block (row, column) of the Jacobian at the last linearize(), see over_matrices(). */
    void
    assemble(const unsigned int row, const unsigned int column, const AddMatrix &add) const
    {
      over_matrices(table_, surfaces_->tables(), context_, row, column, add);
    }

    /** The potentials of the solution and of scaffolds, which may change together: block (n, n) of the table is theirs, n the
     * number of fields. Empty without scaffolds. */
    std::vector<unsigned int>
    pair() const;

    /** Local indices of the unknowns of field f that are prescribed; f = n: where a change of the pair would change one that a
     * boundary prescribes. */
    std::vector<unsigned int>
    prescribed_of(unsigned int f) const;

    const std::vector<PrescribedUnknown> &
    prescribed() const
    {
      return prescribed_.list();
    }

    /** Sets prescribed unknowns of `state` to their values. */
    void
    prescribe(StateVector &state, const double electrode_potential) const
    {
      prescribed_.prescribe(state, electrode_potential);
    }

    /** Copies the prescribed and constrained unknowns, whose rows are those of the identity. */
    void
    keep_rows(StateVector &destination, const StateVector &source) const
    {
      prescribed_.keep_rows(destination, source);
    }

    const Discretization<dim> &
    discretization() const
    {
      return context_.discretization;
    }
    const CellModel &
    model() const
    {
      return context_.model;
    }

    /** Whether there are loads of a manufactured solution: what flows in need not flow out. */
    bool
    has_loads() const
    {
      return loads_->is_given();
    }
    unsigned int
    n_fields() const
    {
      return context_.n_fields;
    }

    /** The Jacobian of the last linearize(), for the preconditioners. */
    const JacobianTable<dim> &
    table() const
    {
      return table_;
    }

    /** Evaluations of the operator (residual or Jacobian action) so far, those for smoothing included: parts of the Jacobian and
     * coarser meshes count by their shares. */
    double
    n_evaluations() const
    {
      return n_residuals_ + table_.n_applications() + n_evaluations_below_;
    }

    /** Counts what multigrid does on coarser meshes. */
    void
    count_evaluations_below(const double n)
    {
      n_evaluations_below_ += n;
    }

    double
    memory_consumption() const;

  private:
    void
    accumulate_terms(Accumulation &accumulation, const StateVector &state, double electrode_potential, bool known) const;

    void
    tabulate_scaffold_column();

    /** Charging currents of the metals in the boundary fluxes, and sums over the ranks. */
    void
    finish_fluxes(const StateVector &rows, const std::vector<double> &charging);

    /** Change of n.i over a boundary, this rank's share, from the table; `weight` as in JacobianTable::flux_change(). */
    double
    current_change(unsigned int boundary, double electrode_change, const ScalarVector<double> *weight = nullptr) const;

    AssemblyContext<dim>                    context_;
    std::vector<std::unique_ptr<Term<dim>>> terms_;
    CellTerms<dim>                         *cells_    = nullptr; // among the terms
    SurfaceTerms<dim>                      *surfaces_ = nullptr;
    LoadTerm<dim>                          *loads_    = nullptr;
    PrescribedUnknowns<dim>                 prescribed_;
    ConservedAmounts<dim>                   amounts_;
    const std::array<double, max_fields>    current_weights_;
    unsigned int                            working_ = 0; // boundary id
    SurfaceMeasure                          surface_;     // of the working electrode

    JacobianTable<dim>                table_;
    std::vector<ScalarVector<double>> change_, product_; // numbered as the table
    StateVector                       scaffold_column_;

    std::vector<std::array<double, max_fields>> boundary_flux_;
    std::vector<double>                         displacement_current_; // by boundary id; resolved double layers
    double                                      deposition_     = 0.;  // of this rank
    double                                      current_change_ = 0.;
    double                                      n_residuals_ = 0., n_evaluations_below_ = 0.;
  };
} // namespace zincfield

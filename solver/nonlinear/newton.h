#pragma once

#include "solver/assembly/operator.h"
#include "solver/linear/preconditioner.h"

#include <petscsnes.h>

#include <functional>
#include <memory>
#include <string>

namespace zincfield
{
  /** One Newton step, as it is reported while a run goes on. */
  struct NewtonStep
  {
    unsigned int step, linear_iterations;
    double       residual; // relative to the current through the cell
    double       electrode_potential;
    double       current_density; // [A/m^2] over the projected area
  };

  struct NewtonResult
  {
    bool         converged = false;
    unsigned int steps = 0, linear_iterations = 0;
    double       residual = 0., setup_seconds = 0., solve_seconds = 0.;
    std::string  reason; // why not
  };

  /**
   * Newton's method for the fields and, under galvanostatic control, the electrode potential.
   *
   * PETSc SNES with line search and inexact steps (Eisenstat-Walker); FGMRES on the operator's Jacobian action. Rows that span the
   * whole cell border the others: the total current is the one applied (unknown: the electrode potential), and the amounts that no
   * reaction changes are those of the bulk composition (unknowns: the pinned ones). The preconditioner eliminates them with their
   * columns solved once a step. Options reach PETSc with their usual names (-snes_monitor, -ksp_view).
   */
  template <int dim>
  class Newton
  {
  public:
    Newton(Operator<dim>                          &op,
           const SolverOptions                    &options,
           bool                                    galvanostatic,
           std::function<void(const NewtonStep &)> progress,
           bool                                    factorises = false);
    ~Newton();
    Newton(const Newton &) = delete;

    /** Solve from the given state; `target`: deposition current density over the projected area [A/m^2]. On failure the state is
     * the last iterate. */
    NewtonResult
    solve(StateVector &state, double &electrode_potential, double target);

    /** The same for a prescribed electrode potential: with multigrid levels, or factors, of its own. */
    std::unique_ptr<Newton>
    at_a_potential() const;

    /** Whether the electrode potential is an unknown. */
    bool
    is_galvanostatic() const
    {
      return galvanostatic_;
    }

    /** Relative residual to stop at from now on; the options' at first. */
    void
    set_tolerance(const double tolerance)
    {
      tolerance_ = tolerance;
    }

    /** Whether factors of the whole Jacobian are left to try where the iteration fails: see may_factorise_instead(). */
    bool
    may_factorise() const
    {
      return !factorises_ && may_factorise_instead(options_, op_);
    }

    /** Factorise from now on. */
    void
    factorise();

    /** Leave no guess behind from earlier solutions: the next one depends on its state alone, to the last digit. */
    void
    forget()
    {
      for (StateVector &border : borders_)
        border = 0.;
      preconditioner_->forget();
      factored_rate_ = -1.;
    }

    /**
     * What follows, to first order and to `tolerance`, from `right` in the rows and `current` [A/m^2 times mesh units] in that of
     * the total current: changes of the fields and, under galvanostatic control, of the electrode potential [V]. With the Jacobian
     * of the last solve().
     */
    void
    solve_linearised(StateVector &change, double &electrode_change, const StateVector &right, double current, double tolerance);

    /** As the last Newton step has set it up, or solve() where none was needed. */
    Preconditioner<dim> &
    preconditioner()
    {
      return *preconditioner_;
    }

  private:
    void
    make_snes();

    static PetscErrorCode
    residual(SNES, Vec x, Vec f, void *context);
    static PetscErrorCode
    linearize(SNES, Vec x, Mat, Mat, void *context);
    static PetscErrorCode
    multiply(Mat, Vec x, Vec y);
    static PetscErrorCode
    precondition(PC, Vec x, Vec y);
    static PetscErrorCode
    keep_positive(SNESLineSearch, Vec x, Vec y, PetscBool *changed, void *context);
    static PetscErrorCode
    converged(SNES, PetscInt step, PetscReal xnorm, PetscReal gnorm, PetscReal fnorm, SNESConvergedReason *reason, void *context);

    /** Row of the electrode potential: (total current - applied current), weighted like the other rows. */
    double
    control_row(double current) const;

    /** The columns of the bordering unknowns, solved well enough for the elimination to be as good as the preconditioner. */
    void
    solve_borders();

    /** Set up the preconditioner, unless factors of this time step still serve: stages have the same rate, and a linear solve tells
     * how far they are off. False, with the reason in the result, where the Jacobian has no inverse. */
    bool
    prepare_preconditioner();

    /** J^-1 `right`, pinned unknowns held fixed; `solution` holds a guess. */
    void
    solve_column(StateVector &solution, const StateVector &right);

    /** The bordering rows at a change of the fields: control first, then the amounts. */
    std::vector<double>
    border_rows(const StateVector &change, double electrode_change);

    Operator<dim>                          &op_;
    const SolverOptions                    &options_;
    const bool                              galvanostatic_;
    bool                                    factorises_;
    std::function<void(const NewtonStep &)> progress_;
    std::unique_ptr<Preconditioner<dim>>    preconditioner_;
    SNES                                    snes_     = nullptr;
    Mat                                     jacobian_ = nullptr;
    Vec                                     vector_   = nullptr;
    StateVector                             state_, work_, scratch_;
    std::vector<StateVector>                borders_;       // change of the fields by each bordering unknown
    dealii::FullMatrix<double>              border_matrix_; // inverse of what their rows make of these
    double                                  potential_scale_, electrode_potential_ = 0., target_ = 0.;
    double                                  tolerance_, previous_norm_ = 0.;
    double                                  construction_seconds_ = 0.;  // of the preconditioner, until a solve has counted them
    double                                  factored_rate_        = -1.; // of the time step that the factors are of; negative: none
    unsigned int                            last_iterations_      = 0;   // of the last linear solve
    unsigned int                            linear_iterations_    = 0;
    NewtonResult                            result_;
    bool current_is_met_ = true; // at the last iterate, to the share of the difference that is allowed
  };
} // namespace zincfield

#include "solver/nonlinear/newton.h"

#include "physics/constants.h"
#include "solver/linear/field_matrices.h"
#include "solver/linear/lazy_vectors.h"
#include "solver/linear/packing.h"
#include "solver/linear/rough_solve.h"
#include "solver/linear/set_up.h"
#include "solver/nonlinear/acceptance.h"
#include "solver/nonlinear/line_search.h"
#include "solver/support/interruption.h"

#include <deal.II/base/timer.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Below this relative residual an iteration that no longer improves has reached the precision of the numbers. */
    constexpr double rounding_limit = 1e-7;

    /** Of the difference between the total current and the one applied that a state is accepted with, what the iteration leaves of
     * it. */
    constexpr double share_of_allowed = 1e-2;

    /** A linear solution that would miss the end of the iteration by less than this factor goes on to it. */
    constexpr double few_missing = 30.;

    /** Share of the largest concentration of an ion that the bulk has none of: by less, it may fall below zero. Fronts that begin
     * at an electrode are narrower than cells, and elements undershoot about them. */
    constexpr double undershoot = 1e-2;

    /** Linear systems that may stay unsolved before an iteration is given up: far from any solution, where space charge is deep,
     * each may take all the iterations it has. */
    constexpr unsigned int most_failures = 3;

    /** Factors of another Jacobian are made anew when a solve with them took more iterations: each costs a tenth of them. */
    constexpr unsigned int most_iterations = 6;
  } // namespace

  template <int dim>
  Newton<dim>::Newton(Operator<dim>                          &op,
                      const SolverOptions                    &options,
                      const bool                              galvanostatic,
                      std::function<void(const NewtonStep &)> progress,
                      const bool                              factorises)
    : op_(op)
    , options_(options)
    , galvanostatic_(galvanostatic)
    , factorises_(factorises || preconditioner_kind(options, op) == "direct")
    , progress_(std::move(progress))
    , potential_scale_(thermal_voltage(op.model().transport->temperature()))
    , tolerance_(options.newton_tolerance)
  {
    const auto        &discretization = op.discretization();
    const MPI_Comm     communicator   = discretization.dof_handler.get_communicator();
    const unsigned int n              = op.n_fields();
    discretization.initialize(state_, n);
    discretization.initialize(work_, n);
    borders_.resize((galvanostatic ? 1 : 0) + op.amounts().size());
    for (StateVector &border : borders_)
      discretization.initialize(border, n);
    if (!borders_.empty())
      discretization.initialize(scratch_, n);

    const Timer timer;
    preconditioner_       = make_preconditioner<dim>(factorises_ ? "direct" : preconditioner_kind(options, op), op);
    construction_seconds_ = timer.wall_time();

    const bool     last  = Utilities::MPI::this_mpi_process(communicator) + 1 == Utilities::MPI::n_mpi_processes(communicator);
    const PetscInt local = n * discretization.dof_handler.n_locally_owned_dofs() + (galvanostatic && last ? 1 : 0);
    check(VecCreateMPI(communicator, local, PETSC_DETERMINE, &vector_));
    make_duplicates_lazy(vector_);
    check(MatCreateShell(communicator, local, local, PETSC_DETERMINE, PETSC_DETERMINE, this, &jacobian_));
    check(MatShellSetOperation(jacobian_, MATOP_MULT, reinterpret_cast<void (*)()>(multiply)));
    make_snes();
  }

  template <int dim>
  std::unique_ptr<Newton<dim>>
  Newton<dim>::at_a_potential() const
  {
    auto potentiostatic = std::make_unique<Newton>(op_, options_, false, progress_, factorises_);
    potentiostatic->set_tolerance(tolerance_);
    return potentiostatic;
  }

  template <int dim>
  void
  Newton<dim>::make_snes()
  {
    SNESDestroy(&snes_);
    check(SNESCreate(op_.discretization().dof_handler.get_communicator(), &snes_));
    check(SNESSetFunction(snes_, nullptr, residual, this));
    check(SNESSetJacobian(snes_, jacobian_, jacobian_, linearize, this));
    check(SNESSetConvergenceTest(snes_, converged, this, nullptr));
    check(SNESSetTolerances(snes_, 0., 0., 0., options_.newton_steps, 100000));
    check(SNESSetMaxLinearSolveFailures(snes_, most_failures));
    check(SNESSetCheckJacobianDomainError(snes_, PETSC_TRUE));
    SNESLineSearch search;
    set_line_search(snes_);
    check(SNESGetLineSearch(snes_, &search));
    check(SNESLineSearchSetPreCheck(search, keep_positive, this));

    KSP ksp;
    PC  pc;
    check(SNESGetKSP(snes_, &ksp));
    check(KSPSetType(ksp, KSPFGMRES));
    check(KSPGMRESSetRestart(ksp, 60));
    check(KSPSetTolerances(ksp, options_.linear_tolerance, 1e-300, PETSC_DEFAULT, options_.linear_iterations));
    check(KSPGetPC(ksp, &pc));
    check(PCSetType(pc, PCSHELL));
    check(PCShellSetContext(pc, this));
    check(PCShellSetApply(pc, precondition));
    check(SNESSetFromOptions(snes_));
  }

  template <int dim>
  void
  Newton<dim>::factorise()
  {
    preconditioner_ = nullptr; // its memory first
    preconditioner_ = make_preconditioner<dim>("direct", op_);
    factorises_     = true;
  }

  template <int dim>
  Newton<dim>::~Newton()
  {
    SNESDestroy(&snes_);
    MatDestroy(&jacobian_);
    VecDestroy(&vector_);
  }

  template <int dim>
  double
  Newton<dim>::control_row(const double current) const
  {
    // as large as the sum of the other rows that the same current enters
    return current / op_.discretization().mesh.footprint() * op_.surface_norm();
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::residual(SNES, Vec x, Vec f, void *context)
  {
    return call_back([&]() {
      auto &self = *static_cast<Newton *>(context);
      unpack(x, self.state_);
      if (self.galvanostatic_)
        self.electrode_potential_ = unpack_extra(x, self.state_) * self.potential_scale_;
      const bool solvable = self.op_.residual(self.work_, self.state_, self.electrode_potential_);
      pack(self.work_, f);
      if (self.galvanostatic_)
        pack_extra(self.control_row(self.op_.working_current()) -
                     self.control_row(self.target_ * self.op_.discretization().mesh.footprint()),
                   self.state_, f);
      PetscReal norm;
      check(VecNorm(f, NORM_2, &norm));
      if (!solvable || !std::isfinite(norm))
        check(VecSet(f, no_residual));
    });
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::linearize(SNES snes, Vec x, Mat, Mat, void *context)
  {
    return call_back([&]() {
      auto       &self = *static_cast<Newton *>(context);
      const Timer timer;
      unpack(x, self.state_);
      if (self.galvanostatic_)
        self.electrode_potential_ = unpack_extra(x, self.state_) * self.potential_scale_;
      self.op_.linearize(self.state_, self.electrode_potential_);
      if (self.prepare_preconditioner())
        self.solve_borders();
      else
        check(SNESSetJacobianDomainError(snes));
      self.result_.setup_seconds += timer.wall_time();
    });
  }

  template <int dim>
  bool
  Newton<dim>::prepare_preconditioner()
  {
    const double rate = op_.step().rate;
    if (factorises_ && rate > 0. && rate == factored_rate_ && last_iterations_ <= most_iterations)
      return true;
    factored_rate_ = -1.;
    try
      {
        preconditioner_->setup(state_, electrode_potential_);
      }
    catch (const NoInverse &error)
      {
        result_.reason = std::string("Newton's method came to a state where ") + error.what();
        return false;
      }
    factored_rate_   = rate;
    last_iterations_ = 0;
    return true;
  }

  template <int dim>
  std::vector<double>
  Newton<dim>::border_rows(const StateVector &change, const double electrode_change)
  {
    std::vector<double> rows;
    if (galvanostatic_)
      {
        op_.jacobian(scratch_, change, electrode_change);
        rows.push_back(control_row(op_.working_current_change()));
      }
    for (const double surplus : op_.surplus_change(change))
      rows.push_back(surplus);
    return rows;
  }

  template <int dim>
  void
  Newton<dim>::solve_column(StateVector &solution, const StateVector &right)
  {
    const auto action = [&](StateVector &y, const StateVector &x) {
      op_.jacobian(y, x, 0.);
      op_.pin(y, op_.pinned(x));
    };
    const auto inverse = [&](StateVector &y, const StateVector &x) { preconditioner_->apply(y, x); };
    solve_roughly(action, inverse, solution, right, 1e-3); // a rougher border only costs iterations
  }

  template <int dim>
  void
  Newton<dim>::solve_borders()
  {
    const unsigned int n_amounts = op_.amounts().size(), n = borders_.size();
    border_matrix_.reinit(n, n);
    for (unsigned int k = 0; k < n; ++k)
      {
        StateVector &border         = borders_[k];
        const bool   electrode      = k + n_amounts < n;
        const double potential_step = electrode ? potential_scale_ : 0.;
        if (electrode) // J border = -dF/dphi_m; that of the step before is a good guess
          {
            scratch_ = 0.;
            op_.jacobian(work_, scratch_, potential_step);
            work_ *= -1.;
            if (!std::isfinite(border.l2_norm())) // of an iteration that failed
              border = 0.;
          }
        else // J border = 0 but for the pinned unknown, which is 1: close to a constant
          {
            const unsigned int  amount = k + n_amounts - n;
            std::vector<double> one(n_amounts, 0.);
            one[amount]                                = 1.;
            border                                     = 0.;
            border.block(op_.amounts()[amount].pinned) = 1.;
            op_.discretization().constraints.set_zero(border.block(op_.amounts()[amount].pinned));
            work_ = 0.;
            op_.pin(work_, one);
          }
        solve_column(border, work_);
        const std::vector<double> rows = border_rows(border, potential_step);
        for (unsigned int l = 0; l < n; ++l)
          border_matrix_(l, k) = rows[l];
      }
    if (n > 0)
      border_matrix_.gauss_jordan();
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::multiply(Mat matrix, Vec x, Vec y)
  {
    return call_back([&]() {
      void *context;
      check(MatShellGetContext(matrix, &context));
      auto        &self  = *static_cast<Newton *>(context);
      const double extra = self.galvanostatic_ ? unpack_extra(x, self.state_) : 0.;
      unpack(x, self.state_);
      self.op_.jacobian(self.work_, self.state_, extra * self.potential_scale_);
      pack(self.work_, y);
      if (self.galvanostatic_)
        pack_extra(self.control_row(self.op_.working_current_change()), self.state_, y);
    });
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::precondition(PC pc, Vec x, Vec y)
  {
    return call_back([&]() {
      void *context;
      check(PCShellGetContext(pc, &context));
      auto &self = *static_cast<Newton *>(context);
      if (self.progress_) // of a steady run, which can go on from before; on large meshes a step takes long
        stop_if_requested(self.op_.discretization().dof_handler.get_communicator());
      unpack(x, self.state_);
      if (self.borders_.empty())
        {
          self.preconditioner_->apply(self.work_, self.state_);
          pack(self.work_, y);
          return;
        }

      Vector<double>            wanted(self.borders_.size()), step(self.borders_.size());
      const std::vector<double> pinned = self.op_.pinned(self.state_);
      if (self.galvanostatic_)
        wanted[0] = unpack_extra(x, self.state_);
      std::copy(pinned.begin(), pinned.end(), wanted.end() - pinned.size());
      self.op_.pin(self.state_, std::vector<double>(pinned.size(), 0.));
      self.preconditioner_->apply(self.work_, self.state_);
      const std::vector<double> rows = self.border_rows(self.work_, 0.);
      for (unsigned int k = 0; k < wanted.size(); ++k)
        wanted[k] -= rows[k];
      self.border_matrix_.vmult(step, wanted);
      for (unsigned int k = 0; k < wanted.size(); ++k)
        self.work_.add(step[k], self.borders_[k]);
      pack(self.work_, y);
      if (self.galvanostatic_)
        pack_extra(step[0], self.work_, y);
    });
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::keep_positive(SNESLineSearch, Vec x, Vec y, PetscBool *changed, void *context)
  {
    return call_back([&]() {
      // x - y is the full step: a concentration may fall to a tenth at most.
      auto &self = *static_cast<Newton *>(context);
      unpack(x, self.state_);
      unpack(y, self.work_);
      double length = 1.;
      for (unsigned int f = 0; f < self.op_.n_fields(); ++f)
        if (const Field &field = self.op_.model().transport->fields()[f]; field.is_positive())
          {
            double least = 1e-12;
            if (field.bulk_value == 0.)
              {
                double largest = 0.;
                for (unsigned int i = 0; i < self.state_.block(f).locally_owned_size(); ++i)
                  largest =
                    std::max(largest, std::abs(self.state_.block(f).local_element(i) - self.work_.block(f).local_element(i)));
                least = std::max(least, undershoot *
                                          Utilities::MPI::max(largest, self.op_.discretization().dof_handler.get_communicator()));
              }
            for (unsigned int i = 0; i < self.state_.block(f).locally_owned_size(); ++i)
              {
                const double value = field.bulk_value / field.scale + self.state_.block(f).local_element(i),
                             step  = self.work_.block(f).local_element(i);
                if (value > least && step > 0.9 * value)
                  length = std::min(length, 0.9 * value / step);
              }
          }
      length   = Utilities::MPI::min(length, self.op_.discretization().dof_handler.get_communicator());
      *changed = length < 1. ? PETSC_TRUE : PETSC_FALSE;
      if (length < 1.)
        check(VecScale(y, length));
    });
  }

  template <int dim>
  PetscErrorCode
  Newton<dim>::converged(
    SNES snes, const PetscInt step, PetscReal, PetscReal, const PetscReal norm, SNESConvergedReason *reason, void *context)
  {
    return call_back([&]() {
      auto        &self = *static_cast<Newton *>(context);
      const double scale =
        std::max(self.op_.residual_scale(), std::abs(self.control_row(self.target_ * self.op_.discretization().mesh.footprint())));
      const double relative = norm / scale;
      KSP          ksp;
      PetscInt     iterations = 0;
      check(SNESGetKSP(snes, &ksp));
      if (step > 0)
        check(KSPGetIterationNumber(ksp, &iterations));
      self.linear_iterations_ += iterations;
      self.last_iterations_ = iterations;
      self.result_.steps    = step;
      self.result_.residual = relative;
      if (self.progress_)
        self.progress_({static_cast<unsigned int>(step), static_cast<unsigned int>(iterations), relative, self.electrode_potential_,
                        self.op_.working_current() / self.op_.discretization().mesh.footprint()});

      // Beside a charged double layer, which sets the scale where it is resolved, the total current may be next to nothing.
      self.current_is_met_ = true;
      if (self.galvanostatic_)
        {
          Vec f;
          check(SNESGetFunction(snes, &f, nullptr, nullptr));
          const double difference =
            unpack_extra(f, self.state_) / self.op_.surface_norm() * self.op_.discretization().mesh.footprint();
          self.current_is_met_ = std::abs(difference) <= share_of_allowed * allowed_difference(self.op_, self.target_) +
                                                           rounding_of_current(self.op_, self.electrode_potential_);
        }
      *reason = SNES_CONVERGED_ITERATING;
      if (!std::isfinite(norm))
        *reason = SNES_DIVERGED_FNORM_NAN;
      else if (self.current_is_met_ && (relative <= self.tolerance_ || norm <= self.op_.rounding_noise()))
        *reason = SNES_CONVERGED_FNORM_ABS;
      else if (self.current_is_met_ && step > 0 && relative < rounding_limit && norm > 0.5 * self.previous_norm_)
        *reason = SNES_CONVERGED_SNORM_RELATIVE;
      // Eisenstat and Walker's second choice, but no more digits than the iteration is asked for, and all of these where few are
      // missing: another step costs a set-up.
      const double needed = step > 0 ? 0.9 * std::pow(norm / self.previous_norm_, 1.6) : 1.;
      const double enough = 0.3 * self.tolerance_ * scale / norm;
      check(KSPSetTolerances(ksp, std::min(self.options_.linear_tolerance, needed < few_missing * enough ? enough : needed), 1e-300,
                             PETSC_DEFAULT, self.options_.linear_iterations));
      self.previous_norm_ = norm;
    });
  }

  template <int dim>
  NewtonResult
  Newton<dim>::solve(StateVector &state, double &electrode_potential, const double target)
  {
    const Timer timer;
    result_              = NewtonResult();
    linear_iterations_   = 0;
    target_              = galvanostatic_ ? target : 0.;
    electrode_potential_ = electrode_potential;
    op_.prescribe(state, electrode_potential);
    pack(state, vector_);
    pack_extra(electrode_potential / potential_scale_, state, vector_);

    check(SNESSolve(snes_, nullptr, vector_));

    KSP ksp;
    check(SNESGetKSP(snes_, &ksp));
    check(KSPReset(ksp)); // its vectors: what follows needs the room
    SNESConvergedReason reason;
    check(SNESGetConvergedReason(snes_, &reason));
    // A line search that cannot improve a residual near the precision of the numbers has arrived.
    result_.converged = reason > 0 || (reason == SNES_DIVERGED_LINE_SEARCH && result_.residual < rounding_limit && current_is_met_);
    if (!result_.converged && result_.reason.empty())
      result_.reason = SNESConvergedReasons[reason];
    if (reason == SNES_DIVERGED_JACOBIAN_DOMAIN) // PETSc 3.18 would say so of every later solve
      make_snes();
    result_.linear_iterations = linear_iterations_;

    unpack(vector_, state);
    if (galvanostatic_)
      electrode_potential = unpack_extra(vector_, state) * potential_scale_;
    op_.residual(work_, state, electrode_potential); // leaves the fluxes of this state behind
    if (result_.converged && result_.steps == 0)     // nothing to correct, but sensitivities need the Jacobian
      {
        op_.linearize(state, electrode_potential);
        result_.converged = prepare_preconditioner();
        if (result_.converged)
          solve_borders();
      }
    result_.solve_seconds = timer.wall_time() - result_.setup_seconds;
    result_.setup_seconds += std::exchange(construction_seconds_, 0.);
    return result_;
  }

  template <int dim>
  void
  Newton<dim>::solve_linearised(
    StateVector &change, double &electrode_change, const StateVector &right, const double current, const double tolerance)
  {
    Vec right_side, solution;
    KSP ksp;
    check(VecDuplicate(vector_, &right_side));
    check(VecDuplicate(vector_, &solution));
    check(SNESGetKSP(snes_, &ksp));
    check(KSPSetOperators(ksp, jacobian_, jacobian_));
    check(KSPSetTolerances(ksp, tolerance, 1e-300, PETSC_DEFAULT, options_.linear_iterations));
    pack(right, right_side);
    if (galvanostatic_)
      pack_extra(control_row(current), right, right_side);
    check(KSPSolve(ksp, right_side, solution)); // where it does not converge, what it has found must do
    unpack(solution, change);
    electrode_change = galvanostatic_ ? unpack_extra(solution, change) * potential_scale_ : 0.;
    check(KSPReset(ksp));
    check(VecDestroy(&right_side));
    check(VecDestroy(&solution));
  }

  template class Newton<2>;
  template class Newton<3>;
} // namespace zincfield

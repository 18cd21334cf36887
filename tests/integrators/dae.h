#pragma once

#include "tests/support/transient.h"

namespace zincfield
{
  /** A drive that holds for a while: value + slope t, a current density [A/m^2] or a potential of the electrode [V], t [s] from its
   * begin. */
  struct Segment
  {
    double value = 0., slope = 0., duration = 0.;
  };

  /** A transient run: from rest, one drive after another. Storage has to be linear in the unknowns: solution, no Donnan films. */
  struct Problem
  {
    std::string          name;
    Lines                lines;
    unsigned int         refinements   = 0;
    bool                 galvanostatic = true;
    std::vector<Segment> segments;
    double               least_current = 1.;   // [A/m^2], see ImplicitStep
    bool                 closed        = true; // no bulk: the amount in the cell stays
  };

  struct Instant
  {
    double time = 0., potential = 0., current_density = 0.; // [s, V, A/m^2]
  };

  /** What an integrator did. Set-ups: Jacobian and its factors; solves: with these factors; evaluations: residuals and Jacobian
   * actions. */
  struct Effort
  {
    unsigned long steps = 0, rejected = 0, evaluations = 0, setups = 0, solves = 0;
    double        seconds = 0.; // of the processor
  };

  struct Trace
  {
    std::string          integrator;
    double               tolerance = 0.;
    std::vector<Instant> instants;
    Effort               effort;
    double               drift = 0.; // of the amount in a closed cell, over the charge moved; NaN: an open one
    std::string          failure;
  };

  /**
   * A problem as G(y, y') = M y' + F(y) = 0 for integrators of other libraries. y: the fields one after another, then the electrode
   * potential over RT/F, which obeys i(y) = value, or potential' = slope. M does not depend on y, so that M y' needs no Jacobian
   * and every linear method keeps what M weighs.
   */
  class Dae
  {
  public:
    Dae(const Problem &problem);

    const Problem &
    problem() const
    {
      return problem_;
    }
    unsigned int
    size() const
    {
      return n_fields_ * n_nodes_ + 1;
    }
    Operator<2> &
    op()
    {
      return *cell_.op;
    }
    Transient<2> &
    cell()
    {
      return cell_;
    }

    /** 1 where y' counts, 0 for algebraic unknowns. */
    std::vector<double>
    differential() const;

    /** The state at rest, then that an implicit Euler step of `dt` behind the begin of a segment, with its y'. */
    void
    rest(std::vector<double> &y);
    void
    start(const Segment &segment, double dt, std::vector<double> &y, std::vector<double> &rate);

    /** G; false where it has no value. `shift` only steers rounding: about 1/dt. */
    bool
    residual(const double *y, const double *rate, double shift, double *g);

    /** Factors of shift M + dF/dy. */
    void
    setup(const double *y, double shift);

    void
    solve(const double *right, double *solution);

    /** What is reported of y, y'; its cost is not counted. */
    Instant
    instant(double time, const double *y, const double *rate);

    /** Amount of the first field in the cell, over F [mol], times mesh units. */
    double
    amount(const double *y);

    /** Calls of PETSc's numerical factorisation and of its triangular solves, and evaluations, since the program began. */
    Effort
    counters() const;

  private:
    void
    unpack(const double *y, StateVector &state, double &potential) const;
    void
    pack(const StateVector &state, double potential, double *y) const;
    double
    control_row(double current) const;

    const Problem                     &problem_;
    Transient<2>                       cell_;
    const unsigned int                 n_fields_, n_nodes_;
    const double                       scale_; // RT/F [V]
    std::unique_ptr<Preconditioner<2>> factors_;
    std::unique_ptr<Newton<2>>         newton_;
    Segment                            segment_;
    double                             shift_ = 0., border_row_ = 0.;
    Effort                             watching_; // of instant(), which is not the integrator's
    Accumulation                       before_;
    StateVector                        state_, work_, border_;
  };

  /** Each integrator on a problem. `newton_share`: of the tolerance, to which IDA solves its equations; its default is a third. */
  Trace
  run_own(Dae &dae, unsigned int order, double tolerance);
  Trace
  run_ida(Dae &dae, double tolerance, double newton_share = 0.33);
  /** `type`: bdf 2, arkimex 3, rosw ra34pw2 ... */
  Trace
  run_petsc(Dae &dae, const std::string &type, double tolerance);

  /** First step and implicit Euler step at a switch, as shares of the segment: those of TransientRun. */
  constexpr double first_share = 1e-6, switching_share = 1e-8;
} // namespace zincfield

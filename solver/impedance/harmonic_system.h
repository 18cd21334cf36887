#pragma once

#include "solver/linear/preconditioner.h"

#include <complex>

namespace zincfield
{
  /** What one volt of the working electrode's potential does, as sums over the electrodes [A/m^2, or A V/m^2, per V, times mesh
   * units]. */
  struct HarmonicResponse
  {
    std::complex<double> current;        // anodic current of the working electrode, charging and displacement currents included
    std::complex<double> working_moment; // int conj(j) phi dS over it, with j the anodic current density and phi of the solution
    std::complex<double> counter_moment; // the same over the counter electrode
    unsigned int         iterations = 0;
  };

  /**
   * A small harmonic perturbation about a steady state: (K + i omega M) x = -d(F + i omega Q)/d phi_m, with F the rows of the
   * steady state and Q what a state holds.
   *
   * Real and imaginary part of x are one real system [A -B; B A], A + B being the Jacobian of an implicit step at the rate omega.
   * FGMRES, preconditioned by [A -B; B A+2B], which takes two solves with A + B: [x; y] = [h - y; h - (A + B)^-1 (f + B h)], h =
   * (A + B)^-1 (f + g). For symmetric A and B its eigenvalues lie in [1/2, 1] at all frequencies (Axelsson, Neytcheva, Ahmad,
   * Numer. Algorithms 66 (2014) 811).
   */
  template <int dim>
  class HarmonicSystem
  {
  public:
    /** `op` becomes the Jacobian A of the last frequency. */
    HarmonicSystem(Operator<dim> &op, const SolverOptions &options);

    /** Throws SolverError where the linear system is not solved. The perturbation of the call before is the first guess. */
    HarmonicResponse
    solve(const StateVector &state, double electrode_potential, double angular_frequency);

    /** For the log. */
    std::string
    preconditioner() const
    {
      return preconditioner_->name();
    }

  private:
    void
    linearize(const StateVector &state, double electrode_potential, double angular_frequency);

    /** destination = B source, in the rows of prescribed unknowns 0. */
    void
    imaginary(StateVector &destination, const StateVector &source, double electrode_change);

    void
    action(StateVector &destination, const StateVector &source);
    void
    precondition(StateVector &destination, const StateVector &source);

    /** Real or imaginary part of a vector that holds both. */
    void
    part(StateVector &destination, const StateVector &both, bool of_imaginary) const;

    std::complex<double>
    current();
    std::complex<double>
    moment(unsigned int boundary);

    /** int j phi dS over a boundary, with the potential of one weight. */
    std::complex<double>
    moment(unsigned int boundary, const StateVector &weight);

    /** int j dS of what ions carry to the metal. */
    std::complex<double>
    ionic_current(unsigned int boundary);

    Operator<dim>                       &real_;
    Operator<dim>                        sum_; // of real and imaginary part
    const SolverOptions                 &options_;
    std::unique_ptr<Preconditioner<dim>> preconditioner_;
    StateVector                          both_, right_, first_, second_, third_, fourth_, product_;
    int                                  working_ = -1, counter_ = -1;
  };
} // namespace zincfield

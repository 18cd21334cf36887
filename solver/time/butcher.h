#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * Coefficients of a diagonally implicit Runge-Kutta method with an explicit first stage (ESDIRK).
   *
   * All later stages have the same diagonal entry, so that one kind of implicit equation serves them all; the last stage is the
   * result (stiffly accurate): algebraic unknowns are exact at every time. L-stable.
   */
  struct ButcherTableau
  {
    std::string                      name;
    unsigned int                     order;       // of the method
    unsigned int                     error_order; // of the difference to the embedded method: it falls with dt^error_order
    std::vector<std::vector<double>> a;           // row by stage, up to the diagonal
    std::vector<double>              c, embedded; // nodes, weights of the embedded method

    unsigned int
    n_stages() const
    {
      return a.size();
    }
    double
    diagonal() const
    {
      return a.back().back();
    }
    /** Weights of the method: those of its last stage. */
    const std::vector<double> &
    b() const
    {
      return a.back();
    }
  };

  /**
   * The method of order 2, 3 or 4.
   * Sources: Hosea and Shampine, Appl. Numer. Math. 20 (1996) 21 (TR-BDF2); Kennedy and Carpenter, Appl. Numer. Math. 44 (2003) 139
   * (implicit parts of ARK3(2)4L[2]SA and ARK4(3)6L[2]SA).
   */
  const ButcherTableau &
  esdirk(unsigned int order);

  constexpr unsigned int lowest_order = 2, highest_order = 4; // of esdirk()

  /**
   * Weights of the rates of a step of order `of` with which they give the error that a step of order `neighbour`, 3 or 4, would
   * have had: in place of b - b^, see Integrator::errors(). Made for y' = lambda y: of an order 3 step, the third divided
   * difference, with a factor; of an order 4 step, fitted with sum w = sum w c = 0 and sum w c^2 that of order 3. For -100 < lambda
   * dt < 0 the estimates are 0.5 to 2.3 times the errors (tested). Empty for other pairs.
   */
  std::vector<double>
  neighbour_weights(unsigned int of, unsigned int neighbour);
} // namespace zincfield

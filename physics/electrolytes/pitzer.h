#pragma once

#include "physics/number.h"

namespace zincfield
{
  /**
   * Pitzer's parameters of one 2:2 electrolyte in water at 25 degC, molality scale:
   * beta0, beta1, beta2 [kg/mol], C_phi [kg^2/mol^2].
   */
  struct PitzerParameters
  {
    double beta0, beta1, beta2, c_phi;
  };

  /**
   * Thermodynamic factor of a 2:2 electrolyte, `chi = 1 + dln(gamma)/dln(m) = d(m phi)/dm` (Gibbs-Duhem), with Pitzer's osmotic
   * coefficient `phi = 1 - 4 A s/(1 + b s) + m B + m^2 C_phi`, `B = beta0 + beta1 exp(-a1 s) + beta2 exp(-a2 s)`, `s = sqrt(I) = 2
   * sqrt(m)`, A = 0.392, b = 1.2, a1 = 1.4, a2 = 12 [(kg/mol)^0.5].
   *
   * @param m molality [mol/kg] > 0
   * @return [1]; tends to 1 as m tends to 0
   * Source: K. S. Pitzer and G. Mayorga, J. Solution Chem. 3 (1974) 539, eqs. (1) to (6).
   */
  template <typename Number>
  Number
  pitzer_thermodynamic_factor(const PitzerParameters &p, const Number &m)
  {
    using std::exp;
    using std::sqrt;
    constexpr double A = 0.392, b = 1.2, a1 = 1.4, a2 = 12.;
    const Number     s           = Number(2.) * sqrt(m);
    const Number     denominator = Number(1.) + Number(b) * s;
    const Number     term1       = Number(p.beta1) * exp(Number(-a1) * s);
    const Number     term2       = Number(p.beta2) * exp(Number(-a2) * s);
    const Number     debye       = Number(4. * A) * s / denominator * (Number(1.) + Number(0.5) / denominator);
    const Number     virial =
      Number(2.) * (Number(p.beta0) + term1 + term2) - Number(0.5) * s * (Number(a1) * term1 + Number(a2) * term2);
    return Number(1.) - debye + m * virial + Number(3. * p.c_phi) * m * m;
  }
} // namespace zincfield

#include "physics/kinetics/reaction_in_water.h"
#include "physics/kinetics/zinc_reference.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /** [V against SHE] of O2 + 4H+ + 4e- = 2H2O. Source: CRC Handbook. Measured. */
    constexpr double oxygen_standard_potential = 1.229;

    /**
     * Oxygen reduction O2 + 4H+ + 4e- = 2H2O (of water: O2 + 2H2O + 4e- = 4OH-, the same, as OH- is one less of H+), far from its
     * equilibrium, which lies 2 V above that of zinc. Cathodic branch only (anodic positive, so i <= 0):
     * `i = -i0 c/c_ref exp(-alpha f (drive - E))`, `E = 1.229 V - (RT/F) ln(10) pH + (RT/4F) ln(p_O2) + 0.7618 V - (RT/2F)
     * ln(a_Zn)`.
     *
     * - `i0` [A/m^2] > 0 at c_ref of O2 (that of the bulk unless given) and the pH of the bulk.
     * - `alpha` [1] > 0, or the Tafel slope `b = ln(10)/(alpha f)` [V per decade] at the reference temperature.
     * At zinc's potential an i0 far above 1e-14 A/m^2 (at 120 mV per decade) only uses up the oxygen beside the metal: take one
     * with which a hundredth is left, as rates that leave none are stiff.
     * - `c/c_ref` floored at 1e-6; 1 where the model does not follow O2.
     *
     * Finite everywhere: exponents are continued linearly above 60. Errors: both or neither of alpha and slope. Source: A. J. Bard
     * and L. R. Faulkner, Electrochemical Methods, 2nd ed., section 3.4.3.
     */
    class OxygenReduction : public ReactionInWater<OxygenReduction>
    {
    public:
      OxygenReduction()
      {
        electrons_ = 4.;
        set_species({{"O2", {1., 0., 1., 0.}}, {"H+", {4., 0., 0., 0.}}});
      }

      void
      declare(Parameters &p) override
      {
        if (has_separate_hydroxide_)
          set_species({{"O2", {1., 0., 1., 0.}}, {"OH-", {-4., 0., 0., 0.}}});
        declare_equation(p);
        declare_exchange_current(p, i0_, 0.);
        double slope = 0., pressure = 0.21e5;
        p.quantity("Tafel slope", slope, "V", Range::positive(),
                   "Potential per decade of current at the reference temperature; or give the transfer coefficient.");
        p.quantity("Cathodic transfer coefficient", alpha_, "1", Range::positive(),
                   "alpha in exp(-alpha F eta/RT); or give the Tafel slope.");
        const bool   slope_given = p.given("Tafel slope"), alpha_given = p.given("Cathodic transfer coefficient");
        const double v = thermal_voltage(reference_temperature_);
        if (slope_given == alpha_given && !p.describing())
          p.reject("Tafel slope",
                   slope_given ? "the transfer coefficient is given too" : "the transfer coefficient is not given either",
                   "one of the two");
        if (slope_given)
          alpha_ = std::log(10.) * v / slope;
        p.quantity("pH", ph_, "1", Range::between(-1., 15.), "Of the bulk. Default: that of aqueous chemistry.");
        p.quantity("Zinc activity", activity_, "1", Range::positive(),
                   "Of Zn2+ in the bulk, which sets the zinc reference. Default: that of aqueous chemistry.");
        p.quantity("Oxygen pressure", pressure, "bar", Range::positive(), "Of the gas with which the bulk is in equilibrium.");
        equilibrium_potential_ = oxygen_standard_potential - zinc_standard_potential -
                                 v * (std::log(10.) * ph_ - 0.25 * std::log(pressure / 1e5) + 0.5 * std::log(activity_));
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        const double f   = 1. / thermal_voltage(state.temperature);
        const Number eta = state.drive - Number(equilibrium_potential_);
        return Number(-i0_ * local_factor(state.exchange_factor, state.temperature)) *
               concentration_factor(state.concentration_ratio, false) * safe_exp(Number(-alpha_ * f) * eta);
      }

    private:
      double i0_ = required_value, alpha_ = 0.;
    };

    const Register<Reaction, OxygenReduction>
      oxygen_reduction("oxygen reduction",
                       "Dissolved oxygen to water by four electrons: the cathodic branch, far from equilibrium.");
  } // namespace
} // namespace zincfield

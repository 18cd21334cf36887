#include "physics/data_sets.h"
#include "physics/kinetics/reaction_in_water.h"
#include "physics/kinetics/zinc_reference.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /** A half reaction of hydrogen: what n = 2 electrons of anodic current make, and the order of the cathodic rate. */
    const std::map<std::string, std::map<std::string, ReactingSpecies>> half_reactions = {
      {"2H+ + 2e- = H2", {{"H+", {2., 0., 1., 0.}}}}, {"2H2O + 2e- = H2 + 2OH-", {{"OH-", {-2., 0., 0., 0.}}}}};

    /**
     * Hydrogen evolution far from its equilibrium, cathodic branch only (anodic positive, so i <= 0):
     * `i = -i0 C exp(-alpha f (drive - E))`, `f = F/(RT)`, `E = -0.7618 V` moved to the zinc reference:
     * `E = -(RT/F) ln(10) pH + 0.7618 V - (RT/2F) ln(a_Zn)` at the reference temperature.
     *
     * - `i0` [A/m^2] > 0 at the pH at which it was measured; at another it follows c_H+ at fixed potential:
     *   `i0(pH) = i0(pH_0) 10^((alpha - q)(pH - pH_0))`, q: cathodic order of H+.
     * - `alpha` [1] > 0, or the Tafel slope `b = ln(10)/(alpha f)` [V per decade] at the reference temperature.
     * - `C` product of (c/c_ref)^order, floored at 1e-6: H+ is of first order in acid, water of order zero.
     * - `a_Zn` activity of Zn2+ in the bulk beside which the zinc reference stands.
     *
     * Finite for |drive| <= 10 V and beyond: the exponent is continued linearly above 60. Not for potentials near E, where the
     * anodic branch counts. Errors: both or neither of alpha and slope. Source: A. J. Bard and L. R. Faulkner, Electrochemical
     * Methods, 2nd ed., section 3.4.3.
     */
    class Tafel : public ReactionInWater<Tafel>
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.choice("Half reaction", half_reaction_, {"2H+ + 2e- = H2", "2H2O + 2e- = H2 + 2OH-"}, "From protons, or from water.");
        p.choice("Data set", data_set_, DataSet<HydrogenKinetics>::names(), "Named kinetic data that fill the keys left out.");
        const KineticsData data = DataSet<HydrogenKinetics>::get(data_set_);
        if (half_reactions.count(half_reaction_) == 1)
          set_species(half_reactions.at(half_reaction_));
        declare_equation(p, data.source);

        i0_ = data.exchange_current_density;
        declare_exchange_current(p, i0_, data.activation_energy);
        double slope = std::isnan(data.tafel_slope) ? 0. : data.tafel_slope;
        alpha_       = std::isnan(data.cathodic) ? 0. : data.cathodic;
        p.quantity("Tafel slope", slope, "V", Range::positive(),
                   "Potential per decade of current at the reference temperature; or give the transfer coefficient.");
        p.quantity("Cathodic transfer coefficient", alpha_, "1", Range::positive(),
                   "alpha in exp(-alpha F eta/RT); or give the Tafel slope.");
        const bool slope_given = p.given("Tafel slope"), alpha_given = p.given("Cathodic transfer coefficient");
        if (slope_given && alpha_given)
          p.reject("Tafel slope", "the transfer coefficient is given too", "one of the two");
        const double v = thermal_voltage(reference_temperature_);
        if (slope_given || (!alpha_given && slope > 0.))
          alpha_ = std::log(10.) * v / slope;
        if (alpha_ <= 0. && !p.describing())
          p.reject("Tafel slope", "neither it nor the transfer coefficient is given",
                   "`Tafel slope` [V] or `Cathodic transfer coefficient` > 0");

        p.quantity("pH", ph_, "1", Range::between(-1., 15.),
                   "pH of the bulk. Default: that of aqueous chemistry, where it is known.");
        double measured_ph = std::isnan(data.measured_ph) || p.given("Exchange current density") ? ph_ : data.measured_ph;
        p.quantity("pH of the exchange current density", measured_ph, "1", Range::between(-1., 15.),
                   "pH at which i0 was measured. Default: the pH of the bulk, or that of the data set.");
        p.quantity(
          "Zinc activity", activity_, "1", Range::positive(),
          "Activity of Zn2+ in the bulk, which sets the zinc reference. Default: that of aqueous chemistry, where it is known.");
        i0_ *= std::pow(10., (alpha_ - proton_order()) * (ph_ - measured_ph));

        equilibrium_potential_ = -zinc_standard_potential - v * (std::log(10.) * ph_ + 0.5 * std::log(activity_));
        p.quantity("Equilibrium potential", equilibrium_potential_, "V", Range::any(),
                   "E against the zinc reference. Default: from the pH and the zinc activity.");
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
      double
      proton_order() const
      {
        return cathodic_order("H+");
      }

      std::string data_set_ = no_data_set, half_reaction_ = "2H+ + 2e- = H2";
      double      i0_ = required_value, alpha_ = 0.;
    };

    const Register<Reaction, Tafel> tafel("Tafel", "Hydrogen evolution: the cathodic branch, far from equilibrium.");
  } // namespace
} // namespace zincfield

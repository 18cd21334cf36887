#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Linear kinetics, anodic positive: `i = eta/R_ct`, or `i = i0 n f eta` (the limit of Butler-Volmer with alpha_a + alpha_c = n
     * at small eta), `eta = drive - E`. Concentrations do not enter.
     *
     * - `R_ct` [ohm m^2] > 0, `i0` [A/m^2] > 0: exactly one of them is given.
     * Valid for |eta| << RT/(nF) (13 mV at 25 degC, n = 2); finite for every eta.
     * Errors: both or neither of the two keys.
     * Source: J. Newman and K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., section 8.3.
     */
    class Linear : public ElectrodeReaction<Linear>
    {
    public:
      Linear()
      {
        deposits_zinc_    = true;
        orders_elsewhere_ = "; linear kinetics has none.";
        set_species({{"Zn2+", {1., 0., 0., 0.}}});
      }

      void
      declare(Parameters &p) override
      {
        p.quantity("Charge transfer resistance", resistance_, "ohm cm^2", Range::positive(),
                   "R_ct in i = eta/R_ct; or give i0 instead.");
        declare_exchange_current(p, i0_, 0.);
        p.quantity("Equilibrium potential", equilibrium_potential_, "V", Range::any(), "E against the zinc reference.");
        declare_equation(p);
        if (p.describing())
          return;
        from_resistance_ = p.given("Charge transfer resistance");
        if (from_resistance_ == p.given("Exchange current density"))
          p.reject("Charge transfer resistance",
                   from_resistance_ ? "the exchange current density is given too"
                                    : "neither it nor the exchange current density is given",
                   "one of `Charge transfer resistance` [ohm cm^2] and `Exchange current density` [mA/cm^2]");
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        const double conductance = from_resistance_ ? 1. / resistance_ : i0_ * electrons_ / thermal_voltage(state.temperature);
        return Number(conductance * local_factor(state.exchange_factor, state.temperature)) *
               (state.drive - Number(equilibrium_potential_));
      }

    private:
      double resistance_ = 0., i0_ = 0.;
      bool   from_resistance_ = false;
    };

    const Register<Reaction, Linear> linear("linear", "Current proportional to the overpotential.");
  } // namespace
} // namespace zincfield

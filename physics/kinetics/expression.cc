#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"

#include <muParser.h>

#include <mutex>

namespace zincfield
{
  namespace
  {
    /**
     * Kinetics written by the user: `i = g exp(-(Ea/R)(1/T - 1/T_ref)) i(eta, c, T)` [A/m^2], anodic positive, `g` the exchange
     * factor.
     *
     * - `eta` [V] = drive - E; `c` [1] = c/c_ref of the first rate species, floored at 1e-6 (1 where the model has none); `T` [K].
     * The derivative is a central difference, with steps of 1e-6 V in eta and 1e-5 c in c: relative error about 1e-9 for exponents
     * of the size of f. The expression is trusted to stay finite: exp() in it overflows near 700/f. Errors: a text that muParser
     * does not read, or whose value at eta = 0, c = 1 is not finite.
     */
    class Expression : public ElectrodeReaction<Expression>
    {
    public:
      Expression()
      {
        deposits_zinc_ = true;
        set_species(zinc_deposition_species());
      }

      void
      declare(Parameters &p) override
      {
        p.text("Current density", text_,
               "i [A/m^2], anodic positive, of eta [V], c = c/c_ref and T [K], for example \"10*(exp(38.9*eta) - "
               "c*exp(-38.9*eta))\".");
        SpatialValue factor(1.);
        declare_factor_and_temperature(p, factor);
        p.quantity("Equilibrium potential", equilibrium_potential_, "V", Range::any(), "E against the zinc reference.");
        declare_equation(p);
        if (p.describing())
          return;
        try
        {
          parser_.DefineVar("eta", &eta_);
          parser_.DefineVar("c", &c_);
          parser_.DefineVar("T", &temperature_);
          parser_.SetExpr(text_);
          if (!std::isfinite(value(0., 1., reference_temperature_)))
            p.reject("Current density", "its value at eta = 0, c = 1 is not finite", "a finite expression in eta, c and T");
        }
        catch (const mu::Parser::exception_type &e)
        {
          p.reject("Current density", e.GetMsg(), "an expression in eta [V], c [1] and T [K]");
        }
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        const Number eta   = state.drive - Number(equilibrium_potential_);
        const Number ratio = has_orders() ? decaying_floor(state.concentration_ratio[0], concentration_ratio_floor) : Number(1.);
        return Number(local_factor(state.exchange_factor, state.temperature)) * chained(eta, ratio, state.temperature);
      }

    private:
      double
      chained(const double eta, const double c, const double temperature) const
      {
        return value(eta, c, temperature);
      }

      Dual<double>
      chained(const Dual<double> &eta, const Dual<double> &c, const double temperature) const
      {
        const double h_eta = 1e-6, h_c = 1e-5 * c.value;
        const double by_eta =
            (value(eta.value + h_eta, c.value, temperature) - value(eta.value - h_eta, c.value, temperature)) / (2. * h_eta);
        const double by_c =
            (value(eta.value, c.value + h_c, temperature) - value(eta.value, c.value - h_c, temperature)) / (2. * h_c);
        return {value(eta.value, c.value, temperature), by_eta * eta.derivative + by_c * c.derivative};
      }

      /** The parser reads its variables from this object, so one evaluation at a time. */
      double
      value(const double eta, const double c, const double temperature) const
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        eta_         = eta;
        c_           = c;
        temperature_ = temperature;
        return parser_.Eval();
      }

      std::string        text_ = "?";
      mu::Parser         parser_;
      mutable double     eta_ = 0., c_ = 1., temperature_ = 298.15;
      mutable std::mutex mutex_;
    };

    const Register<Reaction, Expression> expression("expression", "Kinetics written by the user.");
  } // namespace
} // namespace zincfield

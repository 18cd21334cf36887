#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"

#include <muParser.h>

#include <algorithm>
#include <cctype>
#include <mutex>

namespace zincfield
{
  namespace
  {
    /** The variable for c/c_ref of one species: the letters and digits of its name, c_Zn2 for Zn2+. */
    std::string
    variable_of(const std::string &species)
    {
      std::string name = "c_";
      for (const char letter : species)
        if (std::isalnum(static_cast<unsigned char>(letter)))
          name += letter;
      return name;
    }

    std::string
    joined(const std::vector<std::string> &names)
    {
      std::string text;
      for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
      return text;
    }

    /**
     * Kinetics written by the user: `i = g exp(-(Ea/R)(1/T - 1/T_ref)) i(eta, c, T)` [A/m^2], anodic positive, `g` the exchange
     * factor.
     *
     * - `eta` [V] = drive - E. Under dilute ions and Poisson-Nernst-Planck the drive is against the potential of the solution, so
     * that the expression has to hold the equilibrium's shift with concentration (Nernst); under binary salt and secondary it is
     * against a zinc electrode at the point, which holds it already.
     * - `c` [1] = c/c_ref of the species that the reaction consumes (main_species()), whether it has an order or not, and `c_NAME`
     * that of each of its species; floored at 1e-6, at bulk concentration where the model does not follow the species. Orders do
     * not enter otherwise.
     * - `T` [K], `f` = F/(R T) [1/V].
     *
     * The derivative is a central difference, with steps of 1e-6 V in eta and 1e-5 c in c: relative error about 1e-9 for exponents
     * of the size of f. The expression is trusted to stay finite: exp() in it overflows near 700/f. Errors: a text that muParser
     * does not read, a name that is none of these, a `c` of which it is not clear what it means, or a value at eta = 0, c = 1 that
     * is not finite.
     */
    class Expression : public ElectrodeReaction<Expression>
    {
    public:
      Expression()
      {
        deposits_zinc_    = true;
        orders_elsewhere_ = "; in an expression it only marks the species that c means.";
        set_species(zinc_deposition_species());
      }

      void
      declare(Parameters &p) override
      {
        p.text("Current density", text_,
               "i [A/m^2], anodic positive, of eta [V], c = c/c_ref of the species that is consumed, T [K] and f = F/RT [1/V]. eta "
               "counts from E in the solution as it is: "
               "under dilute ions and Poisson-Nernst-Planck \"10*(exp(f*eta) - c*exp(-f*eta))\"; under binary salt and secondary "
               "from a zinc electrode at the point, which follows Nernst "
               "already: \"10*c^0.5*(exp(f*eta) - exp(-f*eta))\" is the same law. Of several species: c_Zn2, c_SO42 and so on, by "
               "the letters and digits of their names.");
        SpatialValue factor(1.);
        declare_factor_and_temperature(p, factor);
        p.quantity("Equilibrium potential", equilibrium_potential_, "V", Range::any(), "E against the zinc reference.");
        declare_equation(p);
        if (p.describing())
          return;
        try
          {
            parser_.SetExpr(text_);
            define_variables(p);
            if (!std::isfinite(value(0., std::vector<double>(c_.size(), 1.).data(), reference_temperature_)))
              p.reject("Current density", "its value at eta = 0, c = 1 is not finite",
                       "a finite expression in " + joined(allowed_));
          }
        catch (const mu::Parser::exception_type &e)
          {
            p.reject("Current density", e.GetMsg(), "an expression in " + joined(allowed_));
          }
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        const Number eta = state.drive - Number(equilibrium_potential_);
        Number       c[max_rate_species];
        for (std::size_t k = 0; k < c_.size(); ++k)
          c[k] = decaying_floor(state.concentration_ratio[k], concentration_ratio_floor);
        return Number(local_factor(state.exchange_factor, state.temperature)) * chained(eta, c, state.temperature);
      }

    private:
      /** Gives the parser its variables, and notes the species that they stand for as those of the rate. */
      void
      define_variables(Parameters &p)
      {
        const std::map<std::string, double *> fixed = {{"eta", &eta_}, {"T", &temperature_}, {"f", &inverse_thermal_}};
        const std::string                     main  = main_species();
        std::map<std::string, std::string>    species_of; // by variable
        std::set<std::string>                 ambiguous;
        for (const auto &s : species())
          if (!species_of.emplace(variable_of(s.first), s.first).second)
            ambiguous.insert(variable_of(s.first));
        if (!main.empty())
          species_of["c"] = main;
        allowed_ = {"eta [V]", "T [K]", "f [1/V]"};
        for (const auto &variable : species_of)
          allowed_.push_back(variable.first + " [1]");

        std::set<std::string> names;
        const auto            used = parser_.GetUsedVar();
        for (const auto &variable : used)
          if (fixed.count(variable.first) == 0)
            {
              const auto found = species_of.find(variable.first);
              if (variable.first == "c" && found == species_of.end())
                p.reject("Current density",
                         species().empty() ? "the reaction has no species that c could mean"
                                           : "it is not clear which species c means: the reaction consumes none, or several",
                         "an expression in " + joined(allowed_) +
                           ", or one species that is consumed (Stoichiometry > 0), or the one with an order among them");
              if (found == species_of.end())
                p.reject("Current density", "there is no variable \"" + variable.first + "\"",
                         "an expression in " + joined(allowed_));
              if (ambiguous.count(variable.first) > 0)
                p.reject("Current density", "several species are called \"" + variable.first + "\"",
                         "names of species that differ in letters or digits");
              names.insert(found->second);
            }
        if (names.size() > max_rate_species)
          p.reject("Current density", "it depends on " + std::to_string(names.size()) + " concentrations",
                   "at most " + std::to_string(max_rate_species));
        set_rate_species(names);
        c_.assign(names.size(), 1.);
        for (const auto &variable : fixed)
          parser_.DefineVar(variable.first, variable.second);
        for (const auto &variable : used)
          if (fixed.count(variable.first) == 0)
            parser_.DefineVar(variable.first, &c_[std::distance(names.begin(), names.find(species_of.at(variable.first)))]);
      }

      double
      chained(const double eta, const double *c, const double temperature) const
      {
        return value(eta, c, temperature);
      }

      Dual<double>
      chained(const Dual<double> &eta, const Dual<double> *c, const double temperature) const
      {
        const std::size_t n     = c_.size();
        const double      h_eta = 1e-6;
        double            at[max_rate_species];
        for (std::size_t k = 0; k < n; ++k)
          at[k] = c[k].value;
        double derivative =
          (value(eta.value + h_eta, at, temperature) - value(eta.value - h_eta, at, temperature)) / (2. * h_eta) * eta.derivative;
        for (std::size_t k = 0; k < n; ++k)
          if (c[k].derivative != 0.)
            {
              const double h     = 1e-5 * c[k].value;
              at[k]              = c[k].value + h;
              const double above = value(eta.value, at, temperature);
              at[k]              = c[k].value - h;
              derivative += (above - value(eta.value, at, temperature)) / (2. * h) * c[k].derivative;
              at[k] = c[k].value;
            }
        return {value(eta.value, at, temperature), derivative};
      }

      /** The parser reads its variables from this object, so one evaluation at a time. */
      double
      value(const double eta, const double *c, const double temperature) const
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        eta_ = eta;
        std::copy(c, c + c_.size(), c_.begin());
        temperature_     = temperature;
        inverse_thermal_ = 1. / thermal_voltage(temperature);
        return parser_.Eval();
      }

      std::string                 text_ = "?";
      mu::Parser                  parser_;
      std::vector<std::string>    allowed_; // variables, with units
      mutable double              eta_ = 0., temperature_ = 298.15, inverse_thermal_ = 0.;
      mutable std::vector<double> c_; // c/c_ref of rate_species()
      mutable std::mutex          mutex_;
    };

    const Register<Reaction, Expression> expression("expression", "Kinetics written by the user.");
  } // namespace
} // namespace zincfield

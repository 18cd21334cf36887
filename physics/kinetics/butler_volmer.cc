#include "physics/data_sets.h"
#include "physics/kinetics/electrode_reaction.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Butler-Volmer kinetics, anodic current density positive:
     * `i = i0 [A exp(alpha_a f eta) - C exp(-alpha_c f eta)]`, `eta = drive - E`, `f = F/(RT)`.
     *
     * - `i0` [A/m^2] > 0 at the reference concentrations, with exchange_factor and Arrhenius factor (see ElectrodeReaction).
     * - `alpha_a`, `alpha_c` [1] > 0; when `alpha_a + alpha_c = n` (times the cathodic order) the equilibrium follows Nernst.
     * - `A`, `C`: products of (c/c_ref)^order; for Zn2+ + 2e- = Zn A = 1, C = c/c_ref.
     * - where `local_reference` holds (secondary, binary salt) `eta` is against a zinc electrode beside the surface and both
     * branches have the factor `A^(alpha_c/(alpha_a + alpha_c)) C^(alpha_a/(alpha_a + alpha_c))`, which is what the form above
     * gives at its local equilibrium: `(c/c_ref)^gamma` with gamma = alpha_a/(alpha_a + alpha_c) for zinc, or with the gamma of the
     * input.
     * - nucleation overpotential `eta_n` [V] >= 0: i0 falls by exp(-alpha_c f eta_n), which shifts the cathodic branch by -eta_n
     * and keeps the equilibrium. For the first metal on a foreign substrate.
     *
     * Finite for |eta| <= 10 V and beyond: exponents are continued linearly above 60. Concentration ratios are floored at 1e-6.
     * Source: J. Newman and K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., section 8.3.
     */
    class ButlerVolmer : public ElectrodeReaction<ButlerVolmer>
    {
    public:
      ButlerVolmer()
      {
        deposits_zinc_ = true;
        set_species(zinc_deposition_species());
      }

      void
      declare(Parameters &p) override
      {
        p.choice("Data set", data_set_, DataSet<ZincKinetics>::names(), "Named kinetic data that fill the keys left out.");
        const KineticsData data = DataSet<ZincKinetics>::get(data_set_);
        i0_                     = data.exchange_current_density;
        anodic_                 = data.anodic;
        cathodic_               = data.cathodic;
        declare_exchange_current(p, i0_, data.activation_energy);
        p.quantity("Anodic transfer coefficient", anodic_, "1", Range::positive(), "alpha_a in exp(alpha_a F eta/RT).");
        p.quantity("Cathodic transfer coefficient", cathodic_, "1", Range::positive(), "alpha_c in exp(-alpha_c F eta/RT).");
        p.quantity("Equilibrium potential", equilibrium_potential_, "V", Range::any(),
                   "E at the reference concentrations, against the zinc reference.");
        p.quantity("Nucleation overpotential", nucleation_, "mV", Range::non_negative(),
                   "Shift of the cathodic branch for the first metal on a foreign substrate.");
        declare_equation(p, data.source);
        declare_exponents(p);
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        using std::pow;
        const double f      = 1. / thermal_voltage(state.temperature);
        const double i0     = i0_ * local_factor(state.exchange_factor, state.temperature) * std::exp(-cathodic_ * f * nucleation_);
        const Number eta    = state.drive - Number(equilibrium_potential_);
        const Number anodic = safe_exp(Number(anodic_ * f) * eta), cathodic = safe_exp(Number(-cathodic_ * f) * eta);
        if (state.local_reference)
          {
            Number local(i0);
            for (unsigned int k = 0; k < exponents_.size(); ++k)
              if (exponents_[k] != 0.)
                local *= Number(pow(decaying_floor(state.concentration_ratio[k], concentration_ratio_floor), exponents_[k]));
            return local * (anodic - cathodic);
          }
        return Number(i0) * (concentration_factor(state.concentration_ratio, true) * anodic -
                             concentration_factor(state.concentration_ratio, false) * cathodic);
      }

    private:
      /** The exponents of c/c_ref at the local equilibrium; the input may replace that of the species that is consumed. */
      void
      declare_exponents(Parameters &p)
      {
        const double sum      = anodic_ + cathodic_;
        const auto   exponent = [&](const double anodic_order, const double cathodic_order) {
          return std::isfinite(sum) ? (cathodic_ * anodic_order + anodic_ * cathodic_order) / sum
                                      : 0.5 * (anodic_order + cathodic_order);
        };
        const std::string main = main_species();
        const double derived   = main.empty() ? 0. : exponent(species().at(main).anodic_order, species().at(main).cathodic_order);
        double       gamma     = derived;
        p.quantity("Concentration exponent", gamma, "1", Range::any(),
                   "gamma in i0 (c/c_ref)^gamma of the species that is consumed; binary salt and secondary only. Default: (alpha_c "
                   "p + alpha_a q)/(alpha_a + alpha_c) "
                   "with its orders p (anodic) and q (cathodic), which agrees with dilute ions.");
        const bool given = !p.describing() && gamma != derived;
        if (given && main.empty())
          p.reject("Concentration exponent", "it is not clear which species is meant: the reaction consumes none, or several",
                   "no such key, or one species with a stoichiometry > 0 and an order");
        if (given)
          {
            std::set<std::string> names{main};
            for (const std::string &name : rate_species())
              names.insert(name);
            set_rate_species(names);
          }
        exponents_.clear();
        for (std::size_t k = 0; k < rate_species().size(); ++k)
          exponents_.push_back(rate_species()[k] == main ? gamma : exponent(orders()[k].first, orders()[k].second));
      }

      std::string         data_set_ = no_data_set;
      double              i0_ = required_value, anodic_ = required_value, cathodic_ = required_value, nucleation_ = 0.;
      std::vector<double> exponents_; // of rate_species()
    };

    const Register<Reaction, ButlerVolmer> butler_volmer("Butler-Volmer", "Charge transfer with an anodic and a cathodic branch.");
  } // namespace
} // namespace zincfield

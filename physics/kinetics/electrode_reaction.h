#pragma once

#include "physics/kinetics/reaction.h"
#include "physics/smooth_floor.h"
#include "physics/temperature.h"

#include <cmath>
#include <set>

namespace zincfield
{
  /** Share of the reference concentration below which rates see a positive continuation of c/c_ref (see decaying_floor()). */
  constexpr double concentration_ratio_floor = 1e-6;

  /** A species of a reaction: stoichiometric number per n electrons of anodic current, and reaction orders. */
  struct ReactingSpecies
  {
    double stoichiometry = 0., anodic_order = 0., cathodic_order = 0.;
    /** [mol/m^3]; 0: that of the bulk electrolyte */
    double reference_concentration = 0.;
  };

  /** What a kinetics data set holds; a value that it lacks is NaN. */
  struct KineticsData
  {
    /** [A/m^2], [1], [1], [V per decade], [V] */
    double exchange_current_density = required_value, anodic = required_value, cathodic = required_value,
           tafel_slope       = required_value;
    double activation_energy = 0.;
    /** pH at which the exchange current density was measured (Tafel). */
    double measured_ph = required_value;
    /** Where the values come from, and whether they are measured, fitted or assumed. */
    std::string source;
  };

  /** Data sets of zinc deposition and of hydrogen evolution: two tables. */
  struct ZincKinetics : KineticsData
  {};
  struct HydrogenKinetics : KineticsData
  {};

  /**
   * The electrochemical equation and the exchange current density that all laws share.
   *
   * - `i0(T, s) = i0 g(s) exp(-(Ea/R)(1/T - 1/T_ref))`, g: exchange_factor, from the expression of i0 or of `Exchange factor`.
   * - anodic and cathodic concentration factors `A = prod r_k^p_k`, `C = prod r_k^q_k`, `r_k = c_k/c_ref,k`, floored at 1e-6 by a
   * positive continuation with continuous slope. Species that the transport model does not follow stay at their bulk concentration.
   */
  template <typename Law>
  class ElectrodeReaction : public ReactionLaw<Law>
  {
  public:
    std::vector<std::string>
    rate_species() const override
    {
      return rate_species_;
    }
    double
    reference_concentration(const unsigned int i) const override
    {
      return species_.at(rate_species_.at(i)).reference_concentration;
    }
    double
    electrons() const override
    {
      return electrons_;
    }
    const std::map<std::string, double> &
    stoichiometry() const override
    {
      return stoichiometry_;
    }
    bool
    deposits_zinc() const override
    {
      return deposits_zinc_;
    }
    bool
    is_known_at(const double temperature) const override
    {
      return activation_energy_ != 0. || std::abs(temperature - reference_temperature_) < 1.;
    }

    const SpatialValue &
    exchange_factor() const override
    {
      return exchange_factor_;
    }
    double
    equilibrium_potential() const override
    {
      return equilibrium_potential_;
    }

  protected:
    /** Replaces the species and their orders (the default of a law, or of a choice in the input). */
    void
    set_species(const std::map<std::string, ReactingSpecies> &species)
    {
      species_ = species;
      stoichiometry_.clear();
      std::set<std::string> ordered;
      for (const auto &s : species_)
        {
          if (s.second.stoichiometry != 0.)
            stoichiometry_[s.first] = s.second.stoichiometry;
          if (has_order(s.second))
            ordered.insert(s.first);
        }
      set_rate_species(ordered);
    }

    /** The species whose concentrations the rate sees: those with an order, unless a law says otherwise. */
    void
    set_rate_species(const std::set<std::string> &names)
    {
      rate_species_.assign(names.begin(), names.end());
      orders_.clear();
      for (const std::string &name : rate_species_)
        orders_.push_back({species_.at(name).anodic_order, species_.at(name).cathodic_order});
    }

    const std::map<std::string, ReactingSpecies> &
    species() const
    {
      return species_;
    }

    /**
     * The species that `c` alone means: the one that cathodic current consumes, or, where it consumes none, the one with an order.
     * Empty: there is none, or it is not clear which.
     */
    std::string
    main_species() const
    {
      std::vector<std::string> consumed, ordered, both;
      for (const auto &s : species_)
        {
          if (s.second.stoichiometry > 0.)
            consumed.push_back(s.first);
          if (has_order(s.second))
            ordered.push_back(s.first);
          if (s.second.stoichiometry > 0. && has_order(s.second))
            both.push_back(s.first);
        }
      const std::vector<std::string> &candidates = ordered.empty() ? consumed : consumed.empty() ? ordered : both;
      return candidates.size() == 1 ? candidates.front() : "";
    }

    void
    declare_equation(Parameters &p, std::string source = "")
    {
      p.text("Source", source, "Where the values come from.");
      p.quantity("Electrons", electrons_, "1", Range::positive(), "Electrons transferred, n.");
      p.boolean("Deposits zinc", deposits_zinc_, "Whether the cathodic reaction makes zinc metal.");
      std::map<std::string, ReactingSpecies> given;
      p.named_sections(
        "Species",
        "Species made (stoichiometry > 0) by n electrons of anodic current, and reaction orders. Any subsection here "
        "replaces the law's own list.",
        [this, &given](const std::string &name, Parameters &q) {
        ReactingSpecies &s = given[name];
        q.quantity("Stoichiometry", s.stoichiometry, "1", Range::any(), "Moles made by n electrons of anodic current.");
        q.quantity("Anodic order", s.anodic_order, "1", Range::any(),
                   "Exponent of c/c_ref in the anodic branch" + orders_elsewhere_);
        q.quantity("Cathodic order", s.cathodic_order, "1", Range::any(),
                   "Exponent of c/c_ref in the cathodic branch" + orders_elsewhere_);
        q.quantity("Reference concentration", s.reference_concentration, "mol/L", Range::non_negative(),
                   "c_ref at which the rate constant holds; 0: that of the bulk. Of a species that the transport model does not "
                   "follow, c is that of the bulk.");
        });
      if (!given.empty() && !p.describing())
        set_species(given);
    }

    /** @param i0 [A/m^2] on return: the law's own value, 1 where the input gives an expression. */
    void
    declare_exchange_current(Parameters &p, double &i0, const double activation_energy)
    {
      activation_energy_ = activation_energy;
      SpatialValue density(i0), factor(1.);
      p.expression("Exchange current density", density, "mA/cm^2", Range::positive(),
                   "i0 at c_ref and the reference temperature; may vary along the surface.");
      declare_factor_and_temperature(p, factor);
      i0               = density.is_constant() ? density({}) : 1.;
      exchange_factor_ = density.is_constant() ? factor : product(density, factor);
    }

    void
    declare_factor_and_temperature(Parameters &p, SpatialValue &factor)
    {
      p.expression("Exchange factor", factor, "1", Range::non_negative(),
                   "Local factor on the rate: zincophilic sites, patches (0: insulating).");
      p.quantity("Activation energy", activation_energy_, "kJ/mol", Range::any(),
                 "Arrhenius energy of the exchange current density.");
      p.quantity("Reference temperature", reference_temperature_, "degC", Range::positive(),
                 "Temperature at which the exchange current density holds.");
      exchange_factor_ = factor;
    }

    double
    local_factor(const double exchange_factor, const double temperature) const
    {
      return exchange_factor * arrhenius_factor(activation_energy_, reference_temperature_, temperature);
    }

    /** prod r_k^order_k, over the anodic orders or the cathodic ones. */
    template <typename Number>
    Number
    concentration_factor(const Number *ratio, const bool anodic) const
    {
      using std::pow;
      Number product(1.);
      for (unsigned int k = 0; k < orders_.size(); ++k)
        {
          const double order = anodic ? orders_[k].first : orders_[k].second;
          if (order == 1.)
            product *= decaying_floor(ratio[k], concentration_ratio_floor);
          else if (order != 0.)
            product *= pow(decaying_floor(ratio[k], concentration_ratio_floor), order);
        }
      return product;
    }

    /** Anodic and cathodic orders of rate_species(). */
    const std::vector<std::pair<double, double>> &
    orders() const
    {
      return orders_;
    }

    double
    cathodic_order(const std::string &species) const
    {
      const auto found = species_.find(species);
      return found == species_.end() ? 0. : found->second.cathodic_order;
    }

    static SpatialValue
    product(const SpatialValue &a, const SpatialValue &b)
    {
      return {a.text() + (b.is_constant() ? "" : " * (" + b.text() + ")"), [a, b](const Location &x) { return a(x) * b(x); }};
    }

    double       electrons_ = 2., equilibrium_potential_ = 0.;
    bool         deposits_zinc_     = false;
    double       activation_energy_ = 0., reference_temperature_ = 298.15;
    SpatialValue exchange_factor_ = 1.;
    /** How the law's documentation of an order goes on. */
    std::string orders_elsewhere_ = ".";

  private:
    static bool
    has_order(const ReactingSpecies &species)
    {
      return species.anodic_order != 0. || species.cathodic_order != 0.;
    }

    std::map<std::string, ReactingSpecies> species_;
    std::vector<std::string>               rate_species_;
    std::map<std::string, double>          stoichiometry_;
    std::vector<std::pair<double, double>> orders_;
  };

  /** Zn2+ + 2e- = Zn: one ion made by two electrons of anodic current, first order in the cathodic branch. */
  inline std::map<std::string, ReactingSpecies>
  zinc_deposition_species()
  {
    return {{"Zn2+", {1., 0., 1., 0.}}};
  }
} // namespace zincfield

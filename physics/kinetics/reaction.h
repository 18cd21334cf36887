#pragma once

#include "physics/number.h"
#include "physics/parameters.h"

#include <map>
#include <memory>
#include <string>

namespace zincfield
{
  class Chemistry;

  /** Most species whose concentrations enter the rate of one reaction. */
  constexpr unsigned int max_rate_species = 8;

  /** What an electrode reaction sees at one point of the surface, at the reaction plane. */
  template <typename Number>
  struct ReactionState
  {
    /** phi_m - phi [V]: electrode potential minus the potential of the solution, both against the zinc reference. */
    Number drive;
    /** c_k/c_ref by index into Reaction::rate_species(); that of the bulk for species that the model does not follow, 1 where that
     * is not known either. */
    const Number *concentration_ratio;
    /** Whether `drive` is already local (a zinc reference electrode beside the surface: `binary salt`, `secondary`). */
    bool local_reference;
    /** Local factor on the exchange current density, from its expression along the surface. */
    double exchange_factor;
    /** [K] */
    double temperature;
    /** Rate [mol/m^2/s] that uses up what there is of a solid: it dissolves no faster. 0: there is none. */
    double dissolvable = 0.;
  };

  /**
   * One electrode reaction: current density i_r [A/m^2], anodic positive, as a function of the local state.
   * A law registers itself with Register<Reaction, Law>.
   */
  class Reaction
  {
  public:
    virtual ~Reaction() = default;

    /** The equilibria of the electrolyte, before declare(): what it knows stands in place of keys. Null: none. */
    virtual void
    set_chemistry(const std::shared_ptr<const Chemistry> &)
    {}

    /** Names the law's keys: reads them or describes them. */
    virtual void
    declare(Parameters &parameters) = 0;

    virtual double
    current_density(const ReactionState<double> &state) const = 0;
    virtual Dual<double>
    current_density(const ReactionState<Dual<double>> &state) const = 0;

    /** Species whose concentration enters the rate, in the order of ReactionState::concentration_ratio; at most max_rate_species.
     */
    virtual std::vector<std::string>
    rate_species() const = 0;

    /** Reference concentration c_ref [mol/m^3] of rate_species()[i]; 0: that of the bulk electrolyte. */
    virtual double
    reference_concentration(unsigned int i) const = 0;

    /** Electrons transferred, n. */
    virtual double
    electrons() const = 0;

    /** Moles of each species made by n electrons of anodic current: Zn2+ + 2e- = Zn has {Zn2+: 1}, 2H+ + 2e- = H2 has {H+: 2}. */
    virtual const std::map<std::string, double> &
    stoichiometry() const = 0;

    /** Whether the reaction deposits zinc. */
    virtual bool
    deposits_zinc() const = 0;

    /** Exchange current density along the surface, relative to the law's own value (1 where constant). */
    virtual const SpatialValue &
    exchange_factor() const = 0;

    /** Whether the exchange current density is known at this temperature [K]: it follows it, or was given there. */
    virtual bool
    is_known_at(double temperature) const = 0;

    /** Equilibrium potential against the zinc reference [V]. */
    virtual double
    equilibrium_potential() const = 0;

    std::string name;
  };

  /** Supplies both number types of a law whose formula is `template <typename Number> Number evaluate(const ReactionState<Number>&)
   * const`. */
  template <typename Law>
  class ReactionLaw : public Reaction
  {
  public:
    double
    current_density(const ReactionState<double> &state) const override
    {
      return static_cast<const Law &>(*this).evaluate(state);
    }
    Dual<double>
    current_density(const ReactionState<Dual<double>> &state) const override
    {
      return static_cast<const Law &>(*this).evaluate(state);
    }
  };
} // namespace zincfield

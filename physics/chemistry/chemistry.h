#pragma once

#include "physics/chemistry/chemical_data.h"
#include "physics/chemistry/equilibrium.h"
#include "physics/parameters.h"

namespace zincfield
{
  /** kappa [S/m], D [m^2/s] and t+ that were measured on the bulk of a salt, to which mobilities can be scaled. */
  struct MeasuredTransport
  {
    std::string cation, anion; // components
    double      concentration = 0.;
    double      conductivity = 0., diffusivity = 0., transference = 0.;
    /** [m^2/s] of the salt at infinite dilution. */
    double ideal_diffusivity = 0.;
  };

  /**
   * The aqueous chemistry of an electrolyte: components, species, solids, and the composition of its bulk.
   *
   * declare() reads it and finds the bulk. Activity coefficients hold at the bulk's composition and do not change beside it:
   * then equilibria are those of concentrations, with constants that are the same everywhere.
   */
  class Chemistry
  {
  public:
    enum class Activity
    {
      ideal,
      constant,
      davies
    };

    /** Names the keys of the section; reads them. `temperature` [K]. */
    void
    declare(Parameters &parameters, double temperature, const MeasuredTransport *measured);

    /** Finds the bulk; rejects through `parameters`, whose section this is. */
    void
    complete(const Parameters &parameters);

    const std::vector<Component> &
    components() const
    {
      return components_;
    }
    /** Those with a free ion come first, in the order of components(). */
    const std::vector<ChemicalSpecies> &
    species() const
    {
      return species_;
    }
    const std::vector<Solid> &
    solids() const
    {
      return solids_;
    }
    const Equilibrium &
    equilibrium() const
    {
      return equilibrium_;
    }

    /** Index, or -1. */
    int
    component_index(const std::string &name) const;
    int
    species_index(const std::string &name) const;

    /** nu of a component in a species. */
    double
    stoichiometry(unsigned int species, unsigned int component) const
    {
      return equilibrium_.nu[species][component];
    }

    /** Of species i: concentration in the bulk [mol/m^3], activity coefficient, diffusivity [m^2/s] at the temperature. */
    double
    bulk_concentration(const unsigned int i) const
    {
      return concentrations_[i];
    }
    double
    activity_coefficient(const unsigned int i) const
    {
      return gamma_[i];
    }
    double
    diffusivity(const unsigned int i) const
    {
      return diffusivities_[i];
    }

    /** log10 of the activity of component j for ln of its free concentration [mol/m^3]. */
    double
    log_activity(unsigned int j, double log_free) const;

    /** pH, and log10 of the saturation ratio of a solid: 0 at saturation. */
    double
    ph(const double *log_free) const;
    double
    saturation_index(unsigned int solid, const double *log_free) const;

    const double *
    bulk_log_free() const
    {
      return log_free_.data();
    }
    double
    temperature() const
    {
      return temperature_;
    }
    /** log10 K of species i at the temperature. */
    double
    log_k(unsigned int i) const;
    /** log10 of a_H a_OH at equilibrium. */
    double
    log_kw() const
    {
      return log_kw_;
    }
    /** Where H+ + OH- = H2O takes time: OH- is a component of its own, and both come to be at k (K - c_H c_OH). Rate constant k
     * [m^3/mol/s], 0: always at equilibrium, and K [mol^2/m^6]. */
    double
    water_rate() const
    {
      return water_rate_;
    }
    double
    ion_product() const
    {
      return ion_product_;
    }
    /** [mol/L] of the bulk. */
    double
    ionic_strength() const;
    /** F^2/(RT) sum z^2 D c [S/m] of the bulk. */
    double
    bulk_conductivity() const;
    const MeasuredTransport *
    measured() const
    {
      return has_measured_ ? &measured_ : nullptr;
    }

    /** What a log is to say: activity coefficients, mobilities, the Kw in use. */
    const std::vector<std::string> &
    notes() const
    {
      return notes_;
    }

  private:
    void
    add_set(const Parameters &p, const std::string &name);
    void
    add_species(const Parameters &p, const ChemicalSpecies &species, const std::string &place);
    void
    check_species(const Parameters &p);
    void
    declare_components(Parameters &p);
    void
    declare_species(Parameters &p);
    void
    declare_solids(Parameters &p);
    void
    make_equilibrium();
    void
    find_bulk(const Parameters &p);
    /** Solves for the bulk with the activity coefficients in gamma_; empty, or what is wrong. */
    std::string
    solve_bulk(int balanced);
    /** Totals but that of component `balanced`, pH if given, and `log_balanced` in place of it: charge of the solution. */
    double
    charge_with(int balanced, double log_balanced, bool &solved);
    /** One pass of the activity model: largest relative change of a coefficient. */
    double
    update_activities();
    int
    choose_balanced(const Parameters &p) const;
    void
    scale_mobilities(const Parameters &p);
    /** Makes OH- of the bulk a component. */
    void
    separate_hydroxide(const Parameters &p);

    double                             water_rate_ = 0., ion_product_ = 0., log_kw_ = -14.;
    double                             temperature_ = 298.15, ph_ = 7.;
    bool                               has_ph_ = false, with_pairs_ = true;
    Activity                           activity_ = Activity::constant;
    std::string                        balance_ = "automatic", mobilities_ = "automatic";
    bool                               has_measured_ = false;
    MeasuredTransport                  measured_;
    std::vector<Component>             components_;
    std::vector<ChemicalSpecies>       species_;
    std::vector<Solid>                 solids_;
    Equilibrium                        equilibrium_;
    std::vector<double>                gamma_, concentrations_, diffusivities_;
    std::array<double, max_components> log_free_{};
    std::vector<std::string>           notes_;
  };

  /** Mean activity coefficient of ZnSO4 at 25 degC by its molality; NaN beyond 3 mol/kg. Measured. */
  double
  zinc_sulfate_activity_coefficient(double molality);
} // namespace zincfield

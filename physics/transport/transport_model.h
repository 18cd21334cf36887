#pragma once

#include "physics/coatings/coating.h"
#include "physics/constants.h"
#include "physics/electrolytes/salt.h"
#include "physics/electrolytes/species.h"
#include "physics/kinetics/reaction.h"
#include "physics/logarithmic_mean.h"
#include "physics/number.h"
#include "physics/transport/layer_parts.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zincfield
{
  /** What a field is, whatever its name. */
  enum class FieldRole
  {
    concentration,             // of a species, never negative
    signed_concentration,      // total of a component that some species lack: H+, of which OH- is one less
    electrochemical_potential, // of a species over RT
    ionic_potential,           // of the solution: bulk boundaries and electrodes without kinetics prescribe it
    electronic_potential,      // of a conductor with pores: the solution's boundaries leave it alone
    deposit                    // what has grown in the pores of a conductor: it stays where it is
  };

  /** One unknown field. The solution vector holds (value - bulk_value)/scale: differences from the bulk keep the digits that a
   * small current needs. */
  struct Field
  {
    std::string name, unit;
    double      scale      = 1.;
    double      bulk_value = 0.; // in `unit`
    FieldRole   role       = FieldRole::concentration;

    /** Physical value of an entry of the solution vector. */
    template <typename Number>
    Number
    value(const Number &entry) const
    {
      return Number(bulk_value) + entry * Number(scale);
    }

    /** The reverse. */
    double
    entry(const double value) const
    {
      return (value - bulk_value) / scale;
    }

    bool
    is_positive() const
    {
      return role == FieldRole::concentration;
    }

    bool
    is_concentration() const
    {
      return role == FieldRole::concentration || role == FieldRole::signed_concentration;
    }
  };

  /** What distinguishes transport models for the rest of the program; known before setup(). */
  struct ModelTraits
  {
    int  detail            = 0;     // lists name the models from the least detailed on
    bool resolves_charge   = false; // Poisson's equation is the potential's row; otherwise electroneutral
    bool follows_species   = false; // every ion has a concentration of its own
    bool uses_salt         = false; // made from the data set of one salt
    bool uses_conductivity = false; // made from the conductivity of a solution of uniform composition
    bool is_primary        = false; // electrodes are equipotentials of the solution: no kinetics
    bool local_reference   = true;  // phi is measured by a zinc reference electrode at the point itself
    bool displaces_in_time =
      false; // an electroneutral model in which the displacement current d(eps grad phi)/dt is all that takes time
    bool has_donnan_steps = false; // the potential inside a material may differ from that of the solution in equilibrium with it
  };

  struct TransportSetup;
  class Chemistry;

  /** Why a model cannot be made from an input. */
  struct SetupProblem
  {
    std::string key, what, allowed;
  };

  /** flux_f [A/m^2] = -sum_g coefficients[f][g] grad u_g, with u_g in the unit of its field and lengths in metres. */
  template <typename Number>
  using Coefficients = std::array<std::array<Number, max_fields>, max_fields>;

  /** Sources of the rows: div flux_f [A/m^3]. */
  template <typename Number>
  using Sources = std::array<Number, max_fields>;

  /** What a transport model is made from. */
  struct TransportSetup
  {
    double                           temperature  = 298.15;
    double                           conductivity = 0.;            // [S/m], primary and secondary
    std::shared_ptr<Salt>            salt;                         // binary salt
    std::vector<Species>             species;                      // dilute ions, Poisson-Nernst-Planck, aqueous chemistry
    std::shared_ptr<const Chemistry> chemistry;                    // aqueous chemistry
    double                           relative_permittivity = 78.4; // of the solution, Poisson-Nernst-Planck
    double                           ion_diameter          = 0.;   // [m], Poisson-Nernst-Planck; 0: points
    double                           length                = 1e-5; // of the cell's feature [m]
    /** By material id; empty: the electrolyte itself. */
    std::vector<std::optional<CoatingMaterial>>  materials;
    std::vector<std::shared_ptr<const Reaction>> reactions;
  };

  /**
   * A transport model: which fields it solves for and how fluxes follow from their gradients.
   *
   * Every row is a flux of charge in A/m^2: i for the potential, zF N or F N for a species. Fields are those of the electrolyte
   * in local equilibrium with the point, so that they are continuous across coatings whatever the partition and fixed charge.
   * Models register with Register<TransportModel, Model>.
   */
  class TransportModel
  {
  public:
    virtual ~TransportModel() = default;

    const ModelTraits &
    traits() const
    {
      return traits_;
    }

    /** What keeps the model from being made from `setup`, if anything. */
    virtual std::optional<SetupProblem>
    check(const TransportSetup &) const
    {
      return {};
    }

    virtual void
    setup(const TransportSetup &setup) = 0;

    const std::vector<Field> &
    fields() const
    {
      return fields_;
    }
    unsigned int
    n_fields() const
    {
      return fields_.size();
    }
    /** The field that is the ionic potential. */
    unsigned int
    potential() const
    {
      return potential_;
    }

    /** Whether field f is an unknown in the material; elsewhere it keeps its bulk value, and its coefficients must be 0. */
    virtual bool
    lives_in(unsigned int /*f*/, unsigned int /*material*/) const
    {
      return true;
    }

    /** Whether field f has everywhere in the material the potential of the metal that the material touches. */
    virtual bool
    is_metal_potential(unsigned int /*f*/, unsigned int /*material*/) const
    {
      return false;
    }

    /** The fields (bits) that the coefficients depend on. */
    virtual unsigned int
    fields_in_coefficients() const
    {
      return (1u << n_fields()) - 1;
    }

    virtual Properties
    properties(unsigned int material, const Location &location) const = 0;

    /** Whether the properties of the material are the same everywhere. */
    virtual bool
    uniform(unsigned int material) const = 0;

    /** Properties of a slab whose parts lie in series: what resists is averaged as resistances are, what is held as amounts are;
     * both per area of the metal. */
    virtual Properties
    slab_properties(unsigned int material, const std::vector<LayerPart> &parts) const = 0;

    /** Tangential over normal transport coefficient of the material. */
    double
    anisotropy(const unsigned int material) const
    {
      return setup_.materials[material] ? setup_.materials[material]->anisotropy : 1.;
    }

    /** The same of the flux in row f: that of electrons in a scaffold may be another. */
    double
    anisotropy(const unsigned int material, const unsigned int f) const
    {
      const auto &film = setup_.materials[material];
      return film && film->scaffold && film->scaffold->anisotropy > 0. && fields_[f].role == FieldRole::electronic_potential
               ? film->scaffold->anisotropy
               : anisotropy(material);
    }

    virtual void
    coefficients(unsigned int material, const Properties &p, const double *u, Coefficients<double> &a) const = 0;
    virtual void
    coefficients(unsigned int material, const Properties &p, const Dual<double> *u, Coefficients<Dual<double>> &a) const = 0;
    virtual void
    coefficients(unsigned int                                   material,
                 const Properties                              &p,
                 const dealii::VectorizedArray<double>         *u,
                 Coefficients<dealii::VectorizedArray<double>> &a) const = 0;
    virtual void
    coefficients(unsigned int                                         material,
                 const Properties                                    &p,
                 const Dual<dealii::VectorizedArray<double>>         *u,
                 Coefficients<Dual<dealii::VectorizedArray<double>>> &a) const = 0;

    /** Coefficients across a slab of a film with the fields `above` and `below` at its sides: those at their mean, of
     * concentrations the logarithmic one. */
    virtual void
    slab_coefficients(
      const unsigned int material, const Properties &p, const double *above, const double *below, Coefficients<double> &a) const
    {
      coefficients_at_mean(material, p, above, below, a);
    }
    virtual void
    slab_coefficients(const unsigned int          material,
                      const Properties           &p,
                      const Dual<double>         *above,
                      const Dual<double>         *below,
                      Coefficients<Dual<double>> &a) const
    {
      coefficients_at_mean(material, p, above, below, a);
    }

    /** Rows (bits) with sources that depend on the fields. */
    virtual unsigned int
    rows_with_sources() const
    {
      return 0;
    }

    /** div flux_f; called where rows_with_sources() is not 0. */
    virtual void
    sources(unsigned int, const Properties &, const double *, Sources<double> &) const
    {}
    virtual void
    sources(unsigned int, const Properties &, const Dual<double> *, Sources<Dual<double>> &) const
    {}

    /** Rows (bits) whose flux changes what is stored: div flux_f = -d stored_f/dt. */
    virtual unsigned int
    rows_with_accumulation() const
    {
      return 0;
    }

    /** What is stored above the amount at bulk composition [C/m^3]; `change`: u minus the bulk's. Called for rows_with_storage().
     */
    virtual void
    accumulation(unsigned int, const Properties &, const double *, const double *, Sources<double> &) const
    {}
    virtual void
    accumulation(unsigned int, const Properties &, const Dual<double> *, const Dual<double> *, Sources<Dual<double>> &) const
    {}

    /** Of a model that resolves double layers: Poisson's row over its charge [1/s], and the Debye length of the bulk [m]; 0:
     * electroneutral. */
    virtual double
    displacement_rate() const
    {
      return 0.;
    }
    virtual double
    debye_length() const
    {
      return 0.;
    }

    /** Fields of the bulk composition where the potential of the solution is `phi` [V]. */
    virtual std::array<double, max_fields>
    bulk_fields(double phi) const;

    /** The current density in terms of the rows: i = sum_f weights[f] flux_f. */
    virtual std::array<double, max_fields>
    current_weights() const
    {
      std::array<double, max_fields> weights{};
      weights[potential()] = 1.;
      return weights;
    }

    double
    current(const std::array<double, max_fields> &flux) const
    {
      const auto weights = current_weights();
      double     sum     = 0.;
      for (unsigned int f = 0; f < n_fields(); ++f)
        if (weights[f] != 0.)
          sum += weights[f] * flux[f];
      return sum;
    }

    /** Share of the material's volume that holds solution. */
    double
    porosity(const unsigned int material, const Location &location) const
    {
      return setup_.materials[material] ? setup_.materials[material]->porosity(location) : 1.;
    }

    /** eps_0 eps_r [F/m]. */
    double
    permittivity(const unsigned int material, const Location &location) const
    {
      const CoatingMaterial *const film = this->material(material);
      return vacuum_permittivity *
             (film && film->relative_permittivity ? (*film->relative_permittivity)(location) : setup_.relative_permittivity);
    }

    /** Coefficients of a film lumped into a resistance and a transfer coefficient: migration only for the charge, diffusion for the
     * salt. */
    template <typename Number>
    void
    lumped_coefficients(unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const;

    /** [C/m^3], fixed charge included; 0 where electroneutral. */
    double
    charge_density(unsigned int material, const Properties &p, const double *u) const;

    /** kappa [S/m], to be reported. */
    virtual double
    conductivity(unsigned int material, const Properties &p, const double *u) const;

    /** Dissolved species that the model follows, the eliminated one too. */
    const std::vector<Species> &
    species() const
    {
      return species_;
    }

    /** Concentration [mol/m^3] in the bulk of a species of the electrolyte that the model need not follow; 0: not known. */
    double
    bulk_concentration(const std::string &name) const
    {
      for (const Species &s : setup_.species)
        if (s.name == name)
          return s.bulk_concentration;
      return 0.;
    }

    /** Concentration [mol/m^3] of species k in the electrolyte in equilibrium with the point. */
    virtual double
    concentration(const double *u, unsigned int k) const = 0;
    virtual Dual<double>
    concentration(const Dual<double> *u, unsigned int k) const = 0;

    /** What rates see in place of the concentration where ions crowd [mol/m^3]; the concentration itself in the bulk and of dilute
     * ions. */
    virtual double
    activity(const double *u, const unsigned int k) const
    {
      return concentration(u, k);
    }
    virtual Dual<double>
    activity(const Dual<double> *u, const unsigned int k) const
    {
      return concentration(u, k);
    }

    /** Concentration [mol/m^3] of species k inside the material itself: that of the solution times partition and Donnan's factor.
     */
    virtual double
    material_concentration(unsigned int material, const Properties &p, const double *u, unsigned int k) const = 0;

    /** F N_k in terms of the rows: F N_k = sum_f weights[f] flux_f. */
    virtual std::array<double, max_fields>
    species_flux_weights(unsigned int k) const = 0;

    /** What the balances name, and F N of each in terms of the rows: the species, unless reactions in the solution change them. */
    virtual std::vector<std::string>
    conserved() const;
    virtual std::array<double, max_fields>
    conserved_flux_weights(const unsigned int k) const
    {
      return species_flux_weights(k);
    }

    /** Further numbers that the composition of the solution in equilibrium with the point sets, as pH. */
    struct CompositionNumber
    {
      std::string name, unit;
    };
    virtual std::vector<CompositionNumber>
    composition_numbers() const
    {
      return {};
    }
    virtual double
    composition_number(const double * /*u*/, unsigned int /*number*/) const
    {
      return 0.;
    }

    /** n.flux_f per unit of cathodic current density -i_r of the reaction. */
    virtual double
    row_weight(unsigned int f, const Reaction &reaction) const = 0;

    /** Diffusivity [m^2/s] and transference number of the zinc ion in the bulk, for limiting currents and Sand's time; 0 where
     * none. */
    virtual double
    bulk_diffusivity() const
    {
      return 0.;
    }
    virtual double
    bulk_transference() const
    {
      return 0.;
    }

    /** What the last field is: the potential that the model solves for. */
    virtual std::string
    potential_name() const
    {
      return "electrostatic potential";
    }

    /** Electrostatic potential Phi [V] inside the material, of the quasi-electrostatic convention of one ion; 0 in the bulk where
     * the model's own potential is. */
    virtual double
    electrostatic_potential(const unsigned int material, const Properties &p, const double *u) const
    {
      return u[potential()] + donnan_step(material, p, u);
    }

    /** d Phi/d u_g: the electric field is -sum_g of these times grad u_g, less the gradient of what Donnan's step owes to the
     * properties. */
    virtual std::array<double, max_fields>
    electrostatic_weights(unsigned int, const Properties &, const double *) const
    {
      std::array<double, max_fields> weights{};
      weights[potential()] = 1.;
      return weights;
    }

    /** Potential [V] inside the material against the solution in equilibrium with it, where that solution's is the model's
     * potential. */
    virtual double
    donnan_step(unsigned int, const Properties &, const double *) const
    {
      return 0.;
    }

    double
    temperature() const
    {
      return setup_.temperature;
    }

    const CoatingMaterial *
    material(const unsigned int id) const
    {
      return setup_.materials[id] ? &*setup_.materials[id] : nullptr;
    }

    /** Whether no ion enters the material. */
    bool
    is_dielectric(const unsigned int id) const
    {
      return traits_.resolves_charge && material(id) && material(id)->dielectric;
    }

  protected:
    template <typename Number>
    void
    coefficients_at_mean(
      const unsigned int material, const Properties &p, const Number *above, const Number *below, Coefficients<Number> &a) const
    {
      Number           mean[max_fields];
      constexpr double least = 1e-6; // of the scale of a concentration, as trial steps may leave none
      for (unsigned int g = 0; g < n_fields(); ++g)
        mean[g] = fields_[g].is_positive()
                    ? logarithmic_mean(at_least(above[g], least * fields_[g].scale), at_least(below[g], least * fields_[g].scale))
                    : Number(0.5) * (above[g] + below[g]);
      coefficients(material, p, mean, a);
    }

    /** The fields, one of which is the ionic potential. */
    void
    set_fields(std::vector<Field> fields);

    ModelTraits          traits_; // set by the constructor
    TransportSetup       setup_;
    std::vector<Field>   fields_;
    std::vector<Species> species_;

  private:
    unsigned int potential_ = 0;
  };

  /** What is wrong with the number of species, of which a model can follow `most`. */
  std::optional<SetupProblem>
  check_ions(const std::vector<Species> &species, unsigned int most);

  template <typename Number>
  void
  TransportModel::lumped_coefficients(const unsigned int    material,
                                      const Properties     &p,
                                      const Number         *u,
                                      Coefficients<Number> &a) const
  {
    coefficients(material, p, u, a);
    const unsigned int phi = potential();
    // phi row: i = -kappa grad phi alone; species rows: what the gradient of phi does is done by the current instead
    for (unsigned int f = 0; f < phi; ++f)
      {
        const Number carried = a[f][phi] / a[phi][phi];
        for (unsigned int g = 0; g < phi; ++g)
          a[f][g] -= carried * a[phi][g];
      }
    for (unsigned int g = 0; g < phi; ++g)
      a[phi][g] = Number(0.);
  }

  /**
   * Supplies all number types of a model written as `template <typename N> void evaluate(material, p, const N *u, Coefficients<N>
   * &a) const` and `template <typename N> void stored(material, p, const N *u, const N *change, Sources<N> &s) const`.
   */
  template <typename Law>
  class TransportLaw : public TransportModel
  {
  public:
    void
    coefficients(const unsigned int material, const Properties &p, const double *u, Coefficients<double> &a) const override
    {
      static_cast<const Law &>(*this).evaluate(material, p, u, a);
    }
    void
    coefficients(const unsigned int          material,
                 const Properties           &p,
                 const Dual<double>         *u,
                 Coefficients<Dual<double>> &a) const override
    {
      static_cast<const Law &>(*this).evaluate(material, p, u, a);
    }
    void
    coefficients(const unsigned int                             material,
                 const Properties                              &p,
                 const dealii::VectorizedArray<double>         *u,
                 Coefficients<dealii::VectorizedArray<double>> &a) const override
    {
      static_cast<const Law &>(*this).evaluate(material, p, u, a);
    }
    void
    coefficients(const unsigned int                                   material,
                 const Properties                                    &p,
                 const Dual<dealii::VectorizedArray<double>>         *u,
                 Coefficients<Dual<dealii::VectorizedArray<double>>> &a) const override
    {
      static_cast<const Law &>(*this).evaluate(material, p, u, a);
    }
    void
    accumulation(
      const unsigned int material, const Properties &p, const double *u, const double *change, Sources<double> &s) const override
    {
      static_cast<const Law &>(*this).stored(material, p, u, change, s);
    }
    void
    accumulation(const unsigned int     material,
                 const Properties      &p,
                 const Dual<double>    *u,
                 const Dual<double>    *change,
                 Sources<Dual<double>> &s) const override
    {
      static_cast<const Law &>(*this).stored(material, p, u, change, s);
    }
    double
    concentration(const double *u, const unsigned int k) const override
    {
      return static_cast<const Law &>(*this).species_concentration(u, k);
    }
    Dual<double>
    concentration(const Dual<double> *u, const unsigned int k) const override
    {
      return static_cast<const Law &>(*this).species_concentration(u, k);
    }
  };

  /** The same of a model without species: every row counts charge only, and nothing is stored. */
  template <typename Law>
  class ChargeLaw : public TransportLaw<Law>
  {
  public:
    template <typename Number>
    void
    stored(unsigned int, const Properties &, const Number *, const Number *, Sources<Number> &) const
    {}

    template <typename Number>
    Number
    species_concentration(const Number *, unsigned int) const
    {
      return Number(0.);
    }

    double
    material_concentration(unsigned int, const Properties &, const double *, unsigned int) const override
    {
      return 0.;
    }

    std::array<double, max_fields>
    species_flux_weights(unsigned int) const override
    {
      return {};
    }

    double
    row_weight(unsigned int, const Reaction &) const override
    {
      return 1.;
    }
  };
} // namespace zincfield

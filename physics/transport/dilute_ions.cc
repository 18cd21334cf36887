#include "physics/registry.h"
#include "physics/temperature.h"
#include "physics/transport/bulk_amounts.h"
#include "physics/transport/donnan.h"
#include "physics/transport/ion_in_film.h"
#include "physics/transport/transport_model.h"

#include <numeric>

namespace zincfield
{
  /**
   * Nernst-Planck transport of N dilute ions under electroneutrality.
   *
   *   F N_k = -F D_k g_k (grad u_k + z_k f u_k grad psi),   i = sum_k z_k F N_k,   c_k = g_k u_k,   g_k = K_k exp(-z_k f D), d(eps
   * c_k)/dt = -div N_k
   *
   * u_k [mol/m^3] and psi [V] belong to the electroneutral solution in equilibrium with the point (u_k = c_k, psi = phi in the
   * electrolyte), so that they are continuous across films; D is the Donnan potential that makes sum z_k c_k + rho/F vanish. One
   * species is eliminated by sum z_k u_k = 0: the one of largest |z| c in the bulk among those that do not react.
   * Source: Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed., eqs. 11.1-11.4; Teorell (1953) for charged films.
   */
  class DiluteIons : public TransportLaw<DiluteIons>, public BulkAmounts
  {
  public:
    DiluteIons()
    {
      traits_.detail          = 3;
      traits_.follows_species = traits_.has_donnan_steps = true;
      traits_.local_reference                            = false;
    }

    void
    setup(const TransportSetup &setup) override
    {
      setup_   = setup;
      species_ = setup.species;
      std::rotate(species_.begin() + eliminated_species(), species_.begin() + eliminated_species() + 1, species_.end());
      std::vector<Field> fields;
      charges_.clear();
      for (Species &s : species_)
        {
          charges_.push_back(s.charge);
          s.diffusivity *= arrhenius_factor(s.activation_energy, s.reference_temperature, setup.temperature);
        }
      for (unsigned int k = 0; k + 1 < species_.size(); ++k)
        fields.push_back({"concentration of " + species_[k].name, "mol/m^3", scale(species_[k]), species_[k].bulk_concentration,
                          FieldRole::concentration});
      fields.push_back({"potential", "V", thermal_voltage(setup.temperature), 0., FieldRole::ionic_potential});
      set_fields(std::move(fields));
    }

    std::optional<SetupProblem>
    check(const TransportSetup &setup) const override
    {
      return check_ions(setup.species, max_fields); // electroneutrality leaves one ion without a field
    }

    bool
    uniform(const unsigned int material) const override
    {
      const CoatingMaterial *film = this->material(material);
      return !film || ions_are_uniform(*film);
    }

    /** See ion_properties(). */
    Properties
    properties(const unsigned int material, const Location &location) const override
    {
      return ion_properties(this->material(material), species_, setup_.temperature, porosity(material, location), location);
    }

    Properties
    slab_properties(const unsigned int, const std::vector<LayerPart> &parts) const override
    {
      return slab_of_ions(species_.size(), parts);
    }

    template <typename Number>
    void
    evaluate(const unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const
    {
      using std::exp;
      const unsigned int n = species_.size(), phi = n - 1;
      Number             c[max_fields + 1], mobility[max_fields + 1];
      for (unsigned int k = 0; k < n; ++k)
        c[k] = at_least(species_concentration(u, k), concentration_floor * scale(species_[k]));

      for (unsigned int k = 0; k < n; ++k)
        mobility[k] = Number(faraday_constant * p[1 + 2 * k] * p[2 + 2 * k]);
      if (needs_donnan(material, p))
        {
          const Number donnan = donnan_of(material, p, c);
          for (unsigned int k = 0; k < n; ++k)
            mobility[k] *= exp(Number(-charges_[k]) * donnan);
        }

      const double f = 1. / thermal_voltage(setup_.temperature);
      a[phi][phi]    = Number(0.);
      for (unsigned int k = 0; k < n; ++k)
        a[phi][phi] += Number(charges_[k] * charges_[k] * f) * mobility[k] * c[k];
      for (unsigned int k = 0; k < phi; ++k)
        {
          for (unsigned int g = 0; g < phi; ++g)
            a[k][g] = Number(0.);
          a[k][k]   = mobility[k];
          a[k][phi] = Number(charges_[k] * f) * mobility[k] * c[k];
          a[phi][k] = Number(charges_[k]) * (mobility[k] - mobility[phi]);
        }
    }

    /** Of concentrations, not of the potential. */
    unsigned int
    fields_in_coefficients() const override
    {
      return (1u << potential()) - 1;
    }

    unsigned int
    rows_with_accumulation() const override
    {
      return (1u << potential()) - 1;
    }

    /** F eps (g_k u_k - its value at bulk composition). */
    template <typename Number>
    void
    stored(const unsigned int material, const Properties &p, const Number *u, const Number *change, Sources<Number> &s) const
    {
      using std::exp;
      const unsigned int n = species_.size();
      const double       f = faraday_constant * p[1 + 2 * n];
      if (!needs_donnan(material, p))
        {
          for (unsigned int k = 0; k + 1 < n; ++k)
            s[k] = Number(f * p[2 + 2 * k]) * change[k];
          return;
        }
      Number c[max_fields + 1], bulk[max_fields + 1];
      for (unsigned int k = 0; k < n; ++k)
        {
          c[k]    = at_least(species_concentration(u, k), concentration_floor * scale(species_[k]));
          bulk[k] = Number(species_[k].bulk_concentration);
        }
      const Number donnan = donnan_of(material, p, c), donnan_bulk = donnan_of(material, p, bulk);
      for (unsigned int k = 0; k + 1 < n; ++k)
        s[k] = Number(f * p[2 + 2 * k]) *
               (u[k] * exp(Number(-charges_[k]) * donnan) - bulk[k] * exp(Number(-charges_[k]) * donnan_bulk));
    }

    /** F eps K_k c_k,bulk exp(-z_k D), and the charge of all ions. */
    Sources<double>
    bulk_amounts(const unsigned int material, const Properties &p) const override
    {
      const unsigned int n = species_.size();
      const double       f = faraday_constant * p[1 + 2 * n];
      double             bulk[max_fields + 1];
      for (unsigned int k = 0; k < n; ++k)
        bulk[k] = species_[k].bulk_concentration;
      const double    donnan = donnan_of(material, p, bulk);
      Sources<double> amount{};
      for (unsigned int k = 0; k + 1 < n; ++k)
        amount[k] = f * p[2 + 2 * k] * bulk[k] * std::exp(-charges_[k] * donnan);
      amount[potential()] = -f * p[0];
      return amount;
    }

    template <typename Number>
    Number
    species_concentration(const Number *u, const unsigned int k) const
    {
      const unsigned int last = species_.size() - 1;
      if (k < last)
        return u[k];
      Number charge(0.);
      for (unsigned int j = 0; j < last; ++j)
        charge += Number(charges_[j]) * u[j];
      return charge * Number(-1. / charges_[last]);
    }

    double
    material_concentration(const unsigned int material, const Properties &p, const double *u, const unsigned int k) const override
    {
      double inside[max_fields + 1];
      for (unsigned int j = 0; j < species_.size(); ++j)
        inside[j] = p[2 + 2 * j] * species_concentration(u, j);
      const double donnan = needs_donnan(material, p) ? donnan_potential(species_.size(), charges_.data(), inside, p[0]) : 0.;
      return inside[k] * std::exp(-charges_[k] * donnan);
    }

    double
    donnan_step(const unsigned int material, const Properties &p, const double *u) const override
    {
      return thermal_voltage(setup_.temperature) * donnan_of(material, p, positive_concentrations(u).data());
    }

    std::array<double, max_fields>
    electrostatic_weights(const unsigned int material, const Properties &p, const double *u) const override
    {
      std::array<double, max_fields> weights = TransportModel::electrostatic_weights(material, p, u);
      if (!needs_donnan(material, p))
        return weights;
      std::array<Dual<double>, max_fields> fields;
      for (unsigned int g = 0; g < n_fields(); ++g)
        fields[g] = Dual<double>(u[g]);
      for (unsigned int g = 0; g < potential(); ++g)
        {
          fields[g].derivative = 1.;
          weights[g] =
            thermal_voltage(setup_.temperature) * donnan_of(material, p, positive_concentrations(fields.data()).data()).derivative;
          fields[g].derivative = 0.;
        }
      return weights;
    }

    std::array<double, max_fields>
    species_flux_weights(const unsigned int k) const override
    {
      std::array<double, max_fields> weights{};
      const unsigned int             last = species_.size() - 1;
      if (k < last)
        weights[k] = 1.;
      else
        {
          for (unsigned int j = 0; j < last; ++j)
            weights[j] = -charges_[j] / charges_[last];
          weights[last] = 1. / charges_[last];
        }
      return weights;
    }

    double
    row_weight(const unsigned int f, const Reaction &reaction) const override
    {
      if (f == potential())
        return 1.;
      const auto made = reaction.stoichiometry().find(species_[f].name);
      return made == reaction.stoichiometry().end() ? 0. : made->second / reaction.electrons();
    }

    /** Of the salt of zinc and the eliminated ion: D = D_+ D_- (z_+ - z_-)/(z_+ D_+ - z_- D_-). */
    double
    bulk_diffusivity() const override
    {
      const Species *zinc = find_zinc(species_), &other = species_.back();
      if (!zinc || zinc->charge * other.charge >= 0.)
        return 0.;
      if (species_.size() > 2)
        return zinc->diffusivity;
      return zinc->diffusivity * other.diffusivity * (zinc->charge - other.charge) /
             (zinc->charge * zinc->diffusivity - other.charge * other.diffusivity);
    }

    double
    bulk_transference() const override
    {
      const Species *zinc = find_zinc(species_);
      double         sum  = 0.;
      for (const Species &s : species_)
        sum += s.charge * s.charge * s.diffusivity * s.bulk_concentration;
      return zinc ? zinc->charge * zinc->charge * zinc->diffusivity * zinc->bulk_concentration / sum : 0.;
    }

  private:
    static constexpr double concentration_floor = 1e-6;

    double
    scale(const Species &species) const
    {
      double largest = 0.;
      for (const Species &s : species_)
        largest = std::max(largest, s.bulk_concentration);
      return species.bulk_concentration > 0. ? species.bulk_concentration : 1e-3 * largest;
    }

    unsigned int
    eliminated_species() const
    {
      int    best   = -1;
      double amount = 0.;
      for (unsigned int k = 0; k < species_.size(); ++k)
        {
          bool reacts = false;
          for (const auto &reaction : setup_.reactions)
            reacts = reacts || reaction->stoichiometry().count(species_[k].name) > 0;
          const double charge = std::abs(species_[k].charge) * species_[k].bulk_concentration;
          if (!reacts && charge > amount)
            {
              best   = k;
              amount = charge;
            }
        }
      return best < 0 ? species_.size() - 1 : best;
    }

    /** Of the solution in equilibrium with the point, none below the floor. */
    template <typename Number>
    std::array<Number, max_fields + 1>
    positive_concentrations(const Number *u) const
    {
      std::array<Number, max_fields + 1> c;
      for (unsigned int k = 0; k < species_.size(); ++k)
        c[k] = at_least(species_concentration(u, k), concentration_floor * scale(species_[k]));
      return c;
    }

    /** D in thermal voltages, for concentrations of the solution in equilibrium with the point. */
    template <typename Number>
    Number
    donnan_of(const unsigned int material, const Properties &p, const Number *c) const
    {
      if (!needs_donnan(material, p))
        return Number(0.);
      Number inside[max_fields + 1];
      for (unsigned int k = 0; k < species_.size(); ++k)
        inside[k] = c[k] * Number(p[2 + 2 * k]);
      return donnan_potential(species_.size(), charges_.data(), inside, p[0]);
    }

    bool
    needs_donnan(const unsigned int material, const Properties &p) const
    {
      if (!this->material(material))
        return false;
      bool needed = p[0] != 0.;
      for (unsigned int k = 1; k < species_.size(); ++k)
        needed = needed || p[2 + 2 * k] != p[2];
      return needed;
    }

    std::vector<double> charges_;
  };

  namespace
  {
    const Register<TransportModel, DiluteIons> dilute_ions("dilute ions", "Nernst-Planck for every species, electroneutral");
  }
} // namespace zincfield

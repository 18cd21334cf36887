#include "physics/registry.h"
#include "physics/temperature.h"
#include "physics/transport/transport_model.h"

namespace zincfield
{
  /**
   * Newman's concentrated solution theory of one binary z:z salt.
   *
   *   i      = -kappa grad phi + kappa (2/(z f)) (1 - t+) chi grad ln c
   *   zF N_- = -z F D grad c - (1 - t+) i,   zF d(eps K c)/dt = -div zF N_-
   *
   * phi [V] is what a zinc reference electrode at the point would read; c [mol/m^3] is the concentration of the solution in
   * equilibrium with the point, K c the one inside a film. In a film kappa, D and t+ are the film's where given, else those of
   * the salt in its pores times porosity/tortuosity. The electrostatic potential is Phi = phi - (RT/zF) ln(c f/(c_b f_b)),
   * ln(c f/(c_b f_b)) = int_c_b^c chi dln c. Anions are blocked at zinc. A reaction that is not zinc deposition leaves
   * its charge to the cation too: the OH- of hydrogen evolution is taken to precipitate with Zn2+ on the spot.
   * Source: Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed., eqs. 12.10 and 12.27.
   */
  class BinarySalt : public TransportLaw<BinarySalt>
  {
  public:
    BinarySalt()
    {
      traits_.detail    = 2;
      traits_.uses_salt = true;
    }

    void
    setup(const TransportSetup &setup) override
    {
      setup_       = setup;
      c_           = setup.salt->bulk_concentration();
      z_           = setup.salt->charge_number();
      const auto d = setup.salt->ion_diffusivities(setup.temperature);
      species_     = {{setup.salt->cation(), z_, d.first, c_}, {setup.salt->anion(), -z_, d.second, c_}};
      set_fields({{"concentration", "mol/m^3", c_, c_, FieldRole::concentration},
                  {"potential", "V", thermal_voltage(setup.temperature), 0., FieldRole::ionic_potential}});
    }

    std::optional<SetupProblem>
    check(const TransportSetup &setup) const override
    {
      if (setup.salt)
        return {};
      return SetupProblem{"Data set", "needs the properties of a salt", "a data set of a salt (see zincfield --list)"};
    }

    bool
    uniform(const unsigned int material) const override
    {
      const CoatingMaterial *film = this->material(material);
      if (!film)
        return true;
      const auto constant = [](const std::optional<SpatialValue> &value) { return !value || value->is_constant(); };
      return constant(film->conductivity) && constant(film->diffusivity) && constant(film->transference) &&
             film->partition.is_constant() && film->porosity.is_constant() && film->tortuosity.is_constant();
    }

    /** {formation factor eps/tau, kappa, K D, t+, K, eps} */
    Properties
    properties(const unsigned int material, const Location &location) const override
    {
      Properties             p{};
      const CoatingMaterial *film = this->material(material);
      p[0] = p[4] = p[5] = 1.;
      if (!film)
        return p;
      const double factor = arrhenius_factor(film->activation_energy, film->reference_temperature, setup_.temperature);
      p[0]                = film->porosity(location) / film->tortuosity(location);
      p[1]                = film->conductivity ? factor * (*film->conductivity)(location) : 0.;
      p[2]                = film->partition(location) * (film->diffusivity ? factor * (*film->diffusivity)(location) : p[0]);
      p[4]                = film->partition(location);
      p[5]                = porosity(material, location);
      p[3]                = film->transference ? (*film->transference)(location) : 0.;
      return p;
    }

    Properties
    slab_properties(const unsigned int, const std::vector<LayerPart> &parts) const override
    {
      Properties slab{};
      for (const unsigned int resisting : {0u, 1u, 2u})
        slab[resisting] = in_series(parts, [resisting](const Properties &p) { return p[resisting]; });
      slab[3] = mean_of(parts, [](const Properties &p) { return p[3]; });
      slab[4] = held_in(parts, [](const Properties &p) { return p[4] * p[5]; });
      slab[5] = 1.;
      return slab;
    }

    template <typename Number>
    void
    evaluate(const unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const
    {
      const CoatingMaterial       *film  = this->material(material);
      const Number                 c     = at_least(u[0], concentration_floor * c_);
      const SaltProperties<Number> salt  = setup_.salt->properties(c, setup_.temperature);
      const Number                 kappa = film && film->conductivity ? Number(p[1]) : Number(p[0]) * salt.conductivity;
      const Number diffusivity = !film ? salt.diffusivity : film->diffusivity ? Number(p[2]) : Number(p[2]) * salt.diffusivity;
      const Number anion_share = Number(1.) - (film && film->transference ? Number(p[3]) : salt.transference);
      const double f           = 1. / thermal_voltage(setup_.temperature);
      const Number diffusion   = kappa * anion_share * salt.thermodynamic_factor * Number(2. / (z_ * f)) / c;

      a[1][1] = kappa;
      a[1][0] = -diffusion;
      a[0][0] = Number(z_ * faraday_constant) * diffusivity + anion_share * diffusion;
      a[0][1] = -anion_share * kappa;
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
      return 1u;
    }

    template <typename Number>
    void
    stored(const unsigned int, const Properties &p, const Number *, const Number *change, Sources<Number> &s) const
    {
      s[0] = Number(z_ * faraday_constant * p[4] * p[5]) * change[0];
    }

    template <typename Number>
    Number
    species_concentration(const Number *u, const unsigned int) const
    {
      return u[0];
    }

    double
    material_concentration(const unsigned int, const Properties &p, const double *u, const unsigned int) const override
    {
      return p[4] * u[0];
    }

    /** F N_+ = (i + zF N_-)/z, F N_- = (zF N_-)/z. */
    std::array<double, max_fields>
    species_flux_weights(const unsigned int k) const override
    {
      return {1. / z_, k == 0 ? 1. / z_ : 0.};
    }

    double
    row_weight(const unsigned int f, const Reaction &reaction) const override
    {
      if (f == 1)
        return 1.;
      const auto anion = reaction.stoichiometry().find(species_[1].name);
      return anion == reaction.stoichiometry().end() ? 0. : z_ * anion->second / reaction.electrons();
    }

    std::string
    potential_name() const override
    {
      return "potential against a zinc reference";
    }

    double
    electrostatic_potential(const unsigned int, const Properties &, const double *u) const override
    {
      return u[1] - thermal_voltage(setup_.temperature) / z_ * log_activity(at_least(u[0], concentration_floor * c_));
    }

    std::array<double, max_fields>
    electrostatic_weights(const unsigned int, const Properties &, const double *u) const override
    {
      const double c = at_least(u[0], concentration_floor * c_);
      return {-thermal_voltage(setup_.temperature) / z_ * setup_.salt->properties(c, setup_.temperature).thermodynamic_factor / c,
              1.};
    }

    double
    bulk_diffusivity() const override
    {
      return setup_.salt->properties(c_, setup_.temperature).diffusivity;
    }

    double
    bulk_transference() const override
    {
      return setup_.salt->properties(c_, setup_.temperature).transference;
    }

  private:
    /** ln(c f/(c_b f_b)): Gauss' rule of three points on parts of ln c of at most 1/2. */
    double
    log_activity(const double c) const
    {
      const double       length = std::log(c / c_);
      const unsigned int parts  = std::ceil(2. * std::abs(length));
      double             sum    = 0.;
      for (unsigned int part = 0; part < parts; ++part)
        for (const auto &[x, weight] :
             {std::make_pair(-std::sqrt(0.6), 5. / 18.), std::make_pair(0., 8. / 18.), std::make_pair(std::sqrt(0.6), 5. / 18.)})
          sum += weight * setup_.salt->properties(c_ * std::exp(length * (part + 0.5 + 0.5 * x) / parts), setup_.temperature)
                            .thermodynamic_factor;
      return parts > 0 ? sum * length / parts : 0.;
    }

    /** Below this share of the bulk concentration the coefficients stop changing, so that a trial step may cross zero. */
    static constexpr double concentration_floor = 1e-6;

    double c_ = 0., z_ = 0.;
  };

  namespace
  {
    const Register<TransportModel, BinarySalt>
      binary_salt("binary salt", "Newman's concentrated binary salt: concentration and potential, measured properties");
  }
} // namespace zincfield

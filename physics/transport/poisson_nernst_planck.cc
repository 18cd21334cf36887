#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "physics/registry.h"
#include "physics/temperature.h"
#include "physics/transport/bulk_amounts.h"
#include "physics/transport/ion_in_film.h"
#include "physics/transport/transport_model.h"

namespace zincfield
{
  namespace
  {
    /** Of an ion whose bulk concentration is 0, over the largest in the bulk: concentrations are exponentials. */
    constexpr double trace_of_absent_ions = 1e-9;

    /** sinh(x)/x; its series where |x| < 1/2, whose direct form would lose digits. */
    template <typename Number>
    Number
    sinh_ratio(const Number &x)
    {
      const Number one(1.), square = x * x, bound(0.25);
      Number       series(1.);
      for (unsigned int n = 7; n > 0; --n)
        series = one + series * square * Number(1. / (2. * n * (2. * n + 1.)));
      const Number divisor = select_less(square, bound, one, x);
      const Number direct  = Number(0.5) * (safe_exp(x, 300.) - safe_exp(Number(0.) - x, 300.)) / divisor;
      return select_less(square, bound, series, direct);
    }
  } // namespace

  /**
   * Nernst-Planck transport of N ions with Poisson's equation for the potential: double layers are resolved.
   *
   *   F N_k = -F D_k c_k grad u_k,   c_k = K_k c_k,bulk e_k/(1 - nu_b + nu),   e_k = exp(u_k - z_k f phi),   div(-eps grad phi + P)
   * = F sum_k z_k c_k + rho
   *
   * u_k is the electrochemical potential of ion k over RT, 0 in the bulk: concentrations are positive whatever the fields, u_k is
   * continuous across films, and the potential's own equation is the screened one (Gummel's splitting), which keeps the fields
   * nearly independent. Ions of diameter a crowd (Bikerman): nu = sum_k N_A a^3 K_k c_k,bulk e_k, nu_b the same in the bulk, both 0
   * for points. It follows from u_k = ln(c_k/(K_k c_k,bulk)) + z_k f phi - ln((1 - N_A a^3 sum_j c_j)/(1 - nu_b)), solved for c_k.
   * One diameter for all: with several, this excess would be the derivative of no free energy. Poisson's row is divided by the time
   * tau = lambda_D L/D that charges a double layer through the cell (L: size of the feature), so that it counts in A/m^2 like the
   * others. P, a built-in polarisation, depends on no field: the operator adds it. In dielectrics c_k = 0, and u_k means nothing.
   * An ion that the bulk has none of counts from a trace (trace_of_absent_ions).
   *
   * With a chemistry, species i are made of components j, e_i = exp(sum_j nu_ij u_j - z_i f phi): in equilibrium at every point, in
   * space charge too, as z_i = sum_j nu_ij z_j leaves phi out of every reaction. Fields are the u_j of components, rows
   * F N_j = sum_i nu_ij F N_i = -sum_k (sum_i nu_ij nu_ik F D_i c_i) grad u_k, symmetric and positive. Source: Bazant, Thornton and
   * Ajdari, Phys. Rev. E 70 (2004) 021506, eqs. 5-12; Kilic, Bazant and Ajdari, Phys. Rev. E 75 (2007) 021503; Gummel, IEEE Trans.
   * Electron Devices 11 (1964) 455.
   */
  class PoissonNernstPlanck : public TransportLaw<PoissonNernstPlanck>, public BulkAmounts
  {
  public:
    PoissonNernstPlanck()
    {
      traits_.detail          = 4;
      traits_.resolves_charge = traits_.follows_species = true;
      traits_.local_reference                           = false;
    }

    void
    setup(const TransportSetup &setup) override
    {
      setup_     = setup;
      species_   = setup.species;
      chemistry_ = setup.chemistry.get();
      made_of_.assign(species_.size(), {});
      for (unsigned int i = 0; i < species_.size(); ++i)
        if (!chemistry_)
          made_of_[i].emplace_back(i, 1.);
        else
          for (unsigned int j = 0; j < chemistry_->components().size(); ++j)
            if (const double nu = chemistry_->stoichiometry(i, j); nu != 0.)
              made_of_[i].emplace_back(j, nu);
      std::vector<Field> fields;
      double             strength = 0., mobility = 0., largest = 0.;
      for (const Species &s : species_)
        largest = std::max(largest, s.bulk_concentration);
      ion_volume_ = avogadro_constant * setup.ion_diameter * setup.ion_diameter * setup.ion_diameter;
      bulk_holes_ = 1.;
      for (Species &s : species_)
        {
          s.diffusivity *= arrhenius_factor(s.activation_energy, s.reference_temperature, setup.temperature);
          if (s.bulk_concentration == 0.)
            s.bulk_concentration = trace_of_absent_ions * largest;
          strength += s.charge * s.charge * s.bulk_concentration;
          mobility += s.charge * s.charge * s.bulk_concentration * s.diffusivity;
          bulk_holes_ -= ion_volume_ * s.bulk_concentration;
        }
      for (const std::string &name : names_of_components())
        fields.push_back({"electrochemical potential of " + name, "RT", 1., 0., FieldRole::electrochemical_potential});
      const double thermal = thermal_voltage(setup.temperature);
      fields.push_back({"potential", "V", thermal, 0., FieldRole::ionic_potential});
      set_fields(std::move(fields));
      debye_length_ = std::sqrt(vacuum_permittivity * setup.relative_permittivity * thermal / (faraday_constant * strength));
      rate_         = mobility / strength / (debye_length_ * setup.length);
    }

    std::optional<SetupProblem>
    check(const TransportSetup &setup) const override
    {
      if (!setup.chemistry)
        return check_ions(setup.species, max_fields - 1);
      if (setup.chemistry->water_rate() > 0.)
        return SetupProblem{"Chemistry/Rate constant of H+ + OH-", "knows no rate between H+ and OH-",
                            "0: they are in equilibrium"};
      return {};
    }

    bool
    lives_in(const unsigned int f, const unsigned int material) const override
    {
      return f == potential() || !is_dielectric(material);
    }

    bool
    uniform(const unsigned int material) const override
    {
      const CoatingMaterial *film = this->material(material);
      return !film || (ions_are_uniform(*film) && (!film->relative_permittivity || film->relative_permittivity->is_constant()));
    }

    /** {rho [C/m^3 of the pores], D_1, K_1 c_1,bulk, ..., D_N, K_N c_N,bulk, eps [F/m], porosity} */
    Properties
    properties(const unsigned int material, const Location &location) const override
    {
      Properties             p{};
      const CoatingMaterial *film = this->material(material);
      const unsigned int     n    = species_.size();
      p[0]                        = film ? faraday_constant * film->fixed_charge(location) : 0.;
      p[1 + 2 * n] = vacuum_permittivity * (film && film->relative_permittivity ? (*film->relative_permittivity)(location)
                                                                                : setup_.relative_permittivity);
      for (unsigned int k = 0; k < n; ++k)
        {
          const IonTransport ion = ion_transport(film, species_[k], setup_.temperature, location);
          p[1 + 2 * k]           = ion.diffusivity;
          p[2 + 2 * k]           = ion.partition * species_[k].bulk_concentration;
        }
      p[2 + 2 * n] = porosity(material, location);
      return p;
    }

    Properties
    slab_properties(const unsigned int, const std::vector<LayerPart> &parts) const override
    {
      Properties         slab{};
      const unsigned int n = species_.size(), permittivity = 1 + 2 * n, porosity = 2 + 2 * n;
      slab[0]            = mean_of(parts, [](const Properties &p) { return p[0]; });
      slab[permittivity] = in_series(parts, [=](const Properties &p) { return p[permittivity]; });
      slab[porosity]     = held_in(parts, [=](const Properties &p) { return p[porosity]; });
      for (unsigned int k = 0; k < n; ++k)
        {
          const unsigned int diffusivity = 1 + 2 * k, concentration = 2 + 2 * k;
          slab[concentration] = mean_of(parts, [=](const Properties &p) { return p[concentration]; });
          if (slab[concentration] > 0.) // not in a dielectric
            slab[diffusivity] =
              in_series(parts, [=](const Properties &p) { return p[diffusivity] * p[concentration]; }) / slab[concentration];
        }
      return slab;
    }

    template <typename Number>
    void
    evaluate(const unsigned int, const Properties &p, const Number *u, Coefficients<Number> &a) const
    {
      const Number dilution = this->dilution(u, [&](const unsigned int k) { return p[2 + 2 * k]; });
      Number       conduction[max_species];
      for (unsigned int k = 0; k < species_.size(); ++k)
        conduction[k] = Number(faraday_constant * p[1 + 2 * k] * p[2 + 2 * k]) * boltzmann(u, k) * dilution;
      assemble(p, conduction, a);
    }

    void
    slab_coefficients(
      const unsigned int, const Properties &p, const double *above, const double *below, Coefficients<double> &a) const override
    {
      between(p, above, below, a);
    }
    void
    slab_coefficients(const unsigned int,
                      const Properties           &p,
                      const Dual<double>         *above,
                      const Dual<double>         *below,
                      Coefficients<Dual<double>> &a) const override
    {
      between(p, above, below, a);
    }

    unsigned int
    rows_with_sources() const override
    {
      return 1u << potential();
    }
    void
    sources(const unsigned int, const Properties &p, const double *u, Sources<double> &s) const override
    {
      charge(p, u, s);
    }
    void
    sources(const unsigned int, const Properties &p, const Dual<double> *u, Sources<Dual<double>> &s) const override
    {
      charge(p, u, s);
    }

    unsigned int
    rows_with_accumulation() const override
    {
      return (1u << potential()) - 1;
    }

    /** F eps sum_i nu_ij (c_i - K_i c_i,bulk). */
    template <typename Number>
    void
    stored(const unsigned int, const Properties &p, const Number *u, const Number *, Sources<Number> &s) const
    {
      const Number dilution = this->dilution(u, [&](const unsigned int k) { return p[2 + 2 * k]; });
      for (unsigned int j = 0; j < potential(); ++j)
        s[j] = Number(0.);
      for (unsigned int k = 0; k < species_.size(); ++k)
        for (const auto &[j, nu] : made_of_[k])
          s[j] += Number(nu * faraday_constant * p[2 + 2 * species_.size()] * p[2 + 2 * k]) *
                  (beyond_bulk(u, k) * dilution + (dilution - Number(1.)));
    }

    /** F eps sum_i nu_ij K_i c_i,bulk. */
    Sources<double>
    bulk_amounts(const unsigned int, const Properties &p) const override
    {
      Sources<double> amount{};
      for (unsigned int k = 0; k < species_.size(); ++k)
        for (const auto &[j, nu] : made_of_[k])
          amount[j] += nu * faraday_constant * p[2 + 2 * species_.size()] * p[2 + 2 * k];
      return amount;
    }

    template <typename Number>
    Number
    species_concentration(const Number *u, const unsigned int k) const
    {
      return Number(species_[k].bulk_concentration) * boltzmann(u, k) *
             dilution(u, [&](const unsigned int j) { return species_[j].bulk_concentration; });
    }

    /** Over the free volume: reactions are at rest where electrochemical potentials are those of the bulk, however crowded the
     * ions. */
    double
    activity(const double *u, const unsigned int k) const override
    {
      return species_[k].bulk_concentration * boltzmann(u, k);
    }
    Dual<double>
    activity(const Dual<double> *u, const unsigned int k) const override
    {
      return Dual<double>(species_[k].bulk_concentration) * boltzmann(u, k);
    }

    std::array<double, max_fields>
    bulk_fields(const double phi) const override
    {
      std::array<double, max_fields> u{};
      for (unsigned int j = 0; j < potential(); ++j)
        u[j] = charge_of(j) * phi / fields_.back().scale;
      u[potential()] = phi;
      return u;
    }

    double
    material_concentration(const unsigned int, const Properties &p, const double *u, const unsigned int k) const override
    {
      return p[2 + 2 * k] * boltzmann(u, k) * dilution(u, [&](const unsigned int j) { return p[2 + 2 * j]; });
    }

    std::array<double, max_fields>
    current_weights() const override
    {
      std::array<double, max_fields> weights{};
      for (unsigned int j = 0; j < potential(); ++j)
        weights[j] = charge_of(j);
      return weights;
    }

    std::array<double, max_fields>
    species_flux_weights(const unsigned int k) const override
    {
      std::array<double, max_fields> weights{};
      if (!chemistry_) // else no row is the flux of one species
        weights[k] = 1.;
      return weights;
    }

    std::vector<std::string>
    conserved() const override
    {
      if (!chemistry_)
        return TransportModel::conserved();
      std::vector<std::string> names = names_of_components();
      for (std::string &name : names)
        name = "total " + name;
      return names;
    }

    std::array<double, max_fields>
    conserved_flux_weights(const unsigned int number) const override
    {
      std::array<double, max_fields> weights{};
      weights[number] = 1.;
      return weights;
    }

    std::vector<CompositionNumber>
    composition_numbers() const override
    {
      std::vector<CompositionNumber> numbers;
      if (!chemistry_)
        return numbers;
      numbers.push_back({"pH", ""});
      for (const Solid &solid : chemistry_->solids())
        numbers.push_back({"saturation index of " + solid.name, ""});
      return numbers;
    }

    double
    composition_number(const double *u, const unsigned int number) const override
    {
      double y[max_components];
      for (unsigned int j = 0; j < potential(); ++j)
        y[j] = chemistry_->bulk_log_free()[j] + u[j] - charge_of(j) * u[potential()] / fields_.back().scale;
      return number == 0 ? chemistry_->ph(y) : chemistry_->saturation_index(number - 1, y);
    }

    double
    row_weight(const unsigned int f, const Reaction &reaction) const override
    {
      if (f == potential())
        return 0.;
      double made = 0.;
      for (unsigned int k = 0; k < species_.size(); ++k)
        if (const auto moles = reaction.stoichiometry().find(species_[k].name); moles != reaction.stoichiometry().end())
          for (const auto &[j, nu] : made_of_[k])
            made += j == f ? moles->second * nu : 0.;
      return made / (reaction.electrons() == 0. ? 1. : reaction.electrons());
    }

    double
    displacement_rate() const override
    {
      return rate_;
    }

    double
    debye_length() const override
    {
      return debye_length_;
    }

    double
    conductivity(const unsigned int, const Properties &p, const double *u) const override
    {
      double sum = 0.;
      for (unsigned int k = 0; k < species_.size(); ++k)
        sum += species_[k].charge * species_[k].charge * p[1 + 2 * k] * p[2 + 2 * k] * boltzmann(u, k);
      return sum * dilution(u, [&](const unsigned int j) { return p[2 + 2 * j]; }) * faraday_constant /
             thermal_voltage(setup_.temperature);
    }

  private:
    std::vector<std::string>
    names_of_components() const
    {
      std::vector<std::string> names;
      if (chemistry_)
        for (const Component &component : chemistry_->components())
          names.push_back(component.name);
      else
        for (const Species &ion : species_)
          names.push_back(ion.name);
      return names;
    }

    /** z_j of a component. */
    double
    charge_of(const unsigned int j) const
    {
      return chemistry_ ? chemistry_->components()[j].charge : species_[j].charge;
    }

    /** Coefficients of the fields' gradients from F D_i c_i by species. */
    template <typename Number>
    void
    assemble(const Properties &p, const Number *conduction, Coefficients<Number> &a) const
    {
      const unsigned int n = potential();
      for (unsigned int f = 0; f <= n; ++f)
        for (unsigned int g = 0; g <= n; ++g)
          a[f][g] = Number(0.);
      for (unsigned int k = 0; k < species_.size(); ++k)
        for (const auto &[f, nu] : made_of_[k])
          for (const auto &[g, mu] : made_of_[k])
            a[f][g] += Number(nu * mu) * conduction[k];
      a[n][n] = Number(p[1 + 2 * species_.size()] * rate_);
    }

    /** c_k over K_k c_k,bulk = exp(u_k - z_k f phi), straight beyond exp(100) and nowhere 0: that is for dielectrics, which have no
     * ions. */
    template <typename Number>
    Number
    boltzmann(const Number *u, const unsigned int k) const
    {
      return safe_exp(at_least(exponent(u, k), -600.), 100.);
    }

    template <typename Number>
    Number
    exponent(const Number *u, const unsigned int k) const
    {
      Number sum = Number(-species_[k].charge / fields_.back().scale) * u[potential()];
      for (const auto &[j, nu] : made_of_[k])
        sum += Number(nu) * u[j];
      return sum;
    }

    /** That less 1, with all its digits where it is small: in a short step the bulk would store its rounding. */
    template <typename Number>
    Number
    beyond_bulk(const Number *u, const unsigned int k) const
    {
      const Number exponent = this->exponent(u, k), small = select_less(exponent, Number(1.), at_least(exponent, -1.), Number(1.));
      const Number near = small * sinh_ratio(Number(0.5) * small) * safe_exp(Number(0.5) * small); // e^x - 1
      return select_less(exponent * exponent, Number(1.), near, boltzmann(u, k) - Number(1.));
    }

    /** 1/(1 - nu_b + nu), with K_k c_k,bulk given by species; 1 for points. */
    template <typename Number, typename Concentrations>
    Number
    dilution(const Number *u, const Concentrations &concentration) const
    {
      if (ion_volume_ == 0.)
        return Number(1.);
      Number sum(bulk_holes_);
      for (unsigned int k = 0; k < species_.size(); ++k)
        sum += Number(ion_volume_ * concentration(k)) * boltzmann(u, k);
      return Number(1.) / sum;
    }

    /**
     * Flux of an ion through a slab with a constant field, for any difference of its sides: with those of u_k and z_k f phi
     * half-way apart x and y, the coefficient is that at their mean times (sinh(x)/x)/(sinh(y)/y). In a dielectric ions of the same
     * electrochemical potential stand at both sides. Source: Goldman, J. Gen. Physiol. 27 (1943) 37; Scharfetter and Gummel, IEEE
     * Trans. Electron Devices 16 (1969) 64.
     */
    template <typename Number>
    void
    between(const Properties &p, const Number *above, const Number *below, Coefficients<Number> &a) const
    {
      const unsigned int n = potential();
      Number             mean[max_fields], conduction[max_species];
      for (unsigned int g = 0; g <= n; ++g)
        mean[g] = Number(0.5) * (above[g] + below[g]);
      const Number dilution = this->dilution(mean, [&](const unsigned int k) { return p[2 + 2 * k]; });
      const Number drop     = (above[n] - below[n]) * Number(0.5 / fields_.back().scale);
      for (unsigned int k = 0; k < species_.size(); ++k)
        if (p[2 + 2 * k] == 0.)
          conduction[k] = Number(faraday_constant * species_[k].diffusivity * species_[k].bulk_concentration);
        else
          {
            Number apart(0.);
            for (const auto &[j, nu] : made_of_[k])
              apart += Number(0.5 * nu) * (above[j] - below[j]);
            conduction[k] = Number(faraday_constant * p[1 + 2 * k] * p[2 + 2 * k]) * boltzmann(mean, k) * dilution *
                            sinh_ratio(apart) / sinh_ratio(Number(species_[k].charge) * drop);
          }
      assemble(p, conduction, a);
    }

    /** (F sum_k z_k c_k + rho)/tau in Poisson's row. */
    template <typename Number>
    void
    charge(const Properties &p, const Number *u, Sources<Number> &s) const
    {
      const unsigned int phi      = potential();
      const Number       dilution = this->dilution(u, [&](const unsigned int k) { return p[2 + 2 * k]; });
      s[phi]                      = Number(p[0]);
      for (unsigned int k = 0; k < species_.size(); ++k)
        s[phi] += Number(faraday_constant * species_[k].charge * p[2 + 2 * k]) * boltzmann(u, k) * dilution;
      s[phi] *= Number(p[2 + 2 * species_.size()] * rate_);
    }

    const Chemistry                                          *chemistry_ = nullptr; // null: every ion is a component
    std::vector<std::vector<std::pair<unsigned int, double>>> made_of_;             // by species: components and nu

    double debye_length_ = 0., rate_ = 0.;     // 1/tau
    double ion_volume_ = 0., bulk_holes_ = 1.; // N_A a^3 [m^3/mol], 1 - nu_b
  };

  namespace
  {
    const Register<TransportModel, PoissonNernstPlanck>
      poisson_nernst_planck("Poisson-Nernst-Planck",
                            "Nernst-Planck for every species and Poisson's equation: double layers are resolved");
  }
} // namespace zincfield

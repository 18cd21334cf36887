#include "physics/chemistry/chemistry.h"
#include "physics/registry.h"
#include "physics/transport/bulk_amounts.h"
#include "physics/transport/donnan.h"
#include "physics/transport/ion_in_film.h"
#include "physics/transport/transport_model.h"

#include <numeric>

namespace zincfield
{
  static_assert(max_equilibrium_species <= max_species && max_components <= max_fields, "arrays by species and by component");

  /**
   * Nernst-Planck transport of components whose species are in equilibrium, under electroneutrality.
   *
   *   F N_j = sum_i nu_ij F N_i,   F N_i = -F D_i g_i (grad c_i + z_i f c_i grad psi),   i = sum_i z_i F N_i,
   *   d(eps sum_i nu_ij g_i c_i)/dt = -div N_j,   g_i = K_i exp(-z_i f D)
   *
   * Unknowns are the totals T_j = sum_i nu_ij c_i [mol/m^3] of the components, but of one that electroneutrality gives, and psi
   * [V], both of the solution in equilibrium with the point, as in dilute ions; the species c_i(T) follow point by point, positive
   * by construction. grad c_i = sum_k dc_i/dT_k grad T_k, dc_i/dT_k = c_i sum_j nu_ij (M^-1)_jk, M_jk = sum_i nu_ij nu_ik c_i.
   *
   * Totals rather than electrochemical potentials: the flux of a total is all but linear in it, so that a front, across which pH
   * jumps by units within nanometres, is a kink of a total and needs no cells of its own; the diagonal coefficient is a mean
   * diffusivity from pH 1 to 12, where that of ln c_H varies by eleven orders of magnitude. Both describe the same fluxes:
   * A = L M^-1 with L_jk = sum_i nu_ij nu_ik D_i c_i symmetric and positive (Onsager).
   * The row that is eliminated is that of the component of largest |z| T in the bulk among those that do not react.
   * Source: M. W. Saaltink et al., Water Resour. Res. 34 (1998) 1649; Newman and Thomas-Alyea, eqs. 11.1-11.4.
   */
  class AqueousChemistry : public TransportLaw<AqueousChemistry>, public BulkAmounts
  {
  public:
    AqueousChemistry()
    {
      traits_.detail          = 3;
      traits_.follows_species = traits_.has_donnan_steps = true;
      traits_.local_reference                            = false;
    }

    std::optional<SetupProblem>
    check(const TransportSetup &setup) const override
    {
      if (!setup.chemistry)
        return SetupProblem{"Chemistry", "needs components", "a section Chemistry with Data sets or Components"};
      return {};
    }

    void
    setup(const TransportSetup &setup) override
    {
      setup_     = setup;
      chemistry_ = setup.chemistry;
      species_.clear();
      charges_.clear();
      for (unsigned int i = 0; i < chemistry_->species().size(); ++i)
        {
          const ChemicalSpecies &s = chemistry_->species()[i];
          Species                ion;
          ion.name                  = s.name;
          ion.charge                = s.charge;
          ion.diffusivity           = chemistry_->diffusivity(i);
          ion.bulk_concentration    = chemistry_->bulk_concentration(i);
          ion.reference_temperature = setup.temperature;
          species_.push_back(ion);
          charges_.push_back(s.charge);
        }
      order_components();
      protons_   = {row_of("H+"), chemistry_->species_index("H+")};
      hydroxide_ = {row_of("OH-"), chemistry_->species_index("OH-")};
      std::vector<Field> fields;
      for (unsigned int f = 0; f + 1 < order_.size(); ++f)
        {
          const Component &c = component(f);
          fields.push_back({"total concentration of " + c.name, "mol/m^3", scale(f), c.total,
                            is_signed(f) ? FieldRole::signed_concentration : FieldRole::concentration});
        }
      fields.push_back({"potential", "V", thermal_voltage(setup.temperature), 0., FieldRole::ionic_potential});
      set_fields(std::move(fields));
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
      const unsigned int n = order_.size(), phi = n - 1, last = phi, n_species = species_.size();
      Number             c[max_species], slope[max_species][max_fields];
      composition(u, c, slope);

      Number mobility[max_species];
      for (unsigned int i = 0; i < n_species; ++i)
        mobility[i] = Number(faraday_constant * p[1 + 2 * i] * p[2 + 2 * i]);
      if (needs_donnan(material, p))
        {
          const Number donnan = donnan_of(material, p, c);
          for (unsigned int i = 0; i < n_species; ++i)
            mobility[i] *= exp(Number(-charges_[i]) * donnan);
        }

      const double f = 1. / thermal_voltage(setup_.temperature);
      for (unsigned int row = 0; row <= phi; ++row)
        {
          for (unsigned int g = 0; g <= phi; ++g)
            a[row][g] = Number(0.);
          for (unsigned int i = 0; i < n_species; ++i)
            {
              const double weight = row == phi ? charges_[i] : nu(i, row);
              if (weight == 0.)
                continue;
              const Number moved = Number(weight) * mobility[i];
              for (unsigned int g = 0; g < last; ++g)
                a[row][g] += moved * (slope[i][g] + Number(last_per_[g]) * slope[i][last]);
              if (charges_[i] != 0.)
                a[row][phi] += Number(charges_[i] * f) * moved * c[i];
            }
        }
    }

    /** Of totals, not of the potential. */
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

    /** F eps (sum_i nu_ij g_i c_i - its value at bulk composition). */
    template <typename Number>
    void
    stored(const unsigned int material, const Properties &p, const Number *u, const Number *change, Sources<Number> &s) const
    {
      using std::exp;
      const unsigned int n_rows = order_.size() - 1, n_species = species_.size();
      const double       f = faraday_constant * p[1 + 2 * n_species];
      if (holds_as_solution(material, p))
        {
          for (unsigned int row = 0; row < n_rows; ++row)
            s[row] = Number(f * p[2]) * change[row];
          return;
        }
      Number c[max_species], bulk[max_species] = {};
      concentrations(u, c);
      for (unsigned int i = 0; i < n_species; ++i)
        bulk[i] = Number(species_[i].bulk_concentration);
      const Number donnan = donnan_of(material, p, c), donnan_bulk = donnan_of(material, p, bulk);
      for (unsigned int row = 0; row < n_rows; ++row)
        s[row] = Number(0.);
      for (unsigned int i = 0; i < n_species; ++i)
        {
          const Number surplus = c[i] * exp(Number(-charges_[i]) * donnan) - bulk[i] * exp(Number(-charges_[i]) * donnan_bulk);
          for (unsigned int row = 0; row < n_rows; ++row)
            if (nu(i, row) != 0.)
              s[row] += Number(f * p[2 + 2 * i] * nu(i, row)) * surplus;
        }
    }

    /** F eps sum_i nu_ij K_i c_i,bulk exp(-z_i D), and the charge of all ions. */
    Sources<double>
    bulk_amounts(const unsigned int material, const Properties &p) const override
    {
      const unsigned int n_rows = order_.size() - 1, n_species = species_.size();
      const double       f = faraday_constant * p[1 + 2 * n_species];
      Sources<double>    amount{};
      amount[potential()]      = -f * p[0];
      double bulk[max_species] = {};
      for (unsigned int i = 0; i < n_species; ++i)
        bulk[i] = species_[i].bulk_concentration;
      const bool   as_solution = holds_as_solution(material, p);
      const double donnan      = as_solution ? 0. : donnan_of(material, p, bulk);
      for (unsigned int row = 0; row < n_rows; ++row)
        if (as_solution)
          amount[row] = f * p[2] * fields()[row].bulk_value;
        else
          for (unsigned int i = 0; i < n_species; ++i)
            amount[row] += f * p[2 + 2 * i] * nu(i, row) * bulk[i] * std::exp(-charges_[i] * donnan);
      return amount;
    }

    /** Of H+ and OH-, where they take time to recombine. */
    unsigned int
    rows_with_sources() const override
    {
      return chemistry_->water_rate() > 0. ? 1u << protons_.row | 1u << hydroxide_.row : 0u;
    }

    void
    sources(const unsigned int, const Properties &p, const double *u, Sources<double> &s) const override
    {
      dissociation(p, u, s);
    }
    void
    sources(const unsigned int, const Properties &p, const Dual<double> *u, Sources<Dual<double>> &s) const override
    {
      dissociation(p, u, s);
    }

    template <typename Number>
    Number
    species_concentration(const Number *u, const unsigned int k) const
    {
      Number c[max_species];
      concentrations(u, c);
      return c[k];
    }

    double
    material_concentration(const unsigned int material, const Properties &p, const double *u, const unsigned int k) const override
    {
      double c[max_species];
      concentrations(u, c);
      return p[2 + 2 * k] * c[k] * std::exp(-charges_[k] * donnan_of(material, p, c));
    }

    double
    donnan_step(const unsigned int material, const Properties &p, const double *u) const override
    {
      double c[max_species];
      concentrations(u, c);
      return thermal_voltage(setup_.temperature) * donnan_of(material, p, c);
    }

    std::array<double, max_fields>
    electrostatic_weights(const unsigned int material, const Properties &p, const double *u) const override
    {
      std::array<double, max_fields> weights = TransportModel::electrostatic_weights(material, p, u);
      if (!needs_donnan(material, p))
        return weights;
      Dual<double> fields[max_fields], c[max_species];
      for (unsigned int g = 0; g < n_fields(); ++g)
        fields[g] = Dual<double>(u[g]);
      for (unsigned int g = 0; g < potential(); ++g)
        {
          fields[g].derivative = 1.;
          concentrations(fields, c);
          weights[g]           = thermal_voltage(setup_.temperature) * donnan_of(material, p, c).derivative;
          fields[g].derivative = 0.;
        }
      return weights;
    }

    /** No row is the flux of one species. */
    std::array<double, max_fields>
    species_flux_weights(unsigned int) const override
    {
      return {};
    }

    /** Of H+ and OH- that take time to recombine, what is left if they did. */
    std::vector<std::string>
    conserved() const override
    {
      std::vector<std::string> names;
      for (unsigned int f = 0; f < order_.size(); ++f)
        if (!is_separate_hydroxide(f))
          names.push_back("total " + component(f).name);
      return names;
    }

    std::array<double, max_fields>
    conserved_flux_weights(const unsigned int number) const override
    {
      std::array<double, max_fields> weights{};
      const unsigned int             last = order_.size() - 1;
      unsigned int                   k    = 0;
      for (unsigned int left = number; is_separate_hydroxide(k) || left > 0; ++k)
        left -= is_separate_hydroxide(k) ? 0 : 1;
      if (k < last)
        {
          weights[k] = 1.;
          if (chemistry_->water_rate() > 0. && component(k).name == "H+")
            weights[hydroxide_.row] = -1.;
        }
      else
        {
          for (unsigned int f = 0; f < last; ++f)
            weights[f] = last_per_[f];
          weights[last] = 1. / component(last).charge;
        }
      return weights;
    }

    double
    row_weight(const unsigned int f, const Reaction &reaction) const override
    {
      const double n = reaction.electrons();
      if (f == potential())
        return n == 0. ? 0. : 1.; // precipitation moves no charge
      double made = 0.;
      for (const auto &[name, moles] : reaction.stoichiometry())
        if (const int i = chemistry_->species_index(name); i >= 0)
          made += moles * nu(i, f);
      return made / (n == 0. ? 1. : n);
    }

    std::vector<CompositionNumber>
    composition_numbers() const override
    {
      std::vector<CompositionNumber> numbers = {{"pH", ""}};
      for (const Solid &solid : chemistry_->solids())
        numbers.push_back({"saturation index of " + solid.name, ""});
      return numbers;
    }

    double
    composition_number(const double *u, const unsigned int number) const override
    {
      double y[max_components];
      log_free(u, y);
      return number == 0 ? chemistry_->ph(y) : chemistry_->saturation_index(number - 1, y);
    }

    /** Of the total of zinc where no current flows. */
    double
    bulk_diffusivity() const override
    {
      const int zinc = zinc_row();
      if (zinc < 0)
        return 0.;
      const auto a = bulk_coefficients();
      return (a[zinc][zinc] - a[zinc][potential()] * a[potential()][zinc] / a[potential()][potential()]) / faraday_constant;
    }

    double
    bulk_transference() const override
    {
      const int zinc = zinc_row();
      if (zinc < 0)
        return 0.;
      const auto a = bulk_coefficients();
      return component(zinc).charge * a[zinc][potential()] / a[potential()][potential()];
    }

  private:
    /** Share of the scale below which no total falls for the rates, as trial steps may. */
    static constexpr double concentration_floor = 1e-6;

    const Component &
    component(const unsigned int f) const
    {
      return chemistry_->components()[order_[f]];
    }

    double
    nu(const unsigned int species, const unsigned int f) const
    {
      return chemistry_->stoichiometry(species, order_[f]);
    }

    /** Whether a species lacks the component, so that its total may be negative. */
    bool
    is_signed(const unsigned int f) const
    {
      for (unsigned int i = 0; i < species_.size(); ++i)
        if (nu(i, f) < 0.)
          return true;
      return false;
    }

    double
    scale(const unsigned int f) const
    {
      double largest = 0., size = 0.;
      for (const Component &c : chemistry_->components())
        largest = std::max(largest, c.total);
      for (unsigned int i = 0; i < species_.size(); ++i)
        size += std::abs(nu(i, f)) * species_[i].bulk_concentration;
      return is_signed(f) ? std::max(size, 1e-4 * largest) : component(f).total;
    }

    void
    order_components()
    {
      const auto &components = chemistry_->components();
      order_.resize(components.size());
      std::iota(order_.begin(), order_.end(), 0u);
      int    best   = -1;
      double amount = 0.;
      for (const bool may_react : {false, true})
        for (unsigned int f = 0; f < order_.size() && (best < 0 || !may_react); ++f)
          {
            bool reacts = is_signed(f) || components[f].name == "Zn2+" || components[f].name == "H+" || components[f].name == "OH-";
            for (const auto &reaction : setup_.reactions)
              for (const auto &[name, moles] : reaction->stoichiometry())
                if (const int i = chemistry_->species_index(name); i >= 0 && !may_react)
                  reacts = reacts || nu(i, f) != 0.;
            const double charge = std::abs(components[f].charge) * components[f].total;
            if (!reacts && charge > amount)
              {
                best   = f;
                amount = charge;
              }
          }
      if (best < 0)
        throw std::logic_error("no component can be left to electroneutrality");
      order_.erase(order_.begin() + best);
      order_.push_back(best);
      last_per_.fill(0.);
      for (unsigned int f = 0; f + 1 < order_.size(); ++f)
        last_per_[f] = -component(f).charge / component(order_.size() - 1).charge;
    }

    /** ln of the free components, in their own order, none of whose totals is below the floor. */
    template <typename Number>
    void
    log_free(const Number *u, Number *y) const
    {
      const unsigned int last = order_.size() - 1;
      Number             total[max_components], eliminated(0.);
      for (unsigned int f = 0; f < last; ++f)
        {
          total[order_[f]] = fields_[f].is_positive() ? at_least(u[f], concentration_floor * fields_[f].scale) : u[f];
          eliminated += Number(last_per_[f]) * u[f];
        }
      total[order_[last]] = at_least(eliminated, concentration_floor * component(last).total);
      chemistry_->equilibrium().solve(total, y);
    }

    template <typename Number>
    void
    concentrations(const Number *u, Number *c) const
    {
      Number y[max_components];
      log_free(u, y);
      chemistry_->equilibrium().concentrations(y, c);
    }

    /** c_i and dc_i/dT by row. */
    template <typename Number>
    void
    composition(const Number *u, Number *c, Number (*slope)[max_fields]) const
    {
      const Equilibrium &equilibrium = chemistry_->equilibrium();
      const unsigned int n           = order_.size();
      concentrations(u, c);
      ComponentMatrix<Number> matrix = equilibrium.total_slope(c);
      factorize(n, matrix);
      Number change[max_components];
      for (unsigned int f = 0; f < n; ++f)
        {
          for (unsigned int j = 0; j < n; ++j)
            change[j] = Number(j == order_[f] ? 1. : 0.);
          solve_factorized(n, matrix, change);
          for (unsigned int i = 0; i < species_.size(); ++i)
            {
              Number sum(0.);
              for (unsigned int j = 0; j < n; ++j)
                if (equilibrium.nu[i][j] != 0.)
                  sum += Number(equilibrium.nu[i][j]) * change[j];
              slope[i][f] = sum * c[i];
            }
        }
    }

    /** D in thermal voltages, for concentrations of the solution in equilibrium with the point. */
    template <typename Number>
    Number
    donnan_of(const unsigned int material, const Properties &p, const Number *c) const
    {
      if (!needs_donnan(material, p))
        return Number(0.);
      Number inside[max_species] = {};
      for (unsigned int i = 0; i < species_.size(); ++i)
        inside[i] = c[i] * Number(p[2 + 2 * i]);
      return donnan_potential(species_.size(), charges_.data(), inside, p[0]);
    }

    bool
    holds_as_solution(const unsigned int material, const Properties &p) const
    {
      bool same = !this->material(material) || p[0] == 0.;
      for (unsigned int i = 1; i < species_.size(); ++i)
        same = same && p[2 + 2 * i] == p[2];
      return same;
    }

    bool
    needs_donnan(const unsigned int material, const Properties &p) const
    {
      return this->material(material) && !holds_as_solution(material, p);
    }

    /** Row of the total of a component, or -1. */
    int
    row_of(const std::string &name) const
    {
      for (unsigned int f = 0; f + 1 < order_.size(); ++f)
        if (component(f).name == name)
          return f;
      return -1;
    }

    int
    zinc_row() const
    {
      return row_of("Zn2+");
    }

    bool
    is_separate_hydroxide(const unsigned int f) const
    {
      return chemistry_->water_rate() > 0. && f < order_.size() && component(f).name == "OH-";
    }

    /** F eps k (K - c_H c_OH), of the solution in equilibrium with the point: where it has none left in a film, it has none there.
     */
    template <typename Number>
    void
    dissociation(const Properties &p, const Number *u, Sources<Number> &s) const
    {
      for (unsigned int f = 0; f < order_.size(); ++f)
        s[f] = Number(0.);
      Number c[max_species];
      concentrations(u, c);
      const Number rate = Number(faraday_constant * p[1 + 2 * species_.size()] * chemistry_->water_rate()) *
                          (Number(chemistry_->ion_product()) - c[protons_.species] * c[hydroxide_.species]);
      s[protons_.row] = s[hydroxide_.row] = rate;
    }

    Coefficients<double>
    bulk_coefficients() const
    {
      Coefficients<double> a;
      coefficients(0, properties(0, Location()), bulk_fields(0.).data(), a);
      return a;
    }

    struct IonOfWater
    {
      int row = -1, species = -1; // -1: none
    };

    std::shared_ptr<const Chemistry>   chemistry_;
    IonOfWater                         protons_, hydroxide_;
    std::vector<double>                charges_;    // by species
    std::vector<unsigned int>          order_;      // component by row, the eliminated one last
    std::array<double, max_components> last_per_{}; // d(its total)/d(total of row f)
  };

  namespace
  {
    const Register<TransportModel, AqueousChemistry>
      aqueous_chemistry("aqueous chemistry", "Nernst-Planck for species in equilibrium (pH, complexes), electroneutral");
  }
} // namespace zincfield

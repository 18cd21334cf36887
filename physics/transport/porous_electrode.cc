#include "physics/transport/porous_electrode.h"

#include "physics/kinetics/forms_solid.h"

namespace zincfield
{
  using dealii::VectorizedArray;

  namespace
  {
    /** Volume that a reaction leaves in pores by a cathodic current, over that of zinc by two electrons. */
    double
    filling(const Reaction &reaction)
    {
      if (const auto *const solid = dynamic_cast<const FormsSolid *>(&reaction))
        return 2. * solid->solid_volume() / molar_volume_of_zinc;
      return reaction.deposits_zinc() ? 2. / reaction.electrons() : 0.;
    }
  } // namespace

  PorousElectrode::PorousElectrode(std::unique_ptr<TransportModel> solution, const bool in_time)
    : solution_(std::move(solution))
    , in_time_(in_time)
  {
    traits_ = solution_->traits();
  }

  void
  PorousElectrode::setup(const TransportSetup &setup)
  {
    solution_->setup(setup);
    setup_   = setup;
    species_ = solution_->species();

    std::vector<Field> fields = solution_->fields();
    fields.push_back({"electronic potential", "V", thermal_voltage(setup.temperature), 0., FieldRole::electronic_potential});
    for (const std::optional<CoatingMaterial> &material : setup_.materials)
      fills_ = fills_ || (in_time_ && material && material->scaffold && material->scaffold->fills);
    if (fills_)
      fields.push_back({"filled fraction", "1", 1., 0., FieldRole::deposit});
    set_fields(fields);

    reacting_rows_ = 1u << potential() | 1u << electronic_potential() | (fills_ ? 1u << filled() : 0u);
    reactions_.clear();
    filling_.clear();
    for (const std::optional<CoatingMaterial> &material : setup_.materials)
      {
        reactions_.push_back(nullptr);
        filling_.emplace_back();
        if (!material || !material->scaffold)
          continue;
        std::vector<std::shared_ptr<const Reaction>> list;
        for (const std::string &name : material->scaffold->reactions)
          for (const auto &reaction : setup_.reactions)
            if (reaction->name == name)
              list.push_back(reaction);
        reactions_.back() = std::make_unique<ReactionSet>(*solution_, list);
        for (unsigned int r = 0; r < list.size(); ++r)
          {
            filling_.back().push_back(filling(*list[r]));
            for (unsigned int f = 0; f < solution_->n_fields(); ++f)
              if (reactions_.back()->row_weights(r)[f] != 0.)
                reacting_rows_ |= 1u << f;
          }
        charges_ = charges_ || material->scaffold->capacitance > 0.;
      }
  }

  bool
  PorousElectrode::lives_in(const unsigned int f, const unsigned int material) const
  {
    if (f == electronic_potential())
      return scaffold(material) != nullptr;
    return f > electronic_potential() ? fills(material) : solution_->lives_in(f, material);
  }

  bool
  PorousElectrode::is_metal_potential(const unsigned int f, const unsigned int material) const
  {
    return f == electronic_potential() && scaffold(material) && scaffold(material)->perfect_conductor;
  }

  unsigned int
  PorousElectrode::fields_in_coefficients() const
  {
    return solution_->fields_in_coefficients() | (fills_ ? 1u << filled() : 0u);
  }

  /** Those of the solution; from scaffold_properties on {a, sigma, C, eps, local factors of the exchange current densities}. */
  Properties
  PorousElectrode::properties(const unsigned int material, const Location &location) const
  {
    Properties p = solution_->properties(material, location);
    if (const Scaffold *solid = scaffold(material))
      {
        p[scaffold_properties]     = solid->area(location);
        p[scaffold_properties + 1] = solid->perfect_conductor ? 0. : solid->conductivity(location);
        p[scaffold_properties + 2] = solid->capacitance;
        p[scaffold_properties + 3] = porosity(material, location);
        for (unsigned int r = 0; r < reactions(material).size(); ++r)
          p[scaffold_properties + 4 + r] = reactions(material)[r]->exchange_factor()(location);
      }
    return p;
  }

  bool
  PorousElectrode::uniform(const unsigned int material) const
  {
    bool constant = solution_->uniform(material);
    if (const Scaffold *solid = scaffold(material))
      {
        constant = constant && solid->is_constant() && (!fills(material) || setup_.materials[material]->porosity.is_constant());
        for (const auto &reaction : reactions(material))
          constant = constant && reaction->exchange_factor().is_constant();
      }
    return constant;
  }

  Properties
  PorousElectrode::slab_properties(const unsigned int material, const std::vector<LayerPart> &parts) const
  {
    return solution_->slab_properties(material, parts);
  }

  /** What deposit in the pores leaves of the transport in solution. */
  template <typename Number>
  void
  PorousElectrode::narrow(const unsigned int material, const Properties &p, const Number *u, Coefficients<Number> &a) const
  {
    using std::pow;
    if (!fills(material))
      return;
    const Number factor = pow(at_least(Number(1.) - u[filled()], 1. - closed(material, p)), 1.5);
    for (unsigned int f = 0; f < solution_->n_fields(); ++f)
      for (unsigned int g = 0; g < solution_->n_fields(); ++g)
        a[f][g] *= factor;
  }

  double
  PorousElectrode::conductivity(const unsigned int material, const Properties &p, const double *u) const
  {
    Coefficients<double> factor{};
    factor[0][0] = 1.;
    narrow(material, p, u, factor);
    return solution_->conductivity(material, p, u) * factor[0][0];
  }

  template <typename Number>
  void
  PorousElectrode::add_conduction(const unsigned int material, const Properties &p, Coefficients<Number> &a) const
  {
    const unsigned int s = electronic_potential();
    for (unsigned int g = s; g < n_fields(); ++g)
      for (unsigned int f = 0; f <= g; ++f)
        a[f][g] = a[g][f] = Number(0.);
    // a perfect conductor prescribes its potential: any conductivity serves, and this one keeps matrices regular
    a[s][s] = Number(!scaffold(material) ? 0. : scaffold(material)->perfect_conductor ? 1. : electronic_conductivity(p));
  }

  template <typename Number>
  void
  PorousElectrode::all_coefficients(const unsigned int    material,
                                    const Properties     &p,
                                    const Number         *u,
                                    Coefficients<Number> &a) const
  {
    solution_->coefficients(material, p, u, a);
    narrow(material, p, u, a);
    add_conduction(material, p, a);
  }

  void
  PorousElectrode::coefficients(const unsigned int material, const Properties &p, const double *u, Coefficients<double> &a) const
  {
    all_coefficients(material, p, u, a);
  }
  void
  PorousElectrode::coefficients(const unsigned int          material,
                                const Properties           &p,
                                const Dual<double>         *u,
                                Coefficients<Dual<double>> &a) const
  {
    all_coefficients(material, p, u, a);
  }
  void
  PorousElectrode::coefficients(const unsigned int                     material,
                                const Properties                      &p,
                                const VectorizedArray<double>         *u,
                                Coefficients<VectorizedArray<double>> &a) const
  {
    all_coefficients(material, p, u, a);
  }
  void
  PorousElectrode::coefficients(const unsigned int                           material,
                                const Properties                            &p,
                                const Dual<VectorizedArray<double>>         *u,
                                Coefficients<Dual<VectorizedArray<double>>> &a) const
  {
    all_coefficients(material, p, u, a);
  }

  /** A film without a mesh has no phi_s: any coefficient makes it the same on both sides, and no current flows by it. */
  void
  PorousElectrode::slab_coefficients(
    const unsigned int material, const Properties &p, const double *above, const double *below, Coefficients<double> &a) const
  {
    solution_->slab_coefficients(material, p, above, below, a);
    add_conduction(material, p, a);
    for (unsigned int f = electronic_potential(); f < n_fields(); ++f)
      a[f][f] = 1.;
  }
  void
  PorousElectrode::slab_coefficients(const unsigned int          material,
                                     const Properties           &p,
                                     const Dual<double>         *above,
                                     const Dual<double>         *below,
                                     Coefficients<Dual<double>> &a) const
  {
    solution_->slab_coefficients(material, p, above, below, a);
    add_conduction(material, p, a);
    for (unsigned int f = electronic_potential(); f < n_fields(); ++f)
      a[f][f] = Dual<double>(1.);
  }

  unsigned int
  PorousElectrode::rows_with_sources() const
  {
    return solution_->rows_with_sources() | reacting_rows_;
  }

  template <typename Number>
  void
  PorousElectrode::all_sources(const unsigned int material, const Properties &p, const Number *u, Sources<Number> &s) const
  {
    const unsigned int n = solution_->n_fields();
    for (unsigned int f = 0; f < n_fields(); ++f)
      s[f] = Number(0.);
    if (solution_->rows_with_sources() != 0)
      solution_->sources(material, p, u, s);
    if (!scaffold(material))
      return;
    for (unsigned int r = 0; r < reactions(material).size(); ++r)
      {
        const Number current = Number(area(p)) * rate(material, p, u, r);
        for (unsigned int f = 0; f < n; ++f)
          s[f] += Number(reactions_[material]->row_weights(r)[f]) * current;
        if (reactions(material)[r]->electrons() > 0.)
          s[n] -= current;
        if (fills(material))
          s[filled()] -= current * Number(filling_[material][r]);
      }
  }

  void
  PorousElectrode::sources(const unsigned int material, const Properties &p, const double *u, Sources<double> &s) const
  {
    all_sources(material, p, u, s);
  }
  void
  PorousElectrode::sources(const unsigned int material, const Properties &p, const Dual<double> *u, Sources<Dual<double>> &s) const
  {
    all_sources(material, p, u, s);
  }

  unsigned int
  PorousElectrode::rows_with_accumulation() const
  {
    return solution_->rows_with_accumulation() | (charges_ ? 1u << potential() | 1u << electronic_potential() : 0u) |
           (fills_ ? 1u << filled() : 0u);
  }

  template <typename Number>
  void
  PorousElectrode::all_accumulation(
    const unsigned int material, const Properties &p, const Number *u, const Number *change, Sources<Number> &s) const
  {
    const unsigned int n = solution_->n_fields();
    for (unsigned int f = 0; f < n_fields(); ++f)
      s[f] = Number(0.);
    if (solution_->rows_with_accumulation() != 0)
      solution_->accumulation(material, p, u, change, s);
    if (fills(material))
      {
        // eps c less eps_0 c_b, of eps = eps_0 (1 - theta)
        Number          empty_fields[max_fields], empty_change[max_fields];
        Sources<Number> empty;
        for (unsigned int f = 0; f < n; ++f)
          {
            const bool concentration = fields_[f].is_concentration();
            empty_fields[f]          = concentration ? Number(0.) : u[f];
            empty_change[f]          = concentration ? Number(-fields_[f].bulk_value) : change[f];
            empty[f]                 = Number(0.);
          }
        if (solution_->rows_with_accumulation() != 0)
          solution_->accumulation(material, p, empty_fields, empty_change, empty);
        for (unsigned int f = 0; f < n; ++f)
          s[f] += u[filled()] * (empty[f] - s[f]);
        s[filled()] = Number(2. * faraday_constant * p[scaffold_properties + 3] / molar_volume_of_zinc) * u[filled()];
      }
    if (!scaffold(material))
      return;
    const Number charge = Number(area(p) * p[scaffold_properties + 2]) * (u[n] - u[potential()]); // of the solid
    s[n] += charge;
    s[potential()] -= charge;
  }

  void
  PorousElectrode::accumulation(
    const unsigned int material, const Properties &p, const double *u, const double *change, Sources<double> &s) const
  {
    all_accumulation(material, p, u, change, s);
  }
  void
  PorousElectrode::accumulation(const unsigned int     material,
                                const Properties      &p,
                                const Dual<double>    *u,
                                const Dual<double>    *change,
                                Sources<Dual<double>> &s) const
  {
    all_accumulation(material, p, u, change, s);
  }

  std::array<double, max_fields>
  PorousElectrode::bulk_fields(const double phi) const
  {
    return solution_->bulk_fields(phi);
  }

  std::array<double, max_fields>
  PorousElectrode::current_weights() const
  {
    std::array<double, max_fields> weights = solution_->current_weights();
    weights[electronic_potential()]        = 1.;
    return weights;
  }

  double
  PorousElectrode::row_weight(const unsigned int f, const Reaction &reaction) const
  {
    return f >= electronic_potential() ? 0. : solution_->row_weight(f, reaction); // of the metal below, which ions alone reach
  }
} // namespace zincfield

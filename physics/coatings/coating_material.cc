#include "physics/coatings/coating.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /** A key whose absence means "that of the electrolyte in the pores". */
    void
    optional_expression(Parameters                  &p,
                        const std::string           &key,
                        std::optional<SpatialValue> &value,
                        const std::string           &unit,
                        const Range                 &range,
                        const std::string           &doc)
    {
      SpatialValue number = value.value_or(SpatialValue(0.));
      p.expression(key, number, unit, range, doc + (value ? "" : " Without this key: that of the electrolyte in the pores."));
      if (p.given(key))
        value = number;
    }

    /** Bruggeman: tau = eps^-1/2. Source: D. A. G. Bruggeman, Ann. Phys. 416 (1935) 636. */
    SpatialValue
    bruggeman(const SpatialValue &porosity)
    {
      if (porosity.is_constant())
        return 1. / std::sqrt(porosity({}));
      return {"(" + porosity.text() + ")^-0.5", [porosity](const Location &x) { return 1. / std::sqrt(porosity(x)); }};
    }
  } // namespace

  void
  CoatingMaterial::declare(Parameters &p)
  {
    std::string data_set = no_data_set;
    p.choice("Data set", data_set, DataSet<CoatingMaterial>::names(), "Named material data that fill the keys left out.");
    if (data_set != no_data_set)
      {
        const std::string own_name = name;
        *this                      = DataSet<CoatingMaterial>::get(data_set);
        name                       = own_name;
      }

    optional_expression(p, "Conductivity", conductivity, "S/m", Range::positive(),
                        "Ionic conductivity kappa of the film at the reference temperature.");
    if (diffusivity_over_conductivity > 0. && p.given("Conductivity") && !p.given("Diffusivity"))
      {
        if (!conductivity->is_constant())
          p.reject("Conductivity",
                   "the data set \"" + data_set + "\" reduces the diffusivity as the conductivity, and this one varies",
                   "a Diffusivity beside it");
        diffusivity = diffusivity_over_conductivity * (*conductivity)({});
      }
    optional_expression(p, "Diffusivity", diffusivity, "m^2/s", Range::positive(),
                        "Diffusivity of the salt in the film at the reference temperature.");
    p.expression("Partition coefficient", partition, "1", Range::positive(),
                 "K = concentration in the film over that in the solution.");
    optional_expression(p, "Cation transference number", transference, "1", Range::between(0., 1.), "t+ in the film.");

    const Range fraction{0., 1., false, true};
    p.expression("Porosity", porosity, "1", fraction, "Volume fraction of electrolyte, eps.");
    const double inf = std::numeric_limits<double>::infinity();
    p.expression("Tortuosity", tortuosity, "1", Range{1., inf, true, true},
                 "tau in D eps/tau. Without this key: Bruggeman, eps^-0.5.");
    if (!p.given("Tortuosity"))
      tortuosity = bruggeman(porosity);
    p.quantity("Anisotropy", anisotropy, "1", Range::positive(), "Tangential over normal transport coefficient.");
    p.expression("Fixed charge", fixed_charge, "mol/L", Range::any(),
                 "Fixed charge over F, signed: sulfonate groups are negative.");
    SpatialValue permittivity = relative_permittivity.value_or(SpatialValue(78.4));
    p.expression(
      "Relative permittivity", permittivity, "1", Range::positive(),
      "eps_r of the film; acts under Poisson-Nernst-Planck, and on the impedance. Without this key: that of the solution.");
    if (p.given("Relative permittivity"))
      relative_permittivity = permittivity;
    p.boolean("Dielectric", dielectric,
              "Whether no ion enters: the electric field passes, a steady current does not. Under Poisson-Nernst-Planck only.");
    const std::string acts = " Acts under Poisson-Nernst-Planck only, as the charge that it leaves where it ends.";
    p.expression("Normal polarisation", normal_polarisation, "C/m^2", Range::any(),
                 "Built-in polarisation (of a ferroelectric, or of a layer of dipoles) normal to the layer; positive: out of the "
                 "metal, so that the face to the solution is positive." +
                   acts);
    for (unsigned int d = 0; d < 3; ++d)
      p.expression(std::string("Polarisation along ") + "xyz"[d], polarisation[d], "C/m^2", Range::any(),
                   std::string("Component of a built-in polarisation with a direction of its own. In 2-D y points up, in 3-D z.") +
                     acts);
    p.quantity("Activation energy", activation_energy, "kJ/mol", Range::any(),
               "Arrhenius energy of the film's conductivity and diffusivities.");
    p.quantity("Reference temperature", reference_temperature, "degC", Range::positive(), "Temperature at which the values hold.");
    p.section("Scaffold", "What of the material conducts electrons: a felt, a network, a conducting coating. Left out: nothing.",
              [this](Parameters &q) {
      Scaffold made;
      if (made.declare(q, porosity))
        scaffold = std::make_shared<const Scaffold>(made);
    });
    p.given("Scaffold"); // templates leave it out
    p.text("Source", source, "Where the values come from.");
    p.named_sections("Species", "Values of single species (dilute ions).", [this](const std::string &species, Parameters &q) {
      const auto one_of = [&species, &q](const std::string &key, std::map<std::string, SpatialValue> &values,
                                         const std::string &unit, const std::string &doc) {
        SpatialValue value(0.);
        q.expression(key, value, unit, Range::positive(), doc);
        if (q.given(key) && !q.describing())
          values[species] = value;
      };
      one_of("Diffusivity", species_diffusivity, "m^2/s",
             "Diffusivity of the species in the film. Without this key: from the film or the electrolyte.");
      one_of("Partition coefficient", species_partition, "1", "K of the species. Without this key: that of the film.");
    });
  }
} // namespace zincfield

#include "physics/chemistry/chemistry.h"

#include "physics/constants.h"
#include "physics/data_sets.h"
#include "physics/joined.h"
#include "physics/temperature.h"

#include <algorithm>
#include <sstream>

namespace zincfield
{
  namespace
  {
    std::string
    short_number(const double value)
    {
      std::ostringstream text;
      text << value;
      return text.str();
    }

    /** The set `name` with what always belongs to it. */
    std::vector<std::string>
    with_water(const std::vector<std::string> &sets)
    {
      std::vector<std::string> all = {"water"};
      for (const std::string &set : sets)
        if (std::find(all.begin(), all.end(), set) == all.end())
          all.push_back(set);
      return all;
    }

    bool
    is_component(const ChemicalSpecies &species)
    {
      return species.composition.size() == 1 && species.composition.count(species.name) == 1;
    }
  } // namespace

  void
  Chemistry::declare(Parameters &p, const double temperature, const MeasuredTransport *measured)
  {
    temperature_  = temperature;
    has_measured_ = measured != nullptr;
    if (measured)
      measured_ = *measured;
    std::vector<std::string> sets;
    p.list("Data sets", sets,
           "Components, species and solids with their constants: " + joined(DataSet<ChemistryData>::names()) +
             ". Water is always there.");
    p.quantity("pH", ph_, "1", Range::between(-1., 15.),
               "Of the bulk: -log10 of the activity of H+. Without it: by the charge balance.");
    has_ph_ = p.given("pH");
    p.text("Charge balance", balance_,
           "The component whose total makes the bulk neutral, or none: all are given. automatic: H+ without a pH; with it the most "
           "frequent anion, as if its acid had been added.");
    std::string activity = "constant";
    p.choice("Activity coefficients", activity, {"ideal", "constant", "Davies"},
             "ideal: 1. constant: of Zn2+ and SO4 2- so that the mean activity of ZnSO4 is the measured one, of others 1 unless "
             "given. Davies: by the ionic strength, up to 1 mol/L. All are those of the bulk, and the same everywhere.");
    activity_ = activity == "ideal" ? Activity::ideal : activity == "constant" ? Activity::constant : Activity::davies;
    p.boolean("Ion pairs", with_pairs_,
              "Whether the data sets' ion pairs (ZnSO4(0), Zn(SO4)2 2-) are species. With constant activity coefficients only "
              "ZnSO4(0) is, and the coefficients of the free ions make room for it.");
    p.choice("Mobilities", mobilities_, {"automatic", "infinite dilution", "measured"},
             "measured: scaled so that kappa, D and t+ of the bulk are those of the electrolyte's data set. automatic: measured "
             "where there is one.");
    p.quantity("Rate constant of H+ + OH-", water_rate_, "L/mol/s", Range::non_negative(),
               "By which H+ and OH- recombine; they come from water at this times Kw. 0: equilibrium. Measured: 1.4e11 (Eigen and "
               "De Maeyer 1955). Complexes with OH- stay in equilibrium with H+.");
    if (!p.describing())
      for (const std::string &set : with_water(sets))
        add_set(p, set);
    declare_components(p);
    declare_species(p);
    declare_solids(p);
  }

  void
  Chemistry::add_set(const Parameters &p, const std::string &name)
  {
    const std::vector<std::string> known = DataSet<ChemistryData>::names();
    if (name == no_data_set || std::find(known.begin(), known.end(), name) == known.end())
      p.reject("Data sets", "there is no set \"" + name + "\"", joined({known.begin() + 1, known.end()}));
    const ChemistryData data = DataSet<ChemistryData>::get(name);
    if (!data.caveat.empty())
      notes_.push_back("warning: the data set \"" + name + "\": " + data.caveat);
    for (ChemicalSpecies species : data.species)
      {
        if (species.source.empty())
          species.source = data.source;
        if (is_component(species) && component_index(species.name) < 0)
          components_.push_back({species.name, species.charge});
        add_species(p, species, "Data sets");
      }
    for (const Solid &solid : data.solids)
      if (std::none_of(solids_.begin(), solids_.end(), [&](const Solid &s) { return s.name == solid.name; }))
        solids_.push_back(solid);
  }

  void
  Chemistry::add_species(const Parameters &p, const ChemicalSpecies &species, const std::string &place)
  {
    for (const ChemicalSpecies &known : species_)
      {
        if (known.name == species.name && (known.composition != species.composition || known.log_k != species.log_k))
          p.reject(place,
                   "the constants of \"" + species.name + "\" do not agree: log K " + short_number(species.log_k) + " here, " +
                     short_number(known.log_k) + " in " + (known.source.empty() ? "this input" : known.source),
                   "one constant for every species; for another one give the species another name and leave the set out");
        if (known.name != species.name && known.composition == species.composition)
          p.reject(place,
                   "\"" + species.name + "\" is made of the same components as \"" + known.name +
                     "\": their constants add up to one species twice",
                   "one species of a composition");
        if (known.name == species.name)
          return;
      }
    species_.push_back(species);
  }

  void
  Chemistry::declare_components(Parameters &p)
  {
    p.named_sections("Components",
                     "The components of the solution: those of the data sets, by name, and further ions of the user's own.",
                     [&](const std::string &name, Parameters &keys) {
      double charge = 0., total = 0., diffusivity = 0., gamma = 1.;
      keys.quantity("Bulk concentration", total, "mol/L", Range::any(),
                    "Total in the bulk: every species counts as often as it contains the component, OH- as -1 of H+.");
      keys.quantity("Charge", charge, "1", Range::between(-8., 8.), "Of an ion that no data set has.");
      keys.quantity("Diffusivity", diffusivity, "m^2/s", Range::positive(), "Of the free ion at 25 degC; needed with Charge.");
      keys.quantity("Activity coefficient", gamma, "1", Range::positive(), "Of the free ion, under constant.");
      if (keys.describing())
        return;
      if (component_index(name) < 0)
        {
          if (!keys.given("Charge") || !keys.given("Diffusivity"))
            {
              std::vector<std::string> known;
              for (const Component &c : components_)
                known.push_back(c.name);
              keys.reject("", "no data set has the component \"" + name + "\"",
                          joined(known) + ", or an ion with a Charge and a Diffusivity");
            }
          components_.push_back({name, charge});
          ChemicalSpecies ion{name, charge, {{name, 1.}}, 0., 0., diffusivity};
          ion.source = "this input";
          add_species(keys, ion, "");
        }
      else if (keys.given("Charge") && components_[component_index(name)].charge != charge)
        keys.reject("Charge", "that of \"" + name + "\" in the data sets is another",
                    short_number(components_[component_index(name)].charge));
      if (keys.given("Bulk concentration"))
        components_[component_index(name)].total = total;
      ChemicalSpecies &ion = species_[species_index(name)];
      if (keys.given("Diffusivity"))
        ion.diffusivity = diffusivity;
      if (keys.given("Activity coefficient"))
        ion.activity_coefficient = gamma;
    });
  }

  void
  Chemistry::declare_species(Parameters &p)
  {
    p.named_sections("Species", "Species of the user's own in equilibrium with the components.",
                     [&](const std::string &name, Parameters &keys) {
      ChemicalSpecies species;
      species.name        = name;
      species.charge      = required_value;
      species.log_k       = required_value;
      species.diffusivity = required_value;
      double gamma        = 1.;
      keys.quantity("Charge", species.charge, "1", Range::between(-8., 8.), "That of its components together.");
      keys.quantity("log K", species.log_k, "1", Range::any(),
                    "log10 of a = K prod a_j^nu_j at 25 degC, activities on the scale of mol/L.");
      keys.quantity("Enthalpy", species.enthalpy, "kJ/mol", Range::any(), "Of formation, by which log K follows the temperature.");
      keys.quantity("Diffusivity", species.diffusivity, "m^2/s", Range::positive(), "At 25 degC.");
      keys.quantity("Activity coefficient", gamma, "1", Range::positive(), "Under constant.");
      keys.text("Source", species.source, "Where the values come from.");
      keys.named_sections("Components", "What it is made of; hydroxide is -1 of H+.",
                          [&](const std::string &component, Parameters &q) {
        double nu = required_value;
        q.quantity("Stoichiometry", nu, "1", Range::any(), "How often it contains the component.");
        if (!q.describing())
          species.composition[component] = nu;
      });
      if (keys.describing())
        return;
      if (keys.given("Activity coefficient"))
        species.activity_coefficient = gamma;
      add_species(p, species, "Species/" + name);
    });
  }

  void
  Chemistry::declare_solids(Parameters &p)
  {
    p.named_sections("Solids", "Solids of the user's own.", [&](const std::string &name, Parameters &keys) {
      Solid solid;
      solid.name  = name;
      solid.log_k = required_value;
      keys.quantity("log K", solid.log_k, "1", Range::any(), "log10 of prod a_j^nu_j at saturation.");
      keys.quantity("Molar volume", solid.molar_volume, "cm^3/mol", Range::non_negative(), "0: not known.");
      keys.text("Source", solid.source, "Where the values come from.");
      keys.named_sections("Components", "What one mole of it releases; hydroxide is -1 of H+.",
                          [&](const std::string &component, Parameters &q) {
        double nu = required_value;
        q.quantity("Stoichiometry", nu, "1", Range::any(), "How often it contains the component.");
        if (!q.describing())
          solid.composition[component] = nu;
      });
      if (!keys.describing())
        solids_.push_back(solid);
    });
  }

  int
  Chemistry::component_index(const std::string &name) const
  {
    for (unsigned int j = 0; j < components_.size(); ++j)
      if (components_[j].name == name)
        return j;
    return -1;
  }

  int
  Chemistry::species_index(const std::string &name) const
  {
    for (unsigned int i = 0; i < species_.size(); ++i)
      if (species_[i].name == name)
        return i;
    return -1;
  }

  void
  Chemistry::check_species(const Parameters &p)
  {
    const auto known = [&](const std::map<std::string, double> &composition) {
      return std::all_of(composition.begin(), composition.end(),
                         [&](const auto &part) { return component_index(part.first) >= 0; });
    };
    std::vector<std::string> names;
    for (const Component &c : components_)
      names.push_back(c.name);
    for (const ChemicalSpecies &species : species_)
      {
        if (species.composition.empty())
          p.reject("Species/" + species.name + "/Components", "it is made of nothing", "subsections with a Stoichiometry");
        double charge = 0.;
        for (const auto &[name, nu] : species.composition)
          {
            if (component_index(name) < 0 && !species.is_ion_pair)
              p.reject("Species/" + species.name + "/Components/" + name, "the component is missing: no set has it", joined(names));
            charge += component_index(name) < 0 ? 0. : nu * components_[component_index(name)].charge;
          }
        if (known(species.composition) && std::abs(charge - species.charge) > 1e-9)
          p.reject("Species/" + species.name + "/Charge",
                   "the species is not balanced: its components carry " + short_number(charge) + " charges, it has " +
                     short_number(species.charge),
                   short_number(charge));
      }
    for (const Solid &solid : solids_)
      {
        double charge = 0.;
        for (const auto &[name, nu] : solid.composition)
          {
            if (component_index(name) < 0)
              p.reject("Solids/" + solid.name + "/Components/" + name, "the component is missing: no set has it", joined(names));
            charge += nu * components_[component_index(name)].charge;
          }
        if (std::abs(charge) > 1e-9)
          p.reject("Solids/" + solid.name, "the solid is not balanced: its components carry " + short_number(charge) + " charges",
                   "0");
      }
    const bool constant = activity_ == Activity::constant;
    species_.erase(std::remove_if(
                     species_.begin(), species_.end(),
                     [&](const ChemicalSpecies &s) {
      return !known(s.composition) || (s.is_ion_pair && (!with_pairs_ || (constant && s.charge != 0.)));
                     }),
                   species_.end());
    std::vector<ChemicalSpecies> ordered;
    for (const Component &component : components_)
      ordered.push_back(species_[species_index(component.name)]);
    for (const ChemicalSpecies &species : species_)
      if (!is_component(species))
        ordered.push_back(species);
    species_ = ordered;
    if (components_.size() > max_components || species_.size() > max_equilibrium_species)
      p.reject("",
               "the solution has " + std::to_string(components_.size()) + " components and " + std::to_string(species_.size()) +
                 " species",
               "at most " + std::to_string(max_components) + " and " + std::to_string(max_equilibrium_species));
  }

  double
  Chemistry::log_k(const unsigned int i) const
  {
    // van 't Hoff
    return species_[i].log_k - species_[i].enthalpy / (std::log(10.) * gas_constant) * (1. / temperature_ - 1. / 298.15);
  }

  void
  Chemistry::make_equilibrium()
  {
    equilibrium_.n_components = components_.size();
    equilibrium_.n_species    = species_.size();
    for (unsigned int i = 0; i < species_.size(); ++i)
      {
        double sum = 0., log_gamma = 0.;
        for (unsigned int j = 0; j < components_.size(); ++j)
          {
            const auto   part     = species_[i].composition.find(components_[j].name);
            const double nu       = part == species_[i].composition.end() ? 0. : part->second;
            equilibrium_.nu[i][j] = nu;
            sum += nu;
            log_gamma += nu * std::log(gamma_[j]);
          }
        // [mol/m^3] for concentrations, mol/L for activities
        equilibrium_.log_constant[i] = std::log(10.) * log_k(i) + std::log(1000.) * (1. - sum) + log_gamma - std::log(gamma_[i]);
      }
  }

  double
  Chemistry::log_activity(const unsigned int j, const double log_free) const
  {
    return (log_free + std::log(gamma_[j] / 1000.)) / std::log(10.);
  }

  double
  Chemistry::ph(const double *log_free) const
  {
    const int j = component_index("H+");
    return -log_activity(j, log_free[j]);
  }

  double
  Chemistry::saturation_index(const unsigned int solid, const double *log_free) const
  {
    double index = -solids_[solid].log_k;
    for (const auto &[name, nu] : solids_[solid].composition)
      {
        const int j = component_index(name);
        index += nu * log_activity(j, log_free[j]);
      }
    return index;
  }

  double
  Chemistry::ionic_strength() const
  {
    double sum = 0.;
    for (unsigned int i = 0; i < species_.size(); ++i)
      sum += 0.5e-3 * species_[i].charge * species_[i].charge * concentrations_[i];
    return sum;
  }

  double
  Chemistry::bulk_conductivity() const
  {
    double sum = 0.;
    for (unsigned int i = 0; i < species_.size(); ++i)
      sum += species_[i].charge * species_[i].charge * diffusivities_[i] * concentrations_[i];
    return sum * faraday_constant / thermal_voltage(temperature_);
  }
} // namespace zincfield

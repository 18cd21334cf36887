#include "solver/input/declare_chemistry.h"
#include "solver/input/declare_sections.h"

#include "physics/registry.h"
#include "physics/transport/transport_model.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    using ModelEntry = std::pair<std::string, Registry<TransportModel>::Entry>;

    /** The transport models, the least detailed first. */
    std::vector<ModelEntry>
    models_in_order()
    {
      const auto             &known = Registry<TransportModel>::entries();
      std::vector<ModelEntry> models(known.begin(), known.end());
      std::stable_sort(models.begin(), models.end(), [](const ModelEntry &a, const ModelEntry &b) {
        return a.second.make()->traits().detail < b.second.make()->traits().detail;
      });
      return models;
    }

    void
    declare_species(Parameters &p, const std::string &name, Case &data)
    {
      Species species;
      species.name   = name;
      species.charge = required_value;
      p.quantity("Charge", species.charge, "1", Range::between(-8., 8.), "Charge number z.");
      p.quantity("Diffusivity", species.diffusivity, "m^2/s", Range::positive(), "Diffusivity at the reference temperature.");
      p.quantity("Bulk concentration", species.bulk_concentration, "mol/L", Range::non_negative(), "Concentration in the bulk.");
      p.quantity("Activation energy", species.activation_energy, "kJ/mol", Range::any(), "Arrhenius energy of the diffusivity.");
      p.quantity("Reference temperature", species.reference_temperature, "degC", Range::positive(),
                 "Temperature at which the diffusivity holds.");
      data.species.push_back(species);
    }

    /** The salt's ions at infinite dilution: what `dilute ions` makes of a data set. */
    std::vector<Species>
    ions_of(const Salt &salt, const double temperature)
    {
      const auto           diffusivities = salt.ion_diffusivities(temperature);
      std::vector<Species> ions(2);
      ions[0].name        = salt.cation();
      ions[0].charge      = salt.charge_number();
      ions[0].diffusivity = diffusivities.first;
      ions[1].name        = salt.anion();
      ions[1].charge      = -salt.charge_number();
      ions[1].diffusivity = diffusivities.second;
      for (Species &ion : ions)
        {
          ion.bulk_concentration    = salt.bulk_concentration();
          ion.reference_temperature = temperature;
        }
      return ions;
    }

    /** The data set, with `none` beside those registered. */
    void
    declare_data_set(Parameters &p, Case &data)
    {
      std::vector<std::pair<std::string, std::string>> names = {{"none", "The values stand in this input."}};
      for (const auto &entry : Registry<Salt>::entries())
        names.emplace_back(entry.first, entry.second.doc);
      data.electrolyte_name = "none";
      p.kinds("Data set", data.electrolyte_name, names, "Named properties of the electrolyte; binary salt needs one.",
              [&](const std::string &name, Parameters &keys) {
        if (name == "none")
          return;
        std::shared_ptr<Salt> salt = Registry<Salt>::make(name);
        salt->declare(keys);
        if (name == data.electrolyte_name)
          data.salt = salt;
      });
    }
  } // namespace

  void
  declare_electrolyte(Parameters &p, Case &data)
  {
    std::vector<std::string> models;
    std::string              doc = "How ions move.";
    for (const auto &[name, entry] : models_in_order())
      {
        models.push_back(name);
        doc += " " + name + ": " + entry.doc + ".";
      }
    data.transport = "binary salt";
    p.choice("Transport model", data.transport, models, doc);
    // where an aqueous solution may be liquid, under pressure too: 25 K is a slip for 25 degC
    p.quantity("Temperature", data.temperature, "degC", {223.15, 473.15, true, true}, "Temperature of the cell.");
    declare_data_set(p, data);
    if (data.salt != nullptr && !p.describing())
      data.conductivity = data.salt->properties(data.salt->bulk_concentration(), data.temperature).conductivity;
    double conductivity = 0.;
    p.quantity("Conductivity", conductivity, "S/m", Range::positive(),
               "Of the bulk, for primary and secondary. Without this key: that of the data set at the bulk concentration.");
    if (p.given("Conductivity"))
      data.conductivity = conductivity;
    p.quantity("Relative permittivity", data.relative_permittivity, "1", Range::positive(),
               "eps_r of the solution, for Poisson-Nernst-Planck, the impedance, and primary and secondary in time; that of water "
               "at 25 degC unless given.");
    p.quantity("Ion diameter", data.ion_diameter, "nm", Range::non_negative(),
               "Effective diameter a of every ion, hydration shell included, for Poisson-Nernst-Planck: at most 1/a^3 ions fit in "
               "a volume (Bikerman). 0: points.");
    p.named_sections(
      "Species",
      "The dissolved species of dilute ions and Poisson-Nernst-Planck. Without any: the ions of the data set, ideally dilute.",
      [&](const std::string &name, Parameters &keys) { declare_species(keys, name, data); });
    declare_chemistry(p, data);
    if (data.species.empty() && data.salt != nullptr && !p.describing())
      data.species = ions_of(*data.salt, data.temperature);
  }
} // namespace zincfield

#include "physics/constants.h"
#include "solver/input/case.h"
#include "solver/input/input_error.h"
#include "solver/input/units.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace zincfield
{
  namespace
  {
    std::string
    number(const double value)
    {
      std::ostringstream text;
      text << value;
      return text.str();
    }

    template <typename List>
    std::vector<std::string>
    names_of(const List &list)
    {
      std::vector<std::string> names;
      for (const auto &item : list)
        names.push_back(item.name);
      return names;
    }

    template <typename List>
    bool
    contains(const List &list, const std::string &name)
    {
      return std::find(list.begin(), list.end(), name) != list.end();
    }

    std::string
    alternatives(const std::vector<std::string> &names, const std::string &wanted, const std::string &none)
    {
      const std::string hint = did_you_mean(wanted, names);
      return names.empty() ? none : join_alternatives(names) + (hint.empty() ? "" : ". " + hint);
    }

    bool
    is_metal(const Boundary &boundary)
    {
      return boundary.condition == Condition::electrode || boundary.condition == Condition::counter_electrode;
    }

    unsigned int
    count(const Case &data, const Condition condition)
    {
      return std::count_if(data.boundaries.begin(), data.boundaries.end(),
                           [&](const Boundary &b) { return b.condition == condition; });
    }

    /** Whether every ion has a concentration of its own. */
    bool
    follows_species(const Case &data)
    {
      return data.transport == "dilute ions" || data.transport == "Poisson-Nernst-Planck";
    }

    void
    check_electrolyte(const Parameters &p, const Case &data)
    {
      if (data.transport == "binary salt" && data.salt == nullptr)
        p.reject("Electrolyte/Data set", "the transport model \"binary salt\" needs the properties of a salt",
                 "a data set of a salt (see zincfield --list)");
      if ((data.transport == "primary" || data.transport == "secondary") && data.conductivity <= 0.)
        p.reject("Electrolyte/Conductivity",
                 "the transport model \"" + data.transport + "\" needs the conductivity of the electrolyte",
                 allowed_quantity("S/m", Range::positive()) + ", or a data set");
      if (!follows_species(data))
        return;
      if (data.species.size() < 2)
        p.reject("Electrolyte/Species", "the transport model \"" + data.transport + "\" needs at least two species",
                 "subsections of Species, or a data set");
      double charge = 0., size = 0.;
      for (const Species &species : data.species)
      {
        charge += species.charge * species.bulk_concentration;
        size += std::abs(species.charge) * species.bulk_concentration;
      }
      if (std::abs(charge) > 1e-6 * size)
        p.reject("Electrolyte/Species",
                 "the charges of the bulk concentrations do not balance: the sum of charge times concentration is " +
                     number(charge / 1000.) + " mol/L",
                 "0 mol/L");
    }

    /** Charge numbers of the dissolved species, where the transport model or its data set knows them. */
    std::map<std::string, double>
    known_charges(const Case &data)
    {
      std::map<std::string, double> charges;
      for (const Species &species : data.species)
        charges[species.name] = species.charge;
      return charges;
    }

    void
    check_reaction(const Parameters &p, const Case &data, const Reaction &reaction)
    {
      const std::string                   place   = "Reactions/" + reaction.name;
      const std::map<std::string, double> charges = known_charges(data);
      std::vector<std::string>            species;
      for (const auto &entry : charges)
        species.push_back(entry.first);

      std::vector<std::string> named = reaction.rate_species();
      for (const auto &entry : reaction.stoichiometry())
        named.push_back(entry.first);
      double charge    = 0.;
      bool   all_known = true;
      for (const std::string &name : named)
        if (charges.count(name) == 0)
        {
          all_known = false;
          if (follows_species(data))
            p.reject(place, "the reaction names the species \"" + name + "\", which the electrolyte does not have",
                     alternatives(species, name, "none"));
        }
      for (const auto &[name, moles] : reaction.stoichiometry())
        charge += moles * (charges.count(name) == 0 ? 0. : charges.at(name));
      if (all_known && std::abs(charge - reaction.electrons()) > 1e-9 * std::max(1., std::abs(charge)))
        p.reject(place,
                 "the reaction does not conserve charge: its ions carry " + number(charge) + " charges for " +
                     number(reaction.electrons()) + " electrons",
                 "stoichiometry with sum of charge times coefficient = number of electrons");
    }

    void
    check_boundaries(const Parameters &p, const Case &data)
    {
      const std::vector<std::string> reactions = [&]
      {
        std::vector<std::string> names;
        for (const auto &reaction : data.reactions)
          names.push_back(reaction->name);
        return names;
      }();
      for (const Boundary &boundary : data.boundaries)
      {
        const std::string place = "Boundaries/" + boundary.name;
        for (const std::string &name : boundary.reactions)
        {
          if (!contains(reactions, name))
            p.reject(place + "/Reactions", "there is no reaction \"" + name + "\"",
                     alternatives(reactions, name, "names of subsections of Reactions, of which there are none"));
          if (std::count(boundary.reactions.begin(), boundary.reactions.end(), name) > 1)
            p.reject(place + "/Reactions", "the reaction \"" + name + "\" stands twice", "every reaction once");
        }
        if (!is_metal(boundary) && !boundary.reactions.empty())
          p.reject(place + "/Reactions", "reactions need an electrode", "Condition = electrode or counter electrode");
        if (is_metal(boundary) && data.transport == "Poisson-Nernst-Planck" && boundary.stern_capacitance <= 0. && !boundary.reactions.empty())
          p.reject(place + "/Stern capacitance", "the transport model \"Poisson-Nernst-Planck\" needs it on every electrode with reactions", allowed_quantity("uF/cm^2", Range::positive()));
        if (is_metal(boundary) && boundary.reactions.empty() && data.transport != "primary" && data.transport != "Poisson-Nernst-Planck")
          p.reject(place + "/Reactions",
                   "an electrode without reactions passes no current under the transport model \"" + data.transport + "\"",
                   alternatives(reactions, "", "names of subsections of Reactions, of which there are none"));
      }
      if (count(data, Condition::electrode) == 0)
        p.reject("Boundaries", "there is no working electrode", "Condition = electrode on one boundary");
      if (count(data, Condition::electrode) > 1)
        p.reject("Boundaries", "there is more than one working electrode", "Condition = electrode on one boundary");
      if (count(data, Condition::bulk) == 0 && count(data, Condition::counter_electrode) == 0)
        p.reject("Boundaries", "the current has no way out: there is neither a bulk nor a counter electrode",
                 "Condition = bulk or counter electrode on one boundary");
    }

    void
    check_control(const Parameters &p, const Case &data)
    {
      if (data.control.mode == ControlMode::cell_voltage && count(data, Condition::counter_electrode) == 0)
        p.reject("Control/Mode", "a cell voltage needs a counter electrode",
                 "Condition = counter electrode on one boundary, or another mode");
      if (data.measurement.quantity == "cell_voltage" && count(data, Condition::counter_electrode) == 0)
        p.reject("Measurement/Cell voltage", "this cell has no voltage: it has no counter electrode",
                 "Condition = counter electrode on one boundary, or Measurement/Electrode potential");
      if (data.control.mode == ControlMode::potentiostatic && count(data, Condition::bulk) == 0)
        p.reject("Control/Mode", "an electrode potential is measured against a reference in the bulk, and no boundary is bulk",
                 "Condition = bulk on one boundary, or Mode = cell voltage or galvanostatic");
    }

    /** Sign of the species' production by a reaction at `drive` [V], concentrations those of the bulk. */
    double
    production(const Reaction &reaction, const std::string &species, const double temperature, const double drive)
    {
      const auto made = reaction.stoichiometry().find(species);
      if (made == reaction.stoichiometry().end())
        return 0.;
      const std::vector<double> ratios(reaction.rate_species().size() + 1, 1.);
      return made->second * reaction.current_density({drive, ratios.data(), false, 1., temperature});
    }

    /** Between two electrodes a steady state exists only if what is consumed at one of them is made at the other. */
    void
    check_closed_cell(const Parameters &p, const Case &data)
    {
      if (data.is_transient() || !follows_species(data) || count(data, Condition::bulk) > 0)
        return;
      constexpr double far = 1.; // V from rest, where a reaction that can run backwards does
      for (const Species &species : data.species)
      {
        bool        made = false, consumed = false;
        std::string by;
        for (const Boundary &boundary : data.boundaries)
          for (const auto &reaction : data.reactions)
            if (contains(boundary.reactions, reaction->name))
              for (const double drive : {reaction->equilibrium_potential() - far, reaction->equilibrium_potential() + far})
              {
                const double rate = production(*reaction, species.name, data.temperature, drive);
                made              = made || rate > 0.;
                consumed          = consumed || rate < 0.;
                if (rate != 0.)
                  by = reaction->name;
              }
        if (made != consumed)
          p.reject("Boundaries", "this cell has no steady state: between two electrodes \"" + species.name + "\" is only " + std::string(made ? "made" : "consumed") + " (\"" + by + "\")",
                   "a bulk boundary, which takes and gives every species, or a reaction that " + std::string(made ? "consumes" : "makes") + " it");
      }
    }

    bool
    is_porous(const CoatingMaterial &material)
    {
      return !material.porosity.is(1.) || !material.tortuosity.is(1.);
    }

    /** A film whose transport is neither given nor that of pores would silently be electrolyte. */
    void
    check_material(const Parameters &p, const Case &data, const CoatingMaterial &material, const std::string &coating)
    {
      if (material.dielectric)
        return;
      const auto require = [&](const bool known, const std::string &key, const std::string &unit)
      {
        if (!known && !is_porous(material))
          p.reject("Materials/" + material.name + "/" + key,
                   "the transport model \"" + data.transport + "\" needs this value for the coating \"" + coating + "\"",
                   allowed_quantity(unit, Range::positive()) + ", or a Porosity below 1");
      };
      if (!follows_species(data))
        require(material.conductivity.has_value(), "Conductivity", "S/m");
      if (data.transport == "binary salt")
        require(material.diffusivity.has_value(), "Diffusivity", "m^2/s");
      if (follows_species(data))
        for (const Species &species : data.species)
          require(material.diffusivity.has_value() || material.species_diffusivity.count(species.name) > 0,
                  "Species/" + species.name + "/Diffusivity", "m^2/s");
    }

    void
    check_layers(const Parameters &p, const Case &data, const Coating &coating)
    {
      std::vector<std::string> materials;
      for (const auto &entry : data.materials)
        materials.push_back(entry.first);
      for (const CoatingLayer &layer : coating.layers)
      {
        const auto material = data.materials.find(layer.material);
        if (material == data.materials.end())
          p.reject("Coatings/" + coating.name + "/" + layer.name + "/Material", "there is no material \"" + layer.material + "\"",
                   alternatives(materials, layer.material, "names of subsections of Materials, of which there are none"));
        if (coating.enabled)
          check_material(p, data, material->second, coating.name);
      }
    }

    void
    check_coatings(const Parameters &p, const Case &data)
    {
      std::map<std::string, std::string> coating_on;
      for (const Coating &coating : data.coatings)
      {
        const std::string              place   = "Coatings/" + coating.name;
        const std::vector<std::string> names   = names_of(data.boundaries);
        const auto                     surface = std::find_if(data.boundaries.begin(), data.boundaries.end(),
                                                              [&](const Boundary &b) { return b.name == coating.surface; });
        if (surface == data.boundaries.end())
          p.reject(place + "/Surface", "the geometry \"" + data.geometry_kind + "\" has no boundary \"" + coating.surface + "\"",
                   alternatives(names, coating.surface, "none"));
        if (!is_metal(*surface))
          p.reject(place + "/Surface", "a coating needs an electrode under it",
                   "a boundary with Condition = electrode or counter electrode");
        if (coating.representation == Representation::resolved && !contains(data.geometry->coatable_boundaries(), coating.surface))
          p.reject(place + "/Representation",
                   "the geometry \"" + data.geometry_kind + "\" cannot mesh layers on the boundary \"" + coating.surface + "\"",
                   "thin, lumped or automatic" +
                       (data.geometry->coatable_boundaries().empty()
                            ? ""
                            : "; resolved on " + join_alternatives(data.geometry->coatable_boundaries())));
        check_layers(p, data, coating);
        if (!coating.enabled)
          continue;
        if (coating_on.count(coating.surface) > 0)
          p.reject(place + "/Surface", "the coating \"" + coating_on[coating.surface] + "\" already covers this boundary",
                   "one enabled coating on a boundary; a stack is one coating with several Layers");
        coating_on[coating.surface] = coating.name;
      }
    }

    /** What a programme asks for and this cell does not have. */
    void
    check_programme(const Parameters &p, const Case &data)
    {
      for (const Boundary &boundary : data.boundaries)
        if (data.is_transient() && data.transport == "Poisson-Nernst-Planck" && is_metal(boundary) && boundary.stern_capacitance == 0.)
          p.reject("Boundaries/" + boundary.name + "/Stern capacitance", "in time the current that charges a metal is that of its Stern layer", allowed_quantity("uF/cm^2", Range::positive()));
      const bool zinc = find_zinc(data.species);
      for (const ProgrammeStep &step : data.programme.steps)
        for (const StopCondition &stop : step.stops)
          if (stop.kind == StopCondition::Kind::concentration_below && !zinc && data.transport != "binary salt")
            p.reject("Programme/Steps/" + step.name + "/Stop at surface concentration", "the transport model \"" + data.transport + "\" follows no concentration of zinc",
                     "another transport model, or another condition");
    }

    /** Where a double-layer capacitance has no meaning. */
    void
    check_capacitances(const Parameters &p, const Case &data)
    {
      for (const Boundary &boundary : data.boundaries)
        {
          if (boundary.double_layer_capacitance == 0.)
            continue;
          const std::string place = "Boundaries/" + boundary.name + "/Double-layer capacitance";
          if (!is_metal(boundary))
            p.reject(place, "only the surface of a metal is charged", "no such key, or Condition = electrode or counter electrode");
          if (data.transport == "Poisson-Nernst-Planck")
            p.reject(place, "under Poisson-Nernst-Planck the double layer itself is computed", "Stern capacitance");
          if (boundary.wall_law)
            p.reject(place, "a wall law is a double layer in equilibrium with its own charge, which is not followed in time", "no such key, or no wall law");
          if (data.transport == "primary")
            p.reject(place, "without kinetics the electrode is an equipotential of the solution, and nothing is charged", "the transport model \"secondary\" or a higher one");
        }
    }

    /** A diffuse layer that is not meshed needs single ions outside it and bare metal behind it. */
    void
    check_wall_laws(const Parameters &p, const Case &data)
    {
      for (const Boundary &boundary : data.boundaries)
      {
        if (!boundary.wall_law)
          continue;
        const std::string place = "Boundaries/" + boundary.name + "/";
        if (!is_metal(boundary))
          p.reject(place + "Double layer", "a wall law needs an electrode", "Condition = electrode or counter electrode");
        if (!follows_species(data))
          p.reject(place + "Double layer", "the transport model \"" + data.transport + "\" knows no single ions, of which a diffuse layer is made", "dilute ions or Poisson-Nernst-Planck, or no wall law");
        if (boundary.stern_capacitance <= 0.)
          p.reject(place + "Stern capacitance", "a wall law needs it", allowed_quantity("uF/cm^2", Range::positive()));
        for (const Coating &coating : data.coatings)
          if (coating.enabled && coating.surface == boundary.name && data.transport == "dilute ions")
            p.reject(place + "Double layer", "a wall law holds in front of bare metal, and the coating \"" + coating.name + "\" covers it", "none, or Poisson-Nernst-Planck");
      }
    }

    /** What resolved double layers cannot have yet. */
    void
    check_double_layers(const Parameters &p, const Case &data)
    {
      if (data.transport != "Poisson-Nernst-Planck")
        return;
      for (const Species &species : data.species)
        if (species.bulk_concentration <= 0.)
          p.reject("Electrolyte/Species/" + species.name + "/Bulk concentration", "under Poisson-Nernst-Planck the electrochemical potential of an ion counts from its bulk concentration",
                   allowed_quantity("mol/L", Range::positive()));
      for (const Boundary &boundary : data.boundaries)
        if (boundary.condition == Condition::counter_electrode && boundary.reactions.empty() && data.control.mode == ControlMode::galvanostatic && data.control.applied_current_density != 0. &&
            count(data, Condition::bulk) == 0)
          p.reject("Boundaries/" + boundary.name + "/Reactions", "an electrode without reactions passes no steady current, and one is applied", "a reaction, or another Control/Mode");
      double filled = 0.;
      for (const Species &species : data.species)
        filled += avogadro_constant * std::pow(data.ion_diameter, 3) * species.bulk_concentration;
      if (filled >= 1.)
        p.reject("Electrolyte/Ion diameter", "ions of this size would fill " + number(100. * filled) + " % of the bulk solution", "a diameter at which they fill less than all of it");
    }
  } // namespace

  void
  check_consistency(const Parameters &p, const Case &data)
  {
    check_electrolyte(p, data);
    check_electrostatics(p, data);
    for (const auto &reaction : data.reactions)
      check_reaction(p, data, *reaction);
    check_boundaries(p, data);
    check_control(p, data);
    check_closed_cell(p, data);
    check_coatings(p, data);
    check_double_layers(p, data);
    check_programme(p, data);
    check_capacitances(p, data);
    check_wall_laws(p, data);
  }
} // namespace zincfield

#include "physics/transport/transport_model.h"
#include "solver/input/checks.h"
#include "solver/input/scaffolds.h"
#include "solver/input/units.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    void
    check_electrolyte(const Parameters &p, const Case &data)
    {
      if (const auto problem = Registry<TransportModel>::make(data.transport)->check(transport_setup(data)))
        p.reject("Electrolyte/" + problem->key, "the transport model \"" + data.transport + "\" " + problem->what,
                 problem->allowed);
      if (!traits_of(data).follows_species)
        return;
      double charge = 0., size = 0.;
      for (const Species &species : data.species)
        {
          charge += species.charge * species.bulk_concentration;
          size += std::abs(species.charge) * species.bulk_concentration;
        }
      if (!(size > 0.))
        p.reject("Electrolyte/Species", "the bulk has no ions: every \"Bulk concentration\" is 0",
                 "two ions at least with a concentration > 0 mol/L");
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
      if (named.size() > max_rate_species)
        p.reject(place + "/Species", "the rate depends on the concentrations of " + std::to_string(named.size()) + " species",
                 "at most " + std::to_string(max_rate_species));
      for (const auto &entry : reaction.stoichiometry())
        named.push_back(entry.first);
      double charge    = 0.;
      bool   all_known = true;
      for (const std::string &name : named)
        if (charges.count(name) == 0)
          {
            all_known = false;
            if (traits_of(data).follows_species)
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
    check_reactions(const Parameters &p, const Case &data)
    {
      for (const auto &reaction : data.reactions)
        check_reaction(p, data, *reaction);
    }

    void
    check_boundaries(const Parameters &p, const Case &data)
    {
      const std::vector<std::string> reactions = [&] {
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
          if (is_metal(boundary) && traits_of(data).resolves_charge && boundary.stern_capacitance <= 0. &&
              !boundary.reactions.empty())
            p.reject(place + "/Stern capacitance",
                     "the transport model \"Poisson-Nernst-Planck\" needs it on every electrode with reactions",
                     allowed_quantity("uF/cm^2", Range::positive()));
          if (is_metal(boundary) && boundary.reactions.empty() && scaffolds_over(data, boundary).empty() &&
              !traits_of(data).is_primary && !traits_of(data).resolves_charge)
            p.reject(place + "/Reactions",
                     "an electrode without reactions passes no current under the transport model \"" + data.transport + "\"",
                     alternatives(reactions, "", "names of subsections of Reactions, of which there are none"));
        }
      if (count(data, Condition::electrode) == 0)
        p.reject("Boundaries", "there is no working electrode", "Condition = electrode on one boundary");
      if (count(data, Condition::electrode) > 1)
        p.reject("Boundaries", "there is more than one working electrode",
                 "Condition = electrode on one boundary; several boundaries of an imported mesh become one with the key Parts");
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
      if (data.is_transient() || !traits_of(data).follows_species || count(data, Condition::bulk) > 0)
        return;
      if (data.chemistry)
        p.reject("Boundaries", "a cell without bulk has no steady state with a chemistry that the program can find",
                 "a bulk boundary, or a Programme: in time amounts are what they were before");
      constexpr double far = 1.; // V from rest, where a reaction that can run backwards does
      for (const Species &species : data.species)
        {
          bool        made = false, consumed = false;
          std::string by;
          for (const Boundary &boundary : data.boundaries)
            for (const auto &reaction : data.reactions)
              if (contains(reactions_over(data, boundary), reaction->name))
                for (const double drive : {reaction->equilibrium_potential() - far, reaction->equilibrium_potential() + far})
                  {
                    const double rate = production(*reaction, species.name, data.temperature, drive);
                    made              = made || rate > 0.;
                    consumed          = consumed || rate < 0.;
                    if (rate != 0.)
                      by = reaction->name;
                  }
          if (made != consumed)
            p.reject("Boundaries",
                     "this cell has no steady state: between two electrodes \"" + species.name + "\" is only " +
                       std::string(made ? "made" : "consumed") + " (\"" + by + "\")",
                     "a bulk boundary, which takes and gives every species, or a reaction that " +
                       std::string(made ? "consumes" : "makes") + " it");
        }
    }

  } // namespace

  std::vector<void (*)(const Parameters &, const Case &)>
  checks_of_a_case()
  {
    return {check_electrolyte,   check_mesh,     check_reactions,   check_boundaries, check_electrostatics,
            check_control,       check_kinetics, check_closed_cell, check_coatings,   check_scaffolds,
            check_double_layers, check_protocol, check_growth};
  }

  void
  check_consistency(const Parameters &p, const Case &data)
  {
    for (const auto &check : checks_of_a_case())
      check(p, data);
  }
} // namespace zincfield

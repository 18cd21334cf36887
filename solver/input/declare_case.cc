#include "solver/input/declare_sections.h"
#include "solver/input/input_error.h"

#include "physics/declare_kind.h"

#include <algorithm>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    const std::vector<std::string> condition_names = {"electrode", "counter electrode", "bulk", "insulating"};

    void
    reject_unknown_boundary(const Parameters &p, const std::string &key, const std::string &name, const Case &data)
    {
      if (!data.geometry) // was misspelt: errors are gathered
        return;
      const std::vector<std::string> names = data.geometry->boundary_names();
      if (std::find(names.begin(), names.end(), name) != names.end())
        return;
      const std::string reason = data.geometry->why_no_boundary(name);
      p.reject(key,
               "the geometry \"" + data.geometry_kind + "\" has no boundary \"" + name + "\"" +
                 (reason.empty() ? "" : ": the physical group of this name " + reason),
               join_alternatives(names) + ". " + did_you_mean(name, names));
    }

    /** As declare_kind(), of a law that knows the chemistry of the electrolyte first. */
    std::shared_ptr<Reaction>
    declare_reaction(Parameters &p, std::string &kind, const Case &data)
    {
      std::vector<std::pair<std::string, std::string>> names;
      for (const auto &entry : Registry<Reaction>::entries())
        names.emplace_back(entry.first, entry.second.doc);
      std::shared_ptr<Reaction> made;
      p.kinds("Type", kind, names, "The rate law.", [&](const std::string &name, Parameters &keys) {
        std::shared_ptr<Reaction> law = Registry<Reaction>::make(name);
        law->set_chemistry(data.chemistry);
        law->declare(keys);
        if (name == kind)
          made = law;
      });
      return made;
    }

    /** Tells the geometry over what the current is measured. */
    void
    measure_working_electrode(const Parameters &p, const Case &data)
    {
      for (const Boundary &boundary : data.boundaries)
        if (boundary.condition == Condition::electrode)
          try
            {
              data.geometry->set_working_electrode(boundary.name);
              return;
            }
          catch (const std::invalid_argument &error)
            {
              p.reject("Boundaries/" + boundary.name, error.what(),
                       "an electrode with an area: not on the axis of an axisymmetric mesh, and with Electrode area = projected "
                       "not closed");
            }
    }
  } // namespace

  void
  declare_boundaries(Parameters &p, Case &data)
  {
    std::map<std::string, Boundary> given;
    p.named_sections("Boundaries", "The condition on every boundary of the geometry, by its name.",
                     [&](const std::string &name, Parameters &keys) {
      std::string condition = "?";
      Boundary    boundary;
      boundary.name = name;
      keys.choice("Condition", condition, condition_names,
                  "electrode: reactions at the controlled potential; counter electrode: reactions at metal potential 0; "
                  "bulk: solution of bulk composition at potential 0; insulating: no flux.");
      declare_parts(keys, name, data);
      keys.list("Reactions", boundary.reactions, "The electrode reactions on this boundary.");
      keys.quantity("Stern capacitance", boundary.stern_capacitance, "uF/cm^2", Range::non_negative(),
                    "Of an electrode under Poisson-Nernst-Planck or with a wall law, or of a wall with a potential: eps/d of the "
                    "layer that ions cannot enter. "
                    "Without it (walls, electrodes without reactions) the solution beside it has its potential.");
      keys.quantity("Potential of zero charge", boundary.zero_charge_potential, "V", Range::any(),
                    "Of an electrode with a Stern capacitance: potential of the metal against the solution beside it at which it "
                    "carries no charge.");
      keys.quantity(
        "Double-layer capacitance", boundary.double_layer_capacitance, "uF/cm^2", Range::non_negative(),
        "Of an electrode in an electroneutral solution: its charging takes part of the current while the potential changes.");
      std::string double_layer = "none";
      keys.choice("Double layer", double_layer, {"none", "wall law"},
                  "Of an electrode under dilute ions. wall law: rates see the potential and the concentrations at the inner edge "
                  "of a diffuse layer in equilibrium "
                  "(Gouy-Chapman-Stern, Frumkin), thin against the cell. Poisson-Nernst-Planck resolves the layer in any case.");
      boundary.wall_law = double_layer == "wall law";
      keys.expression("Surface charge", boundary.surface_charge, "C/m^2", Range::any(),
                      "Of an insulating boundary under Poisson-Nernst-Planck; positive: attracts anions.");
      double wall_potential = 0.;
      keys.quantity("Wall potential", wall_potential, "V", Range::any(),
                    "Of an insulating boundary under Poisson-Nernst-Planck: a wall at this potential against the bulk that no ion "
                    "passes. Without this key: a wall with a given charge.");
      if (keys.given("Wall potential"))
        boundary.wall_potential = wall_potential;
      if (keys.describing())
        return;
      const auto position = std::find(condition_names.begin(), condition_names.end(), condition) - condition_names.begin();
      boundary.condition  = static_cast<Condition>(position);
      reject_unknown_boundary(keys, "", name, data);
      given[name] = boundary;
    });
    if (p.describing() || !data.geometry)
      return;
    for (const auto &entry : given)
      reject_unknown_boundary(p, "Boundaries/" + entry.first, entry.first,
                              data); // a later section may have made it part of its boundary
    for (const std::string &name : data.geometry->boundary_names())
      {
        if (given.count(name) == 0)
          p.reject("Boundaries", "the boundary \"" + name + "\" of the geometry \"" + data.geometry_kind + "\" has no condition",
                   "a subsection \"" + name + "\" with Condition = " + join_alternatives(condition_names));
        data.boundaries.push_back(given[name]);
      }
    measure_working_electrode(p, data);
  }

  void
  declare(Parameters &p, Case &data)
  {
    p.text("Title", data.title, "What is computed; shown in the log and on figures.");
    p.section("Geometry", "The shape of the cell.", [&](Parameters &keys) {
      data.geometry_kind = "?";
      data.geometry      = declare_kind<Geometry>(keys, "Type", data.geometry_kind, "The family of shapes.");
    });
    p.section("Electrolyte", "The solution and how ions move in it.", [&](Parameters &keys) { declare_electrolyte(keys, data); });
    p.named_sections("Reactions", "The electrode reactions.", [&](const std::string &name, Parameters &keys) {
      std::string kind     = "?";
      auto        reaction = declare_reaction(keys, kind, data);
      if (keys.describing())
        return;
      reaction->name = name;
      data.reactions.push_back(reaction);
    });
    p.named_sections("Materials", "What coating layers are made of.", [&](const std::string &name, Parameters &keys) {
      CoatingMaterial material;
      material.name = name;
      material.declare(keys);
      data.materials[name] = material;
    });
    p.named_sections("Coatings", "Stacks of layers on a surface.", [&](const std::string &name, Parameters &keys) {
      Coating coating;
      coating.name = name;
      coating.declare(keys);
      data.coatings.push_back(coating);
    });
    declare_boundaries(p, data);
    p.section("Programme", "What drives the cell in time; without steps the run looks for the steady state of Control.",
              [&](Parameters &keys) { declare_protocol(keys, data); });
    p.section("Growth", "How the deposit moves the metal, from the steady state of the start on; left out: it does not.",
              [&](Parameters &keys) { declare_growth(keys, data); });
    p.section("Time", "Integration in time, of a run with a programme.", [&](Parameters &keys) { declare_time(keys, data.time); });
    p.section("Control", "What drives the cell at steady state.", [&](Parameters &keys) { declare_control(keys, data); });
    p.section("Impedance", "Response to a small alternating potential about the steady state of Control; left out: none.",
              [&](Parameters &keys) { declare_impedance(keys, data.impedance, data.has_protocol()); });
    p.section("Measurement", "What was measured on this cell: usually set by variants.",
              [&](Parameters &keys) { declare_measurement(keys, data.measurement); });
    declare_fits(p, data.fits);
    p.section("Discretization", "Mesh and finite elements.",
              [&](Parameters &keys) { declare_discretization(keys, data.discretization); });
    p.section("Solver", "Nonlinear and linear solvers.", [&](Parameters &keys) { declare_solver(keys, data.solver); });
    p.section("Output", "What is written.", [&](Parameters &keys) { declare_output(keys, data.output); });
    p.section("Figures", "How figures are drawn; options of make_figures.py come before these.", declare_figures);
  }
} // namespace zincfield

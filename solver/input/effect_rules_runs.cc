#include "solver/input/effect_rules.h"
#include "solver/input/growth_control.h"
#include "solver/input/without_effect.h"

namespace zincfield
{
  namespace
  {
    EffectRule
    of_mode(const std::string &key, const ControlMode mode, const std::string &name)
    {
      return {"Control/" + key, [=](const Case &data, const auto &) -> std::string {
                const bool open = value_of(data, "Control/Mode") == "open circuit";
                return data.control.mode == mode && !open ? "" : "it belongs to Mode = " + name;
              }};
    }

    /** Settings of the meshes of a steady run. */
    EffectRule
    of_cycles(const std::string &key)
    {
      return {"Discretization/" + key, [](const Case &data, const auto &) -> std::string {
                return data.is_transient() ? "a run in time has the mesh of its start, or that of \"Mesh adaptation\"" : "";
              }};
    }

    EffectRule
    of_last_cycle(const std::string &key)
    {
      return {"Discretization/" + key, [](const Case &data, const auto &) -> std::string {
                return data.discretization.maximum_cycles == 1 ? "there is one mesh only (Maximum cycles = 1)" : "";
              }};
    }

    /** Of a transient run whose metal stays where it is. */
    EffectRule
    of_metal_at_rest(const std::string &key)
    {
      return {"Time/" + key, [](const Case &data, const auto &) -> std::string {
                return data.growth.transient ? "the steps of a deposit that grows are those of the section Growth" : "";
              }};
    }

    EffectRule
    of_mesh_adaptation(const std::string &key)
    {
      return {"Time/" + key, [](const Case &data, const auto &) -> std::string {
                return data.time.adapt_mesh ? "" : "it belongs to Mesh adaptation = true";
              }};
    }

    EffectRule
    of_krylov(const std::string &key)
    {
      return {"Solver/" + key, [](const Case &data, const auto &) -> std::string {
                return data.solver.linear_solver == "direct" ? "a direct solver has none" : "";
              }};
    }

    bool
    has_film(const Case &data)
    {
      return std::any_of(data.coatings.begin(), data.coatings.end(), [](const Coating &c) { return c.enabled; });
    }
  } // namespace

  EffectRules
  effect_rules_of_runs()
  {
    return {
      {"Programme/Steps/*",
       [](const Case &data, const auto &names) -> std::string {
         const Protocol &protocol = data.growth.wanted ? data.growth_protocol : data.protocol;
         const auto     &steps    = protocol.steps;
         const auto     &order    = protocol.sequence;
         return std::any_of(order.begin(), order.end(), [&](const unsigned int s) { return steps[s].name == names[0]; })
                  ? ""
                  : "the Sequence does not name this step";
       }},
      {"Time",
       [](const Case &data, const auto &) -> std::string {
         return data.is_transient()  ? ""
                : data.growth.wanted ? "growth is quasi-steady: its steps are those of the section Growth"
                                     : "without a Programme the run looks for a steady state";
       }},
      {"Growth",
       [](const Case &data, const auto &) -> std::string {
         return data.growth.wanted ? "" : "the metal does not move (Mode = none)";
       }},
      {"Growth/New mesh below",
       [](const Case &data, const auto &) -> std::string {
         return !fields_follow_new_meshes(data)
                  ? "in transient growth these fields, or films with a mesh, keep the mesh of the start"
                : !data.geometry->extrusion() ? "new meshes are made of cells of the built families"
                                              : "";
       }},
      {"Coatings/*/Under growth",
       [](const Case &data, const auto &) -> std::string {
         return data.growth.wanted ? "" : "the metal does not move (no section Growth)";
       }},
      of_metal_at_rest("Order"),
      of_metal_at_rest("First step"),
      of_metal_at_rest("Largest step"),
      of_metal_at_rest("Maximum steps"),
      of_metal_at_rest("Field interval"),
      of_metal_at_rest("Mesh adaptation"),
      of_mesh_adaptation("Steps between meshes"),
      of_mesh_adaptation("Mesh tolerance"),
      of_mesh_adaptation("Mesh levels"),
      of_mode("Applied current density", ControlMode::galvanostatic, "galvanostatic"),
      of_mode("Total current", ControlMode::galvanostatic, "galvanostatic"),
      of_mode("Electrode potential", ControlMode::potentiostatic, "potentiostatic"),
      of_mode("Cell voltage", ControlMode::cell_voltage, "cell voltage"),
      {"Impedance/Points per decade",
       [](const Case &data, const auto &) -> std::string {
         return data.impedance.wanted() ? "" : "without frequencies no impedance is computed";
       }},
      of_cycles("Accuracy"),
      of_cycles("Minimum cycles"),
      of_cycles("Maximum cycles"),
      of_cycles("Refinement fraction"),
      of_last_cycle("Accuracy"),
      of_last_cycle("Refinement fraction"),
      {"Discretization/Accuracy",
       [](const Case &data, const auto &) -> std::string {
         return data.discretization.minimum_cycles == data.discretization.maximum_cycles
                  ? "as many meshes are made in any case (Minimum cycles = Maximum cycles)"
                  : "";
       }},
      {"Geometry/First cell at",
       [](const Case &data, const auto &) -> std::string {
         return has(data, "Geometry/First cell") ? "" : "it belongs to First cell";
       }},
      {"Solver/Compare representations",
       [](const Case &data, const auto &) -> std::string { return has_film(data) ? "" : "no coating is enabled"; }},
      {"Solver/Direct solver limit",
       [](const Case &data, const auto &) -> std::string {
         return data.solver.linear_solver != "automatic" ? "it belongs to Linear solver = automatic"
                : data.geometry->dimension() == 3        ? "in three dimensions nothing is factorised"
                                                         : "";
       }},
      of_krylov("Linear tolerance"),
      of_krylov("Linear iterations"),
      {"Output/Every cycle",
       [](const Case &data, const auto &) -> std::string { return data.is_transient() ? "a run in time has no cycles" : ""; }},
    };
  }
} // namespace zincfield

#include "physics/constants.h"
#include "solver/input/checks.h"
#include "solver/input/units.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
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
          if (traits_of(data).resolves_charge)
            p.reject(place, "under Poisson-Nernst-Planck the double layer itself is computed", "Stern capacitance");
          if (boundary.wall_law)
            p.reject(place, "a wall law is a double layer in equilibrium with its own charge, which is not followed in time",
                     "no such key, or no wall law");
          if (traits_of(data).is_primary)
            p.reject(place, "without kinetics the electrode is an equipotential of the solution, and nothing is charged",
                     "the transport model \"secondary\" or a higher one");
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
          if (!traits_of(data).follows_species)
            p.reject(place + "Double layer",
                     "the transport model \"" + data.transport + "\" knows no single ions, of which a diffuse layer is made",
                     "dilute ions or Poisson-Nernst-Planck, or no wall law");
          if (data.chemistry)
            p.reject(place + "Double layer", "\"aqueous chemistry\" has no wall law", "none, or dilute ions");
          if (boundary.stern_capacitance <= 0.)
            p.reject(place + "Stern capacitance", "a wall law needs it", allowed_quantity("uF/cm^2", Range::positive()));
          for (const Coating &coating : data.coatings)
            if (coating.enabled && coating.surface == boundary.name && is_electroneutral_with_ions(data))
              p.reject(place + "Double layer",
                       "a wall law holds in front of bare metal, and the coating \"" + coating.name + "\" covers it",
                       "none, or Poisson-Nernst-Planck");
        }
    }

    /** What resolved double layers cannot have yet. */
    void
    check_resolved_layers(const Parameters &p, const Case &data)
    {
      if (!traits_of(data).resolves_charge)
        return;
      for (const Boundary &boundary : data.boundaries)
        if (boundary.condition == Condition::counter_electrode && boundary.reactions.empty() &&
            data.control.mode == ControlMode::galvanostatic && data.control.applied_current_density != 0. &&
            count(data, Condition::bulk) == 0)
          p.reject("Boundaries/" + boundary.name + "/Reactions",
                   "an electrode without reactions passes no steady current, and one is applied",
                   "a reaction, or another Control/Mode");
      double filled = 0.;
      for (const Species &species : data.species)
        filled += avogadro_constant * std::pow(data.ion_diameter, 3) * species.bulk_concentration;
      if (filled >= 1.)
        p.reject("Electrolyte/Ion diameter", "ions of this size would fill " + number(100. * filled) + " % of the bulk solution",
                 "a diameter at which they fill less than all of it");
    }
  } // namespace

  void
  check_double_layers(const Parameters &p, const Case &data)
  {
    check_resolved_layers(p, data);
    check_capacitances(p, data);
    check_wall_laws(p, data);
  }
} // namespace zincfield

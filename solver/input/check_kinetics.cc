#include "solver/input/checks.h"
#include "solver/input/scaffolds.h"
#include "solver/input/units.h"

#include <cmath>

namespace zincfield
{
  namespace
  {
    /** Which way the reactions of an electrode let current through, at whatever potential. */
    struct Directions
    {
      bool cathodic = false, anodic = false;
    };

    Directions
    directions(const Case &data, const Boundary &boundary)
    {
      std::vector<std::shared_ptr<Reaction>> reactions;
      for (const auto &reaction : data.reactions)
        if (contains(reactions_over(data, boundary), reaction->name) && reaction->electrons() > 0.)
          reactions.push_back(reaction);
      constexpr double first = 1e-3, farthest = 30.; // [V] from the equilibrium of a reaction
      Directions       found;
      for (const auto &reference : reactions)
        for (double distance = first; distance < farthest; distance *= 2.)
          for (const double sign : {-1., 1.})
            {
              double current = 0.; // anodic, beside a solution of bulk composition
              for (const auto &reaction : reactions)
                {
                  const std::vector<double> ratios(reaction->rate_species().size() + 1, 1.);
                  current += reaction->current_density({reference->equilibrium_potential() + sign * distance, ratios.data(),
                                                        traits_of(data).uses_salt, 1., data.temperature});
                }
              found.anodic   = found.anodic || current > 0.;
              found.cathodic = found.cathodic || current < 0.;
            }
      return found;
    }

    /** Whether the surface takes charge beside its reactions, so that it follows any current for a while. */
    bool
    holds_charge(const Case &data, const Boundary &boundary)
    {
      for (const CoatingMaterial *material : scaffolds_over(data, boundary))
        if (data.is_transient() && material->scaffold->capacitance > 0.)
          return true;
      return data.is_transient() &&
             (boundary.double_layer_capacitance > 0. || (traits_of(data).resolves_charge && boundary.stern_capacitance > 0.));
    }

    /** Rejects, at `place`, a deposition current density [A/m^2] that an electrode cannot pass. */
    void
    require_current(const Parameters &p, const Case &data, const std::string &place, const double current)
    {
      for (const Boundary &boundary : data.boundaries)
        {
          const bool counter = boundary.condition == Condition::counter_electrode;
          if (!is_metal(boundary) || reactions_over(data, boundary).empty() || holds_charge(data, boundary) ||
              (counter && count(data, Condition::bulk) > 0))
            continue;
          const Directions can  = directions(data, boundary);
          std::string      list = "the reactions of \"" + boundary.name + "\" (";
          for (const std::string &name : reactions_over(data, boundary))
            list += (name == reactions_over(data, boundary).front() ? "" : ", ") + name;
          list += ") carry ";
          if (current == 0. && !(can.cathodic && can.anodic))
            p.reject(place,
                     list + "no " + (can.cathodic ? "anodic" : "cathodic") +
                       " current at any potential, so that without a total current there is none at which they are at rest",
                     std::string("a reaction that carries the ") + (can.cathodic ? "anodic" : "cathodic") +
                       " current, or a prescribed potential" +
                       (data.is_transient() ? ", or a \"Double-layer capacitance\", which the electrode then discharges" : ""));
          const bool cathodic = (current > 0.) != counter;
          if (current != 0. && !(cathodic ? can.cathodic : can.anodic))
            p.reject(place,
                     list + "no " + (cathodic ? "cathodic" : "anodic") + " current at any potential, and one is applied" +
                       (counter    ? " at the other electrode"
                        : cathodic ? ""
                                   : " (stripping)"),
                     std::string("a ") + (current > 0. ? "negative" : "positive") + " current density, or a reaction with " +
                       (cathodic ? "a cathodic" : "an anodic") + " branch");
        }
    }

    /** A rate that is referred to the concentration of an ion in the bulk, which has none. */
    void
    require_references(const Parameters &p, const Case &data)
    {
      if (!traits_of(data).follows_species)
        return;
      for (const auto &reaction : data.reactions)
        {
          const std::vector<std::string> names = reaction->rate_species();
          for (unsigned int i = 0; i < names.size(); ++i)
            for (const Species &species : data.species)
              if (species.name == names[i] && species.bulk_concentration == 0. && reaction->reference_concentration(i) == 0.)
                p.reject("Reactions/" + reaction->name + "/Species/" + names[i] + "/Reference concentration",
                         "the rate refers to the concentration of \"" + names[i] + "\" in the bulk, which has none",
                         allowed_quantity("mol/L", Range::positive()));
        }
    }
  } // namespace

  void
  check_kinetics(const Parameters &p, const Case &data)
  {
    require_references(p, data);
    if (traits_of(data).is_primary)
      return;
    if (data.protocol.steps.empty() && data.control.mode == ControlMode::galvanostatic)
      require_current(p, data, data.control.applied_current_density != 0. ? "Control/Applied current density" : "Control/Mode",
                      data.control.applied_current_density);
    for (const unsigned int index : data.protocol.sequence)
      {
        const ProtocolStep &step = data.protocol.steps[index];
        if (step.drive == Drive::galvanostatic)
          require_current(p, data, "Programme/Steps/" + step.name + "/Current density", step.current_density);
        if (step.drive == Drive::rest)
          require_current(p, data, "Programme/Steps/" + step.name + "/Drive", 0.);
      }
  }
} // namespace zincfield

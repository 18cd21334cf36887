#include "solver/input/scaffolds.h"

#include "physics/kinetics/forms_solid.h"
#include "solver/input/checks.h"

namespace zincfield
{
  const CoatingMaterial *
  scaffold_named(const Case &data, const std::string &name)
  {
    const auto found = data.materials.find(name);
    return found != data.materials.end() && found->second.scaffold ? &found->second : nullptr;
  }

  std::vector<const CoatingMaterial *>
  scaffolds_over(const Case &data, const Boundary &boundary)
  {
    std::vector<const CoatingMaterial *> list;
    for (const Coating &coating : data.coatings)
      if (coating.enabled && coating.surface == boundary.name)
        for (const CoatingLayer &layer : coating.layers)
          if (const CoatingMaterial *material = scaffold_named(data, layer.material))
            list.push_back(material);
    if (is_metal(boundary))
      for (const std::string &name : data.geometry->material_names())
        if (const CoatingMaterial *material = scaffold_named(data, name))
          list.push_back(material);
    return list;
  }

  bool
  has_scaffold(const Case &data)
  {
    return std::any_of(data.boundaries.begin(), data.boundaries.end(),
                       [&](const Boundary &boundary) { return !scaffolds_over(data, boundary).empty(); });
  }

  std::vector<std::string>
  reactions_over(const Case &data, const Boundary &boundary)
  {
    std::vector<std::string> names = boundary.reactions;
    for (const CoatingMaterial *material : scaffolds_over(data, boundary))
      for (const std::string &name : material->scaffold->reactions)
        if (!contains(names, name))
          names.push_back(name);
    return names;
  }

  namespace
  {
    void
    check_one(const Parameters &p, const Case &data, const CoatingMaterial &material)
    {
      const std::string        place = "Materials/" + material.name + "/Scaffold/";
      std::vector<std::string> reactions;
      for (const auto &reaction : data.reactions)
        reactions.push_back(reaction->name);
      for (const std::string &name : material.scaffold->reactions)
        {
          if (!contains(reactions, name))
            p.reject(place + "Reactions", "there is no reaction \"" + name + "\"",
                     alternatives(reactions, name, "names of subsections of Reactions, of which there are none"));
          if (std::count(material.scaffold->reactions.begin(), material.scaffold->reactions.end(), name) > 1)
            p.reject(place + "Reactions", "the reaction \"" + name + "\" stands twice", "every reaction once");
        }
      if (material.scaffold->reactions.size() > max_scaffold_reactions)
        p.reject(place + "Reactions", "there are " + std::to_string(material.scaffold->reactions.size()) + " of them",
                 "at most " + std::to_string(max_scaffold_reactions));
    }

    void
    check_filling(const Parameters &p, const Case &data, const CoatingMaterial &material)
    {
      if (!material.scaffold->fills)
        return;
      const std::string place   = "Materials/" + material.name + "/Scaffold/Fills";
      unsigned int      fillers = 0;
      std::string       name_of_solid;
      for (const auto &reaction : data.reactions)
        if (contains(material.scaffold->reactions, reaction->name))
          {
            const auto *const solid = dynamic_cast<const FormsSolid *>(reaction.get());
            fillers += solid || reaction->deposits_zinc() ? 1 : 0;
            if (solid)
              name_of_solid = reaction->name;
            if (solid && !(solid->solid_volume() > 0.))
              p.reject(place, "the molar volume of the solid of \"" + reaction->name + "\" is not known",
                       "a solid with a Molar volume");
          }
      if (!name_of_solid.empty() && fillers > 1)
        p.reject(place,
                 "the share of the pores that is filled is that of one substance, and \"" + name_of_solid +
                   "\" is not the only reaction that fills them",
                 "in the Reactions of the scaffold one solid that precipitates and no zinc, or zinc alone");
      if (!material.fixed_charge.is(0.) || !material.species_partition.empty())
        p.reject("Materials/" + material.name + "/Scaffold/Fills",
                 "what the pores hold while they fill is that of the solution, and this material has a fixed charge or partition "
                 "coefficients of single species",
                 "no Fixed charge and no Species of the material, or no filling");
      if (material.porosity.is_constant() && material.porosity({}) <= material.scaffold->closing_porosity)
        p.reject("Materials/" + material.name + "/Scaffold/Closing porosity",
                 "the pores, of a porosity of " + number(material.porosity({})) + ", are closed from the beginning",
                 "less than the Porosity of the material");
    }

    /** Electrons reach a layer from the metal through conducting layers only. */
    void
    check_stack(const Parameters &p, const Case &data, const Coating &coating)
    {
      const std::string place = "Coatings/" + coating.name + "/";
      std::string       barrier;
      for (const CoatingLayer &layer : coating.layers)
        if (!scaffold_named(data, layer.material))
          barrier = layer.name;
        else if (!barrier.empty())
          p.reject(place + layer.name + "/Material",
                   "the scaffold \"" + layer.material + "\" does not touch the metal: the layer \"" + barrier +
                     "\" below it conducts no electrons",
                   "scaffolds from the metal outward, then layers that conduct ions only");
        else if (coating.representation == Representation::thin || coating.representation == Representation::lumped)
          p.reject(place + "Representation",
                   "the layer \"" + layer.name + "\" conducts electrons, which a film without a mesh does not know", "resolved");
        else if (!contains(data.geometry->coatable_boundaries(), coating.surface))
          p.reject(place + "Surface",
                   "the layer \"" + layer.name + "\" conducts electrons and needs a mesh, and the geometry \"" +
                     data.geometry_kind + "\" cannot mesh layers on the boundary \"" + coating.surface + "\"",
                   data.geometry->coatable_boundaries().empty()
                     ? "a region of an imported mesh with the name of its material"
                     : join_alternatives(data.geometry->coatable_boundaries()) +
                         ", or a region of an imported mesh with the name of its material");
    }
  } // namespace

  void
  check_scaffolds(const Parameters &p, const Case &data)
  {
    for (const auto &[name, material] : data.materials)
      if (material.scaffold)
        {
          check_one(p, data, material);
          check_filling(p, data, material);
        }
    for (const Coating &coating : data.coatings)
      if (coating.enabled)
        check_stack(p, data, coating);
    for (const Boundary &boundary : data.boundaries)
      for (const CoatingMaterial *material : scaffolds_over(data, boundary))
        {
          const std::string place = "Materials/" + material->name + "/Scaffold";
          if (traits_of(data).is_primary)
            p.reject(place, "the transport model \"primary\" has no kinetics, and a scaffold reacts at a rate",
                     "the transport model \"secondary\" or a higher one");
          if (traits_of(data).resolves_charge)
            p.reject(place,
                     "under Poisson-Nernst-Planck double layers are resolved, and those of pores that are averaged over cannot be",
                     "the transport model \"secondary\", \"binary salt\" or \"dilute ions\", with a Double-layer capacitance");
        }
  }
} // namespace zincfield

#include "meshes/extruded_geometry.h"
#include "meshes/openings.h"
#include "physics/chemistry/chemistry.h"
#include "physics/kinetics/forms_solid.h"
#include "solver/input/checks.h"
#include "solver/input/units.h"

namespace zincfield
{
  namespace
  {
    template <typename List>
    std::vector<std::string>
    names_of(const List &list)
    {
      std::vector<std::string> names;
      for (const auto &item : list)
        names.push_back(item.name);
      return names;
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
      const auto require = [&](const bool known, const std::string &key, const std::string &unit) {
        if (!known && !is_porous(material))
          p.reject("Materials/" + material.name + "/" + key,
                   "the transport model \"" + data.transport + "\" needs this value for the coating \"" + coating + "\"",
                   allowed_quantity(unit, Range::positive()) + ", or a Porosity below 1");
      };
      if (!traits_of(data).follows_species)
        require(material.conductivity.has_value(), "Conductivity", "S/m");
      if (traits_of(data).uses_salt)
        require(material.diffusivity.has_value(), "Diffusivity", "m^2/s");
      if (traits_of(data).follows_species)
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

    /** Cells of films that grow on a plane mesh of a file may lie along the metal in either of their coordinates: what has a
     * direction in the layer would follow the wrong one. */
    void
    check_directions(const Parameters &p, const Case &data, const Coating &coating)
    {
      if (coating.representation != Representation::resolved || data.geometry->extrusion() || data.geometry->dimension() != 2)
        return;
      for (const CoatingLayer &layer : coating.layers)
        if (const auto material = data.materials.find(layer.material);
            material != data.materials.end() && (material->second.anisotropy != 1. || material->second.is_polarised()))
          p.reject("Materials/" + layer.material, "a resolved film on a plane mesh of a file has no direction across it",
                   "Representation = thin or lumped, or neither Anisotropy nor a polarisation");
    }

    /** Corners of the cell seen from above [um]; those of a mesh of a file are not known. */
    std::pair<std::array<double, 2>, std::array<double, 2>>
    extent(const Geometry &geometry)
    {
      std::array<double, 2> low{{1e300, 1e300}}, high{{-1e300, -1e300}};
      if (!geometry.extrusion())
        return {{{-1e6, -1e6}}, {{1e6, 1e6}}};
      for (const auto &vertex : geometry.extrusion()->plan_mesh().vertices)
        for (unsigned int d = 0; d < 2; ++d)
          {
            low[d]  = std::min(low[d], geometry.extrusion()->surface(vertex).position[d]);
            high[d] = std::max(high[d], geometry.extrusion()->surface(vertex).position[d]);
          }
      return {low, high};
    }

    void
    place_defects(const Parameters &p, const Case &data, const Coating &coating)
    {
      const std::string place = "Coatings/" + coating.name + "/Defects";
      const bool        resolved =
        coating.representation == Representation::resolved || coating.representation == Representation::automatic;
      const bool follows = !data.geometry->extrusion() || follows_openings(*data.geometry->extrusion());
      if (coating.representation == Representation::resolved && !follows)
        p.reject(place, "the mesh of the geometry \"" + data.geometry_kind + "\" cannot follow the defects of a resolved coating",
                 "Representation = thin or lumped, a section (2-D, axisymmetric), or a surface over a rectangular grid (flat cell, "
                 "sinusoidal, random surface, height map)");
      const auto [low, high] = extent(*data.geometry);
      try
        {
          coating.defects->place(low, high, data.geometry->dimension(), resolved && follows && data.geometry->extrusion());
        }
      catch (const std::invalid_argument &error)
        {
          const std::string text = error.what();
          const auto        end  = text.find(": ");
          p.reject(place + '/' + text.substr(0, end), text.substr(end + 2), "defects that fit into the cell");
        }
    }

    void
    check_precipitates(const Parameters &p, const Case &data, const Coating &coating, const Boundary &surface)
    {
      const std::string place = "Coatings/" + coating.name + "/";
      unsigned int      count = 0;
      for (const CoatingLayer &layer : coating.layers)
        {
          if (layer.grown_by.empty())
            continue;
          const std::string key = place + layer.name + "/Grown by";
          const auto        reaction =
            std::find_if(data.reactions.begin(), data.reactions.end(), [&](const auto &r) { return r->name == layer.grown_by; });
          const auto *solid = reaction == data.reactions.end() ? nullptr : dynamic_cast<const FormsSolid *>(reaction->get());
          if (!solid || !contains(surface.reactions, layer.grown_by))
            p.reject(key, "no such solid precipitates on the boundary \"" + surface.name + "\"",
                     "one of its Reactions, of Type = precipitation");
          if (!(solid->solid_volume() > 0.))
            p.reject(key, "the molar volume of the solid is not known", "a solid with a Molar volume");
          if (coating.representation != Representation::thin)
            p.reject(place + "Representation", "a layer that grows by what precipitates has no mesh", "thin");
          if (data.time.adapt_mesh)
            p.reject("Time/Mesh adaptation", "a layer that grows by what precipitates stays on its mesh", "false");
          if (surface.condition != Condition::electrode || data.growth.wanted || ++count > 1)
            p.reject(key, "one layer may grow so, on a working electrode whose metal does not move", "no such key elsewhere");
          const auto material = data.materials.find(layer.material);
          if (material == data.materials.end() || !material->second.porosity.is_constant() ||
              !(material->second.porosity(Location()) < 1.))
            p.reject("Materials/" + layer.material + "/Porosity", "a layer of what precipitates has a constant one, below 1",
                     "a number between 0 and 1");
        }
    }
  } // namespace

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
                   "thin, lumped or automatic" + (data.geometry->coatable_boundaries().empty()
                                                    ? ""
                                                    : "; resolved on " + join_alternatives(data.geometry->coatable_boundaries())));
        check_layers(p, data, coating);
        if (!coating.enabled)
          continue;
        if (coating_on.count(coating.surface) > 0)
          p.reject(place + "/Surface", "the coating \"" + coating_on[coating.surface] + "\" already covers this boundary",
                   "one enabled coating on a boundary; a stack is one coating with several Layers");
        coating_on[coating.surface] = coating.name;
        if (data.chemistry && data.chemistry->water_rate() > 0. && coating.representation != Representation::resolved)
          p.reject(place + "/Representation", "with a Rate constant of H+ + OH- a film needs a mesh: there water reacts in it, too",
                   "resolved, or equilibrium (a rate constant of 0)");
        check_precipitates(p, data, coating, *surface);
        check_directions(p, data, coating);
        if (coating.defects)
          place_defects(p, data, coating);
      }
  }
} // namespace zincfield

#include "solver/input/case.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** The name of a dielectric that lies between the surface and the ions: a layer of its coating, or all there is; empty: none.
     */
    std::string
    dielectric_on(const Case &data, const Boundary &boundary)
    {
      const auto is_dielectric = [&](const std::string &name) {
        const auto found = data.materials.find(name);
        return found != data.materials.end() && found->second.dielectric;
      };
      for (const Coating &coating : data.coatings)
        if (coating.enabled && coating.surface == boundary.name)
          for (const CoatingLayer &layer : coating.layers)
            if (is_dielectric(layer.material))
              return layer.material;
      const std::vector<std::string> regions = data.geometry->material_names();
      return std::all_of(regions.begin(), regions.end(), is_dielectric) ? regions.front() : "";
    }

    void
    check_material(const Parameters &p, const Case &data, const CoatingMaterial &material)
    {
      const std::string place = "Materials/" + material.name;
      if (material.dielectric && (material.conductivity || material.diffusivity || !material.species_diffusivity.empty()))
        p.reject(place + "/Dielectric", "no ion enters a dielectric, and the material says how ions move in it",
                 "false, or a material without Conductivity, Diffusivity and Species");
      const std::vector<std::string> regions = data.geometry->material_names();
      if (!material.normal_polarisation.is(0.) && std::find(regions.begin(), regions.end(), material.name) != regions.end())
        p.reject(place + "/Normal polarisation", "this part of the cell is no layer: it has no normal",
                 "Polarisation along x, y or z");
      if (data.geometry->dimension() == 2 && !material.polarisation[2].is(0.))
        p.reject(place + "/Polarisation along z", "the cell has two dimensions, and y points up in it",
                 "0 C/m^2, or Polarisation along y");
      if (data.geometry->axisymmetric() && !material.polarisation[0].is(0.))
        p.reject(place + "/Polarisation along x", "turned about the axis, the same direction everywhere is no radial one",
                 "Polarisation along y, or a cell in three dimensions");
    }

    void
    check_dielectrics(const Parameters &p, const Case &data)
    {
      for (const Coating &coating : data.coatings)
        if (coating.enabled && !traits_of(data).resolves_charge)
          for (const CoatingLayer &layer : coating.layers)
            if (const auto material = data.materials.find(layer.material);
                material != data.materials.end() && material->second.dielectric)
              p.reject("Materials/" + layer.material + "/Dielectric",
                       "no ion enters a dielectric, and no steady current passes the coating \"" + coating.name + "\"",
                       "false, or Transport model = Poisson-Nernst-Planck");
      if (!traits_of(data).resolves_charge)
        return;
      for (const Boundary &boundary : data.boundaries)
        if (const std::string name = dielectric_on(data, boundary); !name.empty() && !boundary.reactions.empty())
          p.reject("Boundaries/" + boundary.name + "/Reactions", "no ion passes the dielectric \"" + name + "\" to the metal",
                   "an electrode without reactions: it takes charge, and no current");
    }

    /** What a film that is an interface cannot show: directions of its own, and ions that nothing connects to the solution. */
    void
    check_films_without_mesh(const Parameters &p, const Case &data)
    {
      const std::vector<std::string> coatable = data.geometry->coatable_boundaries();
      for (const Coating &coating : data.coatings)
        {
          const bool meshed = coating.representation == Representation::resolved ||
                              (coating.representation == Representation::automatic &&
                               std::find(coatable.begin(), coatable.end(), coating.surface) != coatable.end());
          if (!coating.enabled || meshed || !traits_of(data).resolves_charge)
            continue;
          const std::string place = "Coatings/" + coating.name + "/Representation";
          std::string       cut_off; // by what, counted from the solution
          const auto        regions = data.geometry->material_names();
          for (const std::string &region : regions)
            if (const auto found = data.materials.find(region); found != data.materials.end() && found->second.dielectric)
              cut_off = region;
          for (unsigned int l = coating.layers.size(); l-- > 0;)
            {
              const auto found = data.materials.find(coating.layers[l].material);
              if (found == data.materials.end())
                break; // said elsewhere
              const CoatingMaterial &film = found->second;
              for (const SpatialValue &component : film.polarisation)
                if (!component.is(0.))
                  p.reject(place,
                           "a film without a mesh knows the direction of its normal only, and \"" + film.name +
                             "\" is polarised along a coordinate",
                           "resolved, or a material with Normal polarisation alone");
              if (coating.representation == Representation::lumped && !film.fixed_charge.is(0.))
                p.reject(place, "a lumped film holds no ions, which would face the fixed charge of \"" + film.name + "\"",
                         "thin or resolved");
              if (!film.dielectric && !cut_off.empty())
                p.reject(place,
                         "no ion reaches the layer \"" + coating.layers[l].name + "\" behind the dielectric \"" + cut_off +
                           "\": without a mesh its charge is not known",
                         "resolved, or a dielectric there as well");
              if (film.dielectric)
                cut_off = film.name;
            }
        }
    }

    void
    check_wall(const Parameters &p, const Case &data, const Boundary &boundary)
    {
      const std::string place = "Boundaries/" + boundary.name;
      const bool        wall  = boundary.condition == Condition::insulating;
      if (!wall && !boundary.surface_charge.is(0.))
        p.reject(place + "/Surface charge", "the charge of an electrode follows from its potential, and the bulk has none",
                 "Condition = insulating");
      if (!wall && boundary.wall_potential)
        p.reject(place + "/Wall potential", "an electrode has the potential of Control, and the bulk is at 0",
                 "Condition = insulating");
      if (boundary.wall_potential && !boundary.surface_charge.is(0.))
        p.reject(place + "/Wall potential", "the wall has a Surface charge: the other follows from the one", "one of the two");
      if (!traits_of(data).resolves_charge)
        return;
      if (boundary.condition == Condition::bulk && boundary.stern_capacitance > 0.)
        p.reject(place + "/Stern capacitance", "the bulk is solution that goes on: nothing there carries a charge",
                 "none, or Condition = electrode, counter electrode or insulating");
      if (wall && !boundary.wall_potential && boundary.stern_capacitance > 0.)
        p.reject(place + "/Stern capacitance", "the wall has no potential behind a Stern layer", "a Wall potential beside it");
      if (boundary.stern_capacitance == 0. && boundary.zero_charge_potential != 0.)
        p.reject(place + "/Potential of zero charge", "without a Stern layer the solution has the potential of the surface",
                 "a Stern capacitance beside it, or 0 V");
    }
  } // namespace

  void
  check_electrostatics(const Parameters &p, const Case &data)
  {
    for (const auto &entry : data.materials)
      check_material(p, data, entry.second);
    check_dielectrics(p, data);
    check_films_without_mesh(p, data);
    for (const Boundary &boundary : data.boundaries)
      {
        check_wall(p, data, boundary);
        if (!data.is_transient() && traits_of(data).resolves_charge && data.control.mode == ControlMode::galvanostatic &&
            boundary.condition == Condition::electrode && boundary.reactions.empty())
          p.reject("Control/Mode", "an electrode without reactions passes no current",
                   "potentiostatic, or Reactions on the boundary \"" + boundary.name + "\"");
      }
  }
} // namespace zincfield

#include "solver/input/case.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** The name of a dielectric that lies between the surface and the ions: a layer of its coating, or all there is; empty: none. */
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
        p.reject(place + "/Dielectric", "no ion enters a dielectric, and the material says how ions move in it", "false, or a material without Conductivity, Diffusivity and Species");
      const std::vector<std::string> regions = data.geometry->material_names();
      if (!material.normal_polarisation.is(0.) && std::find(regions.begin(), regions.end(), material.name) != regions.end())
        p.reject(place + "/Normal polarisation", "this part of the cell is no layer: it has no normal", "Polarisation along x, y or z");
      if (data.geometry->dimension() == 2 && !material.polarisation[2].is(0.))
        p.reject(place + "/Polarisation along z", "the cell has two dimensions, and y points up in it", "0 C/m^2, or Polarisation along y");
      if (data.geometry->axisymmetric() && !material.polarisation[0].is(0.))
        p.reject(place + "/Polarisation along x", "turned about the axis, the same direction everywhere is no radial one", "Polarisation along y, or a cell in three dimensions");
    }

    void
    check_dielectrics(const Parameters &p, const Case &data)
    {
      for (const Coating &coating : data.coatings)
        if (coating.enabled && data.transport != "Poisson-Nernst-Planck")
          for (const CoatingLayer &layer : coating.layers)
            if (const auto material = data.materials.find(layer.material); material != data.materials.end() && material->second.dielectric)
              p.reject("Materials/" + layer.material + "/Dielectric", "no ion enters a dielectric, and no steady current passes the coating \"" + coating.name + "\"",
                       "false, or Transport model = Poisson-Nernst-Planck");
      if (data.transport != "Poisson-Nernst-Planck")
        return;
      for (const Boundary &boundary : data.boundaries)
        if (const std::string name = dielectric_on(data, boundary); !name.empty() && !boundary.reactions.empty())
          p.reject("Boundaries/" + boundary.name + "/Reactions", "no ion passes the dielectric \"" + name + "\" to the metal", "an electrode without reactions: it takes charge, and no current");
    }

    void
    check_wall(const Parameters &p, const Case &data, const Boundary &boundary)
    {
      const std::string place = "Boundaries/" + boundary.name;
      const bool        wall  = boundary.condition == Condition::insulating;
      if (!wall && !boundary.surface_charge.is(0.))
        p.reject(place + "/Surface charge", "the charge of an electrode follows from its potential, and the bulk has none", "Condition = insulating");
      if (!wall && boundary.wall_potential)
        p.reject(place + "/Wall potential", "an electrode has the potential of Control, and the bulk is at 0", "Condition = insulating");
      if (boundary.wall_potential && !boundary.surface_charge.is(0.))
        p.reject(place + "/Wall potential", "the wall has a Surface charge: the other follows from the one", "one of the two");
      if (data.transport != "Poisson-Nernst-Planck")
        return;
      if (wall && !boundary.wall_potential && boundary.stern_capacitance > 0.)
        p.reject(place + "/Stern capacitance", "the wall has no potential behind a Stern layer", "a Wall potential beside it");
      if (boundary.stern_capacitance == 0. && boundary.zero_charge_potential != 0.)
        p.reject(place + "/Potential of zero charge", "without a Stern layer the solution has the potential of the surface", "a Stern capacitance beside it, or 0 V");
    }
  } // namespace

  void
  check_electrostatics(const Parameters &p, const Case &data)
  {
    for (const auto &entry : data.materials)
      check_material(p, data, entry.second);
    check_dielectrics(p, data);
    for (const Boundary &boundary : data.boundaries)
    {
      check_wall(p, data, boundary);
      if (!data.is_transient() && data.transport == "Poisson-Nernst-Planck" && data.control.mode == ControlMode::galvanostatic && boundary.condition == Condition::electrode && boundary.reactions.empty())
        p.reject("Control/Mode", "an electrode without reactions passes no current", "potentiostatic, or Reactions on the boundary \"" + boundary.name + "\"");
    }
  }
} // namespace zincfield

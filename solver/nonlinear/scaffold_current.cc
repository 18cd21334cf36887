#include "solver/nonlinear/scaffold_current.h"

#include "physics/constants.h"
#include "physics/transport/porous_electrode.h"

namespace zincfield
{
  namespace
  {
    constexpr unsigned int points_across = 8;

    /** Thickness [m] of the scaffolds over a boundary, by material id. */
    std::vector<std::pair<unsigned int, double>>
    scaffolds_over(const CellModel &model, const unsigned int id)
    {
      std::vector<std::pair<unsigned int, double>> list;
      const PorousElectrode *const                 electrode = porous(*model.transport);
      const BoundaryLaw                           &boundary  = model.boundaries[id];
      if (!electrode || !boundary.is_electrode())
        return list;
      for (unsigned int l = 0; l < boundary.layer_materials.size(); ++l)
        if (electrode->scaffold(boundary.layer_materials[l]))
          list.emplace_back(boundary.layer_materials[l], boundary.coating->layers[l].thickness->thickness(Location()));
      for (unsigned int m = 0; m < model.data.geometry->material_names().size(); ++m)
        if (electrode->scaffold(m))
          list.emplace_back(m, model.data.geometry->feature_size() * mesh_unit);
      return list;
    }
  } // namespace

  bool
  has_reacting_scaffold(const CellModel &model, const unsigned int id)
  {
    for (const auto &[material, thickness] : scaffolds_over(model, id))
      if (!porous(*model.transport)->reactions(material).empty())
        return true;
    return false;
  }

  double
  scaffold_current(const CellModel &model, const unsigned int id, const double drop)
  {
    double sum = 0.;
    for (const auto &[material, thickness] : scaffolds_over(model, id))
      for (unsigned int k = 0; k < points_across; ++k)
        {
          const PorousElectrode &electrode = *porous(*model.transport);
          const unsigned int     s         = electrode.electronic_potential();
          auto                   u         = electrode.bulk_fields(0.);
          Location               location;
          location.depth = (k + 0.5) / points_across;
          u[s]           = drop;
          Sources<double> sources{};
          electrode.sources(material, electrode.properties(material, location), u.data(), sources);
          sum += thickness / points_across * sources[s];
        }
    return sum;
  }
} // namespace zincfield

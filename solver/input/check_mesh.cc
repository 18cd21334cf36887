#include "solver/input/checks.h"

#include <algorithm>

namespace zincfield
{
  namespace
  {
    /** A condition on a boundary without area, such as an axis, would silently act nowhere. */
    void
    check_areas(const Parameters &p, const Case &data)
    {
      for (const Boundary &boundary : data.boundaries)
        if (!data.geometry->has_area(boundary.name) &&
            (boundary.condition != Condition::insulating || !boundary.surface_charge.is(0.) || boundary.wall_potential))
          p.reject("Boundaries/" + boundary.name,
                   "the boundary has no area: it lies on the axis of the mesh, and nothing passes there",
                   "Condition = insulating alone, or a boundary off the axis");
    }

    /** A region whose name is misspelt would silently be electrolyte. */
    void
    check_regions(const Parameters &p, const Case &data)
    {
      const std::vector<std::string> regions = data.geometry->material_names();
      std::vector<std::string>       unused; // materials that a region may have been meant by
      for (const auto &entry : data.materials)
        if (!contains(regions, entry.first))
          unused.push_back(entry.first);
      for (const std::string &region : regions)
        if (regions.size() > 1 && region != "electrolyte" && data.materials.count(region) == 0)
          {
            const std::string hint = did_you_mean(region, unused);
            p.reject("Materials", "the region \"" + region + "\" of the mesh has no material",
                     "a subsection \"" + region +
                       "\" of Materials (an empty one where it is solution like the rest), or a mesh that calls it electrolyte" +
                       (hint.empty() ? "" : ". " + hint));
          }
    }
  } // namespace

  void
  check_mesh(const Parameters &p, const Case &data)
  {
    check_areas(p, data);
    check_regions(p, data);
  }
} // namespace zincfield

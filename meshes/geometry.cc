#include "meshes/geometry.h"

#include <stdexcept>

namespace zincfield
{
  void
  Geometry::join_boundaries(const std::string &, const std::vector<std::string> &)
  {
    throw std::invalid_argument("the boundaries of this geometry are what they are: those of an imported mesh can be joined");
  }

  void
  Geometry::set_working_electrode(const std::string &boundary)
  {
    if (boundary == "sides")
      throw std::invalid_argument("the current densities of this geometry are over its base plane, and its sides have another "
                                  "area; take another boundary as working electrode, or an imported mesh");
  }
} // namespace zincfield

#include "meshes/element_type.h"

#include <map>

namespace zincfield
{
  namespace
  {
    using Edges = std::vector<std::array<unsigned int, 2>>;
    using Faces = std::vector<std::vector<unsigned int>>;

    std::map<int, ElementType>
    all_types()
    {
      const Edges line = {{0, 1}}, triangle = {{0, 1}, {1, 2}, {2, 0}}, quadrilateral = {{0, 1}, {1, 2}, {2, 3}, {3, 0}},
                  tetrahedron    = {{0, 1}, {1, 2}, {2, 0}, {3, 0}, {2, 3}, {1, 3}},
                  hexahedron     = {{0, 1}, {0, 3}, {0, 4}, {1, 2}, {1, 5}, {2, 3}, {2, 6}, {3, 7}, {4, 5}, {4, 7}, {5, 6}, {6, 7}},
                  prism          = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 4}, {2, 5}, {3, 4}, {3, 5}, {4, 5}};
      const Faces of_tetrahedron = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}},
                  of_hexahedron  = {{0, 3, 2, 1}, {0, 1, 5, 4}, {0, 4, 7, 3}, {1, 2, 6, 5}, {2, 3, 7, 6}, {4, 5, 6, 7}},
                  of_prism       = {{0, 1, 4, 3}, {0, 3, 5, 2}, {1, 2, 5, 4}, {0, 1, 2}, {3, 4, 5}};
      return {{15, {0, 1, "a point", 1, {}, {}}},
              {1, {1, 2, "a line", 2, line, {}}},
              {8, {1, 3, "a line of second order", 2, line, {}}},
              {2, {2, 3, "a triangle", 3, triangle, {}}},
              {9, {2, 6, "a triangle of second order", 3, triangle, {}}},
              {3, {2, 4, "a quadrilateral", 4, quadrilateral, {}}},
              {16, {2, 8, "a quadrilateral of second order", 4, quadrilateral, {}}},
              {10, {2, 9, "a quadrilateral of second order", 4, quadrilateral, {}}},
              {4, {3, 4, "a tetrahedron", 4, tetrahedron, of_tetrahedron}},
              {11, {3, 10, "a tetrahedron of second order", 4, tetrahedron, of_tetrahedron}},
              {5, {3, 8, "a hexahedron", 8, hexahedron, of_hexahedron}},
              {17, {3, 20, "a hexahedron of second order", 8, hexahedron, of_hexahedron}},
              {12, {3, 27, "a hexahedron of second order", 8, hexahedron, of_hexahedron}},
              {6, {3, 6, "a prism", 6, prism, of_prism}},
              {18, {3, 15, "a prism of second order", 6, prism, of_prism}},
              {13, {3, 18, "a prism of second order", 6, prism, of_prism}}};
    }
  } // namespace

  const ElementType *
  element_type(const int number)
  {
    static const std::map<int, ElementType> types = all_types();
    const auto                              found = types.find(number);
    return found == types.end() ? nullptr : &found->second;
  }
} // namespace zincfield

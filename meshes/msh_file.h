#pragma once

#include "meshes/element_type.h"
#include "meshes/quadratic_cells.h"

#include <array>
#include <string>
#include <vector>

namespace zincfield
{
  /**
   * A Gmsh file (ASCII, versions 2.2 and 4.1): its groups, nodes and elements, each with the line that it comes from; triangles,
   * tetrahedra, prisms and elements of second order are divided, see divide_elements(). Sections that the program does not need are
   * skipped. Nothing is taken for granted: memory grows with what was read, not with what the file announces.
   */
  struct MshFile
  {
    /** A physical group with a name. */
    struct Group
    {
      unsigned int dimension;
      int          tag;
      std::string  name;
      unsigned int line;
    };
    struct Node
    {
      std::array<double, 3> position; // in the file's unit
      unsigned int          line;
    };
    /** A line, quadrilateral or hexahedron; points are left out. */
    struct Element
    {
      std::array<unsigned int, 8> nodes; // positions in `nodes`, in Gmsh's order; the first n_nodes() count
      unsigned int                dimension;
      unsigned int                groups; // position in `group_tags`
      unsigned int                line;

      unsigned int
      n_nodes() const
      {
        return 1u << dimension;
      }
    };

    /** An element that is to be divided. */
    struct OtherElement
    {
      const ElementType        *type;
      std::vector<unsigned int> nodes; // positions in `nodes`, in Gmsh's order
      unsigned int              groups;
      unsigned int              line;
    };

    std::string                   name;
    std::vector<Group>            groups;
    std::vector<Node>             nodes;
    std::vector<Element>          elements;
    std::vector<OtherElement>     others;     // while the file is read
    Middles                       middles;    // of parts of divided elements of second order
    std::string                   divided;    // the kind of one that was divided, "a triangle"; empty: none
    std::vector<std::vector<int>> group_tags; // physical tags of elements, without the signs that tell orientations

    /** Reads a file. Throws std::runtime_error "FILE:LINE: what is wrong; expected: what". */
    explicit MshFile(const std::string &name);

    /** The same of a file that messages call otherwise. */
    MshFile(const std::string &file, const std::string &name);

    /** Throws std::runtime_error that begins with file and line. */
    [[noreturn]] void
    fail(unsigned int line, const std::string &problem) const;
  };
} // namespace zincfield

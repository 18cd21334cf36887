#pragma once

#include "meshes/msh_file.h"

#include <deal.II/base/point.h>

#include <map>

namespace zincfield
{
  /**
   * The cells of a Gmsh file with their materials, and the outer boundary with its names: what a triangulation can be made of.
   * Cells are turned the right way round, nodes of no cell left out. Groups that lie inside the mesh, have no elements or no name
   * are left out too. What belongs to several groups counts to that of the fewest elements: a part of the walls that is also the
   * electrode is the electrode.
   */
  class GmshMesh
  {
  public:
    struct Cell
    {
      std::array<unsigned int, 8> nodes; // in Gmsh's order, of positive measure
      unsigned int                material;
      unsigned int                line;
    };
    /** An edge in 2-D, a quadrilateral in 3-D, counter-clockwise seen from outside (in 2-D: the solid to its left). */
    struct Face
    {
      std::array<unsigned int, 4> nodes;
      unsigned int                boundary;
    };

    /** Throws std::runtime_error "FILE:LINE: ..." where the file is damaged or its mesh is not one of the program's. */
    explicit GmshMesh(const MshFile &file);

    unsigned int                  dimension;
    std::string                   plane;  // of a mesh in 2-D: the file's coordinates that are x and y here, "xy", "xz" or "yz"
    std::vector<dealii::Point<3>> points; // in the file's unit; 2-D: the last is 0
    std::vector<Cell>             cells;
    std::vector<Face>             faces; // of the outer boundary
    std::vector<std::string>      materials, boundaries;
    std::string                   divided; // see MshFile
    Middles                       middles; // of curved edges, faces and cells, by points

    /** What was decided where elements belong to several groups, in sentences. */
    std::vector<std::string> overlaps;

    /** Named groups that are no material or boundary, and why: "lies inside the mesh". */
    std::map<std::string, std::string> no_materials, no_boundaries;

    unsigned int
    nodes_per_face() const
    {
      return 1u << (dimension - 1);
    }

  private:
    struct CellFace;

    void
    take_dimension(const MshFile &file);
    void
    take_cells(const MshFile &file);
    void
    drop_empty_materials();
    void
    take_points(const MshFile &file);
    void
    turn_cells(const MshFile &file);
    std::vector<CellFace>
    faces_of_cells(const MshFile &file) const;
    void
    take_faces(const MshFile &file);

    void
    count_groups(const MshFile &file);

    /** Of two groups of a dimension that hold the same element: the one of fewer elements. Throws where that is none. */
    std::string
    narrower(const MshFile          &file,
             const MshFile::Element &element,
             const std::string      &what,
             const std::string      &one,
             const std::string      &other);

    /** The name of the group that an element belongs to, of `what` at its place; empty: none. */
    std::string
    group_of(const MshFile &file, const MshFile::Element &element, const std::string &what);
    std::string
    place(const MshFile &file, const unsigned int *nodes, unsigned int n) const;
    [[noreturn]] void
    fail_without_group(const MshFile               &file,
                       const std::vector<CellFace> &outer,
                       const CellFace              &face,
                       const std::vector<int>      &tags) const;

    std::vector<unsigned int>                                    node_of_point_; // in the file
    std::map<std::pair<unsigned int, std::string>, unsigned int> group_sizes_;   // in elements, by dimension and name
  };
} // namespace zincfield

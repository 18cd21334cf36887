#include "meshes/gmsh_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr unsigned int none = std::numeric_limits<unsigned int>::max();

    /** Extents below this share of the largest count as none. */
    constexpr double flat = 1e-9;

    /** Corners of a cell's faces seen from outside, in Gmsh's order of nodes. */
    constexpr unsigned int quadrilateral_faces[4][2] = {{0, 1}, {1, 2}, {2, 3}, {3, 0}};
    constexpr unsigned int hexahedron_faces[6][4]    = {{0, 3, 2, 1}, {4, 5, 6, 7}, {0, 1, 5, 4},
                                                        {1, 2, 6, 5}, {2, 3, 7, 6}, {3, 0, 4, 7}};

    /** Corners that edges join with each corner, so that the edges turn as the axes do. */
    constexpr unsigned int hexahedron_neighbours[8][3] = {{1, 3, 4}, {2, 0, 5}, {3, 1, 6}, {0, 2, 7},
                                                          {7, 5, 0}, {4, 6, 1}, {5, 7, 2}, {6, 4, 3}};

    const char *
    cells_name(const unsigned int dimension)
    {
      return dimension == 3 ? "hexahedra" : "quadrilaterals";
    }

    /** Volume of the edges that meet in a corner over the product of their lengths. */
    double
    corner(const std::vector<Point<3>>       &points,
           const std::array<unsigned int, 8> &nodes,
           const unsigned int                 i,
           const unsigned int                 dimension)
    {
      std::array<Tensor<1, 3>, 3> edges;
      edges[2][2] = 1.;
      for (unsigned int d = 0; d < dimension; ++d)
        {
          const unsigned int other = dimension == 3 ? hexahedron_neighbours[i][d] : (i + (d == 0 ? 1 : 3)) % 4;
          edges[d]                 = points[nodes[other]] - points[nodes[i]];
          const double length      = edges[d].norm();
          if (length > 0.)
            edges[d] /= length;
        }
      return cross_product_3d(edges[0], edges[1]) * edges[2];
    }

    template <typename Nodes>
    std::array<unsigned int, 8>
    sorted(const Nodes &nodes, const unsigned int n)
    {
      std::array<unsigned int, 8> key;
      key.fill(none);
      std::copy(nodes.begin(), nodes.begin() + n, key.begin());
      std::sort(key.begin(), key.end());
      return key;
    }

    std::string
    in_quotes(const std::string &name)
    {
      return '"' + name + '"';
    }
  } // namespace

  /** A face of a cell, as seen from there. */
  struct GmshMesh::CellFace
  {
    std::array<unsigned int, 4> key, nodes; // ordered, counter-clockwise
    unsigned int                cell;

    bool
    operator<(const CellFace &other) const
    {
      return key < other.key;
    }
  };

  GmshMesh::GmshMesh(const MshFile &file)
    : divided(file.divided)
  {
    count_groups(file);
    take_dimension(file);
    take_cells(file);
    take_points(file);
    turn_cells(file);
    take_faces(file);
  }

  std::string
  GmshMesh::place(const MshFile &file, const unsigned int *const nodes, const unsigned int n) const
  {
    Point<3> middle;
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int d = 0; d < 3; ++d)
        middle[d] += file.nodes[nodes[i]].position[d] / n;
    char text[120];
    std::snprintf(text, sizeof(text), "(%.6g, %.6g, %.6g)", middle[0], middle[1], middle[2]);
    return text;
  }

  void
  GmshMesh::count_groups(const MshFile &file)
  {
    for (const MshFile::Element &element : file.elements)
      for (const int tag : file.group_tags[element.groups])
        for (const MshFile::Group &group : file.groups)
          if (group.dimension == element.dimension && group.tag == tag)
            ++group_sizes_[{group.dimension, group.name}];
  }

  std::string
  GmshMesh::narrower(
    const MshFile &file, const MshFile::Element &element, const std::string &what, const std::string &one, const std::string &other)
  {
    const unsigned int n_one = group_sizes_[{element.dimension, one}], n_other = group_sizes_[{element.dimension, other}];
    if (n_one == n_other)
      file.fail(element.line, what + " at " + place(file, element.nodes.data(), element.n_nodes()) +
                                " belongs to two physical groups, " + in_quotes(one) + " and " + in_quotes(other) +
                                ", and both have " + std::to_string(n_one) +
                                " elements; expected: one group, or groups of different sizes, of which the smaller counts");
    const std::string &chosen = n_one < n_other ? one : other, &left = n_one < n_other ? other : one;
    const std::string  note = "what belongs to the physical groups " + in_quotes(left) + " and " + in_quotes(chosen) +
                             " counts to " + in_quotes(chosen) + ", which has fewer elements";
    if (std::find(overlaps.begin(), overlaps.end(), note) == overlaps.end())
      overlaps.push_back(note);
    return chosen;
  }

  std::string
  GmshMesh::group_of(const MshFile &file, const MshFile::Element &element, const std::string &what)
  {
    std::string found;
    for (const int tag : file.group_tags[element.groups])
      for (const MshFile::Group &group : file.groups)
        if (group.dimension == element.dimension && group.tag == tag)
          found = found.empty() || found == group.name ? group.name : narrower(file, element, what, found, group.name);
    return found;
  }

  void
  GmshMesh::take_dimension(const MshFile &file)
  {
    dimension         = 0;
    bool named_curves = false;
    for (const MshFile::Element &element : file.elements)
      {
        dimension    = std::max(dimension, element.dimension);
        named_curves = named_curves || (element.dimension == 1 && !file.group_tags[element.groups].empty());
      }
    if (file.groups.empty())
      file.fail(1, "the mesh has no named physical groups for materials and boundaries; expected: Physical "
                   "Surface(\"electrolyte\"), Physical Curve(\"working electrode\") ... in the .geo file");
    for (const MshFile::Group &group : file.groups)
      if (group.dimension == 3 && dimension < 3 && !(dimension == 2 && named_curves))
        file.fail(
          group.line,
          "the physical volume " + in_quotes(group.name) +
            " has no hexahedra: the mesh was saved before its volumes were meshed; expected: a mesh made with Mesh 3 (gmsh -3)");
    if (dimension < 2)
      file.fail(file.groups.front().line, "the mesh has neither quadrilaterals nor hexahedra: it was saved before its surfaces "
                                          "were meshed; expected: a mesh made with Mesh 2 or Mesh 3 (gmsh -2, gmsh -3)");
  }

  void
  GmshMesh::take_cells(const MshFile &file)
  {
    std::map<std::string, unsigned int> n_cells;
    for (const MshFile::Element &element : file.elements)
      if (element.dimension == dimension)
        {
          const std::string name = group_of(file, element, "the cell");
          if (name.empty())
            {
              const auto &tags = file.group_tags[element.groups];
              file.fail(element.line, "the mesh has cells outside every named physical group" +
                                        (tags.empty() ? "" : " (physical tag " + std::to_string(tags[0]) + " has no name)") +
                                        ", the first at " + place(file, element.nodes.data(), element.n_nodes()) +
                                        "; expected: Physical " + (dimension == 3 ? "Volume" : "Surface") +
                                        "(\"electrolyte\") with every cell in one");
            }
          ++n_cells[name];
        }
    for (const MshFile::Group &group : file.groups)
      if (group.dimension == dimension && n_cells.count(group.name) == 0)
        no_materials[group.name] = "has no " + std::string(cells_name(dimension)) + " in the file";
      else if (group.dimension == dimension && std::find(materials.begin(), materials.end(), group.name) == materials.end())
        materials.push_back(group.name);
    for (const MshFile::Element &element : file.elements)
      if (element.dimension == dimension)
        {
          const std::string name = group_of(file, element, "the cell");
          cells.push_back({element.nodes,
                           static_cast<unsigned int>(std::find(materials.begin(), materials.end(), name) - materials.begin()),
                           element.line});
        }

    std::set<unsigned int>                                            twice;
    std::vector<std::pair<std::array<unsigned int, 8>, unsigned int>> keys;
    for (unsigned int c = 0; c < cells.size(); ++c)
      keys.emplace_back(sorted(cells[c].nodes, 1u << dimension), c);
    std::sort(keys.begin(), keys.end());
    for (unsigned int k = 1; k < keys.size(); ++k)
      if (keys[k].first == keys[k - 1].first)
        {
          const Cell &one = cells[keys[k - 1].second], &other = cells[keys[k].second];
          const auto  where = place(file, other.nodes.data(), 1u << dimension);
          if (one.material == other.material)
            file.fail(other.line, "the cell at " + where + " stands in line " + std::to_string(one.line) +
                                    " already; expected: every cell once");
          const MshFile::Element element =
            *std::find_if(file.elements.begin(), file.elements.end(),
                          [&](const MshFile::Element &e) { return e.dimension == dimension && e.line == other.line; });
          const std::string chosen = narrower(file, element, "the cell", materials[one.material], materials[other.material]);
          twice.insert(keys[chosen == materials[one.material] ? k : k - 1].second);
        }
    std::vector<Cell> kept;
    for (unsigned int c = 0; c < cells.size(); ++c)
      if (twice.count(c) == 0)
        kept.push_back(cells[c]);
    cells = kept;
    drop_empty_materials();
  }

  void
  GmshMesh::drop_empty_materials()
  {
    std::vector<unsigned int> n(materials.size(), 0), number(materials.size(), 0);
    for (const Cell &cell : cells)
      ++n[cell.material];
    std::vector<std::string> kept;
    for (unsigned int m = 0; m < materials.size(); ++m)
      {
        number[m] = kept.size();
        if (n[m] > 0)
          kept.push_back(materials[m]);
        else
          no_materials[materials[m]] = "has no cells that are not in a smaller group too";
      }
    for (Cell &cell : cells)
      cell.material = number[cell.material];
    materials = kept;
  }

  void
  GmshMesh::take_points(const MshFile &file)
  {
    std::vector<unsigned int> point_of_node(file.nodes.size(), none);
    for (const Cell &cell : cells)
      for (unsigned int i = 0; i < 1u << dimension; ++i)
        point_of_node[cell.nodes[i]] = 0;
    for (unsigned int n = 0; n < file.nodes.size(); ++n)
      if (point_of_node[n] != none)
        {
          point_of_node[n] = node_of_point_.size();
          node_of_point_.push_back(n);
        }

    Point<3> lowest, highest;
    for (unsigned int d = 0; d < 3; ++d)
      {
        lowest[d]  = std::numeric_limits<double>::max();
        highest[d] = std::numeric_limits<double>::lowest();
      }
    for (const unsigned int n : node_of_point_)
      for (unsigned int d = 0; d < 3; ++d)
        {
          lowest[d]  = std::min(lowest[d], file.nodes[n].position[d]);
          highest[d] = std::max(highest[d], file.nodes[n].position[d]);
        }
    std::array<double, 3> extent; // halves, so that no finite coordinates overflow
    for (unsigned int d = 0; d < 3; ++d)
      extent[d] = 0.5 * highest[d] - 0.5 * lowest[d];
    const double size = *std::max_element(extent.begin(), extent.end());
    if (!(size > 1e-100 && size < 1e100))
      file.fail(file.nodes[node_of_point_[0]].line,
                "the mesh has no extent that can be computed with; expected: coordinates that differ, below 1e100");
    std::array<unsigned int, 3> axes{{0, 1, 2}};
    if (dimension == 2)
      {
        const auto is_flat = [&](const unsigned int d) { return extent[d] <= flat * size; };
        if (!is_flat(0) && !is_flat(1) && !is_flat(2))
          for (const unsigned int n : node_of_point_)
            if (std::abs(file.nodes[n].position[2] - file.nodes[node_of_point_[0]].position[2]) > flat * size)
              file.fail(file.nodes[n].line, "the quadrilaterals are not in one plane of two coordinates: this node is off the "
                                            "plane z = const of the others; expected: a mesh in the xy-, xz- or yz-plane, "
                                            "or one of hexahedra (Mesh 3, gmsh -3)");
        plane = is_flat(2) ? "xy" : is_flat(1) ? "xz" : "yz";
        axes  = {{plane[0] == 'x' ? 0u : 1u, plane[1] == 'y' ? 1u : 2u, 2u}};
      }
    for (const unsigned int n : node_of_point_)
      {
        Point<3> point;
        for (unsigned int d = 0; d < dimension; ++d)
          point[d] = file.nodes[n].position[axes[d]];
        points.push_back(point);
      }
    for (Cell &cell : cells)
      for (unsigned int i = 0; i < 1u << dimension; ++i)
        cell.nodes[i] = point_of_node[cell.nodes[i]];
    for (const auto &middle : file.middles)
      {
        std::vector<unsigned int> corners;
        Point<3>                  place;
        for (const unsigned int node : middle.first)
          corners.push_back(point_of_node[node]);
        std::sort(corners.begin(), corners.end());
        for (unsigned int d = 0; d < dimension; ++d)
          place[d] = middle.second[axes[d]];
        if (corners.back() != none)
          middles.emplace(corners, place);
      }
  }

  void
  GmshMesh::turn_cells(const MshFile &file)
  {
    const unsigned int n = 1u << dimension;
    for (Cell &cell : cells)
      {
        double least = 1., most = -1.;
        for (unsigned int i = 0; i < n; ++i)
          {
            const double size = corner(points, cell.nodes, i, dimension);
            least             = std::min(least, size);
            most              = std::max(most, size);
          }
        const double rounding = 1e-9;
        if (least > -rounding && most > rounding)
          continue;
        if (!(most < rounding && least < -rounding))
          {
            std::array<unsigned int, 8> nodes;
            for (unsigned int i = 0; i < n; ++i)
              nodes[i] = node_of_point_[cell.nodes[i]];
            file.fail(cell.line,
                      "the cell at " + place(file, nodes.data(), n) +
                        (most > rounding ? " is tangled: its corners turn different ways" : " is flat: it encloses nothing") +
                        "; expected: convex " + cells_name(dimension));
          }
        if (dimension == 2)
          std::swap(cell.nodes[1], cell.nodes[3]);
        else
          std::swap_ranges(cell.nodes.begin(), cell.nodes.begin() + 4, cell.nodes.begin() + 4);
      }
  }

  std::vector<GmshMesh::CellFace>
  GmshMesh::faces_of_cells(const MshFile &file) const
  {
    std::vector<CellFace> all;
    for (unsigned int c = 0; c < cells.size(); ++c)
      for (unsigned int f = 0; f < 2 * dimension; ++f)
        {
          CellFace face;
          face.cell = c;
          face.nodes.fill(none);
          for (unsigned int i = 0; i < nodes_per_face(); ++i)
            face.nodes[i] = cells[c].nodes[dimension == 3 ? hexahedron_faces[f][i] : quadrilateral_faces[f][i]];
          face.key = face.nodes;
          std::sort(face.key.begin(), face.key.end());
          all.push_back(face);
        }
    std::stable_sort(all.begin(), all.end());
    for (std::size_t i = 2; i < all.size(); ++i)
      if (all[i].key == all[i - 2].key)
        {
          std::array<unsigned int, 4> nodes;
          for (unsigned int n = 0; n < nodes_per_face(); ++n)
            nodes[n] = node_of_point_[all[i].nodes[n]];
          file.fail(cells[all[i].cell].line,
                    "three cells share the face at " + place(file, nodes.data(), nodes_per_face()) + "; expected: at most two");
        }
    return all;
  }

  void
  GmshMesh::fail_without_group(const MshFile               &file,
                               const std::vector<CellFace> &outer,
                               const CellFace              &face,
                               const std::vector<int>      &tags) const
  {
    const auto middle = [&](const CellFace &f) {
      Point<3> sum;
      for (unsigned int i = 0; i < nodes_per_face(); ++i)
        sum += points[f.nodes[i]] / nodes_per_face();
      return sum;
    };
    const double size = points[face.nodes[0]].distance(points[face.nodes[1]]);
    bool         torn = false;
    for (const CellFace &other : outer)
      torn = torn || (other.key != face.key && middle(other).distance(middle(face)) < 1e-6 * size);
    std::array<unsigned int, 4> nodes;
    for (unsigned int i = 0; i < nodes_per_face(); ++i)
      nodes[i] = node_of_point_[face.nodes[i]];
    file.fail(cells[face.cell].line,
              "the mesh has a boundary outside every named physical group" +
                (tags.empty() ? "" : " (physical tag " + std::to_string(tags[0]) + " has no name)") +
                ": the cell of this line has a face at " + place(file, nodes.data(), nodes_per_face()) +
                (torn ? " that touches another with nodes of its own, so that the mesh is torn there; expected: nodes that are "
                        "shared (in Gmsh: Coherence or BooleanFragments, then Coherence Mesh)"
                      : "; expected: Physical " + std::string(dimension == 3 ? "Surface" : "Curve") +
                          " with every part of the boundary in one"));
  }

  void
  GmshMesh::take_faces(const MshFile &file)
  {
    const std::vector<CellFace> all = faces_of_cells(file);
    std::vector<CellFace>       outer;
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((i == 0 || all[i - 1].key != all[i].key) && (i + 1 == all.size() || all[i + 1].key != all[i].key))
        outer.push_back(all[i]);

    std::vector<unsigned int> point_of_node(file.nodes.size(), none);
    for (unsigned int p = 0; p < node_of_point_.size(); ++p)
      point_of_node[node_of_point_[p]] = p;
    std::vector<const MshFile::Element *> element_of(outer.size(), nullptr);
    std::vector<std::string>              names(outer.size());
    std::set<std::string>                 inside, apart, outside, anywhere;
    for (const MshFile::Element &element : file.elements)
      if (element.dimension == dimension - 1)
        {
          CellFace face;
          face.key.fill(none);
          for (unsigned int i = 0; i < nodes_per_face(); ++i)
            face.key[i] = point_of_node[element.nodes[i]];
          std::sort(face.key.begin(), face.key.end());
          const auto found = std::lower_bound(outer.begin(), outer.end(), face);
          if (found == outer.end() || found->key != face.key)
            {
              for (const int tag : file.group_tags[element.groups])
                for (const MshFile::Group &group : file.groups)
                  if (group.dimension == element.dimension && group.tag == tag)
                    (std::binary_search(all.begin(), all.end(), face) ? inside : apart).insert(group.name);
              continue;
            }
          const unsigned int f    = found - outer.begin();
          const std::string  name = group_of(file, element, dimension == 3 ? "the face" : "the edge");
          if (!name.empty() && !names[f].empty() && name != names[f])
            names[f] = narrower(file, element, dimension == 3 ? "the face" : "the edge", names[f], name);
          else if (!name.empty())
            names[f] = name;
          if (!name.empty() || element_of[f] == nullptr)
            element_of[f] = &element;
          if (!name.empty())
            anywhere.insert(name);
        }
    outside.insert(names.begin(), names.end());
    for (const MshFile::Group &group : file.groups)
      if (group.dimension == dimension - 1 && outside.count(group.name) == 0)
        no_boundaries[group.name] = anywhere.count(group.name) == 1 ? "has no part that is not in a smaller group too"
                                    : inside.count(group.name) == 1 ? "lies inside the mesh"
                                    : apart.count(group.name) == 1  ? "lies apart from the cells"
                                                                    : "has no elements in the file";
      else if (group.dimension == dimension - 1 && std::find(boundaries.begin(), boundaries.end(), group.name) == boundaries.end())
        boundaries.push_back(group.name);
    for (unsigned int f = 0; f < outer.size(); ++f)
      {
        if (names[f].empty())
          fail_without_group(file, outer, outer[f], element_of[f] ? file.group_tags[element_of[f]->groups] : std::vector<int>());
        faces.push_back({outer[f].nodes, static_cast<unsigned int>(std::find(boundaries.begin(), boundaries.end(), names[f]) -
                                                                   boundaries.begin())});
      }
  }
} // namespace zincfield

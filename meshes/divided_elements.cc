#include "meshes/divided_elements.h"

#include "meshes/second_order_element.h"

#include <algorithm>
#include <map>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Gmsh's numbers of the corners of a cube in lexicographic order. */
    constexpr unsigned int in_gmsh_order[] = {0, 1, 3, 2, 4, 5, 7, 6};

    /** A node as a sum of weights times other nodes. */
    using Mean = std::vector<std::pair<double, unsigned int>>;

    class Division
    {
    public:
      explicit Division(MshFile &file)
        : file_(file)
      {}

      void
      divide(const ElementType &type, const unsigned int *const nodes, const unsigned int groups, const unsigned int line)
      {
        std::vector<unsigned int> on_edges, on_faces;
        for (unsigned int e = 0; e < type.edges.size(); ++e)
          on_edges.push_back(on_edge(type, nodes, e, line));
        for (unsigned int f = 0; f < type.faces.size(); ++f)
          on_faces.push_back(on_face(type, nodes, on_edges, f, line));
        const unsigned int middle = type.dimension == 1 ? on_edges[0] : in_the_middle(type, nodes, on_edges, on_faces, line);
        const Numbers      all{{nodes, nodes + type.n_corners}, on_edges, on_faces, middle};
        for (unsigned int corner = 0; corner < type.n_corners; ++corner)
          divided_.push_back({part(type, all, corner), type.dimension, groups, line});
        if (type.has_nodes_on_edges())
          keep_curves(type, all);
      }

      void
      finish()
      {
        file_.elements = std::move(divided_);
        file_.others.clear();
      }

    private:
      /** The node between these corners; made where there is none yet. */
      unsigned int
      shared(std::vector<unsigned int> corners, const Mean &mean, const unsigned int line)
      {
        std::sort(corners.begin(), corners.end());
        const auto found = shared_.find(corners);
        if (found != shared_.end())
          return found->second;
        return shared_[corners] = new_node(mean, line);
      }

      unsigned int
      new_node(const Mean &mean, const unsigned int line)
      {
        if (mean.size() == 1)
          return mean[0].second;
        MshFile::Node node{{{0., 0., 0.}}, line};
        for (const auto &term : mean)
          for (unsigned int d = 0; d < 3; ++d)
            node.position[d] += term.first * file_.nodes[term.second].position[d];
        file_.nodes.push_back(node);
        return file_.nodes.size() - 1;
      }

      unsigned int
      on_edge(const ElementType &type, const unsigned int *const nodes, const unsigned int e, const unsigned int line)
      {
        const unsigned int a = nodes[type.edges[e][0]], b = nodes[type.edges[e][1]];
        return shared({a, b}, type.has_nodes_on_edges() ? Mean{{1., nodes[type.n_corners + e]}} : Mean{{0.5, a}, {0.5, b}}, line);
      }

      /** The middle of a polygon of first or second order: of a triangle 4/9 of its nodes on edges less 1/9 of its corners, of a
       * quadrilateral 1/2 less 1/4. */
      static Mean
      middle_of(const std::vector<unsigned int> &corners, const std::vector<unsigned int> &on_edges, const bool second_order)
      {
        const double n         = corners.size(),
                     of_corner = !second_order ? 1. / n
                                 : n == 3      ? -1. / 9.
                                               : -0.25,
                     of_edge   = !second_order ? 0.
                                 : n == 3      ? 4. / 9.
                                               : 0.5;
        Mean mean;
        for (const unsigned int corner : corners)
          mean.emplace_back(of_corner, corner);
        if (second_order)
          for (const unsigned int node : on_edges)
            mean.emplace_back(of_edge, node);
        return mean;
      }

      unsigned int
      on_face(const ElementType               &type,
              const unsigned int *const        nodes,
              const std::vector<unsigned int> &on_edges,
              const unsigned int               f,
              const unsigned int               line)
      {
        const std::vector<unsigned int> &face = type.faces[f];
        std::vector<unsigned int>        corners, edges;
        for (const unsigned int corner : face)
          corners.push_back(nodes[corner]);
        for (unsigned int e = 0; e < type.edges.size(); ++e)
          if (std::count(face.begin(), face.end(), type.edges[e][0]) > 0 &&
              std::count(face.begin(), face.end(), type.edges[e][1]) > 0)
            edges.push_back(on_edges[e]);
        const unsigned int first = type.n_corners + type.edges.size(); // of the nodes on faces
        const bool         given = type.n_nodes > first && face.size() == 4;
        return shared(corners, given ? Mean{{1., nodes[first + f]}} : middle_of(corners, edges, type.has_nodes_on_edges()), line);
      }

      unsigned int
      in_the_middle(const ElementType               &type,
                    const unsigned int *const        nodes,
                    const std::vector<unsigned int> &on_edges,
                    const std::vector<unsigned int> &on_faces,
                    const unsigned int               line)
      {
        const std::vector<unsigned int> corners(nodes, nodes + type.n_corners);
        const unsigned int              n_cube = type.dimension == 2 ? 9 : 27;
        if (type.n_nodes == n_cube)
          return shared(corners, {{1., nodes[n_cube - 1]}}, line);
        if (type.dimension == 2 || !type.has_nodes_on_edges())
          return shared(corners, middle_of(corners, on_edges, type.has_nodes_on_edges()), line);
        if (type.n_corners == 6) // the triangle half-way up, with corners on the upright edges and nodes on the upright faces
          return shared(corners, middle_of({on_edges[2], on_edges[4], on_edges[5]}, {on_faces[0], on_faces[1], on_faces[2]}, true),
                        line);
        const bool is_tetrahedron = type.n_corners == 4;
        Mean       mean;
        for (const unsigned int corner : corners)
          mean.emplace_back(is_tetrahedron ? -0.125 : -0.25, corner);
        for (const unsigned int node : on_edges)
          mean.emplace_back(0.25, node);
        return shared(corners, mean, line);
      }

      /** Nodes of an element. */
      struct Numbers
      {
        std::vector<unsigned int> corners, on_edges, on_faces;
        unsigned int              middle;
      };

      /** The same in a row, for nodes or for where they are. */
      template <typename Nodes>
      static auto
      in_a_row(const Nodes &nodes)
      {
        auto row = nodes.corners;
        row.insert(row.end(), nodes.on_edges.begin(), nodes.on_edges.end());
        row.insert(row.end(), nodes.on_faces.begin(), nodes.on_faces.end());
        row.push_back(nodes.middle);
        return row;
      }

      /** Positions in a row of the nodes of the part at a corner, in Gmsh's order. */
      static std::vector<unsigned int>
      positions_of_part(const ElementType &type, const unsigned int corner)
      {
        const unsigned int        first_edge = type.n_corners, first_face = first_edge + type.edges.size();
        const unsigned int        middle = first_face + type.faces.size();
        std::vector<unsigned int> meeting; // edges
        for (unsigned int e = 0; e < type.edges.size(); ++e)
          if (type.edges[e][0] == corner || type.edges[e][1] == corner)
            meeting.push_back(e);
        const auto face = [&](const unsigned int a, const unsigned int b) {
          for (unsigned int f = 0; f < type.faces.size(); ++f)
            {
              unsigned int n_inside = 0;
              for (const unsigned int e : {meeting[a], meeting[b]})
                for (const unsigned int end : type.edges[e])
                  n_inside += std::count(type.faces[f].begin(), type.faces[f].end(), end);
              if (n_inside == 4)
                return first_face + f;
            }
          return middle;
        };
        const auto edge = [&](const unsigned int i) { return first_edge + meeting[i]; };
        if (type.dimension == 1)
          return {corner, edge(0)};
        if (type.dimension == 2)
          return {corner, edge(0), middle, edge(1)};
        return {corner, edge(0), face(0, 1), edge(1), edge(2), face(0, 2), middle, face(1, 2)};
      }

      static std::array<unsigned int, 8>
      part(const ElementType &type, const Numbers &numbers, const unsigned int corner)
      {
        const std::vector<unsigned int> row = in_a_row(numbers);
        std::array<unsigned int, 8>     nodes{};
        unsigned int                    i = 0;
        for (const unsigned int position : positions_of_part(type, corner))
          nodes[i++] = row[position];
        return nodes;
      }

      /** Writes down the middles of the edges, faces and cells of all parts. */
      void
      keep_curves(const ElementType &type, const Numbers &numbers)
      {
        const auto place = [&](const unsigned int node) {
          const auto &at = file_.nodes[node].position;
          return Point<3>(at[0], at[1], at[2]);
        };
        ElementNodes places;
        for (const unsigned int node : numbers.corners)
          places.corners.push_back(place(node));
        for (const unsigned int node : numbers.on_edges)
          places.on_edges.push_back(place(node));
        for (const unsigned int node : numbers.on_faces)
          places.on_faces.push_back(place(node));
        places.middle = place(numbers.middle);

        const std::vector<Point<3>>     unit = in_a_row(unit_nodes(type));
        const std::vector<unsigned int> row  = in_a_row(numbers);
        for (unsigned int corner = 0; corner < type.n_corners; ++corner)
          {
            const auto positions = positions_of_part(type, corner);
            for (const auto &around : entities(type.dimension))
              if (around.size() > 1)
                {
                  std::vector<unsigned int> key;
                  Point<3>                  unit_point;
                  for (const unsigned int c : around)
                    {
                      const unsigned int position = positions[in_gmsh_order[c]];
                      key.push_back(row[position]);
                      unit_point += unit[position] * (1. / around.size());
                    }
                  std::sort(key.begin(), key.end());
                  file_.middles.emplace(key, place_in_element(type, places, unit_point));
                }
          }
      }

      MshFile                                          &file_;
      std::map<std::vector<unsigned int>, unsigned int> shared_; // by the corners around it
      std::vector<MshFile::Element>                     divided_;
    };
  } // namespace

  void
  divide_elements(MshFile &file)
  {
    Division division(file);
    file.divided = file.others.front().type->name;
    for (const MshFile::OtherElement &element : file.others)
      division.divide(*element.type, element.nodes.data(), element.groups, element.line);
    for (const MshFile::Element &element : file.elements)
      division.divide(*element_type(element.dimension == 1   ? 1
                                    : element.dimension == 2 ? 3
                                                             : 5),
                      element.nodes.data(), element.groups, element.line);
    division.finish();
  }
} // namespace zincfield

#include "meshes/imported_cells.h"

#include <deal.II/lac/full_matrix.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Beyond this ratio of the offset to the thickness a corner is too sharp for a mitre. */
    constexpr double longest_mitre = 4.;

    /** Films are felt as far from the metal as this many times their offset: cells there become flatter by a quarter at most. */
    constexpr double reach = 4.;

    std::vector<unsigned int>
    sorted_key(std::vector<unsigned int> key)
    {
      std::sort(key.begin(), key.end());
      return key;
    }

    /** A step outward through the films: the layer that it is in, and how much of it lies below. */
    struct Level
    {
      unsigned int layer;
      double       share;
      double
      zeta() const
      {
        return layer + share;
      }
    };

    /** A face of a coated boundary. */
    struct CoatedFace
    {
      std::vector<unsigned int> vertices;           // in the order of the cell
      unsigned int              boundary, solution; // the material above it
      bool                      turned = false;     // the order of the face and the way outward make a left-handed system
    };

    template <int dim>
    class Growth
    {
    public:
      Growth(ImportedCells<dim>                 &mesh,
             const std::vector<MeshLayer>       &layers,
             const types::boundary_id            boundary,
             const std::set<types::boundary_id> &coated)
        : mesh_(mesh)
        , layers_(layers)
        , id_(boundary)
        , coated_(coated)
      {
        for (unsigned int l = 0; l < layers.size(); ++l)
          for (const double depth : layers[l].ends_of_cells())
            levels_.push_back({l, depth});
      }

      void
      run(const types::material_id first_material)
      {
        collect();
        find_offsets();
        make_vertices();
        std::map<unsigned int, Point<dim>> displaced;
        for (const auto &[v, column] : columns_)
          displaced[v] = metal_[v] + offset(v, levels_.size());
        make_way(displaced);
        add_middles(displaced);
        add_curves();
        add_cells(first_material);
        for (const auto &[v, point] : displaced)
          mesh_.vertices[v] = point;
      }

    private:
      Point<3>
      in_space(const Point<dim> &p) const
      {
        return Point<3>(p[0], p[1], dim == 3 ? p[dim - 1] : 0.);
      }

      Point<dim>
      in_dim(const Point<3> &p) const
      {
        Point<dim> point;
        for (unsigned int d = 0; d < dim; ++d)
          point[d] = p[d];
        return point;
      }

      std::vector<Point<3>>
      points_in_space() const
      {
        std::vector<Point<3>> points;
        for (const Point<dim> &vertex : mesh_.vertices)
          points.push_back(in_space(vertex));
        return points;
      }

      /** Normal of a boundary face at one of its corners, either way. */
      Tensor<1, 3>
      normal_at(const std::vector<unsigned int> &face, const unsigned int corner, const std::vector<Point<3>> &points) const
      {
        if (dim == 2)
          {
            for (const CurvedEdge &curve : mesh_.curves)
              if (sorted_key({curve.vertices[0], curve.vertices[1]}) == sorted_key(face))
                return normal_of_curve(curve, face[corner] == curve.vertices[0] ? 0. : 1.);
          }
        const QuadraticCell drawn(face, points, mesh_.middles);
        const Point<3>      at(corner % 2, corner / 2, 0.);
        Tensor<1, 3>        normal = dim == 3 ? cross_product_3d(drawn.derivative(at, 0), drawn.derivative(at, 1))
                                              : cross_product_3d(drawn.derivative(at, 0), Tensor<1, 3>({0., 0., 1.}));
        return normal / normal.norm();
      }

      static Tensor<1, 3>
      normal_of_curve(const CurvedEdge &curve, const double t)
      {
        const double       h = t < 0.5 ? 1e-3 : -1e-3; // inward, of second order
        const Tensor<1, 2> along =
          (-3. * (curve.at(t) - Point<2>()) + 4. * (curve.at(t + h) - Point<2>()) - (curve.at(t + 2. * h) - Point<2>())) / (2. * h);
        return Tensor<1, 3>({along[1], -along[0], 0.}) / along.norm();
      }

      /** The faces of this boundary, and the normals of all faces that meet at their corners. */
      void
      collect()
      {
        const auto points = points_in_space();
        for (const CellData<dim> &cell : mesh_.cells)
          for (const unsigned int f : GeometryInfo<dim>::face_indices())
            {
              std::vector<unsigned int> face;
              for (unsigned int v = 0; v < GeometryInfo<dim>::vertices_per_face; ++v)
                face.push_back(cell.vertices[GeometryInfo<dim>::face_to_cell_vertices(f, v)]);
              const auto found = mesh_.boundary.find(sorted_key(face));
              if (found == mesh_.boundary.end())
                continue;
              Point<3> inside, middle;
              for (const unsigned int v : cell.vertices)
                inside += points[v] * (1. / cell.vertices.size());
              for (const unsigned int v : face)
                middle += points[v] * (1. / face.size());
              const bool coated = found->second == id_;
              for (unsigned int corner = 0; corner < face.size(); ++corner)
                {
                  Tensor<1, 3> normal = normal_at(face, corner, points);
                  if (normal * (inside - middle) < 0.)
                    normal *= -1.;
                  (coated ? normals_ : walls_)[face[corner]].push_back(normal);
                }
              if (coated)
                faces_.push_back({face, id_, cell.material_id, false});
              else
                for (const unsigned int v : face)
                  for (const unsigned int w : face)
                    if (dim == 2 || v < w)
                      other_[sorted_key(dim == 2 ? std::vector<unsigned int>{v} : std::vector<unsigned int>{v, w})] = found->second;
              if (coated)
                {
                  const Tensor<1, 3> x    = points[face[1]] - points[face[0]];
                  const Tensor<1, 3> turn = dim == 3 ? cross_product_3d(x, Tensor<1, 3>(points[face[2]] - points[face[0]]))
                                                     : cross_product_3d(Tensor<1, 3>({0., 0., 1.}), x);
                  faces_.back().turned    = turn * (inside - middle) < 0.;
                }
            }
      }

      /** M with M.n = 1 on every coated face that meets there and M.m = 0 on every other: least squares, the shortest. */
      void
      find_offsets()
      {
        for (const auto &[v, normals] : normals_)
          {
            FullMatrix<double> matrix(3, 3);
            Vector<double>     right(3), solution(3);
            const auto         add = [&](const Tensor<1, 3> &n, const double weight, const double value) {
              for (unsigned int i = 0; i < 3; ++i)
                {
                  right(i) += weight * n[i] * value;
                  for (unsigned int j = 0; j < 3; ++j)
                    matrix(i, j) += weight * n[i] * n[j];
                }
            };
            for (const auto &n : normals)
              add(n, 1., 1.);
            if (const auto walls = walls_.find(v); walls != walls_.end())
              for (const auto &m : walls->second)
                add(m, 10., 0.);
            for (unsigned int i = 0; i < 3; ++i)
              matrix(i, i) += 1e-10;
            matrix.gauss_jordan();
            matrix.vmult(solution, right);
            Tensor<1, 3> mitre({solution(0), solution(1), solution(2)});
            double       worst = 1.;
            for (const auto &n : normals)
              worst = std::min(worst, mitre * n);
            if (mitre.norm() > longest_mitre || worst < 0.5)
              {
                const auto &p = mesh_.vertices[v];
                throw std::runtime_error("A film cannot be grown on the mesh near (" + std::to_string(p[0]) + ", " +
                                         std::to_string(p[1]) + (dim == 3 ? ", " + std::to_string(p[dim - 1]) : "") +
                                         ") um: the metal has too sharp an edge there. Take the coating as thin or lumped.");
              }
            mitres_[v] = mitre;
            metal_[v]  = mesh_.vertices[v];
          }
      }

      /** Thickness [um] up to level k (0: the metal) at a place. */
      double
      thickness(const Point<dim> &place, const unsigned int k) const
      {
        if (k == 0)
          return 0.;
        const Location location = metal_location<dim>(mesh_.tips, place);
        const Level   &level    = levels_[k - 1];
        double         sum      = level.share * layers_[level.layer].thickness(location);
        for (unsigned int l = 0; l < level.layer; ++l)
          sum += layers_[l].thickness(location);
        return sum;
      }

      Tensor<1, dim>
      offset(const unsigned int v, const unsigned int k) const
      {
        Tensor<1, dim> result;
        const double   d = thickness(metal_.at(v), k);
        for (unsigned int i = 0; i < dim; ++i)
          result[i] = d * mitres_.at(v)[i];
        return result;
      }

      /** Vertices from the metal outward; the last one is the mesh's own, which moves there. */
      void
      make_vertices()
      {
        for (const auto &entry : mitres_)
          {
            const unsigned int v = entry.first;
            for (unsigned int k = 0; k < levels_.size(); ++k)
              {
                columns_[v].push_back(mesh_.vertices.size());
                mesh_.vertices.push_back(metal_.at(v) + offset(v, k));
              }
            columns_[v].push_back(v);
          }
      }

      /** Vertices that stay where they are: those of interfaces, of curved and of coated walls, and between walls of two names. */
      std::set<unsigned int>
      fixed_vertices() const
      {
        std::map<unsigned int, types::material_id> material;
        std::map<unsigned int, types::boundary_id> wall;
        std::set<unsigned int>                     fixed;
        for (const CellData<dim> &cell : mesh_.cells)
          for (const unsigned int v : cell.vertices)
            if (material.emplace(v, cell.material_id).first->second != cell.material_id)
              fixed.insert(v);
        for (const auto &[key, id] : mesh_.boundary)
          for (const unsigned int v : key)
            if (id != id_ && (wall.emplace(v, id).first->second != id || coated_.count(id) > 0 || mesh_.middles.count(key) > 0))
              fixed.insert(v);
        for (const CurvedEdge &curve : mesh_.curves)
          fixed.insert(curve.vertices.begin(), curve.vertices.end());
        return fixed;
      }

      /** The part of a step along all walls that meet at a vertex. */
      Tensor<1, 3>
      along_walls(const unsigned int v, Tensor<1, 3> step) const
      {
        std::vector<Tensor<1, 3>> across; // orthonormal
        if (const auto walls = walls_.find(v); walls != walls_.end())
          for (Tensor<1, 3> normal : walls->second)
            {
              for (const auto &known : across)
                normal -= (normal * known) * known;
              if (normal.norm() < 1e-6)
                continue;
              across.push_back(normal / normal.norm());
              step -= (step * across.back()) * across.back();
            }
        return step;
      }

      /** Vertices above the metal move too, the less the farther they are: cells there may be thinner than the films. */
      void
      make_way(std::map<unsigned int, Point<dim>> &displaced) const
      {
        if (faces_.empty())
          return;
        double farthest = 0.;
        for (const auto &[v, point] : displaced)
          farthest = std::max(farthest, reach * point.distance(metal_.at(v)));
        const std::set<unsigned int>       fixed = fixed_vertices();
        std::map<unsigned int, Point<dim>> moved;
        std::set<unsigned int>             vertices;
        for (const CellData<dim> &cell : mesh_.cells)
          if (cell.material_id == faces_.front().solution)
            vertices.insert(cell.vertices.begin(), cell.vertices.end());
        for (const unsigned int p : vertices)
          {
            if (displaced.count(p) > 0 || fixed.count(p) > 0)
              continue;
            const Point<dim> &here    = mesh_.vertices[p];
            double            nearest = 1e300, weights = 0.;
            Tensor<1, dim>    step;
            for (const auto &[v, metal] : metal_)
              {
                const double square = metal.distance_square(here);
                nearest             = std::min(nearest, square);
                if (square > 4. * farthest * farthest)
                  continue;
                const double weight = 1. / (square * square);
                weights += weight;
                step += weight * (displaced.at(v) - metal);
              }
            if (nearest >= farthest * farthest)
              continue;
            step /= weights;
            step *= std::max(0., 1. - std::sqrt(nearest) / (reach * step.norm() + 1e-300));
            moved[p] = here + (in_dim(Point<3>(along_walls(p, in_space(Point<dim>(step))))) - Point<dim>());
          }
        displaced.insert(moved.begin(), moved.end());
      }

      std::vector<unsigned int>
      at_level(const std::vector<unsigned int> &vertices, const unsigned int k) const
      {
        std::vector<unsigned int> result;
        for (const unsigned int v : vertices)
          result.push_back(columns_.at(v)[k]);
        return result;
      }

      /** How far a unit of the mean of the offsets at their corners goes along the normal in the middle of coated faces and of
       * their edges (of all faces that meet in one): 1 where they are flat. */
      std::map<std::vector<unsigned int>, double>
      shares_of_normals(const Middles &middles) const
      {
        std::vector<Point<3>> points = points_in_space();
        for (const auto &[v, place] : metal_)
          points[v] = in_space(place);
        std::map<std::vector<unsigned int>, std::pair<double, unsigned int>> sums;
        for (const CoatedFace &face : faces_)
          {
            const QuadraticCell drawn(face.vertices, points, middles);
            const auto          add = [&](const std::vector<unsigned int> &corners) {
              Point<3>                  at;
              Tensor<1, 3>              mean;
              std::vector<unsigned int> key;
              for (const unsigned int c : corners)
                {
                  at += Point<3>(c % 2, c / 2, 0.) * (1. / corners.size());
                  mean += (1. / corners.size()) * mitres_.at(face.vertices[c]);
                  key.push_back(face.vertices[c]);
                }
              Tensor<1, 3> normal =
                cross_product_3d(drawn.derivative(at, 0), dim == 3 ? drawn.derivative(at, 1) : Tensor<1, 3>({0., 0., 1.}));
              normal /= normal.norm();
              auto &[sum, n] = sums[sorted_key(key)];
              sum += std::abs(mean * normal);
              ++n;
            };
            if (dim == 2)
              add({0, 1});
            else
              for (const auto &corners : std::vector<std::vector<unsigned int>>{{0, 1, 2, 3}, {0, 1}, {2, 3}, {0, 2}, {1, 3}})
                add(corners);
          }
        std::map<std::vector<unsigned int>, double> shares;
        for (const auto &[key, sum] : sums)
          shares[key] = std::max(0.5, sum.first / sum.second);
        return shares;
      }

      /** Edges and faces of the metal keep their shape on every level, as far as films of even thickness have it, and what lies
       * between two is their mean. */
      void
      add_middles(const std::map<unsigned int, Point<dim>> &displaced)
      {
        if (mesh_.middles.empty())
          return;
        const Middles given = mesh_.middles;
        for (auto &[key, middle] : mesh_.middles)
          for (const unsigned int v : key)
            if (const auto moved = displaced.find(v); moved != displaced.end())
              middle += in_space(Point<dim>(moved->second - mesh_.vertices[v])) * (1. / key.size());
        const auto                          shares = shares_of_normals(given);
        std::set<std::vector<unsigned int>> done;
        for (const CoatedFace &face : faces_)
          for (unsigned int a = 0; a < face.vertices.size(); ++a)
            for (unsigned int b = 0; b < face.vertices.size(); ++b)
              {
                const bool is_face = a == b;
                if (!is_face && (b < a || (face.vertices.size() == 4 && a + b == 3)))
                  continue;
                const auto key =
                  sorted_key(is_face ? face.vertices : std::vector<unsigned int>{face.vertices[a], face.vertices[b]});
                if (!done.insert(key).second)
                  continue;
                const auto found = given.find(key);
                Point<3>   middle;
                for (const unsigned int v : key)
                  middle += in_space(metal_.at(v)) * (1. / key.size());
                if (found != given.end())
                  middle = found->second;
                Point<3> below;
                for (unsigned int k = 0; k <= levels_.size(); ++k)
                  {
                    Point<3> here = middle;
                    for (const unsigned int v : key)
                      here += in_space(Point<dim>(offset(v, k))) * (1. / (key.size() * shares.at(key)));
                    mesh_.middles[sorted_key(at_level(key, k))] = here;
                    if (k > 0)
                      {
                        auto                            both  = at_level(key, k - 1);
                        const std::vector<unsigned int> above = at_level(key, k);
                        both.insert(both.end(), above.begin(), above.end());
                        mesh_.middles[sorted_key(both)] = 0.5 * (below + here);
                      }
                    below = here;
                  }
              }
      }

      /** Curves on every level, as far from the metal's as the films are thick along the normal. */
      void
      add_curves()
      {
        if (dim != 2)
          return;
        std::vector<CurvedEdge> grown;
        for (const CurvedEdge &curve : mesh_.curves)
          {
            const unsigned int a = curve.vertices[0], b = curve.vertices[1];
            const auto         key = mesh_.boundary.find(sorted_key({a, b}));
            if (key == mesh_.boundary.end() || key->second != id_)
              {
                grown.push_back(curve);
                continue;
              }
            const Tensor<1, 3> from = mitres_.at(a), to = mitres_.at(b);
            const auto         layers = layers_;
            const auto         levels = levels_;
            const auto         tips   = mesh_.tips;
            for (unsigned int k = 0; k <= levels_.size(); ++k)
              grown.push_back({{{columns_.at(a)[k], columns_.at(b)[k]}}, [=](const double t) {
                                 Point<2> point = curve.at(t);
                                 if (k == 0)
                                   return point;
                                 Point<dim> place;
                                 for (unsigned int d = 0; d < 2; ++d)
                                   place[d] = point[d];
                                 const Location location = metal_location<dim>(tips, place);
                                 const Level   &level    = levels[k - 1];
                                 double         d        = level.share * layers[level.layer].thickness(location);
                                 for (unsigned int l = 0; l < level.layer; ++l)
                                   d += layers[l].thickness(location);
                                 const Tensor<1, 3> mitre  = (1. - t) * from + t * to;
                                 const double       height = std::abs(mitre * normal_of_curve(curve, t));
                                 point[0] += d * mitre[0] / height;
                                 point[1] += d * mitre[1] / height;
                                 return point;
                               }});
          }
        mesh_.curves = grown;
      }

      void
      add_cells(const types::material_id first_material)
      {
        for (const CoatedFace &face : faces_)
          mesh_.boundary.erase(sorted_key(face.vertices));
        std::map<std::vector<unsigned int>, unsigned int> n_sides; // of edges (vertices in 2-D) of coated faces
        const auto                                        sides_of = [](const CoatedFace &face) {
          std::vector<std::vector<unsigned int>> sides;
          if (dim == 2)
            sides = {{face.vertices[0]}, {face.vertices[1]}};
          else
            for (const auto &[a, b] : std::vector<std::pair<int, int>>{{0, 1}, {1, 3}, {3, 2}, {2, 0}})
              sides.push_back(sorted_key({face.vertices[a], face.vertices[b]}));
          return sides;
        };
        for (const CoatedFace &face : faces_)
          for (const auto &side : sides_of(face))
            ++n_sides[side];
        for (const CoatedFace &face : faces_)
          {
            mesh_.boundary[sorted_key(at_level(face.vertices, 0))] = face.boundary;
            const unsigned int lowest                              = mesh_.cells.size();
            Point<dim>         middle;
            for (const unsigned int v : face.vertices)
              middle += metal_.at(v) * (1. / face.vertices.size());
            const bool is_open =
              layers_.front().defects && layers_.front().defects->is_open(metal_location<dim>(mesh_.tips, middle));
            for (unsigned int k = 0; k < levels_.size(); ++k)
              {
                std::vector<unsigned int> low = at_level(face.vertices, k), high = at_level(face.vertices, k + 1);
                if (dim == 3 && face.turned)
                  {
                    std::swap(low[1], low[2]);
                    std::swap(high[1], high[2]);
                  }
                CellData<dim> cell;
                cell.vertices.assign(low.begin(), low.end());
                cell.vertices.insert(cell.vertices.end(), high.begin(), high.end());
                const bool first = dim == 2 && face.turned; // across in the first direction, so that no edge is turned round
                if (first)
                  std::swap(cell.vertices[1], cell.vertices[2]);
                cell.material_id  = is_open ? face.solution : first_material + levels_[k].layer;
                const double from = k == 0 || levels_[k - 1].layer != levels_[k].layer ? levels_[k].layer : levels_[k - 1].zeta();
                mesh_.films[mesh_.cells.size()] = {lowest, first ? 0u : dim - 1u, from, levels_[k].zeta()};
                mesh_.cells.push_back(cell);
                for (const auto &side : sides_of(face))
                  if (n_sides[side] == 1)
                    {
                      auto       key   = at_level(side, k);
                      const auto above = at_level(side, k + 1);
                      key.insert(key.end(), above.begin(), above.end());
                      if (coated_.count(other_.at(side)) > 0)
                        throw std::runtime_error(
                          "Films cannot be grown on two boundaries of a mesh that touch. Join the boundaries, "
                          "or take one of the coatings as thin or lumped.");
                      mesh_.boundary[sorted_key(key)] = other_.at(side);
                    }
              }
          }
      }

      ImportedCells<dim>                                     &mesh_;
      const std::vector<MeshLayer>                           &layers_;
      const types::boundary_id                                id_;
      const std::set<types::boundary_id>                      coated_;
      std::vector<Level>                                      levels_;
      std::vector<CoatedFace>                                 faces_;
      std::map<unsigned int, std::vector<Tensor<1, 3>>>       normals_, walls_;
      std::map<std::vector<unsigned int>, types::boundary_id> other_; // boundaries beside the coated one
      std::map<unsigned int, Tensor<1, 3>>                    mitres_;
      std::map<unsigned int, Point<dim>>                      metal_;
      std::map<unsigned int, std::vector<unsigned int>>       columns_; // vertices from the metal outward
    };
  } // namespace

  template <int dim>
  void
  grow_layers(ImportedCells<dim>             &mesh,
              const std::vector<MeshLayer>   &layers,
              const std::vector<std::string> &boundary_names,
              const types::material_id        first_material)
  {
    const auto id_of = [&](const std::string &boundary) {
      const auto name = std::find(boundary_names.begin(), boundary_names.end(), boundary);
      AssertThrow(name != boundary_names.end(), ExcInternalError());
      return static_cast<types::boundary_id>(name - boundary_names.begin());
    };
    std::set<types::boundary_id> coated;
    for (const MeshLayer &layer : layers)
      coated.insert(id_of(layer.boundary));
    for (unsigned int l = 0; l < layers.size();)
      {
        unsigned int end = l;
        while (end < layers.size() && layers[end].boundary == layers[l].boundary)
          ++end;
        const std::vector<MeshLayer> stack(layers.begin() + l, layers.begin() + end);
        Growth<dim>(mesh, stack, id_of(layers[l].boundary), coated).run(first_material + l);
        l = end;
      }
  }

  template void
  grow_layers(ImportedCells<2> &, const std::vector<MeshLayer> &, const std::vector<std::string> &, types::material_id);
  template void
  grow_layers(ImportedCells<3> &, const std::vector<MeshLayer> &, const std::vector<std::string> &, types::material_id);
} // namespace zincfield

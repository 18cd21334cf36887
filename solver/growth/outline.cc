#include "solver/growth/outline.h"

#include <deal.II/fe/fe_values.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Distance of ends of faces that are one point, over the length of a face, and of an end from the side that it lies on. */
    constexpr double one_point = 1e-6;

    /** Share of the way to the chord of its neighbours by which a point of a sharp valley moves, and how often at most. */
    constexpr double       filling       = 0.3;
    constexpr unsigned int most_fillings = 20000;

    /** Turn of a line at an edge [rad], and points along the radius to which it is rounded. */
    constexpr double least_angle = 0.3, points_per_radius = 6.;

    /** Curvature of the circle through three points, positive in a valley of metal below a line from left to right. */
    double
    valley_curvature(const Point<2> &a, const Point<2> &b, const Point<2> &c)
    {
      const Tensor<1, 2> before = b - a, after = c - b;
      return 2. * (before[0] * after[1] - before[1] * after[0]) / (before.norm() * after.norm() * (c - a).norm());
    }

    /** The points before and after a point; both ends of the line are mirrored. */
    std::pair<Point<2>, Point<2>>
    beside(const std::vector<OutlinePoint> &outline, const std::size_t i)
    {
      const Point<2> &here     = outline[i].place;
      const auto      mirrored = [&](const Point<2> &p) { return Point<2>(2. * here[0] - p[0], p[1]); };
      const bool      first = i == 0, last = i + 1 == outline.size();
      return {first ? mirrored(outline[1].place) : outline[i - 1].place,
              last ? mirrored(outline[i - 1].place) : outline[i + 1].place};
    }

    /** The point of the line between two others, at this share of the way. */
    OutlinePoint
    between(const OutlinePoint &from, const OutlinePoint &to, const double share)
    {
      OutlinePoint point{from.place + share * (to.place - from.place), from.fields};
      for (std::size_t f = 0; f < point.fields.size(); ++f)
        point.fields[f] += share * (to.fields[f] - from.fields[f]);
      return point;
    }

    /** Places points along the line beside its edges, close enough for arcs of `radius`. */
    void
    add_points_beside_edges(std::vector<OutlinePoint> &outline, const double radius)
    {
      std::vector<Point<2>> edges;
      for (std::size_t i = 0; i < outline.size(); ++i)
        {
          const auto [a, c] = beside(outline, i);
          const Point<2> &b = outline[i].place;
          if ((b - a) * (c - b) < std::cos(least_angle) * (b - a).norm() * (c - b).norm())
            edges.push_back(b);
        }
      const auto near = [&](const Point<2> &p) {
        return std::any_of(edges.begin(), edges.end(), [&](const Point<2> &edge) { return edge.distance(p) < 3. * radius; });
      };
      std::vector<OutlinePoint> finer;
      for (std::size_t i = 0; i + 1 < outline.size(); ++i)
        {
          const OutlinePoint &from = outline[i], &to = outline[i + 1];
          const double        length = from.place.distance(to.place);
          const unsigned int  n      = near(from.place) || near(to.place) ? std::ceil(points_per_radius * length / radius) : 1;
          for (unsigned int k = 0; k < n; ++k)
            finer.push_back(between(from, to, double(k) / n));
        }
      finer.push_back(outline.back());
      outline = std::move(finer);
    }

    using Piece = std::vector<std::vector<double>>; // x, y, fields at the nodes of a face, in order

    Point<2>
    place_of(const std::vector<double> &node)
    {
      return Point<2>(node[0], node[1]);
    }

    /** The faces of all ranks. */
    std::vector<Piece>
    pieces(const MetalFaces<2> &faces, const std::vector<FieldVector> &fields)
    {
      std::vector<Piece> own, all;
      for (const MetalFace<2> &face : faces.list())
        {
          Piece piece;
          for (unsigned int a = 0; a < face.nodes.size(); ++a)
            {
              piece.push_back({face.places[a][0], face.places[a][1]});
              for (const FieldVector &field : fields)
                piece.back().push_back(field(face.nodes[a]));
            }
          std::rotate(piece.begin() + 1, piece.begin() + 2, piece.end()); // vertices come first
          own.push_back(std::move(piece));
        }
      for (const auto &part : Utilities::MPI::all_gather(faces.nodes().discretization().dof_handler.get_communicator(), own))
        all.insert(all.end(), part.begin(), part.end());
      return all;
    }
  } // namespace

  std::vector<OutlinePoint>
  outline(const MetalFaces<2> &faces, const std::vector<FieldVector> &fields)
  {
    std::vector<Piece> left = pieces(faces, fields);
    for (Piece &piece : left)
      if (piece.front()[0] > piece.back()[0])
        std::reverse(piece.begin(), piece.end());
    const auto first =
      std::min_element(left.begin(), left.end(), [](const Piece &a, const Piece &b) { return a.front()[0] < b.front()[0]; });
    std::vector<OutlinePoint> line;
    if (first == left.end())
      return line;
    const auto append = [&](const Piece &piece) {
      for (std::size_t i = line.empty() ? 0 : 1; i < piece.size(); ++i)
        line.push_back({place_of(piece[i]), {piece[i].begin() + 2, piece[i].end()}});
    };
    append(*first);
    left.erase(first);
    while (!left.empty())
      {
        const Point<2> end  = line.back().place;
        const auto     away = [&](const Piece &piece) {
          return std::min(end.distance(place_of(piece.front())), end.distance(place_of(piece.back())));
        };
        const auto next =
          std::min_element(left.begin(), left.end(), [&](const Piece &a, const Piece &b) { return away(a) < away(b); });
        Piece piece = *next;
        if (end.distance(place_of(piece.back())) < end.distance(place_of(piece.front())))
          std::reverse(piece.begin(), piece.end());
        if (away(piece) > one_point * place_of(piece.front()).distance(place_of(piece.back())))
          return {};
        append(piece);
        left.erase(next);
      }
    return line;
  }

  double
  value_at(const std::vector<OutlinePoint> &outline, const std::size_t field, const Point<2> &place)
  {
    double      nearest = std::numeric_limits<double>::infinity(), t = 0.; // share of the way from point i to the next
    std::size_t i = 0;
    for (std::size_t k = 0; k + 1 < outline.size(); ++k)
      {
        const Tensor<1, 2> along = outline[k + 1].place - outline[k].place;
        const double       share = std::clamp((place - outline[k].place) * along / along.norm_square(), 0., 1.),
                     away        = place.distance(outline[k].place + share * along);
        if (away < nearest)
          {
            nearest = away;
            t       = share;
            i       = k;
          }
      }
    const auto slope_at = [&](const std::size_t k) {
      if (k == 0 || k + 1 == outline.size())
        return 0.;
      const double before = outline[k].place.distance(outline[k - 1].place),
                   after  = outline[k + 1].place.distance(outline[k].place);
      return ((outline[k].fields[field] - outline[k - 1].fields[field]) / before * after +
              (outline[k + 1].fields[field] - outline[k].fields[field]) / after * before) /
             (before + after);
    };
    const double a = outline[i].fields[field], b = outline[i + 1].fields[field],
                 length = outline[i].place.distance(outline[i + 1].place);
    const double value =
      a + t * t * (3. - 2. * t) * (b - a) + length * t * (1. - t) * ((1. - t) * slope_at(i) - t * slope_at(i + 1));
    return std::clamp(value, std::min(a, b), std::max(a, b));
  }

  double
  sharpest_valley(const std::vector<OutlinePoint> &outline)
  {
    double sharpest = 0.;
    for (std::size_t i = 0; i < outline.size(); ++i)
      {
        const auto [a, c] = beside(outline, i);
        sharpest          = std::max(sharpest, valley_curvature(a, outline[i].place, c));
      }
    return 1. / sharpest;
  }

  void
  round_valleys(std::vector<OutlinePoint> &outline, const double radius, const bool ridges_too)
  {
    if (ridges_too)
      add_points_beside_edges(outline, radius);
    bool sharp = true;
    for (unsigned int k = 0; k < most_fillings && sharp; ++k)
      {
        sharp = false;
        for (std::size_t i = 0; i < outline.size(); ++i)
          {
            const auto [a, c]      = beside(outline, i);
            Point<2>    &b         = outline[i].place;
            const double curvature = valley_curvature(a, b, c);
            if ((ridges_too ? std::abs(curvature) : curvature) <= 1. / radius)
              continue;
            sharp                      = true;
            const Tensor<1, 2> chord   = c - a;
            const Point<2>     nearest = a + ((b - a) * chord / chord.norm_square()) * chord;
            b += filling * (nearest - b);
          }
      }
  }

  double
  width_of_cell(const Discretization<2> &discretization)
  {
    const double footprint = discretization.mesh.footprint();
    return discretization.axisymmetric ? std::sqrt(footprint / numbers::PI) : footprint;
  }

  void
  put_ends_on_sides(std::vector<OutlinePoint> &outline, const double width)
  {
    if (outline.empty())
      return;
    double &first = outline.front().place[0], &last = outline.back().place[0];
    if (std::abs(first) < one_point * width)
      first = 0.;
    if (std::abs(last - width) < one_point * width)
      last = width;
  }

  void
  smooth_fields(std::vector<OutlinePoint> &outline)
  {
    constexpr std::size_t           half  = 4;
    const std::vector<OutlinePoint> given = outline;
    for (std::size_t i = 0; i < given.size(); ++i)
      {
        const std::size_t reach = std::min({half, i, given.size() - 1 - i});
        for (std::size_t f = 0; f < given[i].fields.size(); ++f)
          {
            std::vector<double> near;
            for (std::size_t k = i - reach; k <= i + reach; ++k)
              near.push_back(given[k].fields[f]);
            std::nth_element(near.begin(), near.begin() + reach, near.end());
            outline[i].fields[f] = near[reach];
          }
      }
  }

  template <int dim>
  double
  volume_of_solution(const Discretization<dim> &discretization)
  {
    const QGauss<dim> quadrature(2 * discretization.fe.degree);
    FEValues<dim>     values(discretization.mapping(), discretization.fe, quadrature, update_JxW_values | update_quadrature_points);
    double            sum = 0.;
    for (const auto &cell : discretization.dof_handler.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          for (unsigned int q = 0; q < quadrature.size(); ++q)
            sum += values.JxW(q) * (discretization.axisymmetric ? 2. * numbers::PI * values.quadrature_point(q)[0] : 1.);
        }
    return Utilities::MPI::sum(sum, discretization.dof_handler.get_communicator());
  }

  template double
  volume_of_solution(const Discretization<2> &);
  template double
  volume_of_solution(const Discretization<3> &);
} // namespace zincfield

#include "solver/growth/grown_heights.h"

#include "meshes/extruded_geometry.h"

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Points to an interval of the splines at which the metal is looked at: so many that a ball of their radius meets a slope. */
    constexpr unsigned int points_per_spline = 8;

    /** Difference of areas that are one, relative; and of a place from the edge of its face, over the face. */
    constexpr double one_area = 1e-9, beside_face = 1e-5;

    constexpr unsigned int most_newton_steps = 20;

    /** A face as the graph of its polynomials, which lead from the unit square to plan, height and fields. */
    class FaceInPlan
    {
    public:
      FaceInPlan(const MetalFace<3> &face, const std::vector<FieldVector> &fields, const FiniteElement<3> &fe)
        : face_(face)
        , fe_(fe)
      {
        for (unsigned int i = 0; i < fe.dofs_per_cell; ++i)
          if (fe.has_support_on_face(i, face.face))
            shapes_.push_back(i);
        values_.emplace_back();
        for (const Point<3> &place : face.places)
          values_.back().push_back(place[2]);
        for (const FieldVector &field : fields)
          {
            values_.emplace_back();
            for (const auto node : face.nodes)
              values_.back().push_back(field(node));
          }
        const auto range = [&](const unsigned int d) {
          const auto [low, high] = std::minmax_element(face.places.begin(), face.places.end(),
                                                       [d](const Point<3> &a, const Point<3> &b) { return a[d] < b[d]; });
          const double margin    = 0.1 * ((*high)[d] - (*low)[d]); // curved edges
          return std::make_pair((*low)[d] - margin, (*high)[d] + margin);
        };
        x_range = range(0);
        y_range = range(1);
      }

      /** How far beyond the edges the face has to be continued to reach the place, over its size; then height and fields there. */
      std::vector<double>
      at(const Point<2> &plan) const
      {
        std::array<double, 2> s{{0.5, 0.5}};
        for (unsigned int k = 0; k < most_newton_steps; ++k)
          {
            const Point<3> unit = in_cell(s);
            Tensor<1, 2>   left = plan - Point<2>();
            Tensor<2, 2>   slope;
            for (unsigned int a = 0; a < shapes_.size(); ++a)
              {
                const double       value    = fe_.shape_value(shapes_[a], unit);
                const Tensor<1, 3> gradient = fe_.shape_grad(shapes_[a], unit);
                for (unsigned int d = 0; d < 2; ++d)
                  {
                    left[d] -= value * face_.places[a][d];
                    for (unsigned int t = 0; t < 2; ++t)
                      slope[d][t] += gradient[direction(t)] * face_.places[a][d];
                  }
              }
            if (determinant(slope) == 0.)
              break;
            const Tensor<1, 2> step = invert(slope) * left;
            for (unsigned int t = 0; t < 2; ++t)
              s[t] = std::clamp(s[t] + step[t], -1., 2.);
            if (step.norm() < 1e-13)
              break;
          }
        const Point<3>      unit = in_cell(s);
        std::vector<double> found(1 + values_.size(), 0.);
        found[0] = std::max({-s[0], s[0] - 1., -s[1], s[1] - 1., 0.});
        for (unsigned int a = 0; a < shapes_.size(); ++a)
          {
            const double shape = fe_.shape_value(shapes_[a], unit);
            for (unsigned int f = 0; f < values_.size(); ++f)
              found[1 + f] += shape * values_[f][a];
          }
        return found;
      }

      std::pair<double, double> x_range, y_range;

    private:
      unsigned int
      direction(const unsigned int t) const
      {
        return (face_.face / 2 + 1 + t) % 3;
      }

      Point<3>
      in_cell(const std::array<double, 2> &s) const
      {
        Point<3> unit;
        unit[face_.face / 2] = face_.face % 2;
        for (unsigned int t = 0; t < 2; ++t)
          unit[direction(t)] = s[t];
        return unit;
      }

      const MetalFace<3>              &face_;
      const FiniteElement<3>          &fe_;
      std::vector<unsigned int>        shapes_;
      std::vector<std::vector<double>> values_; // of height and fields at the nodes
    };

    MPI_Comm
    communicator_of(const MetalFaces<3> &faces)
    {
      return faces.nodes().discretization().dof_handler.get_communicator();
    }

    bool
    hangs_over(const MetalFaces<3> &faces)
    {
      int found = 0;
      for (const MetalFace<3> &face : faces.list())
        for (const auto &point : face.points)
          found = found || !(point.normal[2] > 0.);
      return Utilities::MPI::max(found, communicator_of(faces)) > 0;
    }

    /** Numbers of the points of a line of the grid within a range of places. */
    std::pair<int, int>
    numbers_within(const std::pair<double, double> &range, const PlanGrid &grid, const unsigned int d)
    {
      const double spacing = grid.sides[d] / grid.n[d];
      return {std::max(0, static_cast<int>(std::ceil((range.first - grid.corner[d]) / spacing))),
              std::min<int>(grid.n[d], std::floor((range.second - grid.corner[d]) / spacing))};
    }

    /** Ball of the radius about the points of a grid: offsets, and heights of its upper half over its centre. */
    std::vector<std::tuple<int, int, double>>
    half_ball(const PlanGrid &grid, const double radius)
    {
      std::vector<std::tuple<int, int, double>> points;
      const double                              dx = grid.sides[0] / grid.n[0], dy = grid.sides[1] / grid.n[1];
      const int                                 n_x = radius / dx, n_y = radius / dy;
      for (int j = -n_y; j <= n_y; ++j)
        for (int i = -n_x; i <= n_x; ++i)
          if (const double square = radius * radius - i * i * dx * dx - j * j * dy * dy; square >= 0.)
            points.emplace_back(i, j, std::sqrt(square));
      return points;
    }
  } // namespace

  std::optional<PlanGrid>
  plan_of_metal(const MetalFaces<3> &faces, const Geometry &geometry)
  {
    const PlanMesh plan = geometry.extrusion()->plan_mesh();
    if (!plan.periodic_directions.empty())
      return {};
    PlanGrid grid;
    for (unsigned int d = 0; d < 2; ++d)
      {
        double low = std::numeric_limits<double>::infinity(), high = -low;
        for (const MetalFace<3> &face : faces.list())
          for (const Point<3> &place : face.places)
            {
              low  = std::min(low, place[d]);
              high = std::max(high, place[d]);
            }
        grid.corner[d] = Utilities::MPI::min(low, communicator_of(faces));
        grid.sides[d]  = Utilities::MPI::max(high, communicator_of(faces)) - grid.corner[d];
      }
    if (std::abs(grid.sides[0] * grid.sides[1] / geometry.footprint() - 1.) > one_area)
      return {};
    const double cell = std::sqrt(geometry.footprint() / plan.cells.size());
    for (unsigned int d = 0; d < 2; ++d)
      grid.n[d] = std::max(2L, std::lround(grid.sides[d] / cell));
    return grid;
  }

  std::vector<double>
  filled_valleys(const PlanGrid &grid, const std::vector<double> &heights, const double radius)
  {
    const auto ball = half_ball(grid, radius);
    // The centres of balls that touch the metal; then the balls that have their centres no lower.
    std::vector<double> centres(heights.size()), filled(heights.size());
    const auto          over_grid = [&](const auto &visit) {
      for (int j = 0; j <= static_cast<int>(grid.n[1]); ++j)
        for (int i = 0; i <= static_cast<int>(grid.n[0]); ++i)
          visit(i, j);
    };
    over_grid([&](const int i, const int j) {
      double &centre = centres[grid.index(i, j)];
      centre         = -std::numeric_limits<double>::infinity();
      for (const auto &[a, b, up] : ball)
        centre = std::max(centre, heights[grid.index(i + a, j + b)] + up);
    });
    over_grid([&](const int i, const int j) {
      double &height = filled[grid.index(i, j)];
      height         = std::numeric_limits<double>::infinity();
      for (const auto &[a, b, up] : ball)
        height = std::min(height, centres[grid.index(i + a, j + b)] - up);
    });
    return filled;
  }

  std::optional<GrownHeights>
  grown_heights(const MetalFaces<3> &faces, const std::vector<FieldVector> &fields, const PlanGrid &grid, const double radius)
  {
    if (hangs_over(faces))
      return {};
    const PlanGrid      fine         = grid.divided(points_per_spline);
    const MPI_Comm      communicator = communicator_of(faces);
    const unsigned int  n = fine.n_points(), n_values = 1 + fields.size();
    std::vector<double> beyond(n, 1e9), nearest(n), n_found(n, 0.), sums(n_values * n, 0.);
    for (const MetalFace<3> &face : faces.list())
      {
        const FaceInPlan in_plan(face, fields, faces.nodes().discretization().fe);
        const auto [left, right] = numbers_within(in_plan.x_range, fine, 0);
        const auto [low, high]   = numbers_within(in_plan.y_range, fine, 1);
        for (int j = low; j <= high; ++j)
          for (int i = left; i <= right; ++i)
            {
              const unsigned int        k    = fine.index(i, j);
              const std::vector<double> here = in_plan.at(fine.point(i, j));
              if (here[0] >= beyond[k])
                continue;
              beyond[k]  = here[0];
              n_found[k] = 1.;
              for (unsigned int f = 0; f < n_values; ++f)
                sums[f * n + k] = here[1 + f];
            }
      }
    Utilities::MPI::min(beyond, communicator, nearest);
    if (*std::max_element(nearest.begin(), nearest.end()) > beside_face)
      return {};
    // Where two ranks have found a point, on the edge between their faces, the mean.
    for (unsigned int k = 0; k < n; ++k)
      if (beyond[k] > nearest[k])
        for (unsigned int f = n_found[k] = 0; f < n_values; ++f)
          sums[f * n + k] = 0.;
    Utilities::MPI::sum(n_found, communicator, n_found);
    Utilities::MPI::sum(sums, communicator, sums);
    const auto values = [&](const unsigned int f) {
      std::vector<double> result(n);
      for (unsigned int k = 0; k < n; ++k)
        result[k] = sums[f * n + k] / n_found[k];
      return result;
    };
    GrownHeights found{closest_splines(grid, points_per_spline, filled_valleys(fine, values(0), radius)), {}};
    for (unsigned int f = 1; f < n_values; ++f)
      found.fields.push_back(closest_splines_within(grid, points_per_spline, values(f)));
    return found;
  }
} // namespace zincfield

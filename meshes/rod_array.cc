#include "meshes/box_cells.h"
#include "meshes/box_plan.h"
#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "meshes/ready_cell.h"
#include "meshes/plan_builder.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace zincfield
{
  using namespace dealii;

  /**
   * Upright rods with flat tops on a flat electrode: cylinders on a square or hexagonal lattice (3-D), one in a round cell
   * (axisymmetric), or walls, whose flanks may be inclined: fins and trapezoid ridges (2-D). Heights may differ. Cells are columns;
   * those inside the metal are left out, and second-order edges follow the cylinders.
   */
  class RodArray : public ReadyCell
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      size_.declare(parameters);
      if (size_.dim() == 3 || parameters.describing())
        parameters.choice("Lattice", lattice_, {"square", "hexagonal"}, "Arrangement of the cylinders");
      length(parameters, "Radius", radius_, Range::positive(), "Radius of a cylinder, half the width of a wall at its foot");
      if (size_.text == "2" || parameters.describing())
        length(parameters, "Top half-width", top_, Range::non_negative(),
               "Half the width of a wall at its top, at most Radius: a trapezoid ridge; 0: upright flanks");
      length(parameters, "Height", height_, Range::positive(), "Height above the electrode");
      length(parameters, "Pitch", pitch_, Range::positive(),
             "Distance from axis to neighbouring axis; axisymmetric: diameter of the cell");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the electrode");
      if (!size_.axisymmetric() || parameters.describing())
        {
          parameters.integer("Rods along x", n_x_, 0, 20, "0: the smallest symmetric cell; otherwise as many pitches");
          if (size_.dim() == 3 || parameters.describing())
            parameters.integer("Rods along y", n_y_, 0, 20, "0: the smallest symmetric cell; otherwise as many rows");
          parameters.quantity("Height variation", variation_, "%", Range::between(0., 0.8),
                              "Heights differ at random by up to +- this share, in ten steps; those of lattice points");
          parameters.integer("Seed", seed_, 0, 1000000000, "Of the random heights");
        }
      parameters.integer("Cells across feature", cells_, 2, 20, "Coarse cells from the axis to the flank");
      if (parameters.describing())
        return;
      check(parameters);
      build();
    }

    unsigned int
    dimension() const override
    {
      return size_.dim();
    }
    bool
    axisymmetric() const override
    {
      return size_.axisymmetric();
    }
    double
    feature_size() const override
    {
      return height_;
    }
    bool
    has_sharp_edges() const override
    {
      return true;
    }
    double
    footprint() const override
    {
      const double half = 0.5 * pitch_;
      if (axisymmetric())
        return M_PI * half * half;
      return half * tiles_x() * (dimension() == 3 ? tile_height() * tiles_y() : 1.);
    }
    Middles
    middles() const override
    {
      return middles_;
    }
    std::vector<std::string>
    symmetry_planes() const override
    {
      if (axisymmetric() || n_x_ + n_y_ > 0)
        return {};
      return dimension() == 3 ? std::vector<std::string>{"x=0", "y=0"} : std::vector<std::string>{"x=0"};
    }
    void
    create(parallel::distributed::Triangulation<2> &triangulation) const override
    {
      fill_box(vertices_, cells_of_mesh_, gap_, triangulation);
    }
    void
    create(parallel::distributed::Triangulation<3> &triangulation) const override
    {
      fill_box(vertices_, cells_of_mesh_, gap_, triangulation);
    }

  private:
    bool
    hexagonal() const
    {
      return dimension() == 3 && lattice_ == "hexagonal";
    }
    double
    tile_height() const
    {
      return (hexagonal() ? std::sqrt(0.75) : 0.5) * pitch_;
    }
    unsigned int
    tiles_x() const
    {
      return std::max(1u, 2 * n_x_);
    }
    unsigned int
    tiles_y() const
    {
      return std::max(1u, hexagonal() ? n_y_ : 2 * n_y_);
    }

    void
    check(const Parameters &parameters) const
    {
      if (pitch_ < 2.04 * radius_)
        parameters.reject("Pitch", "the rods touch or nearly do", "at least 2.04 times the radius");
      if (top_ > radius_)
        parameters.reject("Top half-width", "the walls hang over", "at most the radius");
      if (gap_ < 1.02 * height_ * (1. + variation_))
        parameters.reject("Gap", "the rods reach the counter electrode", "at least 1.02 times the largest height");
    }

    /** The lattice point that is nearest to a place, and its number. */
    std::pair<Point<2>, std::pair<int, int>>
    axis(const Point<2> &place) const
    {
      std::pair<Point<2>, std::pair<int, int>> nearest;
      const double                             row_height = hexagonal() ? tile_height() : pitch_;
      const int                                row        = dimension() == 3 ? std::lround(place[1] / row_height) : 0;
      double                                   shortest   = 1e300;
      for (int j = row - 1; j <= row + 1; ++j)
        {
          if (dimension() == 2 && j != 0)
            continue;
          const double   shift = hexagonal() && j % 2 != 0 ? 0.5 * pitch_ : 0.;
          const int      i     = std::lround((place[0] - shift) / pitch_);
          const Point<2> here(i * pitch_ + shift, dimension() == 3 ? j * row_height : 0.);
          if (here.distance(place) < shortest)
            {
              shortest = here.distance(place);
              nearest  = {here, {i, j}};
            }
        }
      return nearest;
    }

    double
    height_of(const std::pair<int, int> &rod) const
    {
      if (variation_ == 0.)
        return height_;
      std::mt19937 random(seed_ + 7919u * (rod.first + 50) + 104729u * (rod.second + 50));
      random.discard(10);
      const double steps = std::round(10. * (2. * (random() / 4294967296.) - 1.)) / 10.; // few heights: few levels
      return height_ * (1. + variation_ * steps);
    }

    /** Half the width of a wall at a height, or of the column that goes on above it. */
    double
    half_width(const double z, const double h) const
    {
      return top_ > 0. ? radius_ + (top_ - radius_) * std::min(1., z / h) : radius_;
    }

    /** The plan mesh of one rectangle between symmetry planes. */
    PlanMesh
    tile() const
    {
      const double half = 0.5 * pitch_;
      PlanBuilder  builder;
      if (dimension() == 2)
        {
          const auto u =
            join(uniform_points(0., radius_, cells_),
                 graded_points(radius_, half, radius_ / cells_, 1.5, std::max(radius_ / cells_, 0.25 * (half - radius_))));
          for (std::size_t i = 0; i + 1 < u.size(); ++i)
            builder.segment({u[i], 0.}, {u[i + 1], 0.});
          return builder.plan;
        }
      add_quarter(builder, Point<2>(), 1.);
      if (hexagonal())
        add_quarter(builder, Point<2>(half, tile_height()), -1.);
      return builder.plan;
    }

    /** A quarter of a cylinder about `centre` and what is nearest to it: rings about a square. `turn`: 1, or -1 where it is turned
     * by 180 degrees. */
    void
    add_quarter(PlanBuilder &builder, const Point<2> &centre, const double turn) const
    {
      const unsigned int m = std::max(1u, (cells_ + 1) / 2),
                         n = hexagonal() ? 6 * std::max(1u, (m + 1) / 3) : 4 * std::max(1u, m / 2), c = n / 2;
      const double core = 0.55 * radius_, half = 0.5 * pitch_;
      const auto   place = [&](const double x, const double y) { return Point<2>(centre[0] + turn * x, centre[1] + turn * y); };
      // A square whose outer corner lies on the diagonal, bulged towards the circle.
      const auto in_core = [&](const unsigned int i, const unsigned int j) {
        const double a = double(i) / c, b = double(j) / c, bulge = 1. - 0.18 * a * b;
        return place(core * a * bulge, core * b * bulge);
      };
      for (unsigned int j = 0; j < c; ++j)
        for (unsigned int i = 0; i < c; ++i)
          builder.cell(in_core(i, j), in_core(i + 1, j), in_core(i, j + 1), in_core(i + 1, j + 1));
      const auto rim = [&](const unsigned int k) { return k <= c ? in_core(c, k) : in_core(n - k, c); };
      const auto ray = [&](const unsigned int k) {
        const double angle = M_PI_2 * k / n;
        return Tensor<1, 2>({std::cos(angle), std::sin(angle)});
      };
      const auto side = [&](const unsigned int k) { // where the ray leaves what is nearest to this axis
        const double angle = M_PI_2 * k / n;
        const double flat  = hexagonal() ? std::round(angle / (M_PI / 3.)) * M_PI / 3. : std::round(angle / M_PI_2) * M_PI_2;
        const double at    = k * 2 == n && !hexagonal() ? std::sqrt(2.) : 1. / std::cos(angle - flat);
        return half * at;
      };
      const unsigned int rings = std::max(1u, cells_ / 2);
      const double       arc   = M_PI_2 * radius_ / n;
      const auto outer = graded_points(0., 1., std::min(1., arc / (half - radius_)), 1.5, std::max(0.34, arc / (half - radius_)));
      for (unsigned int k = 0; k < n; ++k)
        {
          const auto inner_at = [&](const unsigned int ring, const unsigned int at) {
            const double   share  = double(ring) / rings;
            const auto     d      = ray(at);
            const Point<2> circle = place(radius_ * d[0], radius_ * d[1]), start = rim(at);
            return start + share * (circle - start);
          };
          for (unsigned int ring = 0; ring < rings; ++ring)
            builder.cell(inner_at(ring, k), inner_at(ring + 1, k), inner_at(ring, k + 1), inner_at(ring + 1, k + 1));
          const auto outer_at = [&](const double share, const unsigned int at) {
            const auto   d = ray(at);
            const double r = radius_ + share * (side(at) - radius_);
            return place(r * d[0], r * d[1]);
          };
          for (std::size_t ring = 0; ring + 1 < outer.size(); ++ring)
            builder.cell(outer_at(outer[ring], k), outer_at(outer[ring + 1], k), outer_at(outer[ring], k + 1),
                         outer_at(outer[ring + 1], k + 1));
        }
    }

    /** Heights at which all columns are cut: those of the rods, the gap, and between them. */
    std::vector<double>
    levels(const std::set<double> &heights) const
    {
      const double        cell = std::max(radius_ / cells_, std::min(0.25 * height_, 1.5 * radius_ / cells_));
      std::vector<double> z    = {0.};
      for (const double h : heights)
        {
          const double step = h - z.back();
          z                 = join(z, uniform_points(z.back(), h, std::max(1., std::min(24., std::round(step / (2. * cell))))));
        }
      if (heights.size() == 1 && z.size() < 4)
        z = uniform_points(0., height_, 3);
      const double above = gap_ - z.back();
      // In 3-D cells are not much higher than wide: see tallest_cell().
      const double tallest = dimension() == 3 ? std::max(cell, tallest_cell(above, radius_ / cells_)) : 1e300;
      return join(z, graded_points(z.back(), gap_, std::min(cell, above), 1.6, tallest));
    }

    void
    build()
    {
      PlanMesh plan = axisymmetric() || dimension() == 2 ? tiled(tile(), 0.5 * pitch_, 1., axisymmetric() ? 1 : tiles_x(), 1)
                                                         : tiled(tile(), 0.5 * pitch_, tile_height(), tiles_x(), tiles_y());
      for (auto &v : plan.cells) // counter-clockwise
        if (const Tensor<1, 2> a = plan.vertices[v[1]] - plan.vertices[v[0]], b = plan.vertices[v[2]] - plan.vertices[v[0]];
            dimension() == 3 && a[0] * b[1] - a[1] * b[0] < 0.)
          std::swap(v[1], v[2]);
      std::set<double>              heights;
      std::vector<bool>             in_rod;
      std::vector<double>           rod_height;
      std::set<std::pair<int, int>> rods;
      const unsigned int            per_cell = 1u << (dimension() - 1);
      for (const auto &cell : plan.cells)
        {
          Point<2> middle;
          for (unsigned int v = 0; v < per_cell; ++v)
            middle += plan.vertices[cell[v]] * (1. / per_cell);
          const auto [centre, rod] = axis(middle);
          in_rod.push_back(middle.distance(centre) < radius_);
          rod_height.push_back(height_of(rod));
          heights.insert(rod_height.back());
          if (rods.insert(rod).second)
            tips_.push_back(
              Point<3>(centre[0], dimension() == 3 ? centre[1] : rod_height.back(), dimension() == 3 ? rod_height.back() : 0.));
        }
      const auto z = levels(heights);
      require_few_cells(static_cast<double>(plan.cells.size()) * z.size(), 2e5);

      const unsigned int n = plan.vertices.size();
      std::vector<int>   number(n * z.size(), -1);
      const auto         vertex = [&](const unsigned int v, const std::size_t k) {
        int &found = number[k * n + v];
        if (found < 0)
          {
            found = vertices_.size();
            vertices_.push_back(place(plan.vertices[v], z[k]));
          }
        return static_cast<unsigned int>(found);
      };
      for (std::size_t k = 0; k + 1 < z.size(); ++k)
        for (std::size_t c = 0; c < plan.cells.size(); ++c)
          {
            if (in_rod[c] && z[k] < rod_height[c] * (1. - 1e-12))
              continue;
            std::vector<unsigned int> corners;
            for (const std::size_t level : {k, k + 1})
              for (unsigned int v = 0; v < per_cell; ++v)
                corners.push_back(vertex(plan.cells[c][v], level));
            cells_of_mesh_.push_back(corners);
            if (dimension() == 3)
              add_middles(plan, c, k, z, corners);
          }
    }

    /** Of two dimensions: (x, z, 0); of three (x, y, z). */
    Point<3>
    place(const Point<2> &plan, const double z) const
    {
      if (dimension() == 3)
        return Point<3>(plan[0], plan[1], z);
      if (top_ == 0.)
        return Point<3>(plan[0], z, 0.);
      const auto   nearest = axis(plan);
      const double away = plan[0] - nearest.first[0], half = 0.5 * pitch_, w = half_width(z, height_of(nearest.second));
      const double moved =
        std::abs(away) <= radius_ ? std::abs(away) * w / radius_ : w + (std::abs(away) - radius_) * (half - w) / (half - radius_);
      return Point<3>(nearest.first[0] + (away < 0. ? -moved : moved), z, 0.);
    }

    /** Edges on a cylinder are arcs, on the top and on the foot too; the faces between them follow. */
    void
    add_middles(const PlanMesh                  &plan,
                const std::size_t                c,
                const std::size_t                k,
                const std::vector<double>       &z,
                const std::vector<unsigned int> &corners)
    {
      const std::array<std::array<unsigned int, 2>, 4> sides = {{{{0, 1}}, {{2, 3}}, {{0, 2}}, {{1, 3}}}};
      for (const auto &side : sides)
        {
          const Point<2> a = plan.vertices[plan.cells[c][side[0]]], b = plan.vertices[plan.cells[c][side[1]]];
          const Point<2> centre = axis(a).first;
          if (std::abs(a.distance(centre) - radius_) > 1e-6 * radius_ || std::abs(b.distance(centre) - radius_) > 1e-6 * radius_)
            continue;
          Tensor<1, 2> out = 0.5 * (a - centre) + 0.5 * (b - centre);
          out *= radius_ / out.norm();
          const Point<2>            arc = centre + out;
          std::vector<unsigned int> face;
          for (const unsigned int level : {0u, 1u})
            {
              std::vector<unsigned int> edge = {corners[4 * level + side[0]], corners[4 * level + side[1]]};
              std::sort(edge.begin(), edge.end());
              middles_[edge] = Point<3>(arc[0], arc[1], z[k + level]);
              face.insert(face.end(), edge.begin(), edge.end());
            }
          std::sort(face.begin(), face.end());
          middles_[face] = Point<3>(arc[0], arc[1], 0.5 * (z[k] + z[k + 1]));
        }
    }

    CellDimension                          size_;
    std::string                            lattice_ = "square";
    double                                 radius_ = required_value, top_ = 0., height_ = required_value, pitch_ = required_value;
    double                                 gap_ = required_value, variation_ = 0.;
    unsigned int                           n_x_ = 0, n_y_ = 0, seed_ = 1, cells_ = 4;
    std::vector<Point<3>>                  vertices_;
    std::vector<std::vector<unsigned int>> cells_of_mesh_;
    Middles                                middles_;
  };

  static const Register<Geometry, RodArray> rod_array("rod array", "Upright cylinders on a lattice, walls and trapezoid ridges");
} // namespace zincfield

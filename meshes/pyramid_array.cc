#include "meshes/dimension.h"
#include "meshes/grading.h"
#include "meshes/plan_builder.h"
#include "meshes/pyramid.h"
#include "meshes/worst_cell.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace zincfield
{
  using namespace dealii;

  /**
   * A lattice of pyramids on a flat electrode, 3-D: hexagonal bases on a hexagonal lattice or square bases on a square lattice,
   * flats facing flats. The cell is made of rectangles whose sides are symmetry planes of the lattice: pitch/2 x pitch/2
   * (square) or pitch/2 x sqrt(3) pitch/2 with a quarter of a pyramid in two opposite corners (hexagon).
   */
  class PyramidArray : public ExtrudedGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      parameters.choice("Base", base_, {"hexagon", "square"}, "Shape of the base; hexagons stand on a hexagonal lattice");
      length(parameters, "Width", width_, Range::positive(), "Distance between opposite flats of the base");
      length(parameters, "Height", height_, Range::positive(), "Height of the (rounded) tip above the base plane");
      length(parameters, "Pitch", pitch_, Range::positive(), "Distance from tip to neighbouring tip; at least the width");
      length(parameters, "Tip radius", tip_radius_, Range::non_negative(), "Radius of curvature of the apex; 0: a point");
      length(parameters, "Gap", gap_, Range::positive(), "Distance of the counter electrode from the base plane");
      parameters.integer("Pyramids along x", n_, 0, 100, "0: the smallest symmetric cell; otherwise as many pitches");
      parameters.integer("Pyramids along y", m_, 0, 100, "0: the smallest symmetric cell; otherwise as many rows");
      parameters.choice("Sides", sides_, {"symmetry", "periodic"}, "symmetry planes through the outermost tips, or periodic");
      parameters.quantity("Height variation", variation_, "%", Range::between(0., 0.9),
                          "Heights vary at random by up to +- this share");
      parameters.integer("Seed", seed_, 0, 1000000000, "Of the random heights");
      parameters.integer("Cells across feature", cells_, 2, 100, "Coarse cells from the axis to the foot of a pyramid");
      declare_first_cell(parameters, gap_);
      if (parameters.describing())
        return;
      if (std::abs(pitch_ - width_) < 1e-9 * width_)
        pitch_ = width_;
      check(parameters);
      build();
      reject_oblique_cells(parameters);
    }

    unsigned int
    dimension() const override
    {
      return 3;
    }
    bool
    axisymmetric() const override
    {
      return false;
    }
    double
    feature_size() const override
    {
      return height_;
    }
    bool
    has_sharp_edges() const override
    {
      return true; // the ridges
    }
    std::vector<std::string>
    symmetry_planes() const override
    {
      // An array of several pyramids shows itself.
      return n_ == 0 && m_ == 0 ? std::vector<std::string>{"x=0", "y=0"} : std::vector<std::string>();
    }
    double
    footprint() const override
    {
      return tile_width() * tile_height() * n_tiles_x() * n_tiles_y();
    }

    PlanMesh
    plan_mesh() const override
    {
      return plan_mesh_of(ring_radii(), {0., 0.5, 1.});
    }

    PlanMesh
    plan_mesh_under_film(const double finest) const override
    {
      const double foot = 0.5 * width_, half_edge = 0.5 * foot * std::tan(M_PI / (hexagonal() ? 6. : 4.));
      return plan_mesh_of(graded_beside(ring_radii(), foot, finest, finest),
                          graded_beside({0., 0.5, 1.}, 1., 0.5 * finest / half_edge, 1.));
    }

    MetalPoint
    surface(const Point<2> &plan) const override
    {
      Point<2>       centre;
      const Pyramid &pyramid = nearest(plan, centre);
      MetalPoint     surface = pyramid.surface(plan - centre);
      surface.position[0] += centre[0];
      surface.position[1] += centre[1];
      surface.handle = handle_ / surface.offset[2]; // as high everywhere: the offset is long where facets are steep
      surface.top    = Point<3>(plan[0], plan[1], gap_);
      return surface;
    }

    std::vector<double>
    electrolyte_levels() const override
    {
      const double flank = std::hypot(0.5 * width_, height_) / cells_;
      return graded_levels(gap_, handle_, flank, 1.5, tallest_cell(gap_, 0.5 * width_ / cells_));
    }

  private:
    std::optional<UnsuitableLength>
    unsuitable_length() const override
    {
      if (tip_radius_ < 0.01 * width_)
        return UnsuitableLength{"Tip radius", "at least a hundredth of the width"};
      return UnsuitableLength{"Height", "lower or wider pyramids"};
    }

    bool
    hexagonal() const
    {
      return base_ == "hexagon";
    }
    double
    tile_width() const
    {
      return 0.5 * pitch_;
    }
    double
    tile_height() const
    {
      return (hexagonal() ? std::sqrt(0.75) : 0.5) * pitch_;
    }
    unsigned int
    n_tiles_x() const
    {
      return std::max(1U, 2 * n_);
    }
    unsigned int
    n_tiles_y() const
    {
      return std::max(1U, hexagonal() ? m_ : 2 * m_);
    }

    void
    check(const Parameters &parameters) const
    {
      if (pitch_ < width_)
        parameters.reject("Pitch", "the pyramids overlap", "at least the width");
      if (pitch_ > width_ && pitch_ < 1.02 * width_)
        parameters.reject("Pitch", "the valleys are too narrow to be meshed",
                          "the width itself (pyramids touch) or at least 1.02 times the width");
      if (variation_ > 0. && pitch_ == width_)
        parameters.reject("Height variation", "pyramids of different heights touch", "a pitch of at least 1.02 times the width");
      if (gap_ <= height_ * (1. + variation_))
        parameters.reject("Gap", "the pyramids reach the counter electrode", "more than the largest height");
      const double largest = 0.8 * width_ * width_ / (8. * height_ * (1. + variation_));
      if (tip_radius_ > largest)
        parameters.reject("Tip radius", "nothing of the facets would be left", "at most " + std::to_string(largest) + " um");
      if (sides_ == "periodic" && (n_ == 0 || m_ == 0))
        parameters.reject("Sides", "the smallest cell is symmetric, not periodic",
                          "symmetry, or a number of pyramids along x and along y");
      if (sides_ == "periodic" && hexagonal() && m_ % 2 == 1)
        parameters.reject("Pyramids along y", "rows of a hexagonal lattice alternate", "an even number for periodic sides");
    }

    void
    build()
    {
      std::mt19937 random(seed_);
      const int    rows = hexagonal() ? static_cast<int>(n_tiles_y()) : static_cast<int>(n_tiles_y() + 1) / 2,
                columns = static_cast<int>(n_tiles_x() + 1) / 2;
      handle_           = std::min(0.4 * (gap_ - height_ * (1. + variation_)), height_);
      for (int j = -1; j <= rows + 1; ++j)
        for (int i = -1; i <= columns + 1; ++i)
          {
            // Not std::uniform_real_distribution, whose numbers differ between compilers.
            const double  deviation = 2. * (random() / 4294967296.) - 1.;
            const Pyramid pyramid(hexagonal() ? 6 : 4, width_, pitch_, height_ * (1. + variation_ * deviation), tip_radius_);
            handle_           = std::min(handle_, pyramid.longest_handle());
            pyramids_[{i, j}] = pyramid;
          }
      // The central cells end where the rounding does, or inside it: two sides of theirs go down, and are oblique on steep facets.
      while (tip_radius_ > 0. && centre_ > 0.25 && worst_cell(*this).scaled_jacobian < 0.15)
        centre_ *= 0.5;
    }

    /** The pyramid whose part of the lattice holds the point, and where its axis stands. */
    const Pyramid &
    nearest(const Point<2> &plan, Point<2> &centre) const
    {
      const double        row_height = hexagonal() ? tile_height() : pitch_;
      const int           row        = std::lround(plan[1] / row_height);
      double              shortest   = 1e300;
      std::pair<int, int> which;
      for (int j = row - 1; j <= row + 1; ++j)
        {
          const double   shift = hexagonal() && j % 2 != 0 ? 0.5 * pitch_ : 0.;
          const int      i     = std::lround((plan[0] - shift) / pitch_);
          const Point<2> here(i * pitch_ + shift, j * row_height);
          if (here.distance(plan) < shortest)
            {
              shortest = here.distance(plan);
              centre   = here;
              which    = {i, j};
            }
        }
      if (sides_ == "periodic")
        which = {(which.first + static_cast<int>(n_)) % static_cast<int>(n_),
                 (which.second + static_cast<int>(m_)) % static_cast<int>(m_)};
      return pyramids_.at(which);
    }

    /** Rings of cells end at `radii`; `shares` of the way from the middle of a flat to a ridge: 0, 0.5, ..., 1. */
    PlanMesh
    plan_mesh_of(const std::vector<double> &radii, const std::vector<double> &shares) const
    {
      PlanMesh plan = tiled(tile(radii, shares), tile_width(), tile_height(), n_tiles_x(), n_tiles_y());
      if (sides_ == "periodic")
        plan.periodic_directions = {0, 1};
      return plan;
    }

    /** Plan mesh of one rectangle between symmetry planes: half-sectors about its corner axes. */
    PlanMesh
    tile(const std::vector<double> &radii, const std::vector<double> &shares) const
    {
      PlanBuilder builder;
      if (hexagonal())
        {
          for (const int twelfth : {0, 1, 2})
            add_half_sector(builder, Point<2>(), 12, twelfth, radii, shares);
          for (const int twelfth : {6, 7, 8})
            add_half_sector(builder, Point<2>(tile_width(), tile_height()), 12, twelfth, radii, shares);
        }
      else
        for (const int eighth : {0, 1})
          add_half_sector(builder, Point<2>(), 8, eighth, radii, shares);
      return builder.plan;
    }

    /**
     * The triangle between the axis, the middle of a flat and a corner of the base, and the valley beyond it: three
     * quadrilaterals about the axis (split at edge midpoints and centroid), then rings. The two quadrilaterals beside the ridge are
     * cut along it, as the rings are.
     */
    void
    add_half_sector(PlanBuilder               &builder,
                    const Point<2>            &centre,
                    const unsigned int         n_parts,
                    const int                  part,
                    const std::vector<double> &radii,
                    const std::vector<double> &shares) const
    {
      const double angle = 2. * M_PI / n_parts, flat = (part % 2 == 0 ? part : part + 1) * angle,
                   corner = (part % 2 == 0 ? part + 1 : part) * angle;
      const Tensor<1, 2> to_flat({std::cos(flat), std::sin(flat)}),
        to_corner(Tensor<1, 2>({std::cos(corner), std::sin(corner)}) / std::cos(angle));
      const auto at = [&](const double radius, const double share) {
        return centre + radius * ((1. - share) * to_flat + share * to_corner);
      };
      const double   r       = radii.front();
      const Point<2> middle  = centre + r / 3. * (to_flat + to_corner);
      const auto     between = [](const Point<2> &a, const Point<2> &b, const double share) { return a + share * (b - a); };
      const auto     inner   = [&](const double share) {
        return between(at(0.5 * r, 0.), centre, 2. * share - 1.);
      }; // 1/2: far from the ridge
      const auto across = [&](const double share) { return between(middle, at(0.5 * r, 1.), 2. * share - 1.); };
      for (unsigned int j = 1; j + 1 < shares.size(); ++j)
        builder.cell(inner(shares[j + 1]), inner(shares[j]), across(shares[j + 1]), across(shares[j]));
      builder.cell(at(0.5 * r, 0.), at(r, 0.), middle, at(r, 0.5));
      for (unsigned int j = 1; j + 1 < shares.size(); ++j)
        builder.cell(across(shares[j]), at(r, shares[j]), across(shares[j + 1]), at(r, shares[j + 1]));
      for (unsigned int i = 0; i + 1 < radii.size(); ++i)
        for (unsigned int j = 0; j + 1 < shares.size(); ++j)
          builder.cell(at(radii[i], shares[j]), at(radii[i + 1], shares[j]), at(radii[i], shares[j + 1]),
                       at(radii[i + 1], shares[j + 1]));
    }

    /** Distances from the axis, along the middle of a flat, at which rings of cells end. */
    std::vector<double>
    ring_radii() const
    {
      const double foot = 0.5 * width_, size = foot / cells_;
      const double centre =
        tip_radius_ > 0.
          ? std::min(2. * size, std::max(centre_ * tip_radius_ * pyramids_.at({0, 0}).slope(), 0.01 * centre_ * foot))
          : 2. * size;
      auto radii = graded_points(centre, foot, 0.5 * centre * 1.6, 1.6, size);
      if (pitch_ > width_)
        radii = join(radii, uniform_points(foot, 0.5 * pitch_, std::max(1L, std::lround(0.5 * (pitch_ - width_) / size))));
      return radii;
    }

    std::string base_ = "hexagon", sides_ = "symmetry";
    double      width_ = required_value, height_ = required_value, pitch_ = required_value, tip_radius_ = 0., gap_ = required_value;
    double      variation_ = 0., handle_ = 0., centre_ = 2.; // the latter over the radius of the rounding
    unsigned int                           n_ = 0, m_ = 0, seed_ = 1, cells_ = 4;
    std::map<std::pair<int, int>, Pyramid> pyramids_;
  };

  static const Register<Geometry, PyramidArray> pyramid_array("pyramid array", "Hexagonal or square pyramids on a lattice, 3-D");
} // namespace zincfield

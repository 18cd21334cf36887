#include "meshes/contour_cell.h"
#include "meshes/dimension.h"
#include "meshes/number_table.h"
#include "meshes/swept_curve.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    constexpr std::size_t most_points = 20000;

    bool
    cross(const Point<2> &a, const Point<2> &b, const Point<2> &c, const Point<2> &d)
    {
      const auto side = [](const Point<2> &p, const Point<2> &q, const Point<2> &r) {
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
      };
      return side(a, b, c) * side(a, b, d) < 0. && side(c, d, a) * side(c, d, b) < 0.;
    }
  } // namespace

  /**
   * A metal surface traced from a picture: a table of points x, y of a line from side to side of the cell, or of a closed contour
   * with the metal inside. A line without overhangs is extruded as the built shapes are; about others Gmsh makes the coarse mesh.
   */
  class TracedProfile : public Geometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      dimension_.declare(parameters, {"2", "axisymmetric"});
      parameters.file("File", file_,
                      "Text of two columns, x and y (up), separated by blanks or commas, # for comments: points of the line from "
                      "left to right, with the metal below, or of the contour all the way round, with the metal inside");
      length(parameters, "Unit", unit_, Range::positive(), "Length that a 1 in the file stands for: a micrometre, or a pixel's");
      parameters.choice("Contour", contour_, {"open", "closed"}, "open: from one side of the cell to the other; closed: a body");
      length(
        parameters, "Tolerance", tolerance_, Range::non_negative(),
        "The curve is smoothed, and simplified, as far as it stays this close to all points of the table; 0: through all points");
      length(parameters, "Gap", gap_, Range::positive(),
             "Distance of the counter electrode from the mean height of the line, or from the farthest point of a contour");
      if (contour_ == "closed" || parameters.describing())
        {
          parameters.choice("Counter shape", counter_, {"circle", "flat"},
                            "Of a closed contour: a circle about its centre of area, or a plane above it");
          if (counter_ == "flat" || parameters.describing())
            length(parameters, "Distance of sides", side_, Range::positive(),
                   "Distance of the insulating sides and bottom from a closed contour below a flat counter electrode");
        }
      parameters.integer("Cells per right angle", cells_, 2, 50, "Coarse cells along the surface to a turn by 90 degrees");
      auto swept = std::make_unique<SweptCurve>();
      if (contour_ == "open" || parameters.describing())
        swept->declare_levels(parameters, gap_);
      if (!parameters.describing())
        make(parameters, std::move(swept));
    }

    unsigned int
    dimension() const override
    {
      return 2;
    }
    bool
    axisymmetric() const override
    {
      return dimension_.axisymmetric();
    }
    std::vector<std::string>
    boundary_names() const override
    {
      return inner_ ? inner_->boundary_names() : std::vector<std::string>{"working electrode", "counter", "sides"};
    }
    std::vector<std::string>
    material_names() const override
    {
      return {"electrolyte"};
    }
    std::vector<std::string>
    coatable_boundaries() const override
    {
      return {"working electrode"};
    }
    double
    feature_size() const override
    {
      return inner_ ? inner_->feature_size() : 1.;
    }
    bool
    knows_tip() const override
    {
      return !inner_ || inner_->knows_tip();
    }
    double
    footprint() const override
    {
      return inner_->footprint();
    }
    const ExtrudedGeometry *
    extrusion() const override
    {
      return inner_ ? inner_->extrusion() : nullptr;
    }
    const ImportedGeometry *
    imported() const override
    {
      return inner_ ? inner_->imported() : nullptr;
    }
    double
    bend_of_smooth_surfaces() const override
    {
      return inner_->bend_of_smooth_surfaces();
    }
    std::vector<std::string>
    notes() const override
    {
      return {note_};
    }
    std::optional<std::string>
    condition_of_first_cell(const std::string &boundary) const override
    {
      return inner_ ? inner_->condition_of_first_cell(boundary) : std::optional<std::string>();
    }
    std::vector<std::string>
    symmetry_planes() const override
    {
      return inner_->symmetry_planes();
    }
    bool
    has_sharp_edges() const override
    {
      return false;
    }

  private:
    std::vector<Point<2>>
    read(const Parameters &parameters) const
    {
      std::vector<std::vector<double>> rows;
      try
        {
          rows = rows_of_numbers(file_);
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("File", error.what(), "rows of two numbers, x and y");
        }
      if (rows.size() < (contour_ == "closed" ? 4 : 2) || rows[0].size() != 2)
        parameters.reject("File", "it has not two columns with points enough",
                          "columns of x and y; two points at least, four of a closed contour");
      if (rows.size() > most_points)
        parameters.reject("File", "it has " + std::to_string(rows.size()) + " points", "at most " + std::to_string(most_points));
      const Point<2> first(rows[0][0] * unit_, rows[0][1] * unit_);
      double         size = 0.;
      for (const auto &row : rows)
        size = std::max(size, first.distance(Point<2>(row[0] * unit_, row[1] * unit_)));
      std::vector<Point<2>> points;
      for (const auto &row : rows) // rounding may have moved a point that is there twice
        {
          const Point<2> point(row[0] * unit_, row[1] * unit_);
          if (points.empty() || point.distance(points.back()) > 1e-9 * size)
            points.push_back(point);
        }
      if (contour_ == "closed" && points.front().distance(points.back()) <= 1e-9 * size)
        points.pop_back();
      return points;
    }

    void
    require_no_crossing(const Parameters &parameters, const std::vector<Point<2>> &points) const
    {
      // Pieces by their place in a grid of columns: near those of a row of points only neighbours come into question.
      const std::size_t        n = points.size(), n_pieces = contour_ == "closed" ? n : n - 1;
      std::vector<std::size_t> by_left(n_pieces);
      const auto               left  = [&](const std::size_t i) { return std::min(points[i][0], points[(i + 1) % n][0]); };
      const auto               right = [&](const std::size_t i) { return std::max(points[i][0], points[(i + 1) % n][0]); };
      for (std::size_t i = 0; i < n_pieces; ++i)
        by_left[i] = i;
      std::sort(by_left.begin(), by_left.end(), [&](const std::size_t a, const std::size_t b) { return left(a) < left(b); });
      for (std::size_t a = 0; a < n_pieces; ++a)
        for (std::size_t b = a + 1; b < n_pieces && left(by_left[b]) <= right(by_left[a]); ++b)
          {
            const std::size_t i = by_left[a], j = by_left[b];
            if (cross(points[i], points[(i + 1) % n], points[j], points[(j + 1) % n]))
              parameters.reject("File",
                                "the line crosses itself: between points " + std::to_string(std::min(i, j) + 1) + " and " +
                                  std::to_string(std::min(i, j) + 2) + " and between " + std::to_string(std::max(i, j) + 1) +
                                  " and " + std::to_string(std::max(i, j) + 2),
                                "points in the order of the line");
          }
    }

    /** Height over which as much of the metal is as solution under it, by area or, of a section r, z, by volume. */
    double
    mean_height(const std::vector<Point<2>> &points) const
    {
      double sum = 0., all = 0.;
      for (std::size_t i = 0; i + 1 < points.size(); ++i)
        {
          const double step = points[i + 1][0] - points[i][0], r = axisymmetric() ? 0.5 * (points[i + 1][0] + points[i][0]) : 1.;
          sum += r * step * 0.5 * (points[i][1] + points[i + 1][1]);
          all += r * step;
        }
      return sum / all;
    }

    void
    make(const Parameters &parameters, std::unique_ptr<SweptCurve> swept)
    {
      std::vector<Point<2>> points = read(parameters);
      require_no_crossing(parameters, points);
      if (contour_ == "closed")
        {
          if (axisymmetric())
            parameters.reject("Contour", "a closed contour in a section r, z is a ring, which is not meshed",
                              "open, or Dimension = 2");
          double area = 0.; // counter-clockwise
          for (std::size_t i = 0; i < points.size(); ++i)
            {
              const auto &p = points[i], &q = points[(i + 1) % points.size()];
              area += p[0] * q[1] - p[1] * q[0];
            }
          if (area < 0.)
            std::reverse(points.begin(), points.end());
        }
      else
        place_line(parameters, points);
      const TracedCurve curve(points, contour_ == "closed", tolerance_);
      const auto        extremes = extremes_of(curve);
      if (contour_ == "open" && extremes.highest >= gap_)
        parameters.reject(
          "Gap", "the line reaches the counter electrode: it is " + std::to_string(extremes.highest) + " um above its mean height",
          "more than that");
      const bool hangs_over = contour_ == "closed" || extremes.least_advance < least_advance_of_swept_curves;
      char       text[300];
      std::snprintf(text, sizeof(text),
                    "the curve through %zu points of the table has %u pieces, and no point is farther from it than %.3g um; %s",
                    points.size(), curve.n_pieces(), curve.deviation(),
                    hangs_over ? "Gmsh makes its coarse mesh" : "its cells are extruded from it");
      note_ = text;
      if (!hangs_over)
        {
          swept->take(curve, axisymmetric(), gap_, cells_);
          inner_ = std::move(swept);
          return;
        }
      ContourCell::Shape shape;
      shape.gap             = gap_;
      shape.side            = side_;
      shape.around          = contour_ == "closed" && counter_ == "circle";
      shape.axisymmetric    = axisymmetric();
      shape.per_right_angle = cells_;
      auto cell             = std::make_unique<ContourCell>();
      try
        {
          cell->make(curve, shape);
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("File", std::string("no mesh can be made of the curve: ") + error.what(),
                            "a line that does not touch itself, or a smaller Tolerance");
        }
      inner_ = std::move(cell);
    }

    /** The left end to x = 0 and the mean height to 0. */
    void
    place_line(const Parameters &parameters, std::vector<Point<2>> &points) const
    {
      const double from = points.front()[0], width = points.back()[0] - from;
      if (width <= 0.)
        parameters.reject("File", "the line does not lead from left to right", "the left end first");
      for (const auto &point : points)
        if (point[0] < from - 1e-9 * width || point[0] > from + width + 1e-9 * width)
          parameters.reject("File", "the line leaves the cell between its ends",
                            "ends that are the farthest to the left and right");
      if (axisymmetric() && std::abs(from) > 1e-6 * width)
        parameters.reject("File", "the line begins at r = " + std::to_string(from) + " um", "the first point on the axis, r = 0");
      const double mean = mean_height(points);
      for (auto &point : points)
        point -= Tensor<1, 2>({from, mean});
    }

    CellDimension             dimension_;
    std::string               file_ = "?", contour_ = "open", counter_ = "circle", note_;
    double                    unit_ = 1., tolerance_ = 0., gap_ = required_value, side_ = required_value;
    unsigned int              cells_ = 4;
    std::unique_ptr<Geometry> inner_;
  };

  static const Register<Geometry, TracedProfile>
    traced_profile("profile", "A surface through a table of points: a traced line or contour");
} // namespace zincfield

#include "meshes/graph_geometry.h"
#include "meshes/height_file.h"
#include "meshes/number_table.h"
#include "physics/registry.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Heights in the middles of `n` equal intervals over the range of x, linear between the points. */
    std::vector<double>
    on_even_points(const std::vector<std::vector<double>> &points, const std::size_t n)
    {
      std::vector<double> heights;
      const double        from = points.front()[0], width = points.back()[0] - from;
      for (std::size_t i = 0, p = 0; i < n; ++i)
        {
          const double x = from + width * (i + 0.5) / n;
          while (points[p + 1][0] < x)
            ++p;
          const double share = (x - points[p][0]) / (points[p + 1][0] - points[p][0]);
          heights.push_back((1. - share) * points[p][1] + share * points[p + 1][1]);
        }
      return heights;
    }
  } // namespace

  /**
   * A measured surface: in 2-D a line through points x, z, in 3-D a matrix of heights as microscopes export it, a picture of grey
   * values or an STL surface (see height_file.h). Waves shorter than asked for are left out; the mean height is the base plane, and
   * sides are symmetry planes, at which any map goes on as its mirror image, or periodic if the map repeats itself.
   */
  class HeightMap : public GraphGeometry
  {
  public:
    void
    declare(Parameters &parameters) override
    {
      parameters.file(
        "File", file_,
        "Text of numbers separated by blanks or commas, # for comments. 2-D: a column of x, ascending, and one of heights. "
        "3-D: a matrix of heights at even distances, a row for each y from 0 on, with the headings of Gwyddion and WSxM or "
        "without; "
        "or a PNG of grey values (8 or 16 bits, bright is high), or an STL surface without overhangs");
      parameters.choice("Length unit", unit_, {"nm", "um", "mm", "m"},
                        "Unit of the numbers in the file. Without this key: that of the file's headings, or um");
      if (ending_of(file_) == ".png" || parameters.describing())
        length(parameters, "Height range", range_, Range::positive(), "Height of white above black in a picture");
      declare_cell(parameters, "the shortest wavelength");
      length(parameters, "Shortest wavelength", shortest_, Range::positive(),
             "Waves shorter than this are left out of the measured heights: noise, and what the mesh is not to resolve");
      parameters.choice(
        "Sides", sides_, {"symmetry", "periodic"},
        "symmetry: planes beyond which the map goes on as its mirror image; periodic: of a map that repeats itself. One "
        "whose heights change from side to side by more than four times what they change from one column (row) to the "
        "next inside, as root mean squares, is refused");
      periodic_ = sides_ == "periodic";
      if (!parameters.describing())
        make(parameters);
    }

    std::vector<std::string>
    notes() const override
    {
      char text[200];
      std::snprintf(text, sizeof(text), "the measured surface has Rq = %.4g um; without waves shorter than %.4g um it has %.4g um",
                    given_rms_, shortest_, rms_);
      return {text};
    }

  private:
    void
    make(const Parameters &parameters)
    {
      const double n_waves = periodic_ ? 2. * std::floor(width_ / shortest_) : std::floor(2. * width_ / shortest_);
      if (n_waves < 2.)
        parameters.reject("Shortest wavelength", "not two half waves fit into the cell", "less than Width");
      if (n_waves > (dimension() == 3 ? 100. : 2000.))
        parameters.reject("Shortest wavelength", "the cell holds more waves than can be meshed",
                          dimension() == 3 ? "at least a fiftieth of Width" : "at least a thousandth of Width");
      HeightFile file;
      try
        {
          file = read_heights(file_, 4 * n_waves);
        }
      catch (const std::runtime_error &error)
        {
          parameters.reject("File", error.what(), "rows of numbers, all of the same length, or heights in a PNG or STL file");
        }
      const double unit = unit_of(parameters, file);
      if (dimension() == 2 && (file.is_picture || file.is_stl))
        parameters.reject("File", "it is a surface, and this cell has two dimensions", "Dimension = 3, or columns of x and height");
      std::vector<std::vector<double>> heights = dimension() == 3 ? file.heights : line(parameters, file.heights, unit, n_waves);
      if (const double stated = file.width * (file.is_stl ? unit : 1.);
          dimension() == 3 && stated > 0. && std::abs(stated - width_) > 0.01 * width_)
        parameters.reject("Width", "the file is of a surface " + std::to_string(stated) + " um wide", "its width, to 1 %");
      if (heights.size() < 2 && dimension() == 3)
        parameters.reject("File", "it has not two rows", "a matrix of heights");
      if (heights[0].size() < 2)
        parameters.reject("File", "it has not two columns", dimension() == 3 ? "a matrix of heights" : "columns of x and height");
      double mean = 0., square = 0., n = static_cast<double>(heights.size()) * heights[0].size();
      for (auto &row : heights)
        for (double &height : row)
          {
            height *= unit;
            mean += height / n;
            square += height * height / n;
          }
      given_rms_ = std::sqrt(std::max(0., square - mean * mean));
      if (periodic_)
        require_repetition(parameters, heights);
      auto amplitudes  = cosine_transform(heights, n_waves, dimension() == 3 ? n_waves : 0, periodic_);
      amplitudes[0][0] = 0.;
      CosineSurface surface(width_, width_, amplitudes, periodic_);
      rms_ = surface.rms();
      take(parameters, "Shortest wavelength", std::move(surface), shortest_);
    }

    /** Rejects heights [um] that change more across the sides than inside. */
    void
    require_repetition(const Parameters &parameters, const std::vector<std::vector<double>> &heights) const
    {
      const std::size_t n_y = heights.size(), n_x = heights[0].size();
      for (const bool along_x : {true, false})
        {
          const std::size_t n = along_x ? n_x : n_y, m = along_x ? n_y : n_x;
          if (n < 2)
            continue;
          const auto root_mean_square = [&](const std::size_t from, const std::size_t end) { // of the steps to the next ones
            double square = 0.;
            for (std::size_t i = from; i < end; ++i)
              for (std::size_t j = 0; j < m; ++j)
                {
                  const std::size_t next = (i + 1) % n;
                  const double      step = along_x ? heights[j][next] - heights[j][i] : heights[next][j] - heights[i][j];
                  square += step * step;
                }
            return std::sqrt(square / (end - from) / m);
          };
          const double inside = root_mean_square(0, n - 1), across = root_mean_square(n - 1, n);
          if (across > 4. * inside + 1e-12 * width_)
            {
              char text[200];
              std::snprintf(text, sizeof(text),
                            "the map does not repeat itself along %s: from one side to the other heights differ by %.3g um, inside "
                            "from one %s to the next by %.3g um",
                            along_x ? "x" : "y", across, along_x ? "column" : "row", inside);
              parameters.reject("Sides", text, "symmetry, or a map whose opposite sides agree");
            }
        }
    }

    /** [um] */
    double
    unit_of(const Parameters &parameters, const HeightFile &file) const
    {
      if (file.is_picture)
        return range_;
      if (file.unit > 0. && !parameters.given("Length unit"))
        return file.unit;
      return unit_ == "nm" ? 1e-3 : unit_ == "mm" ? 1e3 : unit_ == "m" ? 1e6 : 1.;
    }

    /** The points of a line at even distances, many to a wave. */
    std::vector<std::vector<double>>
    line(const Parameters                       &parameters,
         const std::vector<std::vector<double>> &points,
         const double                            unit,
         const double                            n_waves) const
    {
      if (points.size() < 2 || points[0].size() != 2)
        parameters.reject("File", "it has not two columns with two rows at least", "columns of x and height");
      for (std::size_t p = 0; p + 1 < points.size(); ++p)
        if (points[p + 1][0] <= points[p][0])
          parameters.reject("File", "x does not grow from row " + std::to_string(p + 1) + " to the next",
                            "points of a line without overhangs, from left to right");
      const double length = (points.back()[0] - points.front()[0]) * unit;
      if (std::abs(length - width_) > 0.01 * width_)
        parameters.reject("Width", "the line of the file is " + std::to_string(length) + " um long", "its length, to 1 %");
      return {on_even_points(points, std::max<std::size_t>(2 * points.size(), 8 * n_waves))};
    }

    std::string file_ = "?", unit_ = "um", sides_ = "symmetry";
    double      shortest_ = required_value, range_ = required_value, given_rms_ = 0., rms_ = 0.;
  };

  static const Register<Geometry, HeightMap>
    height_map("height map", "A measured surface: a line of points or a matrix of heights");
} // namespace zincfield

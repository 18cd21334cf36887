#include "meshes/height_file.h"

#include "meshes/number_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#if __has_include(<png.h>)
#include <png.h>
#define ZINCFIELD_HAS_PNG
#endif

namespace zincfield
{
  namespace
  {
    constexpr std::size_t most_pixels = 100000000;

#ifdef ZINCFIELD_HAS_PNG
    /** What libpng calls with a message instead of going on. */
    [[noreturn]] void
    stop(png_structp png, png_const_charp message)
    {
      *static_cast<std::string *>(png_get_error_ptr(png)) = message;
      png_longjmp(png, 1);
    }

    void
    ignore(png_structp, png_const_charp)
    {}

    /** Fills `rows` with 16-bit grey values; returns what is wrong, or nothing. No C++ object is made between setjmp and longjmp.
     */
    std::string
    read_grey(std::FILE *const file, std::vector<std::vector<std::uint16_t>> &rows)
    {
      std::string                error;
      png_structp                png  = png_create_read_struct(PNG_LIBPNG_VER_STRING, &error, stop, ignore);
      png_infop                  info = png_create_info_struct(png);
      std::vector<unsigned char> bytes;
      std::vector<png_bytep>     starts;
      if (setjmp(png_jmpbuf(png)))
        {
          png_destroy_read_struct(&png, &info, nullptr);
          return error.empty() ? "it is no PNG" : error;
        }
      png_init_io(png, file);
      png_read_info(png, info);
      if (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR)
        png_error(png, "the picture has colours, which are no heights");
      png_set_expand_16(png);
      png_set_strip_alpha(png);
      png_set_interlace_handling(png);
      png_read_update_info(png, info);
      const std::size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
      if (width * height > most_pixels)
        png_error(png, "the picture has more than 1e8 points");
      bytes.resize(png_get_rowbytes(png, info) * height);
      starts.resize(height);
      for (std::size_t j = 0; j < height; ++j)
        starts[j] = bytes.data() + j * png_get_rowbytes(png, info);
      png_read_image(png, starts.data());
      png_destroy_read_struct(&png, &info, nullptr);
      for (std::size_t j = height; j-- > 0;) // the last line of a picture is the near side
        {
          rows.emplace_back();
          for (std::size_t i = 0; i < width; ++i)
            rows.back().push_back(256 * starts[j][2 * i] + starts[j][2 * i + 1]);
        }
      return "";
    }

    HeightFile
    read_picture(const std::string &name)
    {
      std::FILE *const file = std::fopen(name.c_str(), "rb");
      if (!file)
        throw std::runtime_error("it cannot be opened");
      std::vector<std::vector<std::uint16_t>> rows;
      const std::string                       error = read_grey(file, rows);
      std::fclose(file);
      if (!error.empty())
        throw std::runtime_error("it is no picture of heights: " + error);
      HeightFile picture;
      picture.is_picture = true;
      for (const auto &row : rows)
        {
          picture.heights.emplace_back();
          for (const std::uint16_t grey : row)
            picture.heights.back().push_back(grey / 65535.);
        }
      return picture;
    }
#else
    HeightFile
    read_picture(const std::string &)
    {
      throw std::runtime_error("the program was built without libpng; save the heights as text");
    }
#endif

    /** Micrometres in a unit of length as microscopes write it; 0: unknown. */
    double
    unit_named(const std::string &word)
    {
      const std::pair<const char *, double> known[] = {{"pm", 1e-6},      {"nm", 1e-3},      {"um", 1.},
                                                       {"\xc2\xb5m", 1.}, {"\xce\xbcm", 1.}, {"\xb5m", 1.},
                                                       {"mm", 1e3},       {"m", 1e6},        {"\xc3\x85", 1e-4}};
      for (const auto &[name, value] : known)
        if (word == name)
          return value;
      return 0.;
    }

    /** What stands after a heading of the first lines; empty: nothing. */
    std::string
    after(const std::string &name, const std::vector<std::string> &headings)
    {
      std::ifstream in(name, std::ios::binary);
      std::string   line;
      for (unsigned int n = 0; n < 40 && std::getline(in, line); ++n)
        for (const std::string &heading : headings)
          if (const auto at = line.find(heading); at != std::string::npos)
            return line.substr(at + heading.size());
      return "";
    }

    HeightFile
    read_text(const std::string &name)
    {
      HeightFile file;
      file.heights = rows_of_numbers(name);
      std::istringstream width(after(name, {"# Width:", "X Amplitude:"}));
      double             number = 0.;
      std::string        word;
      if (width >> number >> word)
        file.width = number * unit_named(word);
      std::istringstream unit(after(name, {"# Value units:"}));
      if (unit >> word)
        file.unit = unit_named(word);
      std::istringstream height(after(name, {"Z Amplitude:"})); // of WSxM, which writes heights in its unit
      if (height >> number >> word)
        file.unit = unit_named(word);
      return file;
    }

    using Corner = std::array<double, 3>;

    std::vector<std::array<Corner, 3>>
    triangles_of(const std::string &name)
    {
      std::ifstream     in(name, std::ios::binary);
      std::stringstream text;
      text << in.rdbuf();
      const std::string                  content = text.str();
      std::vector<std::array<Corner, 3>> triangles;
      std::uint32_t                      n = 0;
      if (content.size() >= 84)
        std::memcpy(&n, content.data() + 80, 4);
      if (content.size() >= 84 && content.size() == 84 + 50ul * n)
        for (std::size_t t = 0; t < n; ++t)
          {
            float values[12];
            std::memcpy(values, content.data() + 84 + 50 * t, sizeof(values));
            triangles.emplace_back();
            for (unsigned int c = 0; c < 3; ++c)
              for (unsigned int d = 0; d < 3; ++d)
                triangles.back()[c][d] = values[3 + 3 * c + d];
          }
      else
        {
          std::string  word;
          unsigned int corner = 0;
          for (text.seekg(0); text >> word;)
            if (word == "vertex")
              {
                if (corner % 3 == 0)
                  triangles.emplace_back();
                Corner &place = triangles.back()[corner++ % 3];
                if (!(text >> place[0] >> place[1] >> place[2]))
                  throw std::runtime_error("a vertex of its triangles has not three numbers");
              }
          if (corner == 0 || corner % 3 != 0)
            throw std::runtime_error("it is no STL file");
        }
      for (const auto &triangle : triangles)
        for (const Corner &corner : triangle)
          for (const double value : corner)
            if (!std::isfinite(value))
              throw std::runtime_error("a coordinate of its triangles is no number");
      return triangles;
    }

    HeightFile
    read_stl(const std::string &name, const unsigned int n)
    {
      const auto triangles = triangles_of(name);
      Corner     low{{1e300, 1e300, 0.}}, high{{-1e300, -1e300, 0.}};
      double     covered = 0.;
      const auto area    = [](const Corner &a, const Corner &b, const Corner &c) {
        return 0.5 * ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
      };
      for (const auto &t : triangles)
        {
          covered += std::abs(area(t[0], t[1], t[2]));
          for (const Corner &corner : t)
            for (unsigned int d = 0; d < 2; ++d)
              {
                low[d]  = std::min(low[d], corner[d]);
                high[d] = std::max(high[d], corner[d]);
              }
        }
      const double all = (high[0] - low[0]) * (high[1] - low[1]);
      if (std::abs(covered - all) > 1e-3 * all)
        throw std::runtime_error(
          std::string(covered > all ? "the surface hangs over or has several sheets, so that it is no height over x and y"
                                    : "the surface does not cover a rectangle in x and y") +
          ". Have Gmsh mesh the solution about it (in Gmsh: Merge the STL, Surface Loop, Volume) and take Type = gmsh");
      HeightFile file;
      file.width  = high[0] - low[0];
      file.is_stl = true;
      file.heights.assign(n, std::vector<double>(n, std::nan("")));
      for (const auto &t : triangles)
        {
          const double whole = area(t[0], t[1], t[2]);
          if (std::abs(whole) < 1e-14 * all)
            continue;
          std::size_t from[2], to[2];
          for (unsigned int d = 0; d < 2; ++d)
            {
              const double a = std::min({t[0][d], t[1][d], t[2][d]}), b = std::max({t[0][d], t[1][d], t[2][d]});
              from[d] = std::max(0., std::floor((a - low[d]) / (high[d] - low[d]) * n - 1.));
              to[d]   = std::min<double>(n, std::ceil((b - low[d]) / (high[d] - low[d]) * n + 1.));
            }
          for (std::size_t j = from[1]; j < to[1]; ++j)
            for (std::size_t i = from[0]; i < to[0]; ++i)
              {
                const Corner p{{low[0] + (high[0] - low[0]) * (i + 0.5) / n, low[1] + (high[1] - low[1]) * (j + 0.5) / n, 0.}};
                const double a = area(p, t[1], t[2]) / whole, b = area(t[0], p, t[2]) / whole, c = 1. - a - b;
                if (std::min({a, b, c}) > -1e-9)
                  file.heights[j][i] = a * t[0][2] + b * t[1][2] + c * t[2][2];
              }
        }
      for (const auto &row : file.heights)
        for (const double height : row)
          if (std::isnan(height))
            throw std::runtime_error("the surface has holes");
      return file;
    }
  } // namespace

  std::string
  ending_of(const std::string &file)
  {
    std::string end = std::filesystem::path(file).extension().string();
    std::transform(end.begin(), end.end(), end.begin(), [](const unsigned char c) { return std::tolower(c); });
    return end;
  }

  HeightFile
  read_heights(const std::string &file, const unsigned int n)
  {
    const std::string end = ending_of(file);
    return end == ".png" ? read_picture(file) : end == ".stl" ? read_stl(file, n) : read_text(file);
  }
} // namespace zincfield

#include "meshes/extruded_geometry.h"
#include "tests/support/mesh_measures.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#if __has_include(<png.h>)
#include <png.h>
#define ZINCFIELD_TEST_PNG
#endif

// Height maps from pictures, exports of microscopes and STL files: all of z = cos(pi x/10) um over a square of 10 um.

namespace zincfield::mesh_height_files_tests
{
  namespace
  {
    std::string
    path(const std::string &ending)
    {
      return testing::TempDir() + "zincfield_height_file_" + std::to_string(getpid()) + ending;
    }

    constexpr unsigned int n = 40;

    /** Middle of an interval. */
    double
    height(const unsigned int i)
    {
      return std::cos(M_PI * (i + 0.5) / n);
    }

    void
    write_matrix(const std::string &name, const std::string &headings, const double unit)
    {
      std::ofstream out(name);
      out << headings;
      for (unsigned int j = 0; j < n; ++j)
        for (unsigned int i = 0; i < n; ++i)
          out << height(i) * unit << (i + 1 < n ? "\t" : "\n");
    }

    double
    height_at(const std::string &file, const double x, std::map<std::string, FixedParameters::Value> more = {})
    {
      more.insert({{"File", file}, {"Dimension", "3"}, {"Width", 10 * um}, {"Gap", 15 * um}, {"Shortest wavelength", 5 * um}});
      return make_geometry("height map", more)->extrusion()->surface(dealii::Point<2>(x, 4.)).position[2];
    }

    std::string
    message(const std::string &file, const std::map<std::string, FixedParameters::Value> &more = {})
    {
      try
        {
          height_at(file, 1., more);
        }
      catch (const std::invalid_argument &error)
        {
          return error.what();
        }
      return "";
    }
  } // namespace

  TEST(HeightFile, HeadingsOfMicroscopesAreRead)
  {
    const std::string gwyddion = path(".txt"), wsxm = path("_wsxm.txt");
    write_matrix(gwyddion, "# Channel: Topography\n# Width: 10.00 \xc2\xb5m\n# Height: 10.00 \xc2\xb5m\n# Value units: m\n", 1e-6);
    write_matrix(
      wsxm,
      "WSxM file copyright UAM\nWSxM ASCII Matrix file\nX Amplitude: 10000 nm\nY Amplitude: 10000 nm\nZ Amplitude: 2000 nm\n"
      "Number of rows: 40\nNumber of columns: 40\n\n",
      1e3);
    for (const std::string &file : {gwyddion, wsxm})
      for (const double x : {0., 2.3, 5., 9.})
        EXPECT_NEAR(height_at(file, x), std::cos(0.1 * M_PI * x), 1e-5) << file;
    // The key is above the heading: a thousand times as high.
    EXPECT_NE(message(wsxm, {{"Length unit", "um"}, {"Gap", 1500 * um}}).find("its slope is 314"), std::string::npos);
    write_matrix(gwyddion, "# Width: 12.00 um\n# Value units: um\n", 1.);
    EXPECT_NE(message(gwyddion).find("Width: the file is of a surface 12.0"), std::string::npos) << message(gwyddion);
  }

  TEST(HeightFile, AnStlSurfaceIsSampled)
  {
    const std::string file  = path(".stl");
    const auto        write = [&](const bool roof) {
      std::ofstream out(file);
      out << "solid\n";
      const unsigned int m      = 60;
      const auto         corner = [&](const unsigned int i, const unsigned int j) {
        out << "vertex " << 10. * i / m << ' ' << 10. * j / m << ' ' << std::cos(M_PI * i / m) << '\n';
      };
      for (unsigned int j = 0; j < m; ++j)
        for (unsigned int i = 0; i < m; ++i)
          for (const bool upper : {false, true})
            {
              out << "facet normal 0 0 1\nouter loop\n";
              corner(i + upper, j + upper);
              corner(i + 1, j);
              corner(i, j + 1);
              out << "endloop\nendfacet\n";
            }
      if (roof)
        out << "facet\nvertex 2 2 9\nvertex 8 2 9\nvertex 2 8 9\nendfacet\n";
      out << "endsolid\n";
    };
    write(false);
    for (const double x : {0., 2.3, 9.})
      EXPECT_NEAR(height_at(file, x), std::cos(0.1 * M_PI * x), 5e-3);
    write(true);
    EXPECT_NE(message(file).find("the surface hangs over or has several sheets"), std::string::npos) << message(file);
    EXPECT_NE(message(file).find("take Type = gmsh"), std::string::npos);
    std::ofstream(file) << "no solid\n";
    EXPECT_NE(message(file).find("it is no STL file"), std::string::npos);
  }

#ifdef ZINCFIELD_TEST_PNG
  TEST(HeightFile, PicturesOf8And16Bits)
  {
    const std::string file = path(".png");
    for (const bool deep : {false, true})
      {
        png_image picture{};
        picture.version = PNG_IMAGE_VERSION;
        picture.width = picture.height = n;
        picture.format                 = deep ? PNG_FORMAT_LINEAR_Y : PNG_FORMAT_GRAY;
        std::vector<std::uint8_t>  shallow_grey;
        std::vector<std::uint16_t> deep_grey;
        for (unsigned int j = 0; j < n; ++j)
          for (unsigned int i = 0; i < n; ++i)
            {
              shallow_grey.push_back(std::lround(255. * 0.5 * (1. + height(i))));
              deep_grey.push_back(std::lround(65535. * 0.5 * (1. + height(i))));
            }
        ASSERT_TRUE(png_image_write_to_file(&picture, file.c_str(), 0,
                                            deep ? static_cast<void *>(deep_grey.data()) : shallow_grey.data(), 0, nullptr));
        for (const double x : {0., 2.3, 9.})
          EXPECT_NEAR(height_at(file, x, {{"Height range", 2 * um}}), std::cos(0.1 * M_PI * x), deep ? 2e-5 : 3e-3) << deep;
      }
    EXPECT_NE(message(file).find("Height range"), std::string::npos);
    std::ofstream(file) << "no picture";
    EXPECT_NE(message(file, {{"Height range", 2 * um}}).find("it is no picture of heights"), std::string::npos);
  }
#endif
} // namespace zincfield::mesh_height_files_tests

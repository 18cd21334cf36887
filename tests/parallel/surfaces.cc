#include "tests/support/on_ranks.h"
#include "tests/support/traced.h"

#include <deal.II/base/config.h>

// Surfaces that come from files, from Gmsh or from a seed, on one rank and on all of them.

namespace zincfield::surfaces_on_ranks_tests
{
  namespace
  {
    const Lines salt = common_lines() + zinc_from_a_salt + Lines{"Solver/Newton tolerance = 1e-11"};

    Lines
    film(const std::string &representation)
    {
      return {"Materials/film/Conductivity = 1e-2 S/m",
              "Materials/film/Diffusivity = 1e-11 m^2/s",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Thickness = 50 nm",
              "Coatings/film/Representation = " + representation};
    }

    /** Heights of a wave [um] in 12 x 12 points. */
    std::string
    matrix()
    {
      std::ostringstream text;
      for (unsigned int j = 0; j < 12; ++j)
        for (unsigned int i = 0; i < 12; ++i)
          text << 0.3 * std::cos(M_PI * (i + 0.5) / 12.) * std::cos(2. * M_PI * (j + 0.5) / 12.) << (i < 11 ? " " : "\n");
      return text.str();
    }
  } // namespace

  TEST(RanksSurfaces, TracedLineUnderAMeshedFilm)
  {
    expect_equal_results<2>(salt + film("resolved") +
                              Lines{"Geometry/Type = profile", "Geometry/File = " + traced::file_with(traced::half_a_wave(60)),
                                    "Geometry/Gap = 15 um", "Geometry/Tolerance = 10 nm"},
                            1);
  }

  TEST(RanksSurfaces, HeightMap)
  {
    expect_equal_results<3>(salt + Lines{"Geometry/Type = height map", "Geometry/Dimension = 3",
                                         "Geometry/File = " + traced::file_with(matrix()), "Geometry/Width = 6 um",
                                         "Geometry/Gap = 10 um", "Geometry/Shortest wavelength = 4 um",
                                         "Geometry/Cells across feature = 2"},
                            0);
  }

  TEST(RanksSurfaces, RandomSurfaceUnderAMeshedFilm)
  {
    expect_equal_results<2>(salt + film("resolved") +
                              Lines{"Geometry/Type = random surface", "Geometry/Width = 10 um", "Geometry/Gap = 10 um",
                                    "Geometry/Roughness = 200 nm", "Geometry/Correlation length = 2 um", "Geometry/Seed = 4"},
                            0);
  }

  TEST(RanksSurfaces, RodArray)
  {
    expect_equal_results<3>(salt + Lines{"Geometry/Type = rod array", "Geometry/Dimension = 3", "Geometry/Lattice = hexagonal",
                                         "Geometry/Radius = 1 um", "Geometry/Height = 2 um", "Geometry/Pitch = 5 um",
                                         "Geometry/Gap = 8 um", "Geometry/Cells across feature = 2"},
                            0);
  }

#ifdef DEAL_II_GMSH_WITH_API
  TEST(RanksSurfaces, ContourUnderAThinFilm)
  {
    Lines lines = salt + film("thin") +
                  Lines{"Geometry/Type = profile", "Geometry/File = " + traced::file_with(traced::circle(200)),
                        "Geometry/Unit = 10 nm", "Geometry/Contour = closed", "Geometry/Gap = 10 um"};
    lines.erase(
      std::remove_if(lines.begin(), lines.end(), [](const std::string &l) { return l.find("/sides/") != std::string::npos; }),
      lines.end());
    expect_equal_results<2>(lines, 0);
  }

  TEST(RanksSurfaces, NucleiInSpace)
  {
    expect_equal_results<3>(salt + Lines{"Geometry/Type = nuclei", "Geometry/Dimension = 3", "Geometry/Width = 8 um",
                                         "Geometry/Gap = 6 um", "Geometry/Radius = 1 um", "Geometry/Density = 0.02 1/um^2",
                                         "Geometry/Cells per right angle = 2"},
                            0);
  }

  TEST(RanksSurfaces, GeometryThatGmshMeshesWithTriangles)
  {
    const std::string name = testing::TempDir() + "zincfield_on_ranks_" + std::to_string(getpid()) + ".geo";
    std::ofstream(name) << "Point(1) = {0,0,0,2}; Point(2) = {10,0,0,3}; Point(3) = {10,8,0,3}; Point(4) = {0,8,0,3};\n"
                           "Line(1) = {1,2}; Line(2) = {2,3}; Line(3) = {3,4}; Line(4) = {4,1};\n"
                           "Curve Loop(1) = {1,2,3,4}; Plane Surface(1) = {1};\n"
                           "Physical Curve(\"working electrode\") = {1}; Physical Curve(\"counter\") = {3};\n"
                           "Physical Curve(\"sides\") = {2,4}; Physical Surface(\"electrolyte\") = {1};\n";
    expect_equal_results<2>(salt + Lines{"Geometry/Type = gmsh", "Geometry/File = " + name}, 1);
  }
#endif
} // namespace zincfield::surfaces_on_ranks_tests

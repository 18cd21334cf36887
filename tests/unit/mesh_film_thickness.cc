#include "tests/support/gmsh_file.h"
#include "tests/support/mesh_cases.h"
#include "tests/support/traced.h"

#include <deal.II/base/config.h>

#include <gtest/gtest.h>

// Meshed films of equal thickness, measured along the normal of the metal, on all families.

namespace zincfield::mesh_film_thickness_tests
{
  namespace
  {
    /** Least and largest thickness over the faces of the metal, as shares of `d`. */
    template <int dim>
    std::pair<double, double>
    range_of_thickness(const Geometry &geometry, const double d)
    {
      using namespace dealii;
      MeshLayer film = layer("film", d);
      if (geometry.imported() != nullptr)
        film.boundary = "working electrode";
      Mesh<dim>   mesh(geometry, {film}, 4, MPI_COMM_WORLD); // of a high degree: that of the mapping is not what is measured
      const auto &mapping = mesh.mapping();
      double      least = 1e300, largest = 0.;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        for (const unsigned int f : cell->face_indices())
          {
            if (!cell->at_boundary(f) || mesh.boundary_names()[cell->face(f)->boundary_id()] != "working electrode")
              continue;
            EXPECT_EQ(mesh.material_names()[cell->material_id()], "film");
            const unsigned int across = f / 2;
            for (const double a : {0.1, 0.5, 0.9})
              for (const double b : dim == 3 ? std::vector<double>{0.1, 0.5, 0.9} : std::vector<double>{0.})
                {
                  const double h = 1e-3;
                  Point<dim>   metal;
                  metal[across]             = f % 2;
                  metal[(across + 1) % dim] = a;
                  if (dim == 3)
                    metal[(across + 2) % dim] = b;
                  Point<dim> outer   = metal;
                  outer[across]      = 1. - metal[across];
                  const auto tangent = [&](const unsigned int direction) {
                    Point<dim> before = metal, after = metal;
                    before[direction] -= h;
                    after[direction] += h;
                    const Tensor<1, dim> t =
                      mapping.transform_unit_to_real_cell(cell, after) - mapping.transform_unit_to_real_cell(cell, before);
                    Tensor<1, 3> in_space;
                    for (unsigned int i = 0; i < dim; ++i)
                      in_space[i] = t[i];
                    return in_space;
                  };
                  Tensor<1, 3> normal = cross_product_3d(tangent((across + 1) % dim),
                                                         dim == 3 ? tangent((across + 2) % dim) : Tensor<1, 3>({0., 0., 1.}));
                  normal /= normal.norm();
                  const Tensor<1, dim> line =
                    mapping.transform_unit_to_real_cell(cell, outer) - mapping.transform_unit_to_real_cell(cell, metal);
                  double thickness = 0.;
                  for (unsigned int i = 0; i < dim; ++i)
                    thickness += normal[i] * line[i];
                  least   = std::min(least, std::abs(thickness) / d);
                  largest = std::max(largest, std::abs(thickness) / d);
                }
          }
      return {least, largest};
    }

    void
    expect_equal_thickness(const std::string &title, const Geometry &geometry, const double d, const double tolerance)
    {
      const auto [least, largest] =
        geometry.dimension() == 2 ? range_of_thickness<2>(geometry, d) : range_of_thickness<3>(geometry, d);
      std::cout << title << ": " << least << " to " << largest << '\n';
      EXPECT_GT(least, 1. - tolerance) << title;
      EXPECT_LT(largest, 1. + tolerance) << title;
    }
  } // namespace

  TEST(FilmThickness, IsEqualAlongTheNormalOfTheFamiliesThatAreExtruded)
  {
    for (const auto &test : mesh_cases())
      expect_equal_thickness(test.title, *make_geometry(test.kind, test.values), 1e-3 * test.coating, 0.02);
  }

  TEST(FilmThickness, IsEqualAlongTheNormalOfSurfacesOfOnesOwn)
  {
    using Values = std::map<std::string, FixedParameters::Value>;
    std::string heights;
    for (unsigned int j = 0; j < 12; ++j)
      for (unsigned int i = 0; i < 12; ++i)
        heights +=
          std::to_string(0.3 * std::cos(M_PI * (i + 0.5) / 12.) * std::cos(2. * M_PI * (j + 0.5) / 12.)) + (i < 11 ? " " : "\n");
    const auto check = [](const std::string &title, const std::string &kind, const Values &values, const double tolerance) {
      expect_equal_thickness(title, *make_geometry(kind, values), 1e-3, tolerance);
    };
    check("traced line", "profile", {{"File", traced::file_with(traced::half_a_wave(60))}, {"Gap", 15 * um}}, 0.01);
    check("height map", "height map",
          {{"Dimension", "3"},
           {"File", traced::file_with(heights)},
           {"Width", 6 * um},
           {"Gap", 10 * um},
           {"Shortest wavelength", 4 * um}},
          0.01);
    for (const std::string dimension : {"2", "3"})
      check(
        "random surface " + dimension, "random surface",
        {{"Dimension", dimension}, {"Width", 8 * um}, {"Gap", 10 * um}, {"Roughness", 0.2 * um}, {"Correlation length", 2 * um}},
        0.01);
    const Values rods = {{"Radius", 1 * um}, {"Height", 3 * um}, {"Pitch", 5 * um}, {"Gap", 8 * um}};
    for (const std::string dimension : {"2", "axisymmetric", "3"})
      {
        Values values       = rods;
        values["Dimension"] = dimension;
        check("rods " + dimension, "rod array", values, 0.03);
      }
#ifdef DEAL_II_GMSH_WITH_API
    check("closed contour", "profile",
          {{"File", traced::file_with(traced::circle(200))}, {"Unit", 0.01 * um}, {"Contour", "closed"}, {"Gap", 10 * um}}, 0.01);
    for (const std::string dimension : {"2", "3"})
      check("nuclei " + dimension, "nuclei",
            {{"Dimension", dimension}, {"Width", 10 * um}, {"Gap", 8 * um}, {"Radius", 1 * um}, {"Density", 3e10}}, 0.03);
#endif
  }
} // namespace zincfield::mesh_film_thickness_tests

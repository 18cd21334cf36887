#include "tests/mms/cells.h"
#include "tests/support/linear_iterations.h"

// Iterations of the linear solver to 1e-4 with geometric multigrid: few, and independent of mesh size, contrast, thickness and
// degree. Counts, not times.

namespace zincfield::multigrid_tests
{
  namespace
  {
    /** Iterations for the first Newton step from the initial state; `local` further refinements at the tip. */
    template <int dim>
    unsigned int
    iterations(const Lines &lines, const unsigned int refinements, const unsigned int local = 0)
    {
      Solved<dim> solved(lines, refinements);
      for (unsigned int k = 0; k < local; ++k)
        {
          for (const auto &cell : solved.mesh.triangulation().active_cell_iterators())
            if (cell->is_locally_owned() && solved.mesh.location(cell, dealii::Point<dim>()).distance_from_tip < 6.)
              cell->set_refine_flag();
          solved.mesh.refine();
          solved.discretization->reinit();
        }
      return linear_iterations(solved, 1e-4);
    }

    Lines
    bump(const std::string &dimension, const unsigned int degree)
    {
      return {
        "Geometry/Type = protrusion", "Geometry/Dimension = " + dimension,  "Geometry/Shape = Gaussian",
        "Geometry/Height = 6 um",     "Geometry/Standard deviation = 4 um", "Geometry/Cell half-width = 15 um",
        "Geometry/Gap = 30 um",       "Geometry/Cells across feature = 2",  "Discretization/Degree = " + std::to_string(degree)};
    }

    /** A film of the given thickness whose transport is `contrast` times slower than that of the solution (5 S/m, 5e-10 m^2/s). */
    Lines
    film(const std::string &thickness, const double contrast)
    {
      return {"Materials/film/Conductivity = " + std::to_string(5. / contrast) + " S/m",
              "Materials/film/Diffusivity = " + std::to_string(5e5 / contrast) + "e-15 m^2/s",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = " + thickness,
              "Coatings/film/Representation = resolved"};
    }
  } // namespace

  TEST(Multigrid, MeshSize)
  {
    const Lines        lines  = bump("3", 2) + dilute_ions_lines();
    const unsigned int coarse = iterations<3>(lines, 0), fine = iterations<3>(lines, 1);
    EXPECT_LE(coarse, 8u);
    EXPECT_LE(fine, 8u);
    EXPECT_LE(iterations<2>(bump("2", 2) + dilute_ions_lines(), 5), 8u);
    EXPECT_LE(iterations<2>(bump("axisymmetric", 2) + dilute_ions_lines(), 4), 8u);
  }

  TEST(Multigrid, HangingNodes)
  {
    EXPECT_LE(iterations<3>(bump("3", 2) + binary_salt_lines(), 0, 2), 8u);
    EXPECT_LE(iterations<2>(bump("2", 2) + binary_salt_lines(), 2, 3), 8u);
  }

  TEST(Multigrid, Degree)
  {
    EXPECT_LE(iterations<3>(bump("3", 1) + secondary_lines(), 2), 8u);
    EXPECT_LE(iterations<3>(bump("3", 3) + secondary_lines(), 0), 8u);
    EXPECT_LE(iterations<2>(bump("2", 4) + secondary_lines(), 2), 8u);
  }

  TEST(Multigrid, ContrastOfAFilm)
  {
    for (const double contrast : {1., 1e3, 1e6})
      {
        EXPECT_LE(iterations<3>(bump("3", 2) + binary_salt_lines() + film("1 um", contrast), 0), 8u) << contrast;
        EXPECT_LE(iterations<2>(bump("2", 2) + binary_salt_lines() + film("1 um", contrast), 3), 8u) << contrast;
      }
  }

  TEST(Multigrid, DebyeLength)
  {
    for (const std::string concentration : {"1e-9", "1e-7", "1e-5", "1e-2", "1"}) // a third to 1e-5 of the cell
      {
        const Lines ions =
          double_layer_lines() + Lines{"Electrolyte/Species/Zn2+/Bulk concentration = " + concentration + " mol/L",
                                       "Electrolyte/Species/SO4 2-/Bulk concentration = " + concentration + " mol/L"};
        EXPECT_LE(iterations<3>(bump("3", 2) + ions, 0), 8u) << concentration;
        EXPECT_LE(iterations<2>(bump("2", 2) + ions, 4), 8u) << concentration;
      }
  }

  TEST(Multigrid, ThinFilm)
  {
    for (const std::string thickness : {"100 nm", "5 nm"})
      {
        EXPECT_LE(iterations<3>(bump("3", 2) + binary_salt_lines() + film(thickness, 1e3), 0, 1), 8u) << thickness;
        EXPECT_LE(iterations<2>(bump("2", 2) + binary_salt_lines() + film(thickness, 1e3), 3), 8u) << thickness;
      }
  }
} // namespace zincfield::multigrid_tests

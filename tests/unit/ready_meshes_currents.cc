#include "tests/support/gmsh_file.h"
#include "tests/support/mesh_measures.h"
#include "tests/support/solved.h"
#include "tests/support/traced.h"

#include <deal.II/base/config.h>

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

// Currents on traced curves and on meshes with grown films, against closed forms and the built families.

namespace zincfield::ready_meshes_currents_tests
{
  using namespace traced;

  namespace
  {
    std::string
    saved(const std::string &text)
    {
      const std::string name = testing::TempDir() + "zincfield_grown_" + std::to_string(getpid()) + ".msh";
      std::ofstream(name) << text;
      return name;
    }

    /** A box [0, 30] x [0, 20] (x [0, 10]) with the metal below. */
    std::string
    box(const bool solid)
    {
      GmshSides sides;
      sides.left = sides.right = "walls";
      sides.bottom             = "metal";
      sides.top                = "bulk";
      return gmsh_text(
        {6, solid ? 2u : 4u, solid ? 4u : 0u},
        [=](const dealii::Point<3> &p) {
        const double up = solid ? p[2] : p[1];
        return solid ? dealii::Point<3>(30. * p[0], 10. * p[1], 20. * up) : dealii::Point<3>(30. * p[0], 20. * up, 0.);
        },
        sides);
    }

    const Lines primary = common_lines() + Lines{"Electrolyte/Transport model = primary", "Electrolyte/Conductivity = 5 S/m",
                                                 "Control/Mode = galvanostatic", "Control/Applied current density = 10 mA/cm^2",
                                                 "Discretization/Degree = 4"};

    Lines
    without_sides(Lines lines)
    {
      lines.erase(
        std::remove_if(lines.begin(), lines.end(), [](const std::string &l) { return l.find("/sides/") != std::string::npos; }),
        lines.end());
      return lines;
    }

    Lines
    around_circle(const unsigned int n)
    {
      return without_sides(primary) + Lines{"Geometry/Type = profile", "Geometry/File = " + file_with(circle(n)),
                                            "Geometry/Unit = 10 nm", "Geometry/Contour = closed", "Geometry/Gap = 10 um"};
    }
  } // namespace

  /** The line of the built family has its currents. */
  TEST(TracedProfile, OfACosineIsTheSinusoidalElectrode)
  {
    Solved<2> built(primary + Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 1 um", "Geometry/Wavelength = 20 um",
                                    "Geometry/Cells across feature = 8", "Geometry/Gap = 15 um"},
                    1);
    Solved<2> traced(primary + Lines{"Geometry/Type = profile", "Geometry/File = " + file_with(half_a_wave(500)),
                                     "Geometry/Gap = 15 um", "Geometry/Cells per right angle = 12"},
                     1);
    built.solve();
    traced.solve();
    for (const std::string name : {"electrode_potential", "max_over_mean", "min_over_mean", "std_over_mean"})
      EXPECT_NEAR(traced.quantity(name), built.quantity(name), 1e-6 * std::abs(built.quantity(name))) << name;
  }

#ifdef DEAL_II_GMSH_WITH_API
  /** Resistance between concentric circles: R ln(R_o/R) for the current density on the inner one. */
  TEST(TracedProfile, AClosedCircleIsTheClosedForm)
  {
    Solved<2> cell(around_circle(400), 1);
    cell.solve();
    const double exact = 100. * 5e-6 * std::log(3.) / 5.;
    EXPECT_NEAR(std::abs(cell.quantity("electrode_potential")), exact, 1e-7 * exact);
    EXPECT_NEAR(cell.quantity("max_over_mean"), 1., 1e-5);
    EXPECT_NEAR(cell.data.geometry->footprint(), 10. * M_PI, 1e-6);
  }

  /** A film on it: ln((R + d)/R)/kappa_f more; where it is meshed the solution begins at R + d. */
  TEST(TracedProfile, FilmsOnAClosedCircleAreTheClosedForm)
  {
    for (const std::string representation : {"thin", "lumped", "resolved"})
      {
        const bool   meshed = representation == "resolved";
        const double d = meshed ? 100e-9 : 500e-9, film = std::log(1. + d / 5e-6),
                     exact = 100. * 5e-6 * (film / 0.1 + (std::log(3.) - (meshed ? film : 0.)) / 5.);
        Solved<2> cell(around_circle(400) +
                         Lines{"Materials/film/Conductivity = 0.1 S/m", "Materials/film/Diffusivity = 1e-12 m^2/s",
                               "Coatings/coating/Surface = working electrode", "Coatings/coating/Layers = layer",
                               "Coatings/coating/Representation = " + representation, "Coatings/coating/layer/Material = film",
                               "Coatings/coating/layer/Thickness = " + std::to_string(1e9 * d) + " nm"},
                       1);
        cell.solve();
        EXPECT_NEAR(std::abs(cell.quantity("electrode_potential")), exact, (meshed ? 1e-5 : 3e-3) * exact) << representation;
      }
  }

#endif

  /** 1-D: layers of 1 and 2 um in series with the solution. */
  TEST(GrownLayers, OnAFlatMeshTheyAreTheClosedForm)
  {
    for (const bool solid : {false, true})
      {
        const Lines  lines = {"Geometry/Type = gmsh",
                              "Geometry/File = " + saved(box(solid)),
                              "Boundaries/metal/Condition = electrode",
                              "Boundaries/bulk/Condition = bulk",
                              "Boundaries/walls/Condition = insulating",
                              "Electrolyte/Transport model = primary",
                              "Electrolyte/Conductivity = 5 S/m",
                              "Control/Mode = galvanostatic",
                              "Control/Applied current density = 10 mA/cm^2",
                              "Solver/Newton tolerance = 1e-11",
                              "Materials/inner/Conductivity = 0.1 S/m",
                              "Materials/outer/Conductivity = 0.5 S/m",
                              "Coatings/coating/Surface = metal",
                              "Coatings/coating/Layers = one, two",
                              "Coatings/coating/Representation = resolved",
                              "Coatings/coating/one/Material = inner",
                              "Coatings/coating/one/Thickness = 1 um",
                              "Coatings/coating/two/Material = outer",
                              "Coatings/coating/two/Thickness = 2 um"};
        const double exact = 100. * (1e-6 / 0.1 + 2e-6 / 0.5 + 17e-6 / 5.);
        const auto   check = [&](auto &&cell) {
          cell.solve();
          EXPECT_NEAR(std::abs(cell.quantity("electrode_potential")), exact, 1e-8 * exact);
        };
        if (solid)
          check(Solved<3>(lines, 0));
        else
          check(Solved<2>(lines, 0));
      }
  }

} // namespace zincfield::ready_meshes_currents_tests

#include "tests/support/gmsh_file.h"
#include "tests/support/riding_films.h"

#include <gtest/gtest.h>

// A film with a mesh on metal that grows while concentrations have a past: ions in it move with its matrix, and what the film and
// the solution hold is conserved while the metal and the film take room.

namespace zincfield::transient_growth_under_meshed_films_tests
{
  namespace
  {
    using namespace growth_cells;
    using namespace riding_films;

    const Lines salt{"Electrolyte/Transport model = binary salt",
                     "Electrolyte/Data set = user salt",
                     "Electrolyte/Bulk concentration = " + number(1e-3 * bulk) + " mol/L",
                     "Electrolyte/Salt conductivity = 5 S/m",
                     "Electrolyte/Diffusivity = 0.8e-9 m^2/s",
                     "Electrolyte/Cation transference number = 0.4",
                     "Materials/film/Conductivity = 0.1 S/m"};

    /** Plating for half an hour, and a rest. */
    struct Plate
    {
      double current = 20., time = 1800., gap = 40e-6, film = 4e-6; // [A/m^2], [s], [m] with the film, [m]
      double deposit = molar_volume * current * time / (2. * faraday_constant);

      Lines
      lines() const
      {
        return growing + Lines{"Geometry/Type = flat cell",
                               "Geometry/Width = 10 um",
                               "Geometry/Gap = " + number(1e6 * gap) + " um",
                               "Programme/Steps/plate/Drive = galvanostatic",
                               "Programme/Steps/plate/Current density = " + number(current) + " A/m^2",
                               "Programme/Steps/plate/Duration = " + number(time) + " s",
                               "Programme/Steps/wait/Drive = rest",
                               "Programme/Steps/wait/Duration = 100 s"};
      }
    };
  } // namespace

  TEST(TransientGrowthUnderMeshedFilms, WhatIsLeftOfTheSolutionIsConcentrated)
  {
    // Zinc goes from one electrode to the other. After a rest all is even: c in the solution, K c in the pores of the film, whose
    // share of the volume is eps; the solution has lost the room of the deposit.
    const Plate  plate;
    const double held = 0.5 * 0.6 * plate.film, before = plate.gap - plate.film + held;
    for (const Lines &electrolyte : {ions("dilute ions"), salt})
      for (const std::string way : {"thickness", "volume"})
        {
          const CaseResult result = grown<2>(plate.lines() + electrolyte + film("4 um", way) + partition(0.5, 0.6), 1);
          ASSERT_EQ(result.failure, "");
          EXPECT_NEAR(shape(result, "deposit_thickness") / plate.deposit, 1., 1e-9) << way; // 17 um of 40
          expect_balanced(result, 2);
          EXPECT_NEAR(measured(result, "min_surface_concentration") / (bulk * before / (before - plate.deposit)), 1., 1e-6) << way;
        }
  }

  TEST(TransientGrowthUnderMeshedFilms, ChargedFilmAtRest)
  {
    // The matrix has X = 0.3 mol/L of negative charge. Between a solution of the concentration c and the pores there is the
    // potential D with 2 K c (exp(-2D) - exp(2D)) = X: the pores hold K c exp(-2D) of zinc and K c exp(2D) of sulfate.
    const Plate      plate;
    const double     K = 0.5, X = 300.;
    const CaseResult result = grown<2>(plate.lines() + ions("dilute ions") + film("4 um", "volume") + partition(K) +
                                         Lines{"Materials/film/Fixed charge = " + number(-1e-3 * X) + " mol/L"},
                                       1);
    ASSERT_EQ(result.failure, "");
    expect_balanced(result, 2);
    const auto sulfate = [&](const double c, const double gap) {
      return c * (gap - plate.film) + K * c * std::exp(-std::asinh(X / (4. * K * c))) * plate.film;
    };
    double low = bulk, high = 10. * bulk;
    for (unsigned int k = 0; k < 100; ++k)
      {
        const double c                                                                  = 0.5 * (low + high);
        (sulfate(c, plate.gap - plate.deposit) < sulfate(bulk, plate.gap) ? low : high) = c;
      }
    EXPECT_NEAR(measured(result, "min_surface_concentration") / low, 1., 1e-6);
  }

  TEST(TransientGrowthUnderMeshedFilms, BallAtRest)
  {
    // Zinc and sulfate enter the film differently; as they do so together, it holds sqrt(K_+ K_-) c of both. About a ball whose
    // film keeps its thickness new matrix fills, and the solution loses the room of the deposit and of that matrix. The ball is a
    // polygon of 12 sides in a half circle that turns about the axis: cones. Volumes count over the area of the metal of the start.
    constexpr unsigned int sides = 12;
    const double           R = 10e-6, wall = 30e-6, K = std::sqrt(0.2 * 0.8), angle = dealii::numbers::PI / sides;
    double                 area = 0., volume = 0.; // of the radius 1, over pi
    for (unsigned int k = 0; k < sides; ++k)
      {
        const double r = std::sin(k * angle), s = std::sin((k + 1) * angle), z = std::cos(k * angle) - std::cos((k + 1) * angle);
        area += (r + s) * std::hypot(z, s - r);
        volume += (r * r + r * s + s * s) * z / 3.;
      }
    const auto shell = [&](const double r) { return (std::pow(r, 3) - std::pow(R, 3)) * volume / (R * R * area); };
    GmshSides  names;
    names.right = "counter";
    const GmshFile   file(gmsh_text(
        {4, sides, 0},
        [&](const dealii::Point<3> &p) {
      const double r = 1e6 * R * std::pow(wall / R, p[0]), a = dealii::numbers::PI * p[1];
      return dealii::Point<3>(r * std::sin(a), -r * std::cos(a), 0.);
      },
        names));
    const CaseResult result =
      grown<2>(metal + ions("dilute ions") + film("2 um", "thickness") +
                 Lines{"Materials/film/Species/Zn2+/Partition coefficient = 0.2",
                       "Materials/film/Species/SO4 2-/Partition coefficient = 0.8", "Coatings/film/Surface = metal",
                       "Geometry/Type = gmsh", "Geometry/File = " + file.name, "Geometry/Axisymmetric = true",
                       "Geometry/Electrode area = true", "Boundaries/metal/Condition = electrode",
                       "Boundaries/metal/Reactions = zinc", "Boundaries/walls/Condition = insulating", "Growth/Tolerance = 1e-2",
                       "Time/Tolerance = 1e-2", "Programme/Steps/plate/Drive = galvanostatic",
                       "Programme/Steps/plate/Current density = 20 A/m^2", "Programme/Steps/plate/Duration = 300 s",
                       "Programme/Steps/wait/Drive = rest", "Programme/Steps/wait/Duration = 100 s"},
               0);
    ASSERT_EQ(result.failure, "");
    expect_balanced(result, 2);
    const auto   held   = [&](const double deposit, const double of_film) { return shell(wall) - deposit - of_film + K * of_film; };
    const double before = shell(R + 2e-6 / std::cos(0.5 * angle)), after = shape(result, "film_volume");
    EXPECT_GT(after / before, 1.2);
    EXPECT_NEAR(measured(result, "min_surface_concentration") /
                  (bulk * held(0., before) / held(shape(result, "deposit_thickness"), after)),
                1., 1e-6);
  }

  TEST(TransientGrowthUnderMeshedFilms, IonsInTheFilmMoveWithItsMatrix)
  {
    // The film of the thickness d moves with the metal, by v, and is steady: no sulfate moves in it against the matrix, and zinc by
    // i/(2F) = -2 D_f K dc/dx. The solution, l thick, is at rest, and the film's outer face drives c_o v of both ions out of it: -2
    // dc/dx = (i/(2F) - c_o v)/D_+ - c_o v/D_-. Of the past there remains what c_o changes by while ions cross the film.
    const double d = 4e-6, gap = 14e-6, K = 0.5, of_film = 5e-11, of_zinc = 0.7e-8, of_sulfate = 1e-8, current = 700., h = 4e-6,
                 zinc = current / (2. * faraday_constant), v = molar_volume * zinc, l = gap - d - h;
    const double outer = (bulk - 0.5 * l * zinc / of_zinc) / (1. - 0.5 * l * v * (1. / of_zinc + 1. / of_sulfate)),
                 inner = outer - 0.5 * zinc * d / (of_film * K), past = (bulk - outer) / l * v * d * d / (2. * of_film);
    const CaseResult result =
      grown<2>(growing + ions("dilute ions") + film("4 um", "thickness") + partition(K) +
                 Lines{"Boundaries/counter/Condition = bulk", "Boundaries/counter/Reactions =", "Geometry/Type = flat cell",
                       "Geometry/Width = 10 um", "Geometry/Gap = 14 um", "Control/Mode = galvanostatic",
                       "Control/Applied current density = " + number(current) + " A/m^2", "Growth/Until thickness = 4 um",
                       "Electrolyte/Species/Zn2+/Diffusivity = " + number(of_zinc) + " m^2/s",
                       "Electrolyte/Species/SO4 2-/Diffusivity = " + number(of_sulfate) + " m^2/s"},
               1);
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(measured(result, "min_surface_concentration"), inner, 1.5 * past);
  }

  TEST(TransientGrowthUnderMeshedFilms, InTheLongRunIsQuasiSteady)
  {
    // Concentrations settle within L^2/D, and metal that diffusion feeds takes the room L in L^2/(D V_m c): what is left of the
    // past, and of what the metal drives out, is of the order of V_m c, the ratio of these times.
    const double time_ratio = 9.157e-6 * bulk;
    const Lines  cell       = growing + ions("dilute ions") + film("4 um", "thickness") + partition(0.5) +
                       Lines{"Boundaries/counter/Condition = bulk",
                             "Boundaries/counter/Reactions =",
                             "Geometry/Type = flat cell",
                             "Geometry/Width = 10 um",
                             "Geometry/Gap = 40 um",
                             "Growth/Molar volume = 9.157 cm^3/mol"} +
                       constant_current("10 mA/cm^2", "3 mAh/cm^2");
    const CaseResult transient = grown<2>(cell, 1), steady = grown<2>(cell + Lines{"Growth/Mode = quasi-steady"}, 1);
    ASSERT_EQ(transient.failure + steady.failure, "");
    EXPECT_NEAR(shape(transient, "deposit_thickness") / shape(steady, "deposit_thickness"), 1., 1e-9);
    for (const std::string name : {"electrode_potential", "min_surface_concentration"})
      EXPECT_NEAR(measured(transient, name) / measured(steady, name), 1., time_ratio) << name;
    EXPECT_LT(measured(steady, "min_surface_concentration") / bulk, 0.9); // it matters
  }

  TEST(TransientGrowthUnderMeshedFilms, ThinOnesAreAsWithoutAMesh)
  {
    // A film of d = 100 nm over waves of a = 1 um, 20 um long: areas through the film and resistances that rest on them differ by d
    // k_1 = d a k^2 = 1 %. The solution begins d higher, 0.7 % of the 15 um that it has.
    const double k = 2. * dealii::numbers::PI / 20e-6, bound = 100e-9 * 1e-6 * k * k + 100e-9 / 15e-6;
    const auto   at = [&](const std::string &representation) {
      return grown<2>(growing + ions("dilute ions") + wave(1., 20., 15.) + film("100 nm", "thickness", representation) +
                        partition(0.5) + Lines{"Materials/film/Diffusivity = 1e-12 m^2/s"} +
                        constant_current("5 mA/cm^2", "0.1 mAh/cm^2"),
                      0);
    };
    const CaseResult with = at("resolved"), without = at("thin");
    ASSERT_EQ(with.failure + without.failure, "");
    for (const std::string name : {"tip_growth", "base_growth"})
      EXPECT_NEAR(shape(with, name) / shape(without, name), 1., bound) << name;
    for (const std::string name : {"electrode_potential", "min_surface_concentration"})
      EXPECT_NEAR(measured(with, name) / measured(without, name), 1., bound) << name;
    expect_balanced(with, 2);
  }
} // namespace zincfield::transient_growth_under_meshed_films_tests

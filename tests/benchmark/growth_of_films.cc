#include "physics/constants.h"
#include "solver/support/printf_text.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/growth_cells.h"

#include <gtest/gtest.h>

// What becomes of films without a mesh on metal that grows: their volume, how they thin and tear, in closed form about a wire and a
// ball.

namespace zincfield::growth_of_films_tests
{
  using namespace growth_cells;

  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * faraday_constant);

    constexpr double radius = 10e-6; // [m]

    /** A quarter of a ring about a wire or a ball, which reaches to 80 um. */
    GmshFile
    ring()
    {
      return GmshFile(gmsh_text({3, 16, 0}, [](const dealii::Point<3> &p) {
        const double r = 10. * std::pow(2., 3. * p[0]), angle = 0.5 * pi * p[1];
        return dealii::Point<3>(r * std::cos(angle), r * std::sin(angle), 0.);
      }));
    }

    /** At -1 V, under a film of 10 nm. Resistances [ohm cm^2] far above that of the solution: the current is even. */
    Lines
    round_cell(const GmshFile &file, const bool ball, const double of_reaction, const double of_film, const std::string &way)
    {
      return growth_cells::round_cell(file.name, ball) +
             Lines{"Electrolyte/Transport model = secondary",
                   "Electrolyte/Conductivity = 5 S/m",
                   "Reactions/zinc/Type = linear",
                   "Reactions/zinc/Charge transfer resistance = " + std::to_string(of_reaction) + " ohm cm^2",
                   "Materials/film/Conductivity = " + std::to_string(1e5 * 1e-8 / (of_film * 1e-4)) + "e-5 S/m",
                   "Coatings/film/Representation = thin",
                   "Coatings/film/Surface = metal",
                   "Coatings/film/Under growth = " + way,
                   "Coatings/film/Layers = only",
                   "Coatings/film/only/Material = film",
                   "Coatings/film/only/Profile = uniform",
                   "Coatings/film/only/Thickness = 10 nm"};
    }

    /** A wave of this amplitude [um] at 10 mA/cm^2. */
    Lines
    wave_under_a_lumped_film(const double amplitude)
    {
      return common_lines() + wave(amplitude, 20., 15.) +
             Lines{"Reactions/zinc/Type = linear",
                   "Boundaries/working electrode/Reactions = zinc",
                   "Electrolyte/Transport model = secondary",
                   "Electrolyte/Conductivity = 5 S/m",
                   "Reactions/zinc/Charge transfer resistance = 0.1 ohm cm^2",
                   "Control/Mode = galvanostatic",
                   "Control/Applied current density = 10 mA/cm^2",
                   "Coatings/film/Representation = lumped",
                   "Coatings/film/Surface = working electrode"};
    }

    /** After this time [h]. */
    Lines
    until(const double time)
    {
      return {"Growth/Until time = " + std::to_string(time) + " s"};
    }
  } // namespace

  TEST(GrowthOfFilms, ConstantVolumeAboutAWireAndABall)
  {
    // The film is all that resists, r = 1e4 ohm cm^2 at the start: i = V/(r d/d_0), d/d_0 = (R_0/R)^n with n = 1, 2. Then
    // dR/dt = a (R/R_0)^n with a = V_m V/(2F r): R = R_0 exp(a t/R_0), and R = R_0/(1 - a t/R_0). At R = 1.4 R_0:
    const GmshFile file  = ring();
    const double   speed = volume_of_charge * 1. / 1.;
    for (const bool ball : {false, true})
      {
        const double     time   = radius / speed * (ball ? 1. - 1. / 1.4 : std::log(1.4));
        const CaseResult result = grown<2>(round_cell(file, ball, 1., 1e4, "rides at constant volume") + until(time), 0);
        ASSERT_EQ(result.failure, "");
        const double end = 1. + shape(result, "thickest_deposit") / radius;
        EXPECT_NEAR(end, 1.4, 2e-3) << ball;
        EXPECT_NEAR(shape(result, "thinnest_film"), 1. / (ball ? end * end : end), 3e-3) << ball; // the mesh is a polygon
        EXPECT_EQ(shape(result, "torn_film"), 0.);
        // 10 nm of the start, to rounding: of the area that its mesh has
        const CaseResult start = grown<2>(round_cell(file, ball, 1., 1e4, "rides at constant volume") + until(1e-3 * time), 0);
        EXPECT_NEAR(shape(result, "film_volume") / shape(start, "film_volume"), 1., 1e-12) << ball;
        EXPECT_NEAR(shape(result, "film_volume"), 10e-9, 1e-4 * 10e-9) << ball;
      }
  }

  TEST(GrowthOfFilms, ConstantVolumeOnAWave)
  {
    // where the film slides nowhere, its surface stretches unevenly, and hanging nodes divide faces
    const auto volume = [](const std::string &thickness) {
      const CaseResult result = grown<2>(
        wave_under_a_lumped_film(1.) +
          Lines{"Materials/film/Conductivity = 1e-2 S/m", "Coatings/film/Under growth = rides at constant volume",
                "Coatings/film/Layers = only", "Coatings/film/only/Material = film", "Coatings/film/only/Profile = by height",
                "Coatings/film/only/Thickness at base = 50 nm", "Coatings/film/only/Thickness at tip = 100 nm",
                "Coatings/film/only/Reference height = 2 um", "Growth/Until thickness = " + thickness},
        1);
      EXPECT_EQ(result.failure, "");
      return shape(result, "film_volume");
    };
    EXPECT_NEAR(volume("2 um") / volume("1 nm"), 1., 1e-12);
  }

  TEST(GrowthOfFilms, NodesSlideAlongAnUnevenFilm)
  {
    // The film is all that resists, four times more at crests than in troughs, whose sides meet: nodes that slide crowd there no
    // more. Below the same film in two layers nodes are tied to the metal.
    const auto grow = [](const unsigned int layers) {
      Lines lines = wave_under_a_lumped_film(4.) + Lines{"Materials/film/Conductivity = 2.5e-5 S/m", "Growth/New mesh below = 0",
                                                         "Growth/Until thickness = 1.5 um", "Growth/Tolerance = 1e-3"};
      std::string stack;
      for (unsigned int l = 0; l < layers; ++l)
        {
          const std::string name = "layer " + std::to_string(l), place = "Coatings/film/" + name + "/";
          stack += (l > 0 ? ", " : "") + name;
          lines =
            lines + Lines{place + "Material = film", place + "Profile = by height",
                          place + "Thickness at base = " + std::to_string(1. / layers) + " nm",
                          place + "Thickness at tip = " + std::to_string(4. / layers) + " nm", place + "Reference height = 8 um"};
        }
      return grown<2>(lines + Lines{"Coatings/film/Layers = " + stack}, 2);
    };
    const CaseResult slides = grow(1), tied = grow(2);
    ASSERT_EQ(slides.failure, "");
    ASSERT_EQ(tied.failure, "");
    const double mean = shape(slides, "deposit_thickness"), tip = shape(slides, "tip_growth"), base = shape(slides, "base_growth");
    EXPECT_GT(base, 1.5 * tip);
    for (const std::string name : {"tip_growth", "base_growth", "roughness_quadratic"})
      EXPECT_NEAR(shape(slides, name), shape(tied, name), 5e-4 * mean) << name;
    EXPECT_NEAR(shape(slides, "film_volume") / shape(tied, "film_volume"), 1., 1e-3);
    EXPECT_GT(shape(slides, "smallest_jacobian"), shape(tied, "smallest_jacobian"));
  }

  TEST(GrowthOfFilms, SaysThatAFilmMakesShortWavesGrow)
  {
    // Flat, R_ct = 0.1, R_f = 0.2 ohm cm^2 at 10 mA/cm^2: d = 100 nm of 0.5e-2 S/m. A film of that thickness between a metal and a
    // solution of one potential each, kd = 1: r = [(cosh 1 - 1)/(sinh 1 + (R_ct/R_f) cosh 1)]/d; held by gamma = i R_f d zF/(2
    // V_m).
    const double thickness = 100e-9, of_film = 0.2e-4, current = 100.;
    const double rate  = (std::cosh(1.) - 1.) / (std::sinh(1.) + 0.5 * std::cosh(1.)) / thickness,
                 holds = 0.5 * current * of_film * thickness / volume_of_charge;
    const auto note    = [&](const double deposit, const double surface_energy) {
      const CaseResult result = grown<2>(wave_under_a_lumped_film(1e-6) +
                                           Lines{"Materials/film/Conductivity = 0.5e-2 S/m", "Coatings/film/Layers = only",
                                                 "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                                                 "Coatings/film/only/Thickness = 100 nm",
                                                 "Growth/Until thickness = " + std::to_string(1e6 * deposit) + " um",
                                                 "Growth/Surface energy = " + std::to_string(surface_energy) + " J/m^2"},
                                         0);
      EXPECT_EQ(result.failure, "");
      for (const std::string &one : result.notes)
        if (one.find("short waves") != std::string::npos)
          return one;
      return std::string();
    };
    const std::string found = note(4. / rate, 0.);
    EXPECT_NE(found.find("those of 0.628 um"), std::string::npos) << found;
    EXPECT_NE(found.find("by exp(4)"), std::string::npos) << found;
    EXPECT_NE(found.find(text("A Surface energy of %.3g J/m^2", holds)), std::string::npos) << found;
    EXPECT_NE(note(8. / rate, 0.5 * holds).find("by exp(4)"), std::string::npos);
    EXPECT_EQ(note(8. / rate, 1.01 * holds), "");
    EXPECT_EQ(note(2.9 / rate, 0.), ""); // less than exp(3)
  }

  TEST(GrowthOfFilms, TearsAtItsStretch)
  {
    // About a ball the area is (R/R_0)^2 that of the start: a film that tears at 1.21 is whole until R = 1.1 R_0 and gone beyond.
    const GmshFile file       = ring();
    const double   resistance = 2., speed = volume_of_charge / resistance; // film and reaction alike
    const auto     at = [&](const double end) {
      return grown<2>(round_cell(file, true, 1e4, 1e4, "tears") +
                        Lines{"Coatings/film/Largest stretch = 1.21", "Growth/Largest step = 0.01"} +
                        until(radius / speed * (end - 1.)),
                      0);
    };
    const CaseResult whole = at(1.09), torn = at(1.15);
    ASSERT_EQ(whole.failure + torn.failure, "");
    EXPECT_EQ(shape(whole, "torn_film"), 0.);
    EXPECT_EQ(shape(torn, "torn_film"), 1.);
    EXPECT_NEAR(shape(whole, "thickest_deposit") / radius, 0.09, 5e-4);
    // half of the resistance is gone from 1.1 on, where 0.05 of the time's share is left: twice as much grows
    EXPECT_NEAR(shape(torn, "thickest_deposit") / radius, 0.10 + 2. * 0.05, 0.01);
    // over the area of the start
    const double ball = 1. + shape(torn, "thickest_deposit") / radius;
    EXPECT_NEAR(std::abs(torn.report.quantities.at("mean_current_density").value), ball * ball, 2e-3);
  }

  TEST(GrowthOfFilms, BuriedItResistsNoMore)
  {
    const GmshFile   file   = ring();
    const double     time   = 0.1 * radius / volume_of_charge;
    const CaseResult result = grown<2>(round_cell(file, false, 1e4, 1e4, "stays") + until(time), 0);
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(shape(result, "thickest_deposit") / radius, 0.1, 5e-4); // at the resistance of the reaction alone
  }
} // namespace zincfield::growth_of_films_tests

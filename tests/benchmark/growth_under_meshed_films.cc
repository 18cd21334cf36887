#include "physics/constants.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/growth_cells.h"

#include <gtest/gtest.h>

#include <deal.II/lac/full_matrix.h>

// Films with a mesh on metal that grows: how they ride on planes, wires and balls, and which waves grow under them, in closed form.

namespace zincfield::growth_under_meshed_films_tests
{
  using namespace growth_cells;

  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * faraday_constant);

    const Lines secondary{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                          "Reactions/zinc/Type = linear"};
    const Lines on_the_electrode{"Boundaries/working electrode/Reactions = zinc"};

    Lines
    film(const std::string &representation, const std::string &thickness, const std::string &conductivity, const std::string &way)
    {
      return {"Materials/film/Conductivity = " + conductivity + " S/m",
              "Coatings/film/Representation = " + representation,
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Under growth = rides at constant " + way,
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = " + thickness};
    }

    Lines
    resistance(const double ohm_cm2)
    {
      return {"Reactions/zinc/Charge transfer resistance = " + std::to_string(ohm_cm2) + " ohm cm^2"};
    }
  } // namespace

  TEST(GrowthUnderMeshedFilms, Plane)
  {
    const double expected = volume_of_charge * 36000.; // of 1 mAh/cm^2
    for (const std::string way : {"thickness", "volume"})
      {
        const CaseResult result =
          grown<2>(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 30 um", "Geometry/Width = 20 um"} +
                     secondary + on_the_electrode + resistance(2.) + film("resolved", "1 um", "1e-2", way) +
                     constant_current("10 mA/cm^2", "1 mAh/cm^2"),
                   1);
        ASSERT_EQ(result.failure, "");
        for (const std::string name : {"deposit_thickness", "thinnest_deposit", "thickest_deposit", "tip_growth", "base_growth"})
          EXPECT_NEAR(shape(result, name), expected, 1e-12 * 30e-6) << name;
        EXPECT_LT(shape(result, "volume_against_charge"), 1e-11);
        EXPECT_NEAR(shape(result, "film_volume"), 1e-6, 1e-12 * 30e-6);
        EXPECT_NEAR(shape(result, "thinnest_film"), 1., 1e-12 * 30.);
        EXPECT_NEAR(shape(result, "gap"), 30e-6 - expected - 1e-6, 1e-12 * 30e-6); // from the film
      }
  }

  namespace
  {
    /** A wire or a ball of R_0 = 10 um at -1 V under a film of d_0 = 2 um, as resistive as the reaction; the bulk at R_b = 80 um.
     */
    struct Round
    {
      bool   ball, keeps_volume;
      double start = 10e-6, film = 2e-6, bulk = 80e-6, reaction = 1e-3, of_film = 1e-2, of_solution = 5.; // [m, ohm m^2, S/m]

      /** Volume within a radius, over the area of the metal of the start. */
      double
      volume(const double r) const
      {
        return ball ? std::pow(r, 3) / (3. * start * start) : r * r / (2. * start);
      }

      double
      outer(const double r) const
      {
        const double whole = volume(r) + volume(start + film) - volume(start);
        return !keeps_volume ? r + film : ball ? std::cbrt(3. * start * start * whole) : std::sqrt(2. * start * whole);
      }

      /** Magnitude of the current density on metal of the radius r. */
      double
      current(const double r) const
      {
        const auto between = [&](const double a, const double b) { return ball ? r * r * (1. / a - 1. / b) : r * std::log(b / a); };
        return 1. / (reaction + between(r, outer(r)) / of_film + between(outer(r), bulk) / of_solution);
      }

      /** Radius after a time, dr/dt = V_m i/(2F). */
      double
      radius(const double time) const
      {
        constexpr unsigned int n = 1000;
        double                 r = start;
        for (unsigned int k = 0; k < n; ++k)
          {
            const double h = volume_of_charge * time / n, middle = r + 0.5 * h * current(r);
            r += h * current(middle);
          }
        return r;
      }

      Lines
      lines(const GmshFile &file, const double time) const
      {
        return secondary + resistance(1e4 * reaction) +
               film_on("metal", keeps_volume ? "volume" : "thickness", std::to_string(of_film)) + round_cell(file.name, ball) +
               Lines{"Growth/Until time = " + std::to_string(time) + " s"};
      }

      static Lines
      film_on(const std::string &surface, const std::string &way, const std::string &conductivity)
      {
        Lines lines = ::zincfield::growth_under_meshed_films_tests::film("resolved", "2 um", conductivity, way);
        lines.push_back("Coatings/film/Surface = " + surface);
        return lines;
      }
    };
  } // namespace

  TEST(GrowthUnderMeshedFilms, StayConcentricOnAWireAndABall)
  {
    const GmshFile file(gmsh_text({6, 32, 0}, [](const dealii::Point<3> &p) {
      const double r = 10. * std::pow(2., 3. * p[0]), angle = 0.5 * pi * p[1];
      return dealii::Point<3>(r * std::cos(angle), r * std::sin(angle), 0.);
    }));
    for (const bool ball : {false, true})
      for (const bool keeps_volume : {false, true})
        {
          const Round  metal{ball, keeps_volume};
          const double time = 0.4 * metal.start / (volume_of_charge * metal.current(metal.start)), end = metal.radius(time),
                       thickness  = metal.outer(end) - end;
          const CaseResult result = grown<2>(metal.lines(file, time), 0), start = grown<2>(metal.lines(file, 1e-4 * time), 0);
          ASSERT_EQ(result.failure + start.failure, "");
          // The wire is a polygon of 128 sides, and the middles of its sides are 3e-4 nearer to the axis.
          EXPECT_NEAR(shape(result, "thickest_deposit") / (end - metal.start), 1., 2e-3) << ball << keeps_volume;
          EXPECT_NEAR(shape(result, "thinnest_deposit") / shape(result, "thickest_deposit"), 1., 2e-3) << ball << keeps_volume;
          EXPECT_NEAR(std::abs(result.report.quantities.at("mean_current_density").value) /
                        (metal.current(end) * std::pow(end / metal.start, ball ? 2. : 1.)),
                      1., 2e-3)
            << ball << keeps_volume;
          EXPECT_NEAR(shape(result, "film_volume") / (metal.volume(metal.outer(end)) - metal.volume(end)), 1., 1e-3)
            << ball << keeps_volume;
          if (keeps_volume)
            {
              EXPECT_NEAR(shape(result, "film_volume") / shape(start, "film_volume"), 1., 1e-10) << ball;
              EXPECT_NEAR(shape(result, "thinnest_film"), thickness / metal.film, 2e-3) << ball;
            }
          else
            EXPECT_NEAR(shape(result, "thinnest_film"), 1., 1e-10) << ball;
          EXPECT_NEAR(shape(result, "gap") / (metal.bulk - metal.outer(end)), 1., 1e-3) << ball << keeps_volume;
        }
  }

  namespace
  {
    /** d ln a/dh [1/m] of waves of the wave number k on metal that grows with linear kinetics R [ohm m^2] under a film of the
     * thickness d and the conductivity inner, which rides at constant thickness; outer: of the solution up to the height H above
     * the metal. The potential is (i/inner) y + a (A exp(k y) + B exp(-k y)) cos(k x) in the film, (i/outer) y + a C sinh(k (H -
     * y)) cos(k x) + const above it; the metal and the film's outer face lie at a cos(k x) and d + a cos(k x). */
    double
    growth_of_waves(const double k, const double R, const double d, const double inner, const double outer, const double H)
    {
      dealii::FullMatrix<double> matrix(3, 3);
      dealii::Vector<double>     right(3), x(3);
      const double               up = std::exp(k * d), down = std::exp(-k * d);
      // at the metal: inner dphi/dy = phi/R
      matrix(0, 0) = inner * k - 1. / R;
      matrix(0, 1) = -inner * k - 1. / R;
      right(0)     = 1. / inner / R;
      // at the outer face: the potential, and the current
      matrix(1, 0) = up;
      matrix(1, 1) = down;
      matrix(1, 2) = -std::sinh(k * (H - d));
      right(1)     = 1. / outer - 1. / inner;
      matrix(2, 0) = inner * up;
      matrix(2, 1) = -inner * down;
      matrix(2, 2) = outer * std::cosh(k * (H - d));
      matrix.gauss_jordan();
      matrix.vmult(x, right);
      return inner * k * (x(0) - x(1));
    }
  } // namespace

  TEST(GrowthUnderMeshedFilms, Stability)
  {
    const double R = 1e-6, outer = 5., gap = 10e-6, h = volume_of_charge * 0.2 * 36000.;
    // with the film's conductivity that of the solution it is as without a film: k C/(1 + kappa R k C), C = coth(k H)
    EXPECT_NEAR(growth_of_waves(1e6, R, 1e-6, outer, outer, gap), 1e6 / std::tanh(10.) / (1. + outer * R * 1e6 / std::tanh(10.)),
                1.);
    for (const double wavelength : {4e-6, 20e-6})
      for (const double inner : {0.5, 50.})
        {
          const CaseResult result =
            grown<2>(common_lines() + wave(0.001e6 * wavelength, 1e6 * wavelength, 1e6 * gap) + secondary + on_the_electrode +
                       resistance(0.01) + film("resolved", "1 um", std::to_string(inner), "thickness") +
                       constant_current("10 mA/cm^2", "0.2 mAh/cm^2"),
                     2);
          ASSERT_EQ(result.failure, "");
          const double growth = std::log(shape(result, "peak_to_valley") / (0.002 * wavelength));
          EXPECT_NEAR(growth / (h * growth_of_waves(2. * pi / wavelength, R, 1e-6, inner, outer, gap - 0.5 * h)), 1., 0.01)
            << wavelength << ' ' << inner;
        }
  }

  TEST(GrowthUnderMeshedFilms, ThinOnesAreAsWithoutAMesh)
  {
    // A film of d = 100 nm over waves of a = 1 um, 20 um long: their radius is at least 1/(a k^2) = 10 um, so that areas through
    // the film, and the resistances that rest on them, differ by up to d k_1 = 1 %. The solution begins d higher: of the 15 um that
    // it has that is 0.7 %, and less of the growth, since the film and the reaction resist more.
    const double k = 2. * pi / 20e-6, bound = 100e-9 * 1e-6 * k * k + 100e-9 / 15e-6;
    for (const std::string way : {"thickness", "volume"})
      {
        const auto at = [&](const std::string &representation) {
          return grown<2>(common_lines() + wave(1., 20., 15.) + secondary + on_the_electrode + resistance(1.) +
                            film(representation, "100 nm", "1e-3", way) + constant_current("10 mA/cm^2", "1 mAh/cm^2"),
                          1);
        };
        const CaseResult with = at("resolved"), without = at("thin");
        ASSERT_EQ(with.failure + without.failure, "");
        for (const std::string name : {"tip_growth", "base_growth", "peak_to_valley"})
          EXPECT_NEAR(shape(with, name) / shape(without, name), 1., bound) << way << ' ' << name;
        EXPECT_NEAR(shape(with, "film_volume") / shape(without, "film_volume"), 1., bound) << way;
      }
  }

  TEST(GrowthUnderMeshedFilms, EachLayerKeepsItsVolume)
  {
    // Two layers on a ball, 2 um each, as 10 um grow to 14: the inner one alone fills from 14 um to the radius of its volume. Where
    // it ends shows in the current, for it alone resists.
    const GmshFile   file(gmsh_text({6, 32, 0}, [](const dealii::Point<3> &p) {
      const double r = 10. * std::pow(2., 3. * p[0]), angle = 0.5 * pi * p[1];
      return dealii::Point<3>(r * std::cos(angle), r * std::sin(angle), 0.);
    }));
    const Round      inner{true, true}; // alone: the outer layer conducts as the solution does
    const double     time = 0.4 * inner.start / (volume_of_charge * inner.current(inner.start)), end = inner.radius(time);
    const Lines      outer{"Materials/outer/Conductivity = 5 S/m", "Coatings/film/Layers = only, above",
                      "Coatings/film/above/Material = outer", "Coatings/film/above/Profile = uniform",
                      "Coatings/film/above/Thickness = 2 um"};
    const CaseResult result = grown<2>(inner.lines(file, time) + outer, 0);
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(shape(result, "thickest_deposit") / (end - inner.start), 1., 2e-3);
    EXPECT_NEAR(std::abs(result.report.quantities.at("mean_current_density").value) /
                  (inner.current(end) * std::pow(end / inner.start, 2)),
                1., 2e-3);
  }

  TEST(GrowthUnderMeshedFilms, VolumeInSpaceAcrossHangingNodes)
  {
    const auto volume = [](const std::string &capacity) {
      const CaseResult result =
        grown<3>(common_lines() +
                   Lines{"Geometry/Type = sinusoidal", "Geometry/Dimension = 3", "Geometry/Amplitude = 1 um",
                         "Geometry/Wavelength = 20 um", "Geometry/Gap = 6 um", "Geometry/Cells across feature = 3",
                         "Discretization/Minimum cycles = 2", "Discretization/Maximum cycles = 2", "Growth/New mesh below = 0"} +
                   secondary + on_the_electrode + resistance(0.1) + film("resolved", "500 nm", "0.1", "volume") +
                   constant_current("10 mA/cm^2", capacity),
                 0);
      EXPECT_EQ(result.failure, "");
      return std::make_pair(shape(result, "film_volume"), shape(result, "thinnest_film"));
    };
    const auto start = volume("0.0001 mAh/cm^2"), end = volume("0.4 mAh/cm^2");
    EXPECT_NEAR(end.first / start.first, 1., 1e-10);
    EXPECT_LT(end.second, 0.95); // where it has stretched
  }
} // namespace zincfield::growth_under_meshed_films_tests

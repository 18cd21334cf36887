#include "meshes/cell_over_heights.h"
#include "solver/growth/grown_heights.h"
#include "tests/support/grown.h"

#include <deal.II/base/quadrature_lib.h>

#include <gtest/gtest.h>

#include <cmath>

// New meshes of metal that has grown in space: the metal goes on as it would have on the old mesh, and nothing of it is lost.

namespace zincfield::growth_on_new_meshes_in_space_tests
{
  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * 96485.33212);

    /** mAh/cm^2 in C/m^2. */
    constexpr double capacity = 36000.;

    Lines
    secondary(const std::string &resistance, const std::string &density, const std::string &new_mesh_below)
    {
      return common_lines() + Lines{"Electrolyte/Transport model = secondary",
                                    "Electrolyte/Conductivity = 5 S/m",
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = " + resistance + " ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = " + density + " mA/cm^2",
                                    "Growth/Until capacity = 1 mAh/cm^2",
                                    "Growth/New mesh below = " + new_mesh_below};
    }

    constexpr double amplitude = 1., wavelength = 20.; // [um]

    Lines
    egg_box()
    {
      return {"Geometry/Type = sinusoidal",
              "Geometry/Dimension = 3",
              "Geometry/Amplitude = " + std::to_string(amplitude) + " um",
              "Geometry/Wavelength = " + std::to_string(wavelength) + " um",
              "Geometry/Gap = 6 um",
              "Geometry/Cells across feature = 4"};
    }

    /** Volume over the base plane [um] by which the egg-box grows where it moves by h [um] along its normal everywhere: the mean of
     * h dA - h^2 H dA + h^3 K dA/3, with 2H and K of a graph. */
    double
    volume_of_even_growth(const double h)
    {
      const dealii::QGauss<1> points(40);
      const double            q   = 2. * pi / wavelength;
      double                  sum = 0.;
      for (unsigned int i = 0; i < points.size(); ++i)
        for (unsigned int j = 0; j < points.size(); ++j)
          {
            const double x = pi * points.point(i)[0], y = pi * points.point(j)[0]; // half a wavelength
            const double zx = -amplitude * q * std::sin(x) * std::cos(y), zy = -amplitude * q * std::cos(x) * std::sin(y),
                         zxx = -amplitude * q * q * std::cos(x) * std::cos(y), zyy = zxx,
                         zxy     = amplitude * q * q * std::sin(x) * std::sin(y);
            const double stretch = std::sqrt(1. + zx * zx + zy * zy);
            // positive where the metal is concave
            const double twice_mean = ((1. + zy * zy) * zxx - 2. * zx * zy * zxy + (1. + zx * zx) * zyy) / std::pow(stretch, 3),
                         product    = (zxx * zyy - zxy * zxy) / std::pow(stretch, 4);
            sum += points.weight(i) * points.weight(j) * stretch * (h - 0.5 * h * h * twice_mean + h * h * h * product / 3.);
          }
      return sum;
    }
  } // namespace

  TEST(GrowthOnNewMeshesInSpace, GoesOnAsOnTheOldMesh)
  {
    const auto grow = [](const std::string &new_mesh_below) {
      return grown<3>(egg_box() + secondary("0.01", "-10", new_mesh_below), 0);
    };
    const CaseResult one = grow("0"), several = grow("0.998");
    ASSERT_EQ(one.failure, "");
    ASSERT_EQ(several.failure, "");
    EXPECT_EQ(shape(one, "new_meshes"), 0.);
    EXPECT_GE(shape(several, "new_meshes"), 1.);
    EXPECT_LT(shape(several, "lost_at_new_meshes"), 1e-8);
    const double deposit = -1e6 * volume_of_charge * capacity; // -1.71 um: crests dissolve faster
    for (const CaseResult *result : {&one, &several})
      {
        EXPECT_LT(shape(*result, "volume_against_charge"), 1e-8);
        EXPECT_NEAR(1e6 * shape(*result, "deposit_thickness"), deposit, 1e-8 * std::abs(deposit));
      }
    for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit", "thinnest_deposit"})
      EXPECT_NEAR(1e6 * shape(several, name), 1e6 * shape(one, name), 4e-3 * std::abs(deposit)) << name;
  }

  TEST(GrowthOnNewMeshesInSpace, EvenDissolutionMovesAlongTheNormal)
  {
    // A charge transfer that resists 8000 times more than the solution.
    const CaseResult result = grown<3>(egg_box() + secondary("100", "-10", "0.998"), 0);
    ASSERT_EQ(result.failure, "");
    EXPECT_GE(shape(result, "new_meshes"), 1.);
    double       low = -5., high = 0.; // h of the volume
    const double volume = -1e6 * volume_of_charge * capacity;
    for (unsigned int k = 0; k < 60; ++k)
      (volume_of_even_growth(0.5 * (low + high)) < volume ? low : high) = 0.5 * (low + high);
    for (const std::string name : {"tip_growth", "base_growth", "thickest_deposit", "thinnest_deposit"})
      EXPECT_NEAR(1e6 * shape(result, name), low, 3e-3 * std::abs(low)) << name;
  }

  TEST(GrowthOnNewMeshesInSpace, APlaneStaysOne)
  {
    const CaseResult result =
      grown<3>(Lines{"Geometry/Type = flat cell", "Geometry/Dimension = 3", "Geometry/Gap = 12 um", "Geometry/Width = 8 um"} +
                 secondary("2", "10", "1"), // new meshes though nothing is distorted
               0);
    ASSERT_EQ(result.failure, "");
    EXPECT_GE(shape(result, "new_meshes"), 1.);
    const double expected = volume_of_charge * capacity;
    for (const std::string name : {"deposit_thickness", "thinnest_deposit", "thickest_deposit", "tip_growth", "base_growth"})
      EXPECT_NEAR(shape(result, name), expected, 1e-9 * expected) << name;
  }

  TEST(GrowthOnNewMeshesInSpace, SharpEdgesAreRoundedBeforeTheStart)
  {
    const Lines pyramids{"Geometry/Type = pyramid array", "Geometry/Base = square",           "Geometry/Width = 10 um",
                         "Geometry/Height = 5 um",        "Geometry/Pitch = 12 um",           "Geometry/Tip radius = 1 um",
                         "Geometry/Gap = 12 um",          "Geometry/Cells across feature = 3"};
    const auto  grow = [&](const std::string &new_mesh_below) {
      return grown<3>(pyramids + secondary("2", "10", new_mesh_below) + Lines{"Growth/Until capacity = 0.002 mAh/cm^2"}, 0);
    };
    const CaseResult sharp = grow("0"), round = grow("0.5");
    ASSERT_EQ(sharp.failure, "");
    ASSERT_EQ(round.failure, "");
    EXPECT_EQ(shape(sharp, "new_meshes"), 0.);
    EXPECT_EQ(shape(round, "new_meshes"), 1.);
    EXPECT_LT(shape(round, "highest_point"), shape(sharp, "highest_point"));
    const double deposit = 0.002 * volume_of_charge * capacity; // 3.4 nm
    EXPECT_GT(shape(round, "tip_growth"), 0.);                  // from the rounded shape on
    EXPECT_LT(shape(round, "tip_growth"), deposit);
    for (const CaseResult *result : {&sharp, &round}) // whose faces bend by more than a right angle
      {
        EXPECT_NEAR(shape(*result, "deposit_thickness"), deposit, 1e-8 * deposit);
        EXPECT_LT(shape(*result, "volume_against_charge"), 1e-8);
      }
  }

  TEST(GrowthOnNewMeshesInSpace, NarrowValleysAreFilledAndNothingElseIs)
  {
    PlanGrid grid;
    grid.sides         = {{10., 2.}};
    grid.n             = {{400, 40}};
    const auto heights = [&](const double slope) {
      std::vector<double> values(grid.n_points());
      for (unsigned int j = 0; j <= grid.n[1]; ++j)
        for (unsigned int i = 0; i <= grid.n[0]; ++i)
          values[grid.index(i, j)] = slope * std::abs(grid.point(i, j)[0] - 5.);
      return values;
    };
    constexpr double radius = 1.;
    for (const double slope : {2., 0.5})
      {
        // A ball that touches both flanks has its centre R sqrt(1 + s^2) above the bottom, and touches them where
        // |x| = R s/sqrt(1 + s^2).
        const auto   given = heights(slope), filled = filled_valleys(grid, given, radius);
        const double root = std::sqrt(1. + slope * slope);
        EXPECT_NEAR(filled[grid.index(200, 20)], radius * (root - 1.), 2e-3);
        for (unsigned int i = 0; i <= grid.n[0]; ++i)
          {
            const unsigned int k    = grid.index(i, 20);
            const double       away = std::abs(grid.point(i, 0)[0] - 5.);
            EXPECT_NEAR(filled[k], given[k], away > radius * slope / root + 0.05 ? 1e-12 : radius * (root - 1.));
          }
      }
    const auto ridge = heights(-2.), left = filled_valleys(grid, ridge, radius); // but at the sides, which mirror it
    for (unsigned int i = 60; i <= 340; ++i)
      EXPECT_NEAR(left[grid.index(i, 20)], ridge[grid.index(i, 20)], 1e-12);
  }

  TEST(GrowthOnNewMeshesInSpace, SplinesFollowWavesAndLeaveShortOnesOut)
  {
    PlanGrid grid;
    grid.corner       = dealii::Point<2>(1., -2.);
    grid.sides        = {{6., 9.}};
    grid.n            = {{12, 18}};
    const auto spline = [&](const double waves) {
      const PlanGrid      fine = grid.divided(8);
      std::vector<double> values(fine.n_points());
      for (unsigned int j = 0; j <= fine.n[1]; ++j)
        for (unsigned int i = 0; i <= fine.n[0]; ++i)
          values[fine.index(i, j)] = 3. + std::cos(waves * pi * (fine.point(i, j)[0] - 1.) / 6.);
      return closest_splines(grid, 8, values);
    };
    const dealii::Point<2> place(2.7, 3.1);
    const double           q    = 2. * pi / 6.;
    const SplineSurface    wave = spline(2.);
    EXPECT_NEAR(wave.value(place), 3. + std::cos(q * 1.7), 1e-3);
    EXPECT_NEAR(wave.value(place, 1, 0), -q * std::sin(q * 1.7), 5e-3);
    EXPECT_NEAR(wave.value(place, 2, 0), -q * q * std::cos(q * 1.7), 3e-2);
    EXPECT_NEAR(wave.value(place, 0, 1), 0., 1e-12);
    EXPECT_NEAR(wave.value(dealii::Point<2>(1., -2.), 1, 0), 0., 1e-12); // mirrored
    std::vector<double> step(grid.divided(8).n_points(), 0.);
    for (unsigned int k = 0; k < step.size(); ++k)
      step[k] = k % (8 * grid.n[0] + 1) > 4 * grid.n[0];
    const SplineSurface jump = closest_splines_within(grid, 8, step);
    for (unsigned int k = 0; k <= 60; ++k)
      {
        const double here = jump.value(dealii::Point<2>(1. + 0.1 * k, 3.));
        EXPECT_GE(here, 0.);
        EXPECT_LE(here, 1. + 1e-15);
      }
    EXPECT_NEAR(spline(48.).value(place), 3., 0.05); // half a wave is a quarter of an interval
  }

  TEST(GrowthOnNewMeshesInSpace, NoneIsMadeOverASteepSurfaceOrBeyondTheCounterElectrode)
  {
    PlanGrid grid;
    grid.sides      = {{6., 9.}};
    grid.n          = {{12, 18}};
    const auto ramp = [&](const double slope) {
      std::vector<double> coefficients(grid.n_points());
      for (unsigned int j = 0; j <= grid.n[1]; ++j)
        for (unsigned int i = 0; i <= grid.n[0]; ++i)
          coefficients[grid.index(i, j)] = slope * grid.point(i, j)[0];
      return SplineSurface(grid, coefficients);
    };
    const auto cell = cell_over_heights(ramp(0.5), 20., {});
    ASSERT_TRUE(cell);
    EXPECT_DOUBLE_EQ(cell->footprint(), 54.);
    EXPECT_FALSE(cell_over_heights(ramp(6.), 60., {}));
    EXPECT_FALSE(cell_over_heights(ramp(0.5), 2.5, {})); // beyond the counter electrode
  }
} // namespace zincfield::growth_on_new_meshes_in_space_tests

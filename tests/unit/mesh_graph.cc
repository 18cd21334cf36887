#include "meshes/cosine_surface.h"
#include "tests/support/mesh_measures.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

// Surfaces that are graphs of a series of cosines: random ones and measured ones.

namespace zincfield::mesh_graph_tests
{
  namespace
  {
    std::string
    file_with(const std::string &text)
    {
      const std::string name = testing::TempDir() + "zincfield_heights_" + std::to_string(getpid()) + ".csv";
      std::ofstream(name) << text;
      return name;
    }

    /** Heights of cos(pi x/10) um from 0 to 10 um, as a table. */
    std::string
    half_a_wave(const unsigned int n)
    {
      std::ostringstream text;
      text.precision(15);
      text << "x,height\n# from a drawing\n";
      for (unsigned int i = 0; i <= n; ++i)
        text << 10. * i / n << ',' << 5. + std::cos(M_PI * i / n) << '\n';
      return text.str();
    }

    std::map<std::string, FixedParameters::Value>
    rough(const double seed)
    {
      return {{"Width", 30 * um}, {"Gap", 20 * um}, {"Roughness", 0.3 * um}, {"Correlation length", 2 * um}, {"Seed", seed}};
    }

    /** Root mean square and mean of the metal's height over a fine row of points. */
    std::pair<double, double>
    roughness_and_mean(const Geometry &geometry, const double width)
    {
      const unsigned int n    = 4000;
      double             mean = 0., square = 0.;
      for (unsigned int i = 0; i < n; ++i)
        {
          const double z = geometry.extrusion()->surface(dealii::Point<2>(width * (i + 0.5) / n, 0.)).position[2];
          mean += z / n;
          square += z * z / n;
        }
      return {std::sqrt(square - mean * mean), mean};
    }
  } // namespace

  TEST(CosineSurface, HasItsHeightsSlopesAndRootMeanSquare)
  {
    const CosineSurface    surface(3., 2., {{0., 0.5, -0.2}, {0.1, 0., 0.3}});
    const dealii::Point<2> p(0.7, 1.1);
    const auto             c = [](const double x) { return std::cos(x); };
    EXPECT_NEAR(surface.height(p),
                0.5 * c(M_PI * 0.7 / 3) - 0.2 * c(2 * M_PI * 0.7 / 3) + (0.1 + 0.3 * c(2 * M_PI * 0.7 / 3)) * c(M_PI * 1.1 / 2),
                1e-14);
    for (unsigned int d = 0; d < 2; ++d)
      {
        const double           h = 1e-5;
        const dealii::Point<2> step(d == 0 ? h : 0., d == 1 ? h : 0.);
        EXPECT_NEAR(surface.slope(p)[d],
                    (surface.height(dealii::Point<2>(p + step)) - surface.height(dealii::Point<2>(p - step))) / (2. * h), 1e-9);
      }
    EXPECT_NEAR(surface.rms(), std::sqrt(0.5 * 0.25 + 0.5 * 0.04 + 0.5 * 0.01 + 0.25 * 0.09), 1e-14);
  }

  TEST(CosineSurface, TransformFindsTheAmplitudes)
  {
    const std::vector<std::vector<double>> amplitudes = {{1., 0.5, -0.2}, {0.1, 0., 0.3}};
    const CosineSurface                    surface(3., 2., amplitudes);
    std::vector<std::vector<double>>       heights(10, std::vector<double>(12));
    for (unsigned int j = 0; j < 10; ++j)
      for (unsigned int i = 0; i < 12; ++i)
        heights[j][i] = surface.height({3. * (i + 0.5) / 12, 2. * (j + 0.5) / 10});
    const auto found = cosine_transform(heights, 2, 1);
    ASSERT_EQ(found.size(), 2u);
    for (unsigned int n = 0; n < 2; ++n)
      for (unsigned int m = 0; m < 3; ++m)
        EXPECT_NEAR(found[n][m], amplitudes[n][m], 1e-14);
  }

  TEST(RandomSurface, HasTheRoughnessAskedForAndTheSeedMakesIt)
  {
    for (const double seed : {1., 2.})
      {
        const auto geometry = make_geometry("random surface", rough(seed));
        const auto found    = roughness_and_mean(*geometry, 30.);
        EXPECT_NEAR(found.first, 0.3, 1e-9);
        EXPECT_NEAR(found.second, 0., 1e-9);
      }
    const auto one = make_geometry("random surface", rough(1.)), again = make_geometry("random surface", rough(1.)),
               other = make_geometry("random surface", rough(2.));
    const dealii::Point<2> p(7., 0.);
    EXPECT_EQ(one->extrusion()->surface(p).position[2], again->extrusion()->surface(p).position[2]);
    EXPECT_GT(std::abs(one->extrusion()->surface(p).position[2] - other->extrusion()->surface(p).position[2]), 1e-3);
  }

  /** exp(-r^2/l^2) of its heights over many surfaces. */
  TEST(RandomSurface, HeightsAreCorrelatedAsTheSpectrumSays)
  {
    double product = 0., square = 0.;
    for (unsigned int seed = 1; seed <= 20; ++seed)
      {
        auto values         = rough(seed);
        values["Width"]     = 200 * um; // the mean height, which is taken away, is next to nothing then
        const auto geometry = make_geometry("random surface", values);
        for (double x = 20.; x < 180.; x += 2.)
          {
            const double a = geometry->extrusion()->surface({x, 0.}).position[2],
                         b = geometry->extrusion()->surface({x + 1., 0.}).position[2];
            product += a * b;
            square += 0.5 * (a * a + b * b);
          }
      }
    EXPECT_NEAR(product / square, std::exp(-0.25), 0.03);
  }

  TEST(RandomSurface, MeshesAreSoundOverItsSpectraAndDimensions)
  {
    for (const std::string dimension : {"2", "3"})
      for (const std::string spectrum : {"Gaussian", "self-affine"})
        {
          auto values         = rough(3.);
          values["Width"]     = 8 * um;
          values["Dimension"] = dimension;
          values["Spectrum"]  = spectrum;
          if (spectrum == "self-affine")
            values["Shortest wavelength"] = 2 * um;
          const auto   geometry = make_geometry("random surface", values);
          const double area     = dimension == "3" ? 64. : 8.;
          const auto   check    = [&](const MeshMeasures &found) {
            EXPECT_NEAR(found.volumes.at("electrolyte") / (20. * area), 1., 1e-4) << dimension << spectrum;
            EXPECT_GT(found.smallest_jacobian, 0.1) << dimension << spectrum;
          };
          if (dimension == "3")
            {
              Mesh<3> mesh(*geometry, {}, 3, MPI_COMM_WORLD);
              check(measure(mesh));
            }
          else
            {
              Mesh<2> mesh(*geometry, {}, 3, MPI_COMM_WORLD);
              check(measure(mesh));
            }
        }
  }

  /** A measured line of the shape of the built family has its currents. */
  TEST(HeightMap, OfACosineIsTheSinusoidalElectrode)
  {
    const Lines common = common_lines() + Lines{"Electrolyte/Transport model = primary",
                                                "Electrolyte/Conductivity = 5 S/m",
                                                "Control/Mode = galvanostatic",
                                                "Control/Applied current density = 10 mA/cm^2",
                                                "Geometry/Gap = 15 um",
                                                "Geometry/Cells across feature = 8",
                                                "Discretization/Degree = 4"};
    Solved<2>   built(common + Lines{"Geometry/Type = sinusoidal", "Geometry/Amplitude = 1 um", "Geometry/Wavelength = 20 um"}, 1);
    Solved<2>   measured(common + Lines{"Geometry/Type = height map", "Geometry/File = " + file_with(half_a_wave(4000)),
                                      "Geometry/Width = 10 um", "Geometry/Shortest wavelength = 10 um"},
                         1);
    built.solve();
    measured.solve();
    for (const std::string name : {"electrode_potential", "max_over_mean", "min_over_mean", "std_over_mean"})
      EXPECT_NEAR(measured.quantity(name), built.quantity(name), 1e-6 * std::abs(built.quantity(name))) << name;
  }

  namespace
  {
    /** A period of 10 um with two waves, shifted; no mirror image of itself. */
    double
    repeated(const double x)
    {
      return std::sin(2. * M_PI * x / 10.) + 0.3 * std::cos(4. * M_PI * x / 10. + 1.);
    }
    std::string
    a_period(const double shift)
    {
      std::ostringstream text;
      text.precision(15);
      for (unsigned int i = 0; i <= 4000; ++i)
        text << 10. * i / 4000 << ' ' << repeated(10. * i / 4000 - shift) << '\n';
      return text.str();
    }
  } // namespace

  TEST(HeightMap, PeriodicOnesRepeatThemselves)
  {
    const auto geometry = make_geometry("height map", {{"File", file_with(a_period(0.))},
                                                       {"Width", 10 * um},
                                                       {"Gap", 15 * um},
                                                       {"Shortest wavelength", 5 * um},
                                                       {"Sides", "periodic"}});
    for (double x = 0.; x <= 10.; x += 0.37)
      EXPECT_NEAR(geometry->extrusion()->surface({x, 0.}).position[2], repeated(x), 1e-4);
    EXPECT_TRUE(geometry->symmetry_planes().empty());
    const Lines common = common_lines() + Lines{"Electrolyte/Transport model = primary",
                                                "Electrolyte/Conductivity = 5 S/m",
                                                "Control/Mode = galvanostatic",
                                                "Control/Applied current density = 10 mA/cm^2",
                                                "Geometry/Type = height map",
                                                "Geometry/Width = 10 um",
                                                "Geometry/Gap = 15 um",
                                                "Geometry/Shortest wavelength = 5 um",
                                                "Geometry/Sides = periodic",
                                                "Geometry/Cells across feature = 8",
                                                "Discretization/Degree = 4"};
    const Lines here   = common + Lines{"Geometry/File = " + file_with(a_period(0.))};
    Solved<2>   map(here, 1);
    map.solve();
    Solved<2> shifted(common + Lines{"Geometry/File = " + file_with(a_period(3.7))}, 1);
    shifted.solve();
    for (const std::string name : {"electrode_potential", "max_over_mean", "min_over_mean", "std_over_mean"})
      EXPECT_NEAR(shifted.quantity(name), map.quantity(name), 1e-3 * std::abs(map.quantity(name))) << name;
  }

  TEST(HeightMap, PeriodicSurfacesHaveTheirVolumes)
  {
    std::ostringstream text;
    const double       w = 10.;
    const auto         z = [w](const double x, const double y) {
      return 0.5 * std::sin(2. * M_PI * x / w) * std::sin(2. * M_PI * y / w + 0.5);
    };
    for (unsigned int j = 0; j < 40; ++j)
      for (unsigned int i = 0; i < 40; ++i)
        text << z(w * (i + 0.5) / 40, w * (j + 0.5) / 40) << (i < 39 ? " " : "\n");
    const auto geometry = make_geometry("height map", {{"Dimension", "3"},
                                                       {"File", file_with(text.str())},
                                                       {"Width", w * um},
                                                       {"Gap", 8 * um},
                                                       {"Shortest wavelength", 5 * um},
                                                       {"Sides", "periodic"}});
    for (const double x : {0., 2.3, 7.9, 10.})
      for (const double y : {0., 4.1, 8.8})
        EXPECT_NEAR(geometry->extrusion()->surface({x, y}).position[2], z(x, y), 1e-5);
    Mesh<3>    mesh(*geometry, {}, 4, MPI_COMM_WORLD);
    const auto found = measure(mesh);
    EXPECT_NEAR(found.volumes.at("electrolyte"), 8. * w * w, 1e-4 * w * w);
    EXPECT_GT(found.smallest_jacobian, 0.5);
  }

  TEST(HeightMap, WrongFilesAreErrors)
  {
    const auto message = [](const std::string &text, const std::map<std::string, FixedParameters::Value> &more = {}) {
      std::map<std::string, FixedParameters::Value> values = {
        {"File", file_with(text)}, {"Width", 10 * um}, {"Gap", 15 * um}, {"Shortest wavelength", 5 * um}};
      for (const auto &value : more)
        values[value.first] = value.second;
      try
        {
          make_geometry("height map", values);
        }
      catch (const std::invalid_argument &error)
        {
          return std::string(error.what());
        }
      return std::string();
    };
    const auto expect = [](const std::string &found, const std::string &part) {
      EXPECT_NE(found.find(part), std::string::npos) << found;
    };
    EXPECT_EQ(message(half_a_wave(100)), "");
    expect(message(half_a_wave(100), {{"Sides", "periodic"}}),
           "Sides: the map does not repeat itself along x: from one side to the "
           "other heights differ by 2 um");
    std::string ramp; // the same in every row, so that only its rows repeat themselves
    for (unsigned int j = 0; j < 8; ++j)
      ramp += "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7\n";
    expect(message(ramp, {{"Sides", "periodic"}, {"Dimension", "3"}}), "does not repeat itself along x: from one side to the other "
                                                                       "heights differ by 0.7 um");
    expect(message("0 1\n5 x\n10 1\n"), "line 2: \"x\" is no number");
    expect(message("0 1\n5 1 2\n10 1\n"), "line 2 has 3 numbers and the first 2");
    expect(message("0 1\n5 1\n4 1\n"), "x does not grow from row 2");
    expect(message("0 1\n20 1\n"), "Width: the line of the file is 20.0");
    expect(message(""), "not two columns");
    expect(message(half_a_wave(100), {{"Gap", 0.5 * um}}), "the surface reaches the counter electrode");
    expect(message(half_a_wave(100), {{"Shortest wavelength", 25 * um}}), "not two half waves fit");
    expect(message("0 1\n5 90\n10 1\n", {{"Gap", 200 * um}}), "too steep to be meshed");
  }
} // namespace zincfield::mesh_graph_tests

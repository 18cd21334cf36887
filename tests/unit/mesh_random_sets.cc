#include "meshes/grading.h"
#include "meshes/worst_cell.h"
#include "tests/support/mesh_cases.h"

#include <deal.II/base/config.h>

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>

// Random plausible lengths of every family: a coarse mesh whose cells are sound, or an error before meshing that says which key
// does not fit. ZINCFIELD_RANDOM_SETS sets a family (1000 with ctest -C all -R random_sets.all).

namespace zincfield::mesh_random_sets_tests
{
  namespace
  {
    using Values = std::map<std::string, FixedParameters::Value>;

    constexpr double least_jacobian = 0.1;

    /** The same numbers with every compiler. */
    class Chance
    {
    public:
      explicit Chance(const unsigned int seed)
        : random_(seed)
      {}
      double
      between(const double low, const double high)
      {
        return low + (high - low) * (random_() / 4294967296.);
      }
      /** Evenly on a logarithmic scale. */
      double
      over(const double low, const double high)
      {
        return low * std::pow(high / low, between(0., 1.));
      }
      unsigned int
      whole(const unsigned int low, const unsigned int high)
      {
        return low + random_() % (high - low + 1);
      }
      std::string
      one_of(const std::vector<std::string> &all)
      {
        return all[random_() % all.size()];
      }

    private:
      std::mt19937 random_;
    };

    std::string
    file_with(const std::string &text)
    {
      const std::string name = testing::TempDir() + "zincfield_random_sets_" + std::to_string(getpid()) + ".txt";
      std::ofstream(name) << text;
      return name;
    }

    /** A scale from 100 nm to 100 um [m], and all other lengths in proportion to it. */
    struct Lengths
    {
      Chance &chance;
      double  scale = chance.over(1e-7, 1e-4);
      double
      operator()(const double low, const double high)
      {
        return scale * chance.over(low, high);
      }
    };

    Values
    flat_cell(Chance &chance)
    {
      Lengths length{chance};
      return {{"Dimension", chance.one_of({"2", "axisymmetric", "3"})}, {"Width", length(0.3, 10.)}, {"Gap", length(0.3, 30.)}};
    }

    Values
    protrusion(Chance &chance)
    {
      Lengths           length{chance};
      const std::string shape  = chance.one_of({"ellipse", "cone", "Gaussian"});
      const double      height = length(0.5, 5.);
      Values            values = {{"Dimension", chance.one_of({"2", "axisymmetric", "3"})},
                                  {"Shape", shape},
                                  {"Height", height},
                                  {"Cell half-width", length(2., 20.)},
                                  {"Gap", height + length(0.5, 30.)},
                                  {"Cells across feature", static_cast<double>(chance.whole(2, 6))}};
      if (shape == "Gaussian")
        values["Standard deviation"] = length(0.3, 3.);
      else
        values["Half-width"] = length(0.3, 3.);
      if (shape == "cone")
        values["Tip radius"] = length(0.02, 0.5);
      return values;
    }

    Values
    pit(Chance &chance)
    {
      Lengths           length{chance};
      const std::string shape  = chance.one_of({"spherical cap", "ellipsoid"});
      const double      radius = length(0.3, 3.);
      return {{"Dimension", chance.one_of({"2", "axisymmetric", "3"})},
              {"Shape", shape},
              {"Radius", radius},
              {"Depth", radius * (shape == "ellipsoid" ? chance.over(1., 3.2) : chance.over(0.05, 1.))},
              {"Cell half-width", length(2., 10.)},
              {"Gap", length(1., 30.)},
              {"Cells across feature", static_cast<double>(chance.whole(2, 6))}};
    }

    Values
    sinusoidal(Chance &chance)
    {
      Lengths length{chance};
      return {{"Dimension", chance.one_of({"2", "3"})},
              {"Amplitude", length(0.02, 1.)},
              {"Wavelength", length(1., 5.)},
              {"Gap", length(0.5, 30.)},
              {"Cells across feature", static_cast<double>(chance.whole(2, 6))}};
    }

    Values
    pyramids(Chance &chance)
    {
      Lengths      length{chance};
      const double width = length(0.5, 5.);
      return {{"Base", chance.one_of({"square", "hexagon"})},
              {"Width", width},
              {"Height", length(0.3, 5.)},
              {"Pitch", width * chance.over(1., 2.)},
              {"Tip radius", width * chance.over(0.01, 0.2)},
              {"Gap", length(3., 30.)}};
    }

    Values
    section(Chance &chance)
    {
      Values values = pyramids(chance);
      values.erase("Base");
      return values;
    }

    Values
    random_surface(Chance &chance)
    {
      Lengths           length{chance};
      const std::string dimension = chance.one_of({"2", "3"}), spectrum = chance.one_of({"Gaussian", "self-affine"});
      const double      correlation = length(0.5, 2.);
      Values            values      = {{"Dimension", dimension},
                                       {"Width", correlation * chance.between(3., dimension == "3" ? 6. : 30.)},
                                       {"Gap", length(2., 30.)},
                                       {"Roughness", correlation * chance.over(0.01, 0.5)},
                                       {"Correlation length", correlation},
                                       {"Spectrum", spectrum},
                                       {"Seed", static_cast<double>(chance.whole(1, 1000))}};
      if (spectrum == "self-affine")
        {
          values["Shortest wavelength"] = correlation * chance.between(0.7, 2.);
          values["Hurst exponent"]      = chance.between(0.2, 1.);
        }
      return values;
    }

    Values
    height_map(Chance &chance)
    {
      const bool         solid = chance.whole(0, 1) == 1;
      const unsigned int n     = 24;
      std::string        text;
      const double       width = chance.over(1., 100.), height = width * chance.over(0.001, 0.1); // [um]
      for (unsigned int j = 0; j < (solid ? n : 2 * n); ++j)
        if (solid)
          {
            for (unsigned int i = 0; i < n; ++i)
              text += std::to_string(chance.between(0., height)) + (i + 1 < n ? " " : "\n");
          }
        else
          text += std::to_string(width * j / (2 * n - 1)) + " " + std::to_string(chance.between(0., height)) + "\n";
      return {{"Dimension", solid ? "3" : "2"},
              {"File", file_with(text)},
              {"Width", width * um},
              {"Gap", width * um * chance.over(0.3, 3.)},
              {"Shortest wavelength", width * um * chance.over(0.2, 0.8)}};
    }

    /** A line that leans over here and there, or a star with round corners. */
    Values
    profile(Chance &chance)
    {
      const bool         closed = chance.whole(0, 3) == 0;
      const double       size   = chance.over(0.5, 100.); // [um]
      const unsigned int n      = 60;
      std::string        text;
      double             a[4], b[4], lean = chance.between(-0.25, 0.25);
      for (unsigned int k = 0; k < 4; ++k)
        {
          a[k] = chance.between(-1., 1.) / ((k + 1) * (k + 1));
          b[k] = chance.between(0., 2. * M_PI);
        }
      const double height = chance.over(0.02, closed ? 0.25 : 0.3);
      for (unsigned int i = 0; i <= (closed ? n - 1 : n); ++i)
        {
          double y = 0.;
          for (unsigned int k = 0; k < 4; ++k)
            y += height * a[k] * (closed ? std::cos(2. * M_PI * (k + 1) * i / n + b[k]) : std::cos(M_PI * (k + 1) * i / n));
          const double angle = 2. * M_PI * i / n, t = double(i) / n;
          const double x = closed ? (1. + y) * std::cos(angle) : t + lean * y * std::sin(M_PI * t);
          text += std::to_string(size * x) + ", " + std::to_string(size * (closed ? (1. + y) * std::sin(angle) : y)) + "\n";
        }
      return {{"File", file_with(text)},
              {"Contour", closed ? "closed" : "open"},
              {"Dimension", closed ? "2" : chance.one_of({"2", "axisymmetric"})},
              {"Tolerance", size * um * chance.over(0.001, 0.02)},
              {"Gap", size * um * chance.over(0.5, 5.)},
              {"Cells per right angle", static_cast<double>(chance.whole(2, 8))}};
    }

    Values
    rod_array(Chance &chance)
    {
      Lengths           length{chance};
      const std::string dimension = chance.one_of({"2", "axisymmetric", "3"});
      const double      radius = length(0.3, 2.), height = length(0.3, 10.);
      Values            values = {{"Dimension", dimension},
                                  {"Radius", radius},
                                  {"Height", height},
                                  {"Pitch", radius * chance.over(2., 10.)},
                                  {"Gap", height + length(0.2, 20.)},
                                  {"Cells across feature", static_cast<double>(chance.whole(2, 6))}};
      if (dimension == "2" && chance.whole(0, 1) == 1)
        values["Top half-width"] = radius * chance.between(0.1, 1.);
      if (dimension == "3")
        values["Lattice"] = chance.one_of({"square", "hexagonal"});
      if (dimension != "axisymmetric" && chance.whole(0, 1) == 1)
        {
          values["Rods along x"]     = static_cast<double>(chance.whole(1, 3));
          values["Height variation"] = chance.between(0., 0.8);
          values["Seed"]             = static_cast<double>(chance.whole(1, 1000));
          if (dimension == "3")
            values["Rods along y"] = static_cast<double>(chance.whole(1, 2));
        }
      return values;
    }

    Values
    nuclei(Chance &chance)
    {
      Lengths           length{chance};
      const std::string dimension = chance.one_of({"2", "3"});
      const double      radius = length(0.3, 2.), wide = chance.over(3., 40.), width = radius * wide;
      // At most about half of what the cell can hold.
      const double n = chance.whole(1, std::max(1., std::min(12., dimension == "3" ? 0.04 * wide * wide : 0.2 * wide)));
      return {{"Dimension", dimension},
              {"Width", width},
              {"Gap", radius * chance.over(1.3, 20.)},
              {"Radius", radius},
              {"Density", n / (width * width)},
              {"Minimum distance", chance.whole(0, 1) == 1 ? 0. : radius * chance.between(2., 4.)},
              {"Seed", static_cast<double>(chance.whole(1, 1000))},
              {"Cells per right angle", static_cast<double>(chance.whole(2, 6))}};
    }

    std::string
    described(const Values &values)
    {
      std::ostringstream text;
      for (const auto &[key, value] : values)
        text << key << " = " << (value.text.empty() ? std::to_string(value.number * (value.number < 1e-2 ? 1e6 : 1.)) : value.text)
             << "; ";
      return text.str();
    }

    unsigned int
    n_sets()
    {
      const char *asked = std::getenv("ZINCFIELD_RANDOM_SETS");
      return asked != nullptr ? std::stoul(asked) : 15;
    }

    void
    try_sets(const std::string &kind, const std::function<Values(Chance &)> &set, const double largest_share_of_errors)
    {
      unsigned int n_meshes = 0, n_oblique = 0, n_errors = 0, n_not_meshed = 0;
      double       smallest = 1.;
      for (unsigned int seed = 1; seed <= n_sets(); ++seed)
        {
          Chance       chance(seed);
          const Values values = set(chance);
          try
            {
              const auto   geometry = make_geometry(kind, values);
              MeshMeasures found;
              if (geometry->dimension() == 2)
                {
                  Mesh<2> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
                  found = measure(mesh, geometry->axisymmetric(), 4);
                }
              else
                {
                  Mesh<3> mesh(*geometry, {}, 2, MPI_COMM_WORLD);
                  found = measure(mesh, false, 4);
                }
              ++n_meshes;
              smallest         = std::min(smallest, found.smallest_jacobian);
              const auto notes = geometry->notes();
              const bool said  = std::any_of(notes.begin(), notes.end(), [](const std::string &note) {
                return note.find("does not suit the other lengths") != std::string::npos;
              });
              n_oblique += found.smallest_jacobian < least_jacobian;
              if (!said)
                {
                  EXPECT_GT(found.smallest_jacobian, least_jacobian) << kind << " " << seed << ": " << described(values);
                }
              // A note covers what polynomials make of curves.
              EXPECT_GT(found.smallest_jacobian, 0.07) << kind << " " << seed << ": " << described(values);
              EXPECT_NEAR(found.areas.at("counter") / geometry->footprint(), 1., kind == "profile" ? 1e3 : 1e-6);
            }
          catch (const std::invalid_argument &error) // "key: problem; allowed"
            {
              ++n_errors;
              const std::string message = error.what(), key = message.substr(0, message.find(':'));
              EXPECT_EQ(values.count(key), 1u) << kind << " " << seed << ": " << message;
              n_not_meshed += message.find("cannot mesh") != std::string::npos; // by Gmsh, and said so
              EXPECT_NE(key, "File") << kind << " " << seed << ": " << message; // not a length
            }
          catch (const TooManyCells &)
            {
              ++n_errors; // says how many
            }
          catch (const std::exception &error)
            {
              ADD_FAILURE() << kind << " " << seed << ": " << error.what() << ": " << described(values);
            }
        }
      std::cout << kind << ": " << n_meshes << " meshes, smallest scaled Jacobian " << smallest << ", " << n_oblique
                << " below 0.1 with a note, " << n_errors << " errors\n";
      EXPECT_LE(n_errors, largest_share_of_errors * n_sets()) << kind;
      EXPECT_LE(n_not_meshed, 0.005 * n_sets()) << kind;
    }
  } // namespace

  /** What is said before meshing is what the mesh has. */
  TEST(WorstCell, IsThatOfTheMesh)
  {
    for (const auto &test : mesh_cases())
      {
        SCOPED_TRACE(test.title);
        const auto   geometry = make_geometry(test.kind, test.values);
        const double said     = worst_cell(*geometry->extrusion()).scaled_jacobian;
        double       found    = 0.;
        if (geometry->dimension() == 2)
          {
            Mesh<2> mesh(*geometry, {}, 4, MPI_COMM_WORLD);
            found = measure(mesh, geometry->axisymmetric(), 4).smallest_jacobian;
          }
        else
          {
            Mesh<3> mesh(*geometry, {}, 4, MPI_COMM_WORLD);
            found = measure(mesh, false, 4).smallest_jacobian;
          }
        EXPECT_NEAR(said, found, 0.03);
      }
    const auto about = [](const double cell_half_width) {
      return make_geometry("protrusion", {{"Height", 10 * um},
                                          {"Half-width", 5 * um},
                                          {"Cell half-width", cell_half_width * um},
                                          {"Gap", 30 * um},
                                          {"Dimension", "2"}})
        ->notes();
    };
    EXPECT_TRUE(about(20.).empty());
    ASSERT_EQ(about(7.).size(), 1u);
    EXPECT_NE(about(7.)[0].find("\"Cell half-width\" does not suit the other lengths; better: at least 1.5 times the half-width"),
              std::string::npos);
  }

  /** What cannot be meshed well is an error before meshing, with the length that does not fit. */
  TEST(WorstCell, ObliqueCellsAreErrorsThatNameALength)
  {
    const auto message = [](const std::string &kind, const Values &values) {
      try
        {
          make_geometry(kind, values);
        }
      catch (const std::invalid_argument &error)
        {
          return std::string(error.what());
        }
      return std::string();
    };
    const auto expect = [&](const std::string &key, const std::string &better, const std::string &kind, const Values &values) {
      const std::string found = message(kind, values);
      EXPECT_EQ(found.find(key + ": cells of the coarse mesh would be too oblique, with a scaled Jacobian of "), 0u) << found;
      EXPECT_NE(found.find("; " + better), std::string::npos) << found;
    };
    const auto about = [](const double cell_half_width) {
      return Values{{"Height", 10 * um},
                    {"Half-width", 5 * um},
                    {"Cell half-width", cell_half_width * um},
                    {"Gap", 30 * um},
                    {"Dimension", "2"}};
    };
    expect("Cell half-width", "at least 1.5 times the half-width", "protrusion", about(5.3));
    const auto in_a_deep_pit = [](const double depth, const double gap) {
      return Values{{"Shape", "ellipsoid"},       {"Radius", 5 * um}, {"Depth", depth * um},
                    {"Cell half-width", 30 * um}, {"Gap", gap * um},  {"Dimension", "3"}};
    };
    expect("Depth", "a shallower or wider pit", "pit", in_a_deep_pit(14., 300.));
    EXPECT_EQ(message("pit", in_a_deep_pit(10., 300.)), "");
    EXPECT_EQ(message("pit", in_a_deep_pit(15., 20.)), "");
    const auto steep = [](const double height) {
      return Values{{"Width", 4 * um}, {"Height", height * um}, {"Pitch", 4.2 * um}, {"Tip radius", 0.1 * um}, {"Gap", 60 * um}};
    };
    expect("Height", "lower or wider pyramids", "pyramid section", steep(30.));
    EXPECT_EQ(message("pyramid section", steep(12.)), "");
    EXPECT_EQ(message("pyramid array", steep(12.)), "");
    Values needles        = steep(30.);
    needles["Tip radius"] = 0.05 * um;
    expect("Height", "lower or wider pyramids", "pyramid array", needles);
  }

  TEST(RandomSets, OfFlatCells)
  {
    try_sets("flat cell", flat_cell, 0.1);
  }
  TEST(RandomSets, OfProtrusions)
  {
    try_sets("protrusion", protrusion, 0.6);
  }
  TEST(RandomSets, OfPits)
  {
    try_sets("pit", pit, 0.6);
  }
  TEST(RandomSets, OfSinusoidalElectrodes)
  {
    try_sets("sinusoidal", sinusoidal, 0.6);
  }
  TEST(RandomSets, OfPyramidArrays)
  {
    try_sets("pyramid array", pyramids, 0.6);
  }
  TEST(RandomSets, OfPyramidSections)
  {
    try_sets("pyramid section", section, 0.6);
  }
  TEST(RandomSets, OfRandomSurfaces)
  {
    try_sets("random surface", random_surface, 0.6);
  }
  TEST(RandomSets, OfHeightMaps)
  {
    try_sets("height map", height_map, 0.6);
  }
  TEST(RandomSets, OfRodArrays)
  {
    try_sets("rod array", rod_array, 0.6);
  }
#ifdef DEAL_II_GMSH_WITH_API
  TEST(RandomSets, OfProfiles)
  {
    try_sets("profile", profile, 0.6);
  }
  TEST(RandomSets, OfNuclei)
  {
    try_sets("nuclei", nuclei, 0.6);
  }
#endif
} // namespace zincfield::mesh_random_sets_tests

#include "physics/coatings/coating.h"
#include "physics/data_sets.h"
#include "physics/registry.h"
#include "tests/support/fixed_parameters.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace zincfield::coating_tests
{
  using Values = std::map<std::string, FixedParameters::Value>;

  namespace
  {
    std::unique_ptr<ThicknessProfile>
    profile(const std::string &kind, const Values &values)
    {
      FixedParameters p(values);
      auto            made = Registry<ThicknessProfile>::make(kind);
      made->declare(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return made;
    }

    CoatingMaterial
    material(const Values &values)
    {
      FixedParameters p(values);
      CoatingMaterial m;
      m.name = "film";
      m.declare(p);
      EXPECT_EQ(p.unused(), std::vector<std::string>());
      return m;
    }

    Location
    at(const double height, const double distance = 0.)
    {
      Location x;
      x.height            = height;
      x.distance_from_tip = distance;
      return x;
    }
  } // namespace

  TEST(Thickness, Uniform)
  {
    EXPECT_EQ(profile("uniform", {{"Thickness", 287e-9}})->thickness(at(3.)), 287e-9);
    EXPECT_THROW(profile("uniform", {}), std::invalid_argument);
    EXPECT_THROW(profile("uniform", {{"Thickness", 0.}}), std::invalid_argument);
  }

  TEST(Thickness, ByHeight)
  {
    const Values values = {{"Thickness at base", 100e-9}, {"Thickness at tip", 300e-9}, {"Reference height", 10e-6}};
    const auto   linear = profile("by height", values);
    EXPECT_NEAR(linear->thickness(at(-1.)), 100e-9, 1e-18);
    EXPECT_NEAR(linear->thickness(at(0.)), 100e-9, 1e-18);
    EXPECT_NEAR(linear->thickness(at(5.)), 200e-9, 1e-18);
    EXPECT_NEAR(linear->thickness(at(12.)), 300e-9, 1e-18);
    auto square        = values;
    square["Exponent"] = 2.;
    EXPECT_NEAR(profile("by height", square)->thickness(at(5.)), 150e-9, 1e-18);
  }

  TEST(Thickness, ByDistanceFromTip)
  {
    const auto p =
      profile("by distance from tip", {{"Thickness at tip", 50e-9}, {"Thickness far away", 300e-9}, {"Decay length", 4e-6}});
    EXPECT_NEAR(p->thickness(at(0., 0.)), 50e-9, 1e-18);
    EXPECT_NEAR(p->thickness(at(0., 4.)), 300e-9 - 250e-9 / std::exp(1.), 1e-18);
    EXPECT_NEAR(p->thickness(at(0., 1000.)), 300e-9, 1e-18);
  }

  TEST(Thickness, ExpressionMustStayPositive)
  {
    const auto p =
      profile("expression",
              {{"Thickness", SpatialValue("100 - 20*height", [](const Location &x) { return (100. - 20. * x.height) * 1e-9; })}});
    EXPECT_NEAR(p->thickness(at(1.)), 80e-9, 1e-18);
    try
      {
        p->thickness(at(6.));
        FAIL() << "a negative thickness was accepted";
      }
    catch (const std::domain_error &e)
      {
        EXPECT_STREQ(
          e.what(),
          "The thickness profile \"expression\" gives -20 nm at x = 0 um, y = 0 um, height 6 um, distance from the tip 0 um; it "
          "must be > 0 everywhere on the surface.");
      }
  }

  TEST(Thickness, TableIsPiecewiseLinear)
  {
    const auto p = profile("table", {{"Points", "0: 300, 5: 200, 10: 150"}});
    EXPECT_NEAR(p->thickness(at(-1.)), 300e-9, 1e-18);
    EXPECT_NEAR(p->thickness(at(2.5)), 250e-9, 1e-18);
    EXPECT_NEAR(p->thickness(at(5.)), 200e-9, 1e-18);
    EXPECT_NEAR(p->thickness(at(10.)), 150e-9, 1e-18);
    EXPECT_NEAR(p->thickness(at(50.)), 150e-9, 1e-18);
    const auto by_distance = profile("table", {{"Position", "distance from tip"}, {"Points", "0: 100, 10: 300"}});
    EXPECT_NEAR(by_distance->thickness(at(99., 5.)), 200e-9, 1e-18);
  }

  TEST(Thickness, TableFromAFile)
  {
    const std::string name = ::testing::TempDir() + "zincfield_thickness.txt";
    std::ofstream(name) << "# height, thickness\n0 300\n5, 200 # a comment\n\n10: 150\n";
    const auto p = profile("table", {{"File", name}});
    EXPECT_NEAR(p->thickness(at(7.5)), 175e-9, 1e-18);
    std::remove(name.c_str());
    EXPECT_THROW(profile("table", {{"File", name}}), std::invalid_argument);
  }

  TEST(Thickness, TableRejectsBadPoints)
  {
    for (const std::string points : {"0: 300, 0: 200", "5: 300, 1: 200", "0: -3", "0: 0", "0", "0: 1 2", "a: 3"})
      EXPECT_THROW(profile("table", {{"Points", points}}), std::invalid_argument) << points;
    EXPECT_THROW(profile("table", {}), std::invalid_argument);
    EXPECT_THROW(profile("table", {{"Points", "0: 1"}, {"File", "a"}}), std::invalid_argument);
  }

  TEST(Material, HoldsNothingThatIsNotGiven)
  {
    const auto m = material({});
    EXPECT_FALSE(m.conductivity || m.diffusivity || m.transference);
    EXPECT_EQ(m.partition({}), 1.);
    EXPECT_EQ(m.tortuosity({}), 1.);
    EXPECT_TRUE(m.species_diffusivity.empty());
  }

  TEST(Material, TortuosityIsThatOfBruggemanUnlessGiven)
  {
    EXPECT_NEAR(material({{"Porosity", 0.25}}).tortuosity({}), 2., 1e-15);
    EXPECT_NEAR(material({{"Porosity", 0.25}, {"Tortuosity", 3.}}).tortuosity({}), 3., 1e-15);
    const auto graded =
      material({{"Porosity", SpatialValue("0.25 + 0.75*depth", [](const Location &x) { return 0.25 + 0.75 * x.depth; })}});
    Location outside;
    outside.depth = 1.;
    EXPECT_NEAR(graded.tortuosity({}), 2., 1e-15);
    EXPECT_NEAR(graded.tortuosity(outside), 1., 1e-15);
    EXPECT_THROW(material({{"Porosity", 1.2}}), std::invalid_argument);
  }

  TEST(Material, SpeciesHaveTheirOwnValues)
  {
    const auto m = material({{"Species/Zn2+/Diffusivity", 1e-12}, {"Species/H+/Partition coefficient", 0.1}});
    EXPECT_EQ(m.species_diffusivity.at("Zn2+")({}), 1e-12);
    EXPECT_EQ(m.species_diffusivity.count("H+"), 0u);
    EXPECT_EQ(m.species_partition.at("H+")({}), 0.1);
  }

  TEST(Material, DataSetsHoldPublishedValues)
  {
    EXPECT_NEAR((*material({{"Data set", "UiO-66-(COOH)2"}}).conductivity)({}), 0.191, 1e-12); // 1.91 mS/cm
    EXPECT_NEAR((*material({{"Data set", "zinc niobate"}}).transference)({}), 0.549, 1e-12);
    const auto film = material({{"Data set", "o-carborane film"}});
    EXPECT_EQ(film.activation_energy, 20.74e3);
    EXPECT_NEAR(287e-9 / (*film.conductivity)({}) * 1e4, 0.69, 0.01); // ohm cm^2
    EXPECT_NEAR(19.8e-9 / (*material({{"Data set", "o-carborane interphase, cycled"}}).conductivity)({}) * 1e4, 0.69, 0.01);
    EXPECT_NEAR(10e-9 / (*material({{"Data set", "aluminium oxide"}}).conductivity)({}) * 1e4, 18.25, 0.1);
    EXPECT_EQ(film.name, "film");
  }

  TEST(Material, EveryDataSetHasASourceAndCanBeOverridden)
  {
    for (const auto &name : DataSet<CoatingMaterial>::names())
      {
        const auto m = material({{"Data set", name}, {"Conductivity", 0.5}});
        EXPECT_EQ((*m.conductivity)({}), 0.5);
        if (name != no_data_set)
          {
            EXPECT_TRUE(m.source.find("assumed") != std::string::npos || m.source.find("measured") != std::string::npos) << name;
          }
      }
  }

  // A set that knows the conductivity alone promises a diffusivity that is reduced as it is, with 0.43e-9 m^2/s at 5.45 S/m.
  TEST(Material, DiffusivityOfADataSetFollowsTheConductivityThatIsGiven)
  {
    const double ratio = 0.43e-9 / 5.45;
    EXPECT_NEAR((*material({{"Data set", "zinc oxide, hydrated"}}).diffusivity)({}), 1e-2 * ratio, 1e-20);
    EXPECT_NEAR((*material({{"Data set", "zinc oxide, hydrated"}, {"Conductivity", 0.5}}).diffusivity)({}), 0.5 * ratio, 1e-18);
    EXPECT_EQ((*material({{"Data set", "zinc oxide, hydrated"}, {"Conductivity", 0.5}, {"Diffusivity", 1e-11}}).diffusivity)({}),
              1e-11);
  }

  TEST(Coating, ReadsItsStackFromTheMetalOutward)
  {
    FixedParameters p({{"Surface", "metal"},
                       {"Representation", "thin"},
                       {"Layers", "inner, outer"},
                       {"inner/Material", "indium"},
                       {"inner/Thickness", 20e-9},
                       {"outer/Material", "fluoride"},
                       {"outer/Profile", "by height"},
                       {"outer/Thickness at base", 1e-7},
                       {"outer/Thickness at tip", 3e-7},
                       {"outer/Reference height", 1e-5},
                       {"outer/Cells across", 4.}});
    Coating         coating;
    coating.declare(p);
    EXPECT_EQ(p.unused(), std::vector<std::string>());
    EXPECT_EQ(coating.surface, "metal");
    EXPECT_TRUE(coating.enabled);
    EXPECT_EQ(coating.representation, Representation::thin);
    ASSERT_EQ(coating.layers.size(), 2u);
    EXPECT_EQ(coating.layers[0].name, "inner");
    EXPECT_EQ(coating.layers[0].n_cells, 2u);
    EXPECT_EQ(coating.layers[1].material, "fluoride");
    EXPECT_EQ(coating.layers[1].n_cells, 4u);
    EXPECT_NEAR(coating.layers[0].thickness->thickness(at(0.)) + coating.layers[1].thickness->thickness(at(5.)), 220e-9, 1e-15);
  }

  TEST(Coating, RejectsWhatIsIncomplete)
  {
    const auto declare = [](const Values &values) {
      FixedParameters p(values);
      Coating         coating;
      coating.declare(p);
    };
    EXPECT_THROW(declare({{"Surface", "metal"}}), std::invalid_argument);
    EXPECT_THROW(declare({{"Surface", "metal"}, {"Layers", "a, a"}, {"a/Material", "m"}, {"a/Thickness", 1e-7}}),
                 std::invalid_argument);
    EXPECT_THROW(declare({{"Surface", "metal"}, {"Layers", "a"}, {"a/Thickness", 1e-7}}), std::invalid_argument);
    EXPECT_THROW(declare({{"Surface", "metal"}, {"Layers", "a"}, {"a/Material", "m"}}), std::invalid_argument);
  }

  TEST(Coating, DescribesItself)
  {
    FixedParameters p({}, true);
    EXPECT_NO_THROW(Coating().declare(p));
    EXPECT_NO_THROW(CoatingMaterial().declare(p));
    for (const auto &kind : Registry<ThicknessProfile>::names())
      EXPECT_NO_THROW(Registry<ThicknessProfile>::make(kind)->declare(p)) << kind;
  }
} // namespace zincfield::coating_tests

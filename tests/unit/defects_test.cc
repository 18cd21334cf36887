#include "tests/support/mesh_measures.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// Cracks, patches and pinholes of a coating.

namespace zincfield::defects_tests
{
  namespace
  {
    Lines
    cracked(const std::string &representation)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 0.1 um",
                                    "Geometry/Width = 20 um",
                                    "Electrolyte/Transport model = primary",
                                    "Electrolyte/Conductivity = 5 S/m",
                                    "Control/Mode = galvanostatic",
                                    "Control/Applied current density = 10 mA/cm^2",
                                    "Materials/film/Conductivity = 0.5 S/m",
                                    "Coatings/coating/Surface = working electrode",
                                    "Coatings/coating/Layers = layer",
                                    "Coatings/coating/Representation = " + representation,
                                    "Coatings/coating/layer/Material = film",
                                    "Coatings/coating/layer/Thickness = 50 nm",
                                    "Coatings/coating/Defects/Crack width = 5 um",
                                    "Coatings/coating/Defects/Crack place = 8 um"};
    }

    Defects
    defects(const std::map<std::string, FixedParameters::Value> &values)
    {
      FixedParameters parameters(values);
      Defects         made;
      EXPECT_TRUE(made.declare(parameters));
      return made;
    }
  } // namespace

  /** Far wider than the gap, the crack and the film carry what their resistances leave them. */
  TEST(Defects, ACrackAndItsFilmAreParallelResistances)
  {
    for (const std::string representation : {"resolved", "thin", "lumped"})
      {
        Solved<2> cell(cracked(representation), representation == "resolved" ? 0 : 3); // no mesh follows a film without one
        cell.solve();
        const bool   takes_room = representation == "resolved";
        const double open       = takes_room ? 0.1e-6 / 5. : 0.15e-6 / 5., // a film without a mesh does not make the gap narrower
          film                  = 0.05e-6 / 0.5 + (takes_room ? 0.05e-6 : 0.1e-6) / 5.;
        const double exact      = 100. / (0.25 / open + 0.75 / film);
        EXPECT_NEAR(std::abs(cell.quantity("electrode_potential")), exact, 0.01 * exact) << representation;
        EXPECT_GT(cell.quantity("max_over_mean"), 0.9 * exact / open / 100.) << representation;
      }
  }

  TEST(Defects, TheMeshFollowsThem)
  {
    Solved<2> cell(cracked("resolved"), 0);
    EXPECT_NEAR(measure(cell.mesh).volumes.at("layer"), 0.05 * 15., 1e-9);

    Solved<3>    solid(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Dimension = 3", "Geometry/Gap = 5 um",
                                           "Geometry/Width = 20 um", "Electrolyte/Transport model = primary",
                                           "Electrolyte/Conductivity = 5 S/m", "Control/Mode = galvanostatic",
                                           "Control/Applied current density = 10 mA/cm^2", "Materials/film/Conductivity = 0.5 S/m",
                                           "Coatings/coating/Surface = working electrode", "Coatings/coating/Layers = layer",
                                           "Coatings/coating/Representation = resolved", "Coatings/coating/layer/Material = film",
                                           "Coatings/coating/layer/Thickness = 500 nm",
                                           "Coatings/coating/Defects/Pinhole density = 7.5e9 1/m^2",
                                           "Coatings/coating/Defects/Pinhole diameter = 1 um"},
                       0);
    const double holes = 3. * M_PI * 0.25; // um^2: squares of the same area
    EXPECT_NEAR(measure(solid.mesh).volumes.at("layer"), 0.5 * (400. - holes), 1e-6);
  }

  TEST(Defects, PinholesKeepTheirDistanceAndTheSeedPlacesThem)
  {
    const auto made = [](const double seed) {
      Defects holes =
        defects({{"Pinhole density", 5e10}, {"Pinhole diameter", 0.5 * um}, {"Pinhole distance", 2 * um}, {"Seed", seed}});
      holes.place({{0., 0.}}, {{20., 20.}}, 3, false);
      return holes;
    };
    const Defects one = made(1.);
    ASSERT_EQ(one.openings().size(), 20u);
    const auto middle = [](const Defects::Opening &hole) {
      return dealii::Point<2>(0.5 * (hole.from[0] + hole.to[0]), 0.5 * (hole.from[1] + hole.to[1]));
    };
    for (std::size_t i = 0; i < 20; ++i)
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_GE(middle(one.openings()[i]).distance(middle(one.openings()[j])), 2.);
    EXPECT_NEAR(one.open_share(), 20. * M_PI * 0.0625 / 400., 1e-12);
    EXPECT_EQ(middle(made(1.).openings()[7])[0], middle(one.openings()[7])[0]);
    EXPECT_NE(middle(made(2.).openings()[7])[0], middle(one.openings()[7])[0]);
    Location in, out;
    in.x = middle(one.openings()[3])[0];
    in.y = middle(one.openings()[3])[1];
    out  = in;
    out.x += 0.26;
    EXPECT_TRUE(one.is_open(in));
    EXPECT_FALSE(one.is_open(out));
  }

  TEST(Defects, ThatDoNotFitAreErrors)
  {
    Defects far = defects({{"Crack width", 1 * um}, {"Crack place", 50 * um}});
    EXPECT_THROW(far.place({{0., 0.}}, {{20., 0.}}, 2, false), std::invalid_argument);
    Defects all = defects({{"Crack width", 100 * um}, {"Crack place", 10 * um}});
    EXPECT_THROW(all.place({{0., 0.}}, {{20., 0.}}, 2, false), std::invalid_argument);
    Defects dense = defects({{"Pinhole density", 1e13}, {"Pinhole diameter", 1 * um}});
    EXPECT_THROW(dense.place({{0., 0.}}, {{20., 20.}}, 3, false), std::invalid_argument);
    Defects flat = defects({{"Pinhole density", 1e11}, {"Pinhole diameter", 1 * um}});
    EXPECT_THROW(flat.place({{0., 0.}}, {{20., 0.}}, 2, false), std::invalid_argument);
  }
} // namespace zincfield::defects_tests

#include "tests/support/base_input.h"

#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "solver/input/describe_input.h"

#include <algorithm>
#include <sstream>

namespace zincfield::used_input_tests
{

  namespace
  {
    std::string
    used(const Case &data)
    {
      std::ostringstream stream;
      write_used_input(stream, data);
      return stream.str();
    }

    const std::string two_variants =
      "subsection Variants\n  subsection coated\n  end\n  subsection bare\n    set Coatings/shield/Enabled = false\n"
      "    set Control/Applied current density = 1 mA/cm^2\n  end\nend\n";
  } // namespace

  TEST(UsedInput, ReadsBackAsTheSameCase)
  {
    for (const std::string variant : {"coated", "bare"})
      {
        const Case first  = base_input::cases({{"", two_variants}}, {"Electrolyte/Temperature = 40 degC"}, variant).at(0);
        const Case second = read_cases(read_prm_text(used(first), "used.prm")).at(0);
        EXPECT_EQ(first.used_input, second.used_input);
        EXPECT_EQ(second.temperature, 40. + 273.15);
        EXPECT_EQ(first.coatings.at(0).enabled, second.coatings.at(0).enabled);
        EXPECT_EQ(first.control.applied_current_density, second.control.applied_current_density);
        EXPECT_EQ(first.conductivity, second.conductivity);
        const double c = first.salt->bulk_concentration(), T = first.temperature;
        EXPECT_EQ(first.salt->properties(c, T).diffusivity, second.salt->properties(c, T).diffusivity);
        EXPECT_EQ(first.coatings.at(0).layers.at(0).thickness->thickness({}),
                  second.coatings.at(0).layers.at(0).thickness->thickness({}));
      }
  }

  TEST(UsedInput, HoldsDefaultsButNotKeysWhosePresenceMatters)
  {
    const std::string text = base_input::cases({}).at(0).used_input;
    EXPECT_NE(text.find("set Degree = 2\n"), std::string::npos);
    EXPECT_NE(text.find("set Temperature = 25 degC\n"), std::string::npos);
    // Set, it would replace the measured conductivity of the data set.
    EXPECT_EQ(text.find("set Salt conductivity"), std::string::npos);
    EXPECT_EQ(text.find("set Cell voltage"), std::string::npos);
  }

  TEST(Variants, EachIsACase)
  {
    const std::vector<Case> cases = base_input::cases({{"", two_variants}});
    ASSERT_EQ(cases.size(), 2u);
    EXPECT_EQ(cases[0].variant, "coated");
    EXPECT_TRUE(cases[0].coatings.at(0).enabled);
    EXPECT_DOUBLE_EQ(cases[0].control.applied_current_density, 5e-3 / 1e-4);
    EXPECT_EQ(cases[1].variant, "bare");
    EXPECT_FALSE(cases[1].coatings.at(0).enabled);
    EXPECT_DOUBLE_EQ(cases[1].control.applied_current_density, 1e-3 / 1e-4);
    EXPECT_EQ(base_input::cases({{"", two_variants}}, {}, "bare").size(), 1u);
    EXPECT_DOUBLE_EQ(base_input::cases({{"", two_variants}}, {"Control/Applied current density = 3 A/m^2"}, "bare")
                       .at(0)
                       .control.applied_current_density,
                     3.);
  }

  TEST(Cases, DiluteIonsOfADataSet)
  {
    const Case data = base_input::cases({{"= binary salt", "= dilute ions"}}).at(0);
    ASSERT_EQ(data.species.size(), 2u);
    EXPECT_EQ(data.species[0].name, "Zn2+");
    EXPECT_EQ(data.species[1].charge, -data.species[0].charge);
    EXPECT_DOUBLE_EQ(data.species[1].bulk_concentration, 2. / 1e-3);
  }

  TEST(Cases, BoundariesInTheOrderOfTheGeometry)
  {
    const Case data = base_input::cases({}).at(0);
    ASSERT_EQ(data.boundaries.size(), data.geometry->boundary_names().size());
    for (unsigned int i = 0; i < data.boundaries.size(); ++i)
      EXPECT_EQ(data.boundaries[i].name, data.geometry->boundary_names()[i]);
  }

  TEST(Template, IsValid)
  {
    std::ostringstream stream;
    write_template(stream);
    EXPECT_NO_THROW(read_cases(read_prm_text(stream.str(), "template.prm")));
  }

  TEST(Template, OfEveryGeometryAndEveryModelIsShortAndValid)
  {
    for (const auto &geometry : Registry<Geometry>::entries())
      for (const auto &model : Registry<TransportModel>::entries())
        {
          std::ostringstream stream;
          write_template(stream, {geometry.first, model.first});
          const std::string text = stream.str();
          if (geometry.first == "gmsh" || geometry.first == "height map" ||
              geometry.first == "profile") // need a file of the user's
            {
              EXPECT_NE(text.find("  set File = my_"), std::string::npos) << text;
              continue;
            }
#ifndef DEAL_II_GMSH_WITH_API
          if (geometry.first == "nuclei")
            continue;
#endif
          EXPECT_NO_THROW(read_cases(read_prm_text(text, "template.prm"))) << text;
          EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 150);
        }
    std::ostringstream stream;
    EXPECT_THROW(write_template(stream, {"protrusin"}), std::invalid_argument);
  }

  TEST(Template, StaysValidWithEveryKindOfGeometryInComments)
  {
    std::ostringstream stream;
    write_template(stream);
    for (const std::string part : {"# set Cell voltage = ", "set Degree = 2\n", "# --- Type = flat cell",
                                   "set Thickness = 300 nm\n", "# subsection Variants\n"})
      EXPECT_NE(stream.str().find(part), std::string::npos) << part;
  }

  TEST(Reference, HasEveryKind)
  {
    std::ostringstream stream;
    write_reference(stream);
    for (const std::string part : {"`Type = protrusion`", "`Type = Butler-Volmer`", "`Profile = uniform`", "`Data set = ZnSO4 2 M`",
                                   "| `Degree` | `2` |", "| `Height` | **required** | a length > 0, for example \"10 um\" |"})
      EXPECT_NE(stream.str().find(part), std::string::npos) << part;
  }
} // namespace zincfield::used_input_tests

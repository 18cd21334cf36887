#include "tests/errors/running.h"

// Scaffolds that cannot be, found by --check.

namespace zincfield::scaffolds_tests
{
  namespace
  {
    /** The base with a conducting coating in place of its film. */
    std::string
    message(const std::string              &scaffold,
            const base_input::Replacements &more     = {},
            const std::string              &material = "set Porosity = 0.8")
    {
      base_input::Replacements all = {{"set Conductivity = 1 mS/cm\n    set Diffusivity = 1e-11 m^2/s",
                                       material + "\n    subsection Scaffold\n      " + scaffold + "\n    end"}};
      all.insert(all.end(), more.begin(), more.end());
      return base_input::message(all);
    }

    const std::string whole =
      "set Specific area = 1e6 1/m\n      set Electronic conductivity = 100 S/m\n      set Reactions = zinc";

    void
    expect(const std::string &message, const std::string &wanted)
    {
      EXPECT_NE(message.find(wanted), std::string::npos) << message;
    }
  } // namespace

  TEST(BadScaffold, ValidOnes)
  {
    EXPECT_EQ(message(whole), "no error");
    EXPECT_EQ(message("set Fibre diameter = 10 um\n      set Perfect conductor = true\n      set Reactions = zinc"), "no error");
    EXPECT_EQ(
      message("set Pore diameter = 1 um\n      set Electronic conductivity = 100*(1 + depth) [S/m]\n      set Reactions = zinc"),
      "no error");
    EXPECT_EQ(message(whole, {{"set Condition = electrode\n    set Reactions = zinc", "set Condition = electrode"}}), "no error");
  }

  TEST(BadScaffold, Conductivity)
  {
    expect(message("set Specific area = 1e6 1/m\n      set Electronic conductivity = 0 S/m\n      set Reactions = zinc"),
           "Materials/film/Scaffold/Electronic conductivity = 0 S/m: the value is out of range. Allowed: a conductivity > 0, for "
           "example \"10 S/m\".");
    expect(message("set Specific area = 1e6 1/m\n      set Electronic conductivity = -1 S/m\n      set Reactions = zinc"),
           "Materials/film/Scaffold/Electronic conductivity = -1 S/m: the value is out of range.");
    expect(message("set Specific area = 1e6 1/m\n      set Reactions = zinc"),
           "a scaffold conducts electrons, and how well is not given. Allowed: `Electronic conductivity` [S/m] > 0, or `Perfect "
           "conductor = true`; a separator, which does not conduct, has a Porosity and no Scaffold.");
  }

  TEST(BadScaffold, Porosity)
  {
    expect(message(whole, {}, "set Porosity = 1.2"), "Materials/film/Porosity = 1.2: the value is out of range.");
    expect(message(whole, {}, "set Porosity = 0"), "Materials/film/Porosity = 0: the value is out of range.");
    expect(message("set Fibre diameter = 10 um\n      set Electronic conductivity = 1 S/m\n      set Reactions = zinc", {},
                   "set Conductivity = 1 S/m\n    set Diffusivity = 1e-10 m^2/s"),
           "Materials/film/Scaffold/Fibre diameter = 10 um: the scaffold has a porosity of 1, which leaves no room for fibres. "
           "Allowed: a Porosity below 1 of the material.");
    expect(message(whole + "\n      set Fills = true\n      set Closing porosity = 0.9"),
           "Materials/film/Scaffold/Closing porosity = 0.9: the pores, of a porosity of 0.8, are closed from the beginning.");
  }

  TEST(BadScaffold, Anisotropy)
  {
    EXPECT_EQ(message(whole + "\n      set Electronic anisotropy = 5"), "no error");
    expect(message(whole + "\n      set Electronic anisotropy = 0"),
           "Materials/film/Scaffold/Electronic anisotropy = 0: the value is out of range.");
  }

  TEST(BadScaffold, Tables)
  {
    EXPECT_EQ(message("set Specific area = table(depth, 0, 1e6, 1, 2e6) [1/m]\n      set Electronic conductivity = table(depth, 0, "
                      "10, 0.5, 100, 1, 10) [S/m]\n      set Reactions = zinc"),
              "no error");
  }

  TEST(BadScaffold, Area)
  {
    expect(message("set Electronic conductivity = 100 S/m\n      set Reactions = zinc"),
           "the scaffold reacts or charges, and its area is not given. Allowed: one of `Specific area` [1/m], `Fibre diameter` and "
           "`Pore diameter` [um].");
    expect(message(whole + "\n      set Pore diameter = 1 um"), "the area of the scaffold is given more than once.");
  }

  TEST(BadScaffold, Reactions)
  {
    expect(message("set Specific area = 1e6 1/m\n      set Electronic conductivity = 100 S/m\n      set Reactions = zink"),
           "Materials/film/Scaffold/Reactions = zink: there is no reaction \"zink\". Allowed: ");
    expect(message("set Specific area = 1e6 1/m\n      set Electronic conductivity = 100 S/m\n      set Reactions = zinc, zinc"),
           "the reaction \"zinc\" stands twice. Allowed: every reaction once.");
  }

  TEST(BadScaffold, WithoutContactToTheCollector)
  {
    expect(
      message(whole, {{"set Layers = inner\n", "set Layers = gap, inner\n    subsection gap\n      set Material = pores\n      set "
                                               "Thickness = 1 um\n    end\n"},
                      {"subsection Materials\n", "subsection Materials\n  subsection pores\n    set Porosity = 0.5\n  end\n"}}),
      "Coatings/shield/inner/Material = film: the scaffold \"film\" does not touch the metal: the layer \"gap\" below it "
      "conducts no electrons. Allowed: scaffolds from the metal outward, then layers that conduct ions only.");
  }

  TEST(BadScaffold, WithoutAMesh)
  {
    expect(message(whole, {{"set Layers = inner\n", "set Layers = inner\n    set Representation = thin\n"}}),
           "Coatings/shield/Representation = thin: the layer \"inner\" conducts electrons, which a film without a mesh does not "
           "know. Allowed: resolved.");
  }

  TEST(BadScaffold, Models)
  {
    expect(
      message(whole, {{"Transport model = binary salt", "Transport model = primary"}}),
      "Materials/film/Scaffold: the transport model \"primary\" has no kinetics, and a scaffold reacts at a rate. Allowed: the "
      "transport model \"secondary\" or a higher one.");
    expect(message(whole, {{"Transport model = binary salt", "Transport model = Poisson-Nernst-Planck"},
                           {"set Reactions = zinc\n  end", "set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2\n  end"}}),
           "Materials/film/Scaffold: under Poisson-Nernst-Planck double layers are resolved, and those of pores that are averaged "
           "over cannot be.");
  }
} // namespace zincfield::scaffolds_tests

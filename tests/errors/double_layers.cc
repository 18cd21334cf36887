#include "tests/support/base_input.h"

// What resolved double layers need, found by --check.

namespace zincfield::double_layers_tests
{

  namespace
  {
    const base_input::Replacements pnp = {{"Transport model = binary salt", "Transport model = Poisson-Nernst-Planck"},
                                          {"set Reactions = zinc", "set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2"}};

    std::string
    message(base_input::Replacements replacements)
    {
      base_input::Replacements all = pnp;
      all.insert(all.end(), replacements.begin(), replacements.end());
      return base_input::message(all);
    }
  } // namespace

  TEST(BadDoubleLayer, AValidOne)
  {
    EXPECT_EQ(message({}), "no error");
  }

  TEST(BadDoubleLayer, ElectrodeWithoutSternLayer)
  {
    EXPECT_NE(message({{"set Stern capacitance = 20 uF/cm^2", ""}})
                .find("Boundaries/working electrode/Stern capacitance: the transport model \"Poisson-Nernst-Planck\" needs it on "
                      "every electrode with reactions. Allowed: a "
                      "capacitance per area > 0"),
              std::string::npos);
  }

  TEST(BadDoubleLayer, BetweenTwoElectrodes)
  {
    EXPECT_EQ(message({{"Condition = bulk",
                        "Condition = counter electrode\n    set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2"}}),
              "no error");
  }

  TEST(BadDoubleLayer, CurrentThroughABlockingElectrode)
  {
    const std::string text = message({{"set Reactions = zinc", ""}});
    EXPECT_NE(text.find(": Control/Mode = galvanostatic: an electrode without reactions passes no current. Allowed: "
                        "potentiostatic, or Reactions on the boundary \"working electrode\"."),
              std::string::npos)
      << text;
  }

  TEST(BadDoubleLayer, IonsThatFillTheSolution)
  {
    EXPECT_NE(message({{"set Data set = ZnSO4 2 M", "set Data set = ZnSO4 2 M\n  set Ion diameter = 1 nm"}})
                .find("Electrolyte/Ion diameter = 1 nm: ions of this size would fill 240.886 % of the bulk solution. Allowed: a "
                      "diameter at which they fill less than all of it."),
              std::string::npos);
  }

  TEST(BadDoubleLayer, FilmWithoutAMesh)
  {
    const auto film = [](const std::string &representation, const std::string &key) {
      return message({{"set Layers = inner", "set Layers = inner\n    set Representation = " + representation},
                      {"set Conductivity = 1 mS/cm", key}});
    };
    EXPECT_EQ(film("thin", "set Fixed charge = 0.1 mol/L"), "no error");
    EXPECT_EQ(film("lumped", "set Normal polarisation = 0.01 C/m^2"), "no error");
    std::string text = film("lumped", "set Fixed charge = 0.1 mol/L");
    EXPECT_NE(text.find("Coatings/shield/Representation = lumped: a lumped film holds no ions, which would face the fixed charge "
                        "of \"film\". Allowed: thin or resolved."),
              std::string::npos)
      << text;
    text = film("thin", "set Polarisation along y = 0.01 C/m^2");
    EXPECT_NE(text.find("Coatings/shield/Representation = thin: a film without a mesh knows the direction of its normal only, and "
                        "\"film\" is polarised along a coordinate. Allowed: resolved, or a material with Normal "
                        "polarisation alone."),
              std::string::npos)
      << text;
  }

  TEST(BadDoubleLayer, IonsBehindADielectricWithoutAMesh)
  {
    const std::string text =
      message({{"set Layers = inner", "set Layers = inner, outer\n    set Representation = thin\n    subsection outer\n      set "
                                      "Material = oxide\n      set Profile = uniform\n      set Thickness = 5 nm\n    end"},
               {"subsection Materials", "subsection Materials\n  subsection oxide\n    set Dielectric = true\n  end"},
               {"set Reactions = zinc", ""},
               {"set Mode = galvanostatic", "set Mode = potentiostatic"},
               {"set Applied current density = 5 mA/cm^2", "set Electrode potential = -10 mV"}});
    EXPECT_NE(text.find("Coatings/shield/Representation = thin: no ion reaches the layer \"inner\" behind the dielectric "
                        "\"oxide\": without a mesh its charge is not known. Allowed: resolved, or a dielectric there as well."),
              std::string::npos)
      << text;
  }

  TEST(BadDoubleLayer, IonsThatTheBulkDoesNotHave)
  {
    const auto ions = [](const std::string &concentration) {
      return message(
        {{"set Data set = ZnSO4 2 M",
          "subsection Species\n    subsection Zn2+\n      set Charge = 2\n      set Diffusivity = 7e-10 m^2/s\n      set Bulk "
          "concentration = " +
            concentration +
            "\n    end\n"
            "    subsection SO4 2-\n      set Charge = -2\n      set Diffusivity = 1e-9 m^2/s\n      set Bulk concentration = " +
            concentration +
            "\n    end\n"
            "    subsection H+\n      set Charge = 1\n      set Diffusivity = 9e-9 m^2/s\n      set Bulk concentration = 0 mol/L\n "
            "   end\n  end"}});
    };
    EXPECT_EQ(ions("1 mol/L"), "no error");
    EXPECT_NE(ions("0 mol/L").find("Electrolyte/Species: the bulk has no ions: every \"Bulk concentration\" is 0. Allowed: two "
                                   "ions at least with a concentration > 0 mol/L."),
              std::string::npos)
      << ions("0 mol/L");
  }

  namespace
  {
    /** A wall law on the bare electrode of a cell with single ions. */
    std::string
    wall_law(const base_input::Replacements &replacements)
    {
      base_input::Replacements all = {
        {"Transport model = binary salt", "Transport model = dilute ions"},
        {"set Reactions = zinc", "set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2\n    set Double layer = wall law"},
        {"set Layers = inner", "set Layers = inner\n    set Enabled = false"}};
      all.insert(all.end(), replacements.begin(), replacements.end());
      return base_input::message(all);
    }
  } // namespace

  TEST(BadWallLaw, AValidOne)
  {
    EXPECT_EQ(wall_law({}), "no error");
  }

  TEST(BadWallLaw, WithoutSternLayer)
  {
    EXPECT_NE(wall_law({{"set Stern capacitance = 20 uF/cm^2", ""}})
                .find("Boundaries/working electrode/Stern capacitance: a wall law needs it. Allowed: a capacitance per area > 0"),
              std::string::npos);
  }

  TEST(BadWallLaw, WithoutSingleIons)
  {
    EXPECT_NE(wall_law({{"Transport model = dilute ions", "Transport model = binary salt"}})
                .find("Boundaries/working electrode/Double layer = wall law: the transport model \"binary salt\" knows no single "
                      "ions, of which a diffuse layer is made. Allowed: dilute ions or "
                      "Poisson-Nernst-Planck, or no wall law."),
              std::string::npos);
  }

  TEST(BadWallLaw, UnderAFilm)
  {
    EXPECT_NE(wall_law({{"set Enabled = false", "set Enabled = true"}})
                .find("Boundaries/working electrode/Double layer = wall law: a wall law holds in front of bare metal, and the "
                      "coating \"shield\" covers it. Allowed: none, or Poisson-Nernst-Planck."),
              std::string::npos);
  }

  TEST(BadWallLaw, OnABulkBoundary)
  {
    EXPECT_NE(wall_law({{"Condition = bulk", "Condition = bulk\n    set Double layer = wall law"}})
                .find("Boundaries/counter/Double layer = wall law: a wall law needs an electrode. Allowed: Condition = electrode "
                      "or counter electrode."),
              std::string::npos);
  }
} // namespace zincfield::double_layers_tests

#include "tests/errors/base_input.h"

// What resolved double layers need, found by --check.

using namespace zincfield;

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
  EXPECT_NE(message({{"set Stern capacitance = 20 uF/cm^2", ""}}).find("Boundaries/working electrode/Stern capacitance: the transport model \"Poisson-Nernst-Planck\" needs it on every electrode with reactions. Allowed: a "
                                                                       "capacitance per area > 0"),
            std::string::npos);
}

TEST(BadDoubleLayer, BetweenTwoElectrodes)
{
  EXPECT_EQ(message({{"Condition = bulk", "Condition = counter electrode\n    set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2"}}), "no error");
}

TEST(BadDoubleLayer, CurrentThroughABlockingElectrode)
{
  const std::string text = message({{"set Reactions = zinc", ""}});
  EXPECT_NE(text.find(": Control/Mode = galvanostatic: an electrode without reactions passes no current. Allowed: potentiostatic, or Reactions on the boundary \"working electrode\"."), std::string::npos) << text;
}

TEST(BadDoubleLayer, IonsThatFillTheSolution)
{
  EXPECT_NE(message({{"set Data set = ZnSO4 2 M", "set Data set = ZnSO4 2 M\n  set Ion diameter = 1 nm"}})
                .find("Electrolyte/Ion diameter = 1 nm: ions of this size would fill 240.886 % of the bulk solution. Allowed: a diameter at which they fill less than all of it."),
            std::string::npos);
}

TEST(BadDoubleLayer, FilmWithoutAMesh)
{
  EXPECT_NE(message({{"set Layers = inner", "set Layers = inner\n    set Representation = thin"}})
                .find("Coatings/shield/Representation = thin: a film without a mesh has no room for the double layers on its sides. Allowed: resolved or automatic."),
            std::string::npos);
}

TEST(BadDoubleLayer, IonThatTheBulkDoesNotHave)
{
  EXPECT_NE(message({{"set Data set = ZnSO4 2 M", "subsection Species\n    subsection Zn2+\n      set Charge = 2\n      set Diffusivity = 7e-10 m^2/s\n      set Bulk concentration = 1 mol/L\n    end\n"
                                                  "    subsection SO4 2-\n      set Charge = -2\n      set Diffusivity = 1e-9 m^2/s\n      set Bulk concentration = 1 mol/L\n    end\n"
                                                  "    subsection H+\n      set Charge = 1\n      set Diffusivity = 9e-9 m^2/s\n      set Bulk concentration = 0 mol/L\n    end\n  end"}})
                .find("Electrolyte/Species/H+/Bulk concentration = 0 mol/L: under Poisson-Nernst-Planck the electrochemical potential of an ion counts from its bulk concentration."),
            std::string::npos);
}

namespace
{
  /** A wall law on the bare electrode of a cell with single ions. */
  std::string
  wall_law(const base_input::Replacements &replacements)
  {
    base_input::Replacements all = {{"Transport model = binary salt", "Transport model = dilute ions"},
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
  EXPECT_NE(wall_law({{"set Stern capacitance = 20 uF/cm^2", ""}}).find("Boundaries/working electrode/Stern capacitance: a wall law needs it. Allowed: a capacitance per area > 0"), std::string::npos);
}

TEST(BadWallLaw, WithoutSingleIons)
{
  EXPECT_NE(wall_law({{"Transport model = dilute ions", "Transport model = binary salt"}})
                .find("Boundaries/working electrode/Double layer = wall law: the transport model \"binary salt\" knows no single ions, of which a diffuse layer is made. Allowed: dilute ions or "
                      "Poisson-Nernst-Planck, or no wall law."),
            std::string::npos);
}

TEST(BadWallLaw, UnderAFilm)
{
  EXPECT_NE(wall_law({{"set Enabled = false", "set Enabled = true"}})
                .find("Boundaries/working electrode/Double layer = wall law: a wall law holds in front of bare metal, and the coating \"shield\" covers it. Allowed: none, or Poisson-Nernst-Planck."),
            std::string::npos);
}

TEST(BadWallLaw, OnABulkBoundary)
{
  EXPECT_NE(wall_law({{"Condition = bulk", "Condition = bulk\n    set Double layer = wall law"}}).find("Boundaries/counter/Double layer = wall law: a wall law needs an electrode. Allowed: Condition = electrode or counter electrode."),
            std::string::npos);
}

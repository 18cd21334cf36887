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

TEST(BadDoubleLayer, NoBulk)
{
  EXPECT_NE(message({{"Condition = bulk", "Condition = counter electrode\n    set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2"}})
                .find("Poisson-Nernst-Planck counts electrochemical potentials from a bulk solution, and no boundary is bulk. Allowed: Condition = bulk on one boundary."),
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

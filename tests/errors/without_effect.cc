#include "tests/errors/running.h"

#include "solver/input/command_line.h"

#include <sstream>

namespace zincfield::without_effect_tests
{

  namespace
  {
    std::string
    lines_of(const Case &data)
    {
      std::string text;
      for (const KeyWithoutEffect &key : data.without_effect)
        text += key.text() + "\n";
      return text;
    }

    std::string
    notes(const base_input::Replacements &replacements, const std::vector<std::string> &overrides = {})
    {
      return lines_of(base_input::cases(replacements, overrides).at(0));
    }

    struct Key
    {
      const char              *name, *key, *value, *reason;
      std::vector<std::string> others; // lines "Section/Key = value" that set the scene
    };

    const std::vector<std::string> secondary = {"Electrolyte/Transport model = secondary"},
                                   two_ions  = {"Electrolyte/Transport model = dilute ions"},
                                   layers    = {"Electrolyte/Transport model = Poisson-Nernst-Planck",
                                                "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"},
                                   pulse     = {"Programme/Steps/pulse/Drive = galvanostatic",
                                                "Programme/Steps/pulse/Current density = 1 mA/cm^2",
                                                "Programme/Steps/pulse/Duration = 1 s"};

    const std::vector<Key> keys = {
      {"ConductivityOfTheBulk", "Electrolyte/Conductivity", "4 S/m", "\"binary salt\" takes it from the salt", {}},
      {"ConductivityOfIons", "Electrolyte/Conductivity", "4 S/m", "\"dilute ions\" makes it of its ions", two_ions},
      {"PermittivityOfTheSolution",
       "Electrolyte/Relative permittivity",
       "60",
       "a steady current in an electroneutral medium does not depend on it",
       {}},
      {"IonDiameter", "Electrolyte/Ion diameter", "0.5 nm", "only Poisson-Nernst-Planck knows ions that crowd", {}},
      {"DiffusivityOfTheSalt", "Electrolyte/Diffusivity", "5e-10 m^2/s",
       "\"secondary\" knows no concentrations, and takes the conductivity only", secondary},
      {"EnergyAtTheReference",
       "Electrolyte/Diffusivity activation energy",
       "20 kJ/mol",
       "the cell is at the reference temperature",
       {}},
      {"EnergyOfARate", "Reactions/zinc/Activation energy", "20 kJ/mol", "the cell is at the reference temperature", {}},
      {"TemperatureOfARate",
       "Reactions/zinc/Reference temperature",
       "30 degC",
       "without an Activation energy values hold at any temperature",
       {}},
      {"ExponentOfIons", "Reactions/zinc/Concentration exponent", "0.8", "under \"dilute ions\" rates follow the orders", two_ions},
      {"FilmConductivityOfIons", "Materials/film/Conductivity", "2 mS/cm",
       "\"Poisson-Nernst-Planck\" makes it of the ions in the film", layers},
      {"FilmDiffusivityOfOhm", "Materials/film/Diffusivity", "2e-11 m^2/s", "\"secondary\" knows no concentrations", secondary},
      {"PartitionOfOhm", "Materials/film/Partition coefficient", "0.5", "\"secondary\" knows no concentrations", secondary},
      {"Porosity", "Materials/film/Porosity", "0.5", "\"Conductivity\" and \"Diffusivity\" stand in its place", {}},
      {"Anisotropy",
       "Materials/film/Anisotropy",
       "3",
       "a film without a mesh carries current along its normal only",
       {"Coatings/shield/Representation = thin"}},
      {"FixedCharge", "Materials/film/Fixed charge", "1 mol/L", "\"binary salt\" follows no single ions", {}},
      {"PermittivityOfAFilm",
       "Materials/film/Relative permittivity",
       "10",
       "a steady current in an electroneutral medium does not depend on it",
       {}},
      {"EnergyOfAFilm", "Materials/film/Activation energy", "20 kJ/mol", "the cell is at the reference temperature", {}},
      {"PolarisationOfAFilm",
       "Materials/film/Normal polarisation",
       "0.01 C/m^2",
       "an electroneutral medium screens it, and a steady current does not depend on it",
       {}},
      {"CellsAcross",
       "Coatings/shield/inner/Cells across",
       "3",
       "the film has no mesh",
       {"Coatings/shield/Representation = lumped"}},
      {"SternLayer",
       "Boundaries/working electrode/Stern capacitance",
       "20 uF/cm^2",
       "it belongs to double layers that are computed, under Poisson-Nernst-Planck or by a wall law",
       {}},
      {"Capacitance",
       "Boundaries/working electrode/Double-layer capacitance",
       "20 uF/cm^2",
       "a steady current does not charge it",
       {}},
      {"ChargeOfAWall", "Boundaries/sides/Surface charge", "0.1 C/m^2", "an electroneutral medium screens it", {}},
      {"OtherMode", "Control/Electrode potential", "-50 mV", "it belongs to Mode = potentiostatic", {}},
      {"Points", "Impedance/Points per decade", "3", "without frequencies no impedance is computed", {}},
      {"CompareNothing", "Solver/Compare representations", "true", "no coating is enabled", {"Coatings/shield/Enabled = false"}},
      {"IterationsOfNone", "Solver/Linear iterations", "30", "a direct solver has none", {"Solver/Linear solver = direct"}},
      {"OneMesh",
       "Discretization/Refinement fraction",
       "0.3",
       "there is one mesh only (Maximum cycles = 1)",
       {"Discretization/Minimum cycles = 1", "Discretization/Maximum cycles = 1"}},
    };
  } // namespace

  class WithoutEffect : public testing::TestWithParam<Key>
  {};

  TEST_P(WithoutEffect, IsSaidWithItsReason)
  {
    const Key               &key   = GetParam();
    std::vector<std::string> lines = key.others;
    lines.push_back(std::string(key.key) + " = " + key.value);
    const std::string expected = "\"" + std::string(key.key) + "\" has no effect: " + key.reason + " (--set)\n";
    EXPECT_NE(notes({}, lines).find(expected), std::string::npos) << notes({}, lines) << expected;
  }

  INSTANTIATE_TEST_SUITE_P(Keys, WithoutEffect, testing::ValuesIn(keys), [](const auto &key) { return key.param.name; });

  TEST(KeysWithoutEffect, AreNoneInAnOrdinaryInputOrInItsUsedInput)
  {
    for (const std::vector<std::string> &scene : {std::vector<std::string>(), secondary, two_ions})
      {
        std::vector<std::string> lines = scene;
        if (!scene.empty())
          lines.push_back("Coatings/shield/Enabled = false");
        const Case         data = base_input::cases({}, lines).at(0);
        std::ostringstream used;
        write_used_input(used, data);
        const Case again = read_cases(read_prm_text(used.str(), "used.prm")).at(0);
        ASSERT_EQ(again.without_effect.size(), data.without_effect.size()) << lines_of(again);
        for (std::size_t i = 0; i < again.without_effect.size(); ++i)
          EXPECT_EQ(again.without_effect[i].key, data.without_effect[i].key);
        if (scene.empty())
          {
            EXPECT_EQ(lines_of(data), "");
          }
      }
  }

  TEST(KeysWithoutEffect, NameTheLineOfTheInput)
  {
    const base_input::Replacements change{{"set Data set = ZnSO4 2 M", "set Data set = ZnSO4 2 M\n  set Conductivity = 3 S/m"}};
    EXPECT_EQ(notes(change), "\"Electrolyte/Conductivity\" has no effect: \"binary salt\" takes it from the salt (test.prm:" +
                               base_input::line_of(base_input::with(change), "3 S/m") + ")\n");
  }

  TEST(KeysWithoutEffect, OfAWholeSectionAreOneNote)
  {
    EXPECT_EQ(notes({{"", "subsection Time\n  set Tolerance = 1e-3\n  set Order = 2\nend\n"}}),
              "\"Time\" has no effect: without a Programme the run looks for a steady state (test.prm:" +
                base_input::line_of(base_input::with({{"", "subsection Time\n"}}), "subsection Time") + ")\n");
    const std::string ion =
      base_input::as_text({"Electrolyte/Species/Na+/Charge = 1", "Electrolyte/Species/Na+/Diffusivity = 1e-9 m^2/s",
                           "Electrolyte/Species/Na+/Bulk concentration = 0.1 mol/L"});
    EXPECT_EQ(notes({{"", ion}})
                .find("\"Electrolyte/Species\" has no effect: the ions of \"binary salt\" are those of its data set (test.prm:"),
              0u)
      << notes({{"", ion}});
    EXPECT_NE(notes({}, {"Electrolyte/Transport model = primary"})
                .find("\"Reactions\" has no effect: \"primary\" knows no kinetics: electrodes are equipotentials (test.prm:"),
              std::string::npos);
  }

  TEST(KeysWithoutEffect, InTime)
  {
    const std::vector<std::string> lines{"Discretization/Accuracy = 2 %", "Time/Mesh levels = 3",
                                         "Programme/Steps/never/Drive = rest", "Programme/Steps/never/Duration = 1 s",
                                         "Programme/Sequence = pulse"};
    std::vector<std::string>       all = pulse;
    all.insert(all.end(), lines.begin(), lines.end());
    const base_input::Replacements without_control{
      {"subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\nend\n", ""}};
    base_input::Replacements changes = without_control;
    changes.emplace_back("", base_input::as_text(all));
    const std::string said = notes(changes);
    for (const std::string note :
         {"\"Programme/Steps/never\" has no effect: the Sequence does not name this step (",
          "\"Time/Mesh levels\" has no effect: it belongs to Mesh adaptation = true (",
          "\"Discretization/Accuracy\" has no effect: a run in time has the mesh of its start, or that of \"Mesh adaptation\" ("})
      EXPECT_NE(said.find(note), std::string::npos) << said << note;
    EXPECT_EQ(count(said, "\n"), 3u) << said;
  }

  TEST(KeysWithoutEffect, OrdersAndReferencesWhereNothingIsFollowed)
  {
    const std::vector<std::string> scene{"Electrolyte/Transport model = secondary", "Coatings/shield/Enabled = false"};
    std::vector<std::string>       species{"Reactions/zinc/Species/Zn2+/Stoichiometry = 1",
                                     "Reactions/zinc/Species/Zn2+/Cathodic order = 1"};
    const std::string              at_the_bulk = notes({{"", base_input::as_text(species)}}, scene);
    EXPECT_NE(at_the_bulk.find(
                "Cathodic order\" has no effect: \"secondary\" does not follow \"Zn2+\": it stays at the reference concentration"),
              std::string::npos)
      << at_the_bulk;
    species.push_back("Reactions/zinc/Species/Zn2+/Reference concentration = 1 mol/L");
    const std::string at_another = notes({{"", base_input::as_text(species)}}, scene);
    EXPECT_EQ(at_another.find("order"), std::string::npos) << at_another;
  }

  TEST(KeysWithoutEffect, AreNotSaidWhereAnotherVariantNeedsThem)
  {
    const std::string variants = "subsection Variants\n  subsection ohm\n    set Electrolyte/Transport model = primary\n  end\n"
                                 "  subsection salt\n    set Electrolyte/Transport model = binary salt\n    set "
                                 "Electrolyte/Conductivity = 4 S/m\n  end\nend\n";
    const auto        cases    = base_input::cases({{"", variants}});
    ASSERT_EQ(cases.size(), 2u);
    EXPECT_EQ(lines_of(cases[0]), "");
    EXPECT_EQ(lines_of(cases[1]), "\"Electrolyte/Conductivity\" has no effect: \"binary salt\" takes it from the salt (test.prm:" +
                                    base_input::line_of(base_input::with({{"", variants}}), "= 4 S/m") + ")\n");
  }

  TEST(KeysWithoutEffect, AreSaidByCheckAndInTheLog)
  {
    const Scratch     scratch;
    const std::string input = scratch.write(
      "case.prm", base_input::with({{"set Data set = ZnSO4 2 M", "set Data set = ZnSO4 2 M\n  set Conductivity = 3 S/m"}}));
    const std::string note  = "\"Electrolyte/Conductivity\" has no effect: \"binary salt\" takes it from the salt";
    const Ended       check = run_program(scratch, {"--check", input});
    EXPECT_EQ(check.status, 0);
    EXPECT_NE(check.out.find(": valid\n  " + note), std::string::npos) << check.out;
    const Ended run = run_program(scratch, {input, "--no-figures", "--output", scratch / "out folder"});
    EXPECT_EQ(run.status, 0) << run.error;
    EXPECT_NE(run.out.find("  " + note), std::string::npos) << run.out;
    EXPECT_EQ(count(summary(scratch / "out folder").dump(), "has no effect"), 1u);
  }
} // namespace zincfield::without_effect_tests

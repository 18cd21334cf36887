#include "tests/restart/interrupted.h"

// A deposit that grows: stopped and resumed it goes on to the last digit; three ranks give what one gives. By multigrid, whose
// levels move.

namespace zincfield::growth_restart_tests
{
  namespace
  {
    std::string
    growing(const std::string &capacity, const std::string &new_mesh_below = "0")
    {
      return base_input::replaced(adaptive_input,
                                  {{"set Minimum cycles = 7", "set Minimum cycles = 3"},
                                   {"set Maximum cycles = 7", "set Maximum cycles = 3"},
                                   {"", "subsection Growth\n  set Mode = quasi-steady\n  set Until capacity = " + capacity +
                                          "\n  set New mesh below = " + new_mesh_below +
                                          "\n  set Largest step = 0.05\n  set Field interval = 0.02 mAh/cm^2\nend\n"}});
    }
  } // namespace

  TEST(RestartOfGrowth, ToTheLastDigit)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", growing("0.2 mAh/cm^2"));
    const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    ASSERT_EQ(whole.run().status, 0);
    const Ended stopped = broken.run_until("low/time_00003", SIGUSR1);
    EXPECT_EQ(stopped.status, 75) << stopped.error;
    const Ended killed = broken.run_until("high/time_00003", SIGKILL, {"--resume"});
    EXPECT_EQ(killed.status, 128 + SIGKILL) << killed.error;
    ASSERT_EQ(broken.run({"--resume"}).status, 0);
    expect_the_same(scratch / "whole", scratch / "broken");
    const nlohmann::json a = summary(scratch / "whole")["variants"], b = summary(scratch / "broken")["variants"];
    for (const std::string variant : {"low", "high"})
      {
        EXPECT_EQ(a[variant]["growth"]["quantities"], b[variant]["growth"]["quantities"]);
        EXPECT_LT(a[variant]["growth"]["volume_against_charge"].get<double>(), 1e-10);
        EXPECT_NEAR(a[variant]["growth"]["quantities"]["charge"]["value"].get<double>(), 7200., 1e-6); // [C/m^2]
      }
  }

  TEST(RestartOfGrowth, OnThreeRanks)
  {
    const Scratch     scratch;
    const std::string input = scratch.write("case.prm", growing("0.1 mAh/cm^2"));
    const Runs        one{scratch, input, scratch / "one"}, three{scratch, input, scratch / "three", 3};
    ASSERT_EQ(one.run({"--variant", "low"}).status, 0);
    const Ended ended = three.run({"--variant", "low"});
    ASSERT_EQ(ended.status, 0) << ended.error;
    expect_nearly_the_same(scratch / "one", scratch / "three", 1e-7);
    const nlohmann::json a = summary(scratch / "one")["variants"]["low"]["growth"]["quantities"],
                         b = summary(scratch / "three")["variants"]["low"]["growth"]["quantities"];
    for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
      {
        const double value = a[name]["value"];
        EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-7 * std::abs(value)) << name;
      }
  }

  namespace
  {
    /** Stopped at `file` and resumed to the last digit; three ranks give nearly the same. */
    void
    restart_across_new_meshes(const std::string &text, const std::string &file, const double fewest)
    {
      const Scratch     scratch;
      const std::string input = scratch.write("case.prm", text);
      const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"},
        three{scratch, input, scratch / "three", 3};
      const std::vector<std::string> low{"--variant", "low"};
      ASSERT_EQ(whole.run(low).status, 0);
      const Ended stopped = broken.run_until(file, SIGUSR1, low);
      EXPECT_EQ(stopped.status, 75) << stopped.error;
      ASSERT_EQ(broken.run({"--variant", "low", "--resume"}).status, 0);
      expect_the_same(scratch / "whole", scratch / "broken");
      ASSERT_EQ(three.run(low).status, 0);
      const auto shape = [&](const char *results) { return summary(scratch / results)["variants"]["low"]["growth"]["quantities"]; };
      const nlohmann::json a = shape("whole"), b = shape("three");
      EXPECT_EQ(a, shape("broken"));
      EXPECT_GE(a["new_meshes"]["value"].get<double>(), fewest);
      EXPECT_LT(a["volume_against_charge"]["value"].get<double>(), 1e-8);
      for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
        {
          const double value = a[name]["value"];
          EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-6 * std::abs(value)) << name;
        }
    }
  } // namespace

  namespace
  {
    std::string
    meshed_film(const std::string &way)
    {
      return base_input::as_text({"Materials/film/Conductivity = 1e-1 S/m", "Materials/film/Diffusivity = 1e-10 m^2/s",
                                  "Coatings/shield/Surface = working electrode", "Coatings/shield/Representation = resolved",
                                  "Coatings/shield/Under growth = rides at constant " + way, "Coatings/shield/Layers = inner",
                                  "Coatings/shield/inner/Material = film", "Coatings/shield/inner/Thickness = 300 nm"});
    }
  } // namespace

  TEST(RestartOfGrowth, UnderAMeshedFilm)
  {
    restart_across_new_meshes(
      base_input::replaced(growing("0.04 mAh/cm^2") + meshed_film("volume"),
                           {{"Largest step = 0.05", "Largest step = 0.1"}, {"interval = 0.02", "interval = 0.01"}}),
      "low/time_00002", 0.);
  }

  TEST(RestartOfGrowth, AcrossNewMeshesUnderAMeshedFilm)
  {
    restart_across_new_meshes(
      base_input::replaced(growing("0.3 mAh/cm^2", "0.999") + meshed_film("thickness"),
                           {{"set Minimum cycles = 3", "set Initial refinements = 1\n  set Minimum cycles = 1"},
                            {"set Maximum cycles = 3", "set Maximum cycles = 1"}}),
      "low/time_00006", 1.);
  }

  TEST(RestartOfGrowth, AcrossNewMeshesUnderAnUnevenFilm)
  {
    restart_across_new_meshes(
      base_input::replaced(
        growing("0.4 mAh/cm^2", "0.999") +
          base_input::as_text({"Materials/film/Conductivity = 1e-3 S/m", "Materials/film/Diffusivity = 1e-12 m^2/s",
                               "Coatings/shield/Surface = working electrode", "Coatings/shield/Representation = thin",
                               "Coatings/shield/Layers = inner, outer", "Coatings/shield/inner/Material = film",
                               "Coatings/shield/inner/Profile = by height", "Coatings/shield/inner/Thickness at base = 8 nm",
                               "Coatings/shield/inner/Thickness at tip = 2 nm", "Coatings/shield/inner/Reference height = 5 um",
                               "Coatings/shield/outer/Material = film", "Coatings/shield/outer/Thickness = 2 nm"}),
        {{"set Minimum cycles = 3", "set Initial refinements = 1\n  set Minimum cycles = 1"},
         {"set Maximum cycles = 3", "set Maximum cycles = 1"}}),
      "low/time_00006", 1.);
  }

  TEST(RestartOfGrowth, AcrossNewMeshesInSpaceUnderAnUnevenFilm)
  {
    const std::string protrusion = "protrusion\n  set Dimension = axisymmetric\n  set Shape = Gaussian\n  set Height = 5 um\n  set "
                                   "Standard deviation = 2 um\n  set Cell half-width = 15 um\n  set Gap = 30 um\n",
                      egg_box = "sinusoidal\n  set Dimension = 3\n  set Amplitude = 1 um\n  set Wavelength = 20 um\n  set Gap = 6 "
                                "um\n  set Cells across feature = 3\n",
                      film    = base_input::as_text(
                           {"Materials/film/Conductivity = 1e-3 S/m", "Materials/film/Diffusivity = 1e-12 m^2/s",
                            "Coatings/shield/Surface = working electrode", "Coatings/shield/Representation = thin",
                            "Coatings/shield/Layers = inner", "Coatings/shield/inner/Material = film",
                            "Coatings/shield/inner/Profile = by height", "Coatings/shield/inner/Thickness at base = 50 nm",
                            "Coatings/shield/inner/Thickness at tip = 150 nm", "Coatings/shield/inner/Reference height = 1 um"});
    restart_across_new_meshes(base_input::replaced(growing("0.6 mAh/cm^2", "0.998"),
                                                   {{protrusion, egg_box},
                                                    {"set Minimum cycles = 3", "set Minimum cycles = 1"},
                                                    {"set Maximum cycles = 3", "set Maximum cycles = 1"},
                                                    {"current density = 5 mA/cm^2\n  end", "current density = -5 mA/cm^2\n  end"},
                                                    {"Largest step = 0.05", "Largest step = 0.1"},
                                                    {"", film}}),
                              "low/time_00004", 1.);
  }

  namespace
  {
    /** Of a run in which fields have a past: stopped at its fields number 3 and resumed to the last digit; three ranks give nearly
     * the same. */
    void
    restart_of_fields_with_a_past(const std::string &text, const std::string &variant)
    {
      const Scratch                  scratch;
      const std::vector<std::string> alone = text.find("subsection Variants") == std::string::npos
                                               ? std::vector<std::string>()
                                               : std::vector<std::string>{"--variant", variant};
      std::vector<std::string>       again = alone;
      again.push_back("--resume");
      const std::string input = scratch.write("case.prm", text);
      const Runs        whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"},
        three{scratch, input, scratch / "three", 3};
      const Ended one = whole.run(alone);
      ASSERT_EQ(one.status, 0) << one.error;
      const Ended stopped = broken.run_until(variant + "/time_00003", SIGUSR1, alone);
      EXPECT_EQ(stopped.status, 75) << stopped.error;
      ASSERT_EQ(broken.run(again).status, 0);
      expect_the_same(scratch / "whole", scratch / "broken");
      ASSERT_EQ(three.run(alone).status, 0);
      const auto of = [&](const char *results) { return summary(scratch / results)["variants"][variant]; };
      const auto a = of("whole")["growth"]["quantities"], b = of("three")["growth"]["quantities"];
      EXPECT_EQ(a, of("broken")["growth"]["quantities"]);
      for (const std::string name : {"deposit_thickness", "thickest_deposit", "highest_point", "roughness_quadratic", "gap"})
        {
          const double value = a[name]["value"];
          EXPECT_NEAR(value, b[name]["value"].get<double>(), 1e-6 * std::abs(value)) << name;
        }
      for (const char *const results : {"broken", "three"})
        for (const auto &balance : of(results)["balance"].items())
          EXPECT_LT(balance.value().get<double>(), 1e-8) << balance.key();
    }

    /** A tip in axisymmetric cells, lengths in `unit`, with fields in files every `interval`. */
    std::string
    growing_tip(const std::string &unit, const std::string &interval, const std::vector<std::string> &lines)
    {
      return base_input::as_text({"Geometry/Type = protrusion",
                                  "Geometry/Dimension = axisymmetric",
                                  "Geometry/Shape = Gaussian",
                                  "Geometry/Height = 3 " + unit,
                                  "Geometry/Standard deviation = 3 " + unit,
                                  "Geometry/Cell half-width = 12 " + unit,
                                  "Geometry/Gap = 20 " + unit,
                                  "Geometry/Cells across feature = 3",
                                  "Discretization/Initial refinements = 0",
                                  "Boundaries/working electrode/Condition = electrode",
                                  "Boundaries/sides/Condition = insulating",
                                  "Reactions/zinc/Type = Butler-Volmer",
                                  "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                                  "Reactions/zinc/Anodic transfer coefficient = 1",
                                  "Reactions/zinc/Cathodic transfer coefficient = 1",
                                  "Growth/Mode = transient",
                                  "Solver/Newton tolerance = 1e-11",
                                  "Growth/Field interval = " + interval,
                                  "Control/Mode = galvanostatic",
                                  "Output/Checkpoint interval = 0 min"}) +
             base_input::as_text(lines);
    }
  } // namespace

  TEST(RestartOfGrowth, WithConcentrationsThatHaveAPast)
  {
    restart_of_fields_with_a_past(
      base_input::replaced(growing("0.01 mAh/cm^2"),
                           {{"Mode = quasi-steady", "Mode = transient"},
                            {"set Minimum cycles = 3\n  set Maximum cycles = 3", "set Initial refinements = 0"},
                            {"Field interval = 0.02 mAh/cm^2", "Field interval = 0.001 mAh/cm^2\n  set First step = 0.1 s"}}),
      "low");
  }

  TEST(RestartOfGrowth, WithIonsInAMeshedFilm)
  {
    restart_of_fields_with_a_past(
      base_input::replaced(growing("0.005 mAh/cm^2") + meshed_film("volume"),
                           {{"Mode = quasi-steady", "Mode = transient"},
                            {"set Minimum cycles = 3\n  set Maximum cycles = 3", "set Initial refinements = 0"},
                            {"Field interval = 0.02 mAh/cm^2", "Field interval = 0.001 mAh/cm^2\n  set First step = 0.1 s"}}),
      "low");
  }

  TEST(RestartOfGrowth, WithDoubleLayersThatAreResolved)
  {
    std::vector<std::string> lines{"Electrolyte/Transport model = Poisson-Nernst-Planck",
                                   "Boundaries/working electrode/Reactions = zinc",
                                   "Boundaries/working electrode/Stern capacitance = 50 uF/cm^2",
                                   "Boundaries/working electrode/Potential of zero charge = 20 mV", // charged at rest
                                   "Boundaries/counter/Condition = bulk",
                                   "Geometry/First cell = 0.5 nm",
                                   "Control/Applied current density = 50 mA/cm^2",
                                   "Growth/First step = 1e-6 s",
                                   "Time/Tolerance = 1e-2",
                                   "Growth/Until capacity = 5e-7 mAh/cm^2"};
    for (const std::string ion : {"Zn2+", "SO4 2-"})
      for (const std::string &line : {"Charge = " + std::string(ion == "Zn2+" ? "2" : "-2"),
                                      std::string("Diffusivity = 0.7e-9 m^2/s"), std::string("Bulk concentration = 0.1 mol/L")})
        lines.push_back("Electrolyte/Species/" + ion + "/" + line);
    restart_of_fields_with_a_past(growing_tip("nm", "1e-7 mAh/cm^2", lines), "base");
  }

  TEST(RestartOfGrowth, InWater)
  {
    restart_of_fields_with_a_past(
      growing_tip("um", "4e-5 mAh/cm^2",
                  {"Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4",
                   "Electrolyte/Chemistry/pH = 4", "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 1 mol/L",
                   "Reactions/hydrogen/Type = hydrogen evolution", "Reactions/hydrogen/Exchange current density = 1e-3 A/m^2",
                   "Reactions/hydrogen/Exchange current density from water = 1e-3 A/m^2", "Reactions/hydrogen/Tafel slope = 0.12 V",
                   "Boundaries/working electrode/Reactions = zinc, hydrogen", "Boundaries/counter/Condition = counter electrode",
                   "Boundaries/counter/Reactions = zinc", "Control/Applied current density = 10 mA/cm^2",
                   "Growth/First step = 1e-3 s", "Time/Tolerance = 1e-2", "Growth/Until capacity = 2e-4 mAh/cm^2"}),
      "base");
  }
  namespace
  {
    std::string
    transient_on_new_meshes(const std::string &checkpoint_interval)
    {
      return base_input::replaced(
        growing("0.4 mAh/cm^2", "0.999"),
        {{"Mode = quasi-steady", "Mode = transient"},
         {"set Minimum cycles = 3\n  set Maximum cycles = 3", "set Initial refinements = 1"},
         {"Field interval = 0.02 mAh/cm^2", "Field interval = 0.02 mAh/cm^2\n  set First step = 0.1 s\n  set Tolerance = 1e-2"},
         {"Checkpoint interval = 0 min", "Checkpoint interval = " + checkpoint_interval}});
    }
  } // namespace

  TEST(RestartOfGrowth, OfConcentrationsAcrossNewMeshes)
  {
    restart_across_new_meshes(transient_on_new_meshes("0 min"), "low/time_00013", 1.);
  }

  TEST(RestartOfGrowth, OfConcentrationsFromTheChangeOfMeshes)
  {
    // The checkpoint that a change of meshes leaves is the only one.
    const Scratch                  scratch;
    const std::string              input = scratch.write("case.prm", transient_on_new_meshes("1000 min"));
    const Runs                     whole{scratch, input, scratch / "whole"}, broken{scratch, input, scratch / "broken"};
    const std::vector<std::string> low{"--variant", "low"};
    ASSERT_EQ(whole.run(low).status, 0);
    EXPECT_EQ(broken.run_until("low/time_00013", SIGKILL, low).status, 128 + SIGKILL);
    const Ended resumed = broken.run({"--variant", "low", "--resume"});
    ASSERT_EQ(resumed.status, 0) << resumed.error;
    EXPECT_NE(resumed.out.find("goes on from"), std::string::npos);
    expect_the_same(scratch / "whole", scratch / "broken");
    const auto shape = [&](const char *results) { return summary(scratch / results)["variants"]["low"]["growth"]["quantities"]; };
    EXPECT_EQ(shape("whole"), shape("broken"));
    EXPECT_GE(shape("whole")["new_meshes"]["value"].get<double>(), 1.);
  }
} // namespace zincfield::growth_restart_tests

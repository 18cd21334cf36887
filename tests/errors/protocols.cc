#include "tests/support/base_input.h"
#include "tests/support/precipitating.h"

// Control protocols that cannot be carried out: found by --check, before anything is computed.

namespace zincfield::protocols_tests
{

  namespace
  {
    const std::string control = "subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\nend\n";

    /** The base with a protocol of one step "plate" in place of its control; its first line stands where Control stood. */
    std::string
    message(const std::string &step, const std::string &sequence = "", base_input::Replacements more = {})
    {
      more.push_back({control, "subsection Programme\n  set Sequence = " + sequence +
                                 "\n  subsection Steps\n    subsection plate\n" + step + "    end\n  end\nend\n"});
      return base_input::message(more);
    }

    /** "test.prm:N": the line `lines` after that of Control. */
    std::string
    line(const unsigned int lines)
    {
      return "test.prm:" + std::to_string(std::stoul(base_input::line_of(base_input::text, "subsection Control")) + lines);
    }

    const std::string plate = "      set Drive = galvanostatic\n      set Current density = 5 mA/cm^2\n";
  } // namespace

  TEST(BadProtocol, AValidOne)
  {
    EXPECT_EQ(message(plate + "      set Duration = 1 h\n"), "no error");
    EXPECT_EQ(message(plate + "      set Stop at charge = 1 mAh/cm^2\n", "3 * (plate, 2 * plate)"), "no error");
  }

  TEST(BadProtocol, StepWithoutAnEnd)
  {
    EXPECT_NE(message(plate).find(": the step has no end. Allowed: a time > 0, or a Stop condition."), std::string::npos)
      << message(plate);
  }

  TEST(BadProtocol, DepositThatDoesNotFall)
  {
    const std::string strip = "      set Drive = galvanostatic\n      set Current density = -5 mA/cm^2\n",
                      stop  = "      set Stop at deposit = 0 mAh/cm^2\n";
    EXPECT_EQ(message(strip + stop), "no error");
    EXPECT_NE(message(plate + stop).find("Programme/Steps/plate/Stop at deposit = 0 mAh/cm^2: the step deposits zinc. Allowed: "),
              std::string::npos)
      << message(plate + stop);
    const std::string growing = message(strip + stop, "", {{"", "subsection Growth\n  set Mode = quasi-steady\nend\n"}});
    EXPECT_NE(growing.find("the steps of a deposit that grows have other ends"), std::string::npos) << growing;
  }

  TEST(BadProtocol, TransientGrowthOfWhatDoesNotMoveAlong)
  {
    const std::string duration = plate + "      set Duration = 1 h\n", growth = "subsection Growth\n  set Mode = transient\nend\n";
    EXPECT_EQ(message(duration, "", {{"", growth}}), "no error");
    const std::string swept = message("      set Drive = sweep\n      set Potential = 0 V\n      set End potential = -50 mV\n"
                                      "      set Sweep rate = 1 mV/s\n",
                                      "", {{"", growth}});
    EXPECT_NE(swept.find("is a sweep, which a deposit that grows does not follow"), std::string::npos) << swept;
  }

  namespace
  {
    /** What the input of these lines is refused for. */
    std::string
    refusal(const Lines &lines)
    {
      try
        {
          make_case(lines);
        }
      catch (const InputError &error)
        {
          return error.what();
        }
      return "no error";
    }
  } // namespace

  TEST(BadProtocol, TransientGrowthBesideAChargedWall)
  {
    const auto said = [](const std::string &key) {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Gap = 100 um",
                                           "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                           "Growth/Mode = transient",
                                           "Growth/Until time = 1 h",
                                           "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Data set = bare zinc (Tafel)",
                                           "Control/Mode = galvanostatic",
                                           "Control/Applied current density = 1 mA/cm^2",
                                           "Boundaries/working electrode/Reactions = zinc",
                                           "Boundaries/working electrode/Stern capacitance = 50 uF/cm^2",
                                           "Boundaries/sides/" + key};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 0.7e-9 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 0.1 mol/L"};
      return refusal(lines);
    };
    const std::string charged = said("Surface charge = 1 uC/cm^2"), held = said("Wall potential = 10 mV");
    EXPECT_NE(charged.find("Boundaries/sides/Surface charge = 1 uC/cm^2: metal that grows covers the charge of a wall, which would "
                           "have to pass into it. Allowed: a wall without charge, or Growth/Mode = quasi-steady."),
              std::string::npos)
      << charged;
    EXPECT_NE(held.find("Boundaries/sides/Wall potential = 10 mV: metal that grows covers the charge of a wall"), std::string::npos)
      << held;
    EXPECT_EQ(said("Condition = insulating"), "no error");
  }

  TEST(BadProtocol, GrowthUnderALayerThatPrecipitates)
  {
    const std::string message =
      refusal(common_lines() + precipitating_solution("1e-5 mol/m^2/s") +
              Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Materials/by-products/Porosity = 0.5",
                    "Coatings/shield/Surface = working electrode", "Coatings/shield/Representation = thin",
                    "Coatings/shield/Layers = inner", "Coatings/shield/inner/Material = by-products",
                    "Coatings/shield/inner/Thickness = 500 nm", "Coatings/shield/inner/Grown by = ZHS",
                    "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Data set = bare zinc (Tafel)",
                    "Boundaries/working electrode/Reactions = zinc, hydrogen, ZHS", "Control/Mode = galvanostatic",
                    "Control/Applied current density = 1 mA/cm^2", "Growth/Mode = transient", "Growth/Until time = 1 h"});
    EXPECT_NE(message.find("Coatings/shield/inner/Grown by = ZHS: one layer may grow so, on a working electrode whose metal does "
                           "not move. Allowed: "),
              std::string::npos)
      << message;
  }

  TEST(BadProtocol, GrowthUnderAMeshedFilmThatDoesNotRide)
  {
    const auto said = [&](const std::string &mode, const std::string &of_film) {
      return message(plate + "      set Duration = 1 h\n", "",
                     {{"", "subsection Growth\n  set Mode = " + mode + "\nend\n"},
                      {"subsection shield\n", "subsection shield\n    set Representation = resolved\n" + of_film}});
    };
    EXPECT_EQ(said("quasi-steady", ""), "no error");
    EXPECT_EQ(said("quasi-steady", "    set Under growth = rides at constant volume\n"), "no error");
    EXPECT_EQ(said("transient", ""), "no error");
    EXPECT_EQ(said("transient", "    set Under growth = rides at constant volume\n"), "no error");
    const std::string buried = said("quasi-steady", "    set Under growth = stays\n"),
                      torn   = said("quasi-steady", "    set Under growth = tears\n    set Largest stretch = 1.1\n");
    EXPECT_NE(buried.find("Coatings/shield/Under growth = stays: a coating with a mesh is lifted by the deposit, not buried in it. "
                          "Allowed: rides at constant thickness or at constant volume, or Representation = thin or lumped."),
              std::string::npos)
      << buried;
    EXPECT_NE(torn.find("Coatings/shield/Under growth = tears: a coating with a mesh does not tear: its cells stay. Allowed: "),
              std::string::npos)
      << torn;
    const auto on_a_scaffold = [](const std::string &mode) {
      return base_input::message({{"", "subsection Growth\n  set Mode = " + mode + "\n  set Until time = 1 h\nend\n"},
                                  {"", base_input::as_text({"Materials/film/Scaffold/Electronic conductivity = 1 S/m",
                                                            "Materials/film/Scaffold/Specific area = 1e5 1/m",
                                                            "Materials/film/Scaffold/Reactions = zinc"})}});
    };
    const std::string conducting = on_a_scaffold("quasi-steady"), in_time = on_a_scaffold("transient");
    EXPECT_NE(in_time.find("Growth/Mode = transient: a scaffold stays where it is while the mesh moves. Allowed: quasi-steady."),
              std::string::npos)
      << in_time;
    EXPECT_NE(conducting.find("Coatings/shield/inner/Material = film: a film that conducts electrons does not ride on metal that "
                              "grows: the deposit forms in it and on it. Allowed: a material without a Scaffold, or Growth/Mode = "
                              "none."),
              std::string::npos)
      << conducting;
  }

  TEST(BadProtocol, TransientGrowthUnderAChargedFilmWithAMesh)
  {
    const auto said = [](const std::string &way, const std::string &charge) {
      std::vector<std::string> lines{"Materials/film/Fixed charge = " + charge, "Coatings/shield/Representation = resolved",
                                     "Coatings/shield/Under growth = rides at constant " + way, "Growth/Mode = transient",
                                     "Growth/Until time = 1 h"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        for (const std::string &line : {"Charge = " + std::string(ion == "Zn2+" ? "2" : "-2"),
                                        std::string("Diffusivity = 0.7e-9 m^2/s"), std::string("Bulk concentration = 2 mol/L")})
          lines.push_back("Electrolyte/Species/" + ion + "/" + line);
      return base_input::message({{"", base_input::as_text(lines)}}, {"Electrolyte/Transport model = dilute ions"});
    };
    EXPECT_EQ(said("volume", "-0.1 mol/L"), "no error");
    EXPECT_EQ(said("thickness", "0 mol/L"), "no error");
    const std::string thickness = said("thickness", "-0.1 mol/L"), uneven = said("volume", "-0.1*depth [mol/L]");
    EXPECT_NE(
      thickness.find("Coatings/shield/Under growth = rides at constant thickness: in transient growth a charged film with a "
                     "mesh that keeps its thickness would bring the charge of new matrix by no current. Allowed: rides at "
                     "constant volume, a film without Fixed charge, or Representation = thin."),
      std::string::npos)
      << thickness;
    EXPECT_NE(
      uneven.find("Materials/film/Fixed charge = -0.1*depth [mol/L]: in transient growth a film with a mesh keeps its charge "
                  "where that is the same everywhere. Allowed: a number, or Representation = thin."),
      std::string::npos)
      << uneven;
  }

  TEST(BadProtocol, EndThatIsMisspelt)
  {
    EXPECT_EQ(
      message(plate + "      set Durration = 1 h\n")
        .find(
          line(6) +
          ": Programme/Steps/plate/Durration = 1 h: there is no key \"Durration\" in the section Programme/Steps/plate. Allowed: "),
      0u);
    EXPECT_NE(message(plate + "      set Durration = 1 h\n").find("Did you mean \"Duration\"?"), std::string::npos);
    EXPECT_NE(message(plate + "      set Stop at chrge = 1 mAh/cm^2\n").find("Did you mean \"Stop at charge\"?"),
              std::string::npos);
  }

  TEST(BadProtocol, ValueOfAnotherDrive)
  {
    EXPECT_EQ(
      message(plate + "      set Duration = 1 h\n      set Potential = -1 V\n"),
      line(7) +
        ": Programme/Steps/plate/Potential = -1 V: a step with Drive = galvanostatic has no such value. Allowed: no such key.");
  }

  TEST(BadProtocol, SequenceOfUnknownSteps)
  {
    EXPECT_EQ(message(plate + "      set Duration = 1 h\n", "2 * (plate, strip)"),
              line(1) + ": Programme/Sequence = 2 * (plate, strip): there is no step \"strip\". Allowed: steps with commas between "
                        "them, loops as 3 * (one, two).");
  }

  TEST(BadProtocol, SweepThatStaysWhereItIs)
  {
    EXPECT_EQ(
      message("      set Drive = sweep\n      set Potential = 0 V\n      set End potential = 0 V\n      set Sweep rate = 1 mV/s\n"),
      line(6) + ": Programme/Steps/plate/End potential = 0 V: the sweep ends where it begins. Allowed: another value than that of "
                "Potential.");
  }

  TEST(BadProtocol, ControlBesideIt)
  {
    const std::string both = base_input::message({{"", "subsection Programme\n  subsection Steps\n    subsection plate\n" + plate +
                                                         "      set Duration = 1 h\n    end\n  end\nend\n"}});
    EXPECT_EQ(both,
              line(1) +
                ": Control/Mode = galvanostatic: the Programme drives this cell. Allowed: no section Control, or no Programme.");
  }

  TEST(BadProtocol, MeshesThatChange)
  {
    const auto time = [](const std::string &line) {
      return base_input::message(
        {{control, "subsection Programme\n  subsection Steps\n    subsection plate\n" + plate +
                     "      set Duration = 1 h\n    end\n  end\nend\nsubsection Time\n  " + line + "\nend\n"}});
    };
    EXPECT_EQ(time("set Mesh adaptation = true"), "no error");
    EXPECT_EQ(time("set Mesh adaptation = maybe"),
              line(10) + ": Time/Mesh adaptation = maybe: this is neither true nor false. Allowed: true or false.");
    EXPECT_EQ(time("set Mesh tolerance = 0"),
              line(10) +
                ": Time/Mesh tolerance = 0: the value is out of range. Allowed: a number > 0 and <= 1, for example \"1\".");
    EXPECT_EQ(time("set Mesh levels = 0"),
              line(10) + ": Time/Mesh levels = 0: the value is out of range. Allowed: a whole number from 1 to 20.");
    EXPECT_EQ(time("set Largest step = 1 s\n  set First step = 2 s"),
              line(11) +
                ": Time/First step = 2 s: it is longer than Largest step. Allowed: a time up to that of Largest step, or 0 s.");
    EXPECT_EQ(time("set Steps between meshes = 0"),
              line(10) + ": Time/Steps between meshes = 0: the value is out of range. Allowed: a whole number from 1 to 1000000.");
  }
} // namespace zincfield::protocols_tests

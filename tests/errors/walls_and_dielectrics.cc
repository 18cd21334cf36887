#include "tests/errors/running.h"

// Charges, potentials, polarisations and dielectrics where they mean nothing, found by --check.

namespace zincfield::walls_and_dielectrics_tests
{

  namespace
  {
    const base_input::Replacements pnp = {{"Transport model = binary salt", "Transport model = Poisson-Nernst-Planck"},
                                          {"set Reactions = zinc", "set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2"}};

    std::string
    message(const base_input::Replacements &replacements, const base_input::Replacements &model = pnp)
    {
      base_input::Replacements all = model;
      all.insert(all.end(), replacements.begin(), replacements.end());
      return base_input::message(all);
    }

    /** The message after "test.prm:LINE: ". */
    void
    expect(const std::string &message, const std::string &wanted)
    {
      EXPECT_NE(message.find(wanted), std::string::npos) << message;
    }

    const base_input::Replacements::value_type dielectric = {"set Conductivity = 1 mS/cm\n    set Diffusivity = 1e-11 m^2/s",
                                                             "set Dielectric = true"},
                                               blocking   = {"set Reactions = zinc\n    set Stern capacitance = 20 uF/cm^2\n", ""},
                                               held       = {"Mode = galvanostatic",
                                                             "Mode = potentiostatic\n  set Electrode potential = 0 V"};
  } // namespace

  TEST(BadWall, ValidOnes)
  {
    EXPECT_EQ(message({dielectric, blocking, held}), "no error");
    EXPECT_EQ(message({{"set Condition = insulating", "set Condition = insulating\n    set Surface charge = 0.01*x [C/m^2]"}}),
              "no error");
    EXPECT_EQ(message({{"set Condition = insulating",
                        "set Condition = insulating\n    set Wall potential = -50 mV\n    set Stern capacitance = 20 uF/cm^2"}}),
              "no error");
  }

  TEST(BadWall, ChargeOfAnElectrode)
  {
    expect(message({{"set Reactions = zinc", "set Reactions = zinc\n    set Surface charge = 0.1 C/m^2"}}),
           "Boundaries/working electrode/Surface charge = 0.1 C/m^2: the charge of an electrode follows from its potential, and "
           "the bulk has none. Allowed: Condition = insulating.");
  }

  TEST(BadWall, PotentialOfTheBulk)
  {
    expect(message({{"Condition = bulk", "Condition = bulk\n    set Wall potential = 1 V"}}),
           "Boundaries/counter/Wall potential = 1 V: an electrode has the potential of Control, and the bulk is at 0. Allowed: "
           "Condition = insulating.");
  }

  TEST(BadWall, ChargeAndPotential)
  {
    expect(message({{"Condition = insulating",
                     "Condition = insulating\n    set Wall potential = 1 V\n    set Surface charge = 0.1 C/m^2"}}),
           "Boundaries/sides/Wall potential = 1 V: the wall has a Surface charge: the other follows from the one. Allowed: one of "
           "the two.");
  }

  TEST(BadWall, SternLayerOfTheBulk)
  {
    expect(message({{"Condition = bulk", "Condition = bulk\n    set Stern capacitance = 20 uF/cm^2"}}),
           "Boundaries/counter/Stern capacitance = 20 uF/cm^2: the bulk is solution that goes on: nothing there carries a charge. "
           "Allowed: none, or Condition = electrode, counter electrode or insulating.");
  }

  TEST(BadWall, SecondElectrodeIsNamedBeforeWhatItLacks)
  {
    expect(message({{"Condition = insulating", "Condition = electrode"}}),
           "Boundaries: there is more than one working electrode. Allowed: Condition = electrode on one boundary; several "
           "boundaries of an imported mesh become one with the key Parts.");
  }

  TEST(BadWall, SternLayerOfAWallWithoutPotential)
  {
    expect(message({{"Condition = insulating", "Condition = insulating\n    set Stern capacitance = 20 uF/cm^2"}}),
           "Boundaries/sides/Stern capacitance = 20 uF/cm^2: the wall has no potential behind a Stern layer. Allowed: a Wall "
           "potential beside it.");
  }

  TEST(BadWall, ZeroChargeWithoutSternLayer)
  {
    expect(message({{"Condition = insulating",
                     "Condition = insulating\n    set Wall potential = 1 V\n    set Potential of zero charge = 0.1 V"}}),
           "Boundaries/sides/Potential of zero charge = 0.1 V: without a Stern layer the solution has the potential of the "
           "surface. Allowed: a Stern capacitance beside it, or 0 V.");
  }

  TEST(BadWall, CurrentThroughABlockingElectrode)
  {
    expect(message({dielectric, blocking}), "Control/Mode = galvanostatic: an electrode without reactions passes no current. "
                                            "Allowed: potentiostatic, or Reactions on the boundary \"working electrode\".");
  }

  TEST(BadDielectric, OtherModel)
  {
    expect(message({dielectric}, {}), "Materials/film/Dielectric = true: no ion enters a dielectric, and no steady current passes "
                                      "the coating \"shield\". Allowed: false, or Transport model = Poisson-Nernst-Planck.");
  }

  TEST(BadDielectric, ThatIonsMoveIn)
  {
    expect(message({{"set Conductivity = 1 mS/cm", "set Dielectric = true"}}),
           "Materials/film/Dielectric = true: no ion enters a dielectric, and the material says how ions move in it. Allowed: "
           "false, or a material without Conductivity, Diffusivity and Species.");
  }

  TEST(BadDielectric, ReactionsUnderIt)
  {
    expect(message({dielectric}), "Boundaries/working electrode/Reactions = zinc: no ion passes the dielectric \"film\" to the "
                                  "metal. Allowed: an electrode without reactions: it takes charge, and no current.");
  }

  TEST(BadPolarisation, WithoutALayer)
  {
    expect(message({{"subsection Materials",
                     "subsection Materials\n  subsection electrolyte\n    set Normal polarisation = 0.1 C/m^2\n  end"}}),
           "Materials/electrolyte/Normal polarisation = 0.1 C/m^2: this part of the cell is no layer: it has no normal. Allowed: "
           "Polarisation along x, y or z.");
  }

  TEST(BadPolarisation, OutOfThePlane)
  {
    expect(message({{"set Conductivity = 1 mS/cm", "set Polarisation along z = 0.1 C/m^2"}}),
           "Materials/film/Polarisation along z = 0.1 C/m^2: the cell has two dimensions, and y points up in it. Allowed: 0 C/m^2, "
           "or Polarisation along y.");
  }

  TEST(BadPolarisation, RadialInAxisymmetricCells)
  {
    expect(message({{"set Gap = 100 um", "set Gap = 100 um\n  set Dimension = axisymmetric"},
                    {"set Conductivity = 1 mS/cm", "set Polarisation along x = 0.1 C/m^2"}}),
           "Materials/film/Polarisation along x = 0.1 C/m^2: turned about the axis, the same direction everywhere is no radial "
           "one. Allowed: Polarisation along y, or a cell in three dimensions.");
  }

  TEST(ElectrostaticMap, SaysSo)
  {
    const Scratch            scratch;
    base_input::Replacements replacements = pnp;
    for (const auto &replacement : {dielectric, blocking, held})
      replacements.push_back(replacement);
    replacements.push_back(
      {"subsection Materials", "subsection Materials\n  subsection electrolyte\n    set Dielectric = true\n  end"});
    const std::string label = "electrostatic map: not a map of current";
    const Ended       with_solution =
      run_program(scratch, {scratch.write("one.prm", base_input::with({replacements.begin(), replacements.end() - 1})),
                            "--no-figures", "--output", scratch / "one"});
    ASSERT_EQ(with_solution.status, 0) << with_solution.error;
    EXPECT_EQ(with_solution.out.find(label), std::string::npos);
    EXPECT_FALSE(summary(scratch / "one")["variants"]["base"].contains("label"));
    const Ended without =
      run_program(scratch, {scratch.write("two.prm", base_input::with(replacements)), "--no-figures", "--output", scratch / "two"});
    ASSERT_EQ(without.status, 0) << without.error;
    EXPECT_NE(contents(scratch / "two/log.txt").find("  " + label + "\n"), std::string::npos);
    EXPECT_EQ(summary(scratch / "two")["variants"]["base"]["label"], label);
    // what was finished before keeps label and notes
    const auto notes = summary(scratch / "two")["variants"]["base"]["notes"];
    EXPECT_NE(std::find(notes.begin(), notes.end(), label), notes.end());
    const Ended again = run_program(scratch, {scratch / "two.prm", "--no-figures", "--resume", "--output", scratch / "two"});
    ASSERT_EQ(again.status, 0) << again.error;
    EXPECT_EQ(summary(scratch / "two")["variants"]["base"]["label"], label);
    EXPECT_EQ(summary(scratch / "two")["variants"]["base"]["notes"], notes);
  }

  TEST(ChargedWalls, ATableHasRoomForThoseOfEveryVariant)
  {
    const Scratch            scratch;
    base_input::Replacements replacements = pnp;
    for (const auto &replacement : {dielectric, blocking, held})
      replacements.push_back(replacement);
    replacements.push_back({"", "subsection Variants\n  subsection plain\n  end\n  subsection charged\n    set "
                                "Boundaries/sides/Surface charge = 0.01 C/m^2\n  end\nend\n"});
    const std::string results = scratch / "results", name = "surface_charge_density/sides";
    const Ended       ended =
      run_program(scratch, {scratch.write("case.prm", base_input::with(replacements)), "--no-figures", "--output", results});
    ASSERT_EQ(ended.status, 0) << ended.error;
    const auto variants = summary(results)["variants"];
    EXPECT_FALSE(variants["plain"]["quantities"].contains(name));
    EXPECT_NEAR(variants["charged"]["quantities"][name]["value"], 0.01, 1e-9);
    const std::size_t row = ended.out.find("\n" + name + " ");
    ASSERT_NE(row, std::string::npos) << ended.out;
    EXPECT_NE(ended.out.substr(row, ended.out.find('\n', row + 1) - row).find(" -  "), std::string::npos) << ended.out;
    EXPECT_NE(contents(results + "/quantities.csv").find("," + name + " [C/m^2],"), std::string::npos);
  }

  TEST(ChargedWalls, IonsThatPileUpBeyondWhatFitsAreSaidTo)
  {
    // Beside a wall of charge s points pile up by s^2/(2 eps R T) above the bulk (Grahame): 0.73 mol/L at 0.05 C/m^2, 290 mol/L at
    // 1 C/m^2. sqrt(2)/(N_A (0.3 nm)^3) is 87 mol/L.
    struct Pile
    {
      std::string charge;
      bool        points, said;
    };
    for (const Pile &pile : {Pile{"0.05", true, false}, Pile{"1", true, true}, Pile{"1", false, false}})
      {
        const Scratch                  scratch;
        const std::string              results = scratch / "results";
        const base_input::Replacements changes{
          {"Transport model = binary salt",
           "Transport model = Poisson-Nernst-Planck" + std::string(pile.points ? "" : "\n  set Ion diameter = 0.6 nm")},
          {"Data set = ZnSO4 2 M", "Data set = ZnSO4 1 M ideal"},
          {"Gap = 100 um", "Gap = 4 nm\n  set Width = 2 nm"},
          {"set Surface =", "set Enabled = false\n    set Surface ="},
          {"    set Reactions = zinc\n", ""},
          held,
          {"set Condition = insulating", "set Condition = insulating\n    set Surface charge = " + pile.charge + " C/m^2"}};
        const Ended ended =
          run_program(scratch, {scratch.write("case.prm", base_input::with(changes)), "--no-figures", "--output", results, "--set",
                                "Discretization/Minimum cycles = 1", "--set", "Discretization/Maximum cycles = 1", "--set",
                                "Discretization/Initial refinements = 3"});
        ASSERT_EQ(ended.status, 0) << ended.error;
        EXPECT_EQ(ended.out.find("ions as points pile up to ") != std::string::npos, pile.said) << ended.out;
        EXPECT_NE(ended.out.find("high, Debye length 0.152 nm"), std::string::npos) << ended.out;
        const auto notes = summary(results)["variants"]["base"]["notes"];
        EXPECT_EQ(std::any_of(
                    notes.begin(), notes.end(),
                    [](const std::string &note) {
          return note.find("mol/L, and no more than 87 mol/L of spheres of 0.3 nm fit: set an Ion diameter") != std::string::npos;
                    }),
                  pile.said);
      }
  }

  TEST(ChargedWalls, IonsThatPileUpInTimeAreSaidTo)
  {
    // An electrode that is swept to -1.2 V behind 100 uF/cm^2 holds about 1 C/m^2, and after it has been swept back nothing.
    for (const std::string end : {"-50 mV", "-1.2 V"})
      {
        const Scratch     scratch;
        const std::string results = scratch / "results";
        const std::string steps =
          "subsection Programme\n  set Sequence = there, back\n  subsection Steps\n    subsection there\n      set Drive = sweep\n "
          "     set Potential = 0 V\n      set End potential = " +
          end +
          "\n      set Sweep rate = 1e8 V/s\n    end\n    subsection back\n      set Drive = sweep\n      set Potential = " + end +
          "\n      set End potential = 0 V\n      set Sweep rate = 1e8 V/s\n    end\n  end\nend\nsubsection Time\n  set First step "
          "= 1e-12 s\nend\n";
        const Ended ended = run_program(
          scratch,
          {scratch.write(
             "case.prm",
             base_input::with(
               {{"Transport model = binary salt", "Transport model = Poisson-Nernst-Planck"},
                {"Data set = ZnSO4 2 M", "Data set = ZnSO4 1 M ideal"},
                {"Gap = 100 um", "Gap = 4 nm\n  set Width = 1 nm\n  set First cell = 0.02 nm"},
                {"set Surface =", "set Enabled = false\n    set Surface ="},
                {"set Reactions = zinc\n", "set Stern capacitance = 100 uF/cm^2\n"},
                {"subsection Control\n  set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2\nend\n", steps}})),
           "--no-figures", "--output", results});
        ASSERT_EQ(ended.status, 0) << ended.error;
        EXPECT_EQ(ended.out.find("ions as points pile up to ") != std::string::npos, end == "-1.2 V") << ended.out;
        EXPECT_NE(ended.out.find("high, Debye length 0.152 nm"), std::string::npos) << ended.out;
      }
  }
} // namespace zincfield::walls_and_dielectrics_tests

#include "tests/support/base_input.h"

#include "physics/registry.h"

namespace zincfield::bad_inputs_tests
{

  namespace
  {
    /**
     * One mistake: what is replaced, the text that stands in the line of the message (empty: no line), and the message after
     * "test.prm:LINE: ".
     */
    struct Mistake
    {
      std::string              name;
      base_input::Replacements replacements;
      std::string              line, message;
    };

    std::ostream &
    operator<<(std::ostream &stream, const Mistake &mistake)
    {
      return stream << mistake.name;
    }

    const std::string applied         = "set Applied current density = 5 mA/cm^2";
    const std::string density_allowed = "Allowed: a current density, for example \"10 mA/cm^2\".";

    std::string
    top_sections()
    {
      return "Boundaries, Coatings, Control, Discretization, Electrolyte, Figures, Fits, Geometry, Growth, Impedance, Materials, "
             "Measurement, "
             "Output, Programme, Reactions, Solver, Sweep, Time or Variants";
    }

    std::string
    electrolyte_with(const std::string &lines)
    {
      return "set Transport model = dilute ions\n  subsection Species\n" + lines + "  end";
    }

    const std::string zinc_species    = "    subsection Zn2+\n      set Charge = 2\n      set Diffusivity = 0.7e-9 m^2/s\n"
                                        "      set Bulk concentration = 1 mol/L\n    end\n";
    const std::string sulfate_species = "    subsection SO4 2-\n      set Charge = -2\n      set Diffusivity = 1e-9 m^2/s\n"
                                        "      set Bulk concentration = 1 mol/L\n    end\n";

    /** A function: the kinds that messages list register themselves while the program starts. */
    std::vector<Mistake>
    mistakes()
    {
      return {
        // Keys and sections.
        {"UnknownKey",
         {{"", "subsection Output\n  set Volum = true\nend\n"}},
         "set Volum",
         "Output/Volum = true: there is no key \"Volum\" in the section Output. Allowed: Checkpoint interval, "
         "Coordinates, Every cycle, Figures, Format, Higher-order cells, Patch, Surface, Volume or Whole cell. "
         "Did you mean \"Volume\"?"},
        {"UnknownKeyAtTheTop",
         {{"set Title", "set Titel"}},
         "set Titel",
         "Titel = base: there is no key \"Titel\" in the input. Allowed: Title. Did you mean \"Title\"?"},
        {"UnknownSection",
         {{"", "subsection Outputs\n  set Volume = true\nend\n"}},
         "subsection Outputs",
         "Outputs: there is no section \"Outputs\" in the input. Allowed: " + top_sections() + ". Did you mean \"Output\"?"},
        {"MisspeltSectionThatIsNeeded",
         {{"subsection Geometry", "subsection Geometri"}},
         "",
         "Geometry/Type: a value must be given. Allowed: " + join_alternatives(Registry<Geometry>::names()) +
           ". Was the section \"Geometri\" at test.prm:2 meant?"},
        {"MissingValue",
         {{"  " + applied + "\n", ""}},
         "subsection Control",
         "Control/Applied current density: a value must be given. " + density_allowed},
        {"MisspeltRequiredKey",
         {{applied, "set Aplied current density = 5 mA/cm^2"}},
         "subsection Control",
         "Control/Applied current density: a value must be given. " + density_allowed +
           " Was \"Aplied current density\" at test.prm:" + base_input::line_of(base_input::text, applied) + " meant?"},
        {"KeyOfAnotherMode",
         {{"set Mode = galvanostatic", "set Mode = potentiostatic"}},
         "subsection Control",
         "Control/Electrode potential: a value must be given. Allowed: a potential, for example \"10 V\"."},

        // Values.
        {"UnitMissing",
         {{"5 mA/cm^2", "5"}},
         "set Applied",
         "Control/Applied current density = 5: the unit is missing: write \"5 mA/cm^2\" if mA/cm^2 is meant. " + density_allowed},
        {"WrongDimension",
         {{"5 mA/cm^2", "5 V"}},
         "set Applied",
         "Control/Applied current density = 5 V: the unit V is that of a potential, not of a current density. " + density_allowed},
        {"UnknownUnit",
         {{"5 mA/cm^2", "5 mB/cm^2"}},
         "set Applied",
         "Control/Applied current density = 5 mB/cm^2: \"mB/cm^2\" is not a unit. " + density_allowed},
        {"NotANumber",
         {{"5 mA/cm^2", "five mA/cm^2"}},
         "set Applied",
         "Control/Applied current density = five mA/cm^2: this is not a number with its unit. " + density_allowed},
        {"NanIsNoNumber",
         {{"5 mA/cm^2", "nan mA/cm^2"}},
         "set Applied",
         "Control/Applied current density = nan mA/cm^2: the number is not finite. " + density_allowed},
        {"InfinityIsNoNumber",
         {{"5 mA/cm^2", "-inf mA/cm^2"}},
         "set Applied",
         "Control/Applied current density = -inf mA/cm^2: the number is not finite. " + density_allowed},
        {"EmptyValue",
         {{"5 mA/cm^2", ""}},
         "set Applied",
         "Control/Applied current density: there is no value. " + density_allowed},
        {"NumberTooLarge",
         {{"5 mA/cm^2", "1e999 mA/cm^2"}},
         "set Applied",
         "Control/Applied current density = 1e999 mA/cm^2: the number is too large or too small for a computer. " +
           density_allowed},
        {"NegativeThickness",
         {{"300 nm", "-300 nm"}},
         "set Thickness",
         "Coatings/shield/inner/Thickness = -300 nm: the value is out of range. Allowed: a length > 0, for example \"10 nm\"."},
        {"TemperatureInCoulomb",
         {{"set Data set", "set Temperature = 25 C\n  set Data set"}},
         "set Temperature",
         "Electrolyte/Temperature = 25 C: the unit C is that of a quantity, not of a temperature: is degC meant? Allowed: a "
         "temperature >= -50 degC and <= 200 degC, for example \"25 degC\"."},
        {"TemperatureBelowZero",
         {{"set Data set", "set Temperature = -300 degC\n  set Data set"}},
         "set Temperature",
         "Electrolyte/Temperature = -300 degC: the value is out of range. Allowed: a temperature >= -50 degC and <= 200 degC, for "
         "example \"25 degC\"."},
        {"TemperatureInKelvinWithTheNumberOfCelsius",
         {{"set Data set", "set Temperature = 25 K\n  set Data set"}},
         "set Temperature",
         "Electrolyte/Temperature = 25 K: the value is out of range. Allowed: a temperature >= -50 degC and <= 200 degC, for "
         "example \"25 degC\"."},
        {"DecimalComma",
         {{"300 nm", "1,5 um"}},
         "set Thickness",
         "Coatings/shield/inner/Thickness = 1,5 um: the number has a comma: decimals take a point, as in \"1.5 um\", and thousands "
         "nothing. Allowed: a length > 0, for example \"10 nm\"."},
        {"MicromolarForMicrometre",
         {{"300 nm", "300 uM"}},
         "set Thickness",
         "Coatings/shield/inner/Thickness = 300 uM: the unit uM is that of a concentration, not of a length: is um meant? Allowed: "
         "a length > 0, for example \"10 nm\"."},
        {"NewtonMetreForNanometre",
         {{"300 nm", "300 Nm"}},
         "set Thickness",
         "Coatings/shield/inner/Thickness = 300 Nm: \"Nm\" is not a unit: is nm meant? Allowed: a length > 0, for example \"10 "
         "nm\"."},
        {"MinusOfATextProcessor",
         {{"5 mA/cm^2", "\u22125 mA/cm^2"}},
         "set Applied",
         "Control/Applied current density = \u22125 mA/cm^2: the minus sign is not that of the keyboard (\"-\"). " +
           density_allowed},
        {"PotentialWithoutUnit",
         {{"= galvanostatic", "= potentiostatic\n  set Electrode potential = -100"}},
         "set Electrode potential",
         "Control/Electrode potential = -100: the unit is missing: write \"-100 V\" if V is meant. Allowed: a potential, for "
         "example \"10 V\"."},
        {"ZeroGap",
         {{"100 um", "0 um"}},
         "set Gap",
         "Geometry/Gap = 0 um: the value is out of range. Allowed: a length > 0, for example \"10 um\"."},
        {"ZeroConductivity",
         {{"1 mS/cm", "0 mS/cm"}},
         "set Conductivity",
         "Materials/film/Conductivity = 0 mS/cm: the value is out of range. Allowed: a conductivity > 0, for example \"10 S/m\"."},
        {"CoatingThickerThanTheGap",
         {{"300 nm", "300 um"}},
         "subsection shield",
         "Coatings/shield: the coating is 300 um thick where the metal is only 100 um away from the opposite boundary. Allowed: "
         "layers that leave room for the electrolyte."},
        {"WholeNumber",
         {{"", "subsection Discretization\n  set Degree = 2.5\nend\n"}},
         "set Degree",
         "Discretization/Degree = 2.5: this is not a whole number. Allowed: a whole number from 1 to 6."},
        {"WholeNumberOutOfRange",
         {{"", "subsection Discretization\n  set Degree = 60\nend\n"}},
         "set Degree",
         "Discretization/Degree = 60: the value is out of range. Allowed: a whole number from 1 to 6."},
        {"FewerCyclesThanTheMinimum",
         {{"", "subsection Discretization\n  set Minimum cycles = 5\n  set Maximum cycles = 4\nend\n"}},
         "set Maximum cycles",
         "Discretization/Maximum cycles = 4: fewer than Minimum cycles. Allowed: a whole number from 5 to 30."},
        {"Boolean",
         {{"", "subsection Output\n  set Volume = maybe\nend\n"}},
         "set Volume",
         "Output/Volume = maybe: this is neither true nor false. Allowed: true or false."},
        {"Choice",
         {{"= galvanostatic", "= galvanistatic"}},
         "set Mode",
         "Control/Mode = galvanistatic: this is not one of the choices. Allowed: galvanostatic, potentiostatic, cell voltage or "
         "open circuit. "
         "Did you mean \"galvanostatic\"?"},
        {"UnknownGeometry",
         {{"= flat cell", "= flatcell"}},
         "set Type = flatcell",
         "Geometry/Type = flatcell: this is not one of the choices. Allowed: " + join_alternatives(Registry<Geometry>::names()) +
           ". Did you mean \"flat cell\"?"},
        {"EmptyNameInAList",
         {{"set Reactions = zinc", "set Reactions = zinc,, zinc"}},
         "set Reactions",
         "Boundaries/working electrode/Reactions = zinc,, zinc: there is an empty name in the list. Allowed: names separated by "
         "commas."},
        {"TransportModel",
         {{"= binary salt", "= tertiary"}},
         "set Transport model",
         "Electrolyte/Transport model = tertiary: this is not one of the choices. Allowed: primary, secondary, binary salt, "
         "aqueous "
         "chemistry, dilute ions or Poisson-Nernst-Planck."},

        // Expressions.
        {"UnknownVariable",
         {{"1 mS/cm", "1 + heigth [mS/cm]"}},
         "set Conductivity",
         "Materials/film/Conductivity = 1 + heigth [mS/cm]: \"heigth\" is not a variable or function of the expression. Allowed: "
         "the "
         "variables x, y, z, height, distance_from_tip (all in um) and depth (0 on the metal side of a layer, 1 on the electrolyte "
         "side), and "
         "functions such as min, max, exp, sqrt, sin, and table(depth, 0, 1, 0.5, 2, 1, 4). Did you mean \"height\"?"},
        {"ExpressionWithoutUnit",
         {{"1 mS/cm", "1 + height"}},
         "set Conductivity",
         "Materials/film/Conductivity = 1 + height: the unit of the expression is missing. Allowed: the unit in brackets at the "
         "end, for "
         "example \"1 + 0.5*height [S/m]\"."},
        {"ExpressionOfAnotherDimension",
         {{"1 mS/cm", "1 + height [nm]"}},
         "set Conductivity",
         "Materials/film/Conductivity = 1 + height [nm]: the unit nm is that of a length, not of a conductivity. Allowed: a "
         "conductivity > 0, "
         "for example \"10 S/m\", or an expression such as \"1 + 0.5*height [S/m]\"."},
        {"ConstantExpressionOutOfRange",
         {{"1 mS/cm", "1 - 2*pi [mS/cm]"}},
         "set Conductivity",
         "Materials/film/Conductivity = 1 - 2*pi [mS/cm]: the value is out of range. Allowed: a conductivity > 0, for example \"10 "
         "S/m\"."},

        // Sections that must agree.
        {"NoDataSet",
         {{"set Data set = ZnSO4 2 M", "set Data set = none"}},
         "set Data set",
         "Electrolyte/Data set = none: the transport model \"binary salt\" needs the properties of a salt. Allowed: a data set of "
         "a salt (see "
         "zincfield --list)."},
        {"NoConductivity",
         {{"= binary salt", "= secondary"}, {"set Data set = ZnSO4 2 M", "set Data set = none"}},
         "subsection Electrolyte",
         "Electrolyte/Conductivity: the transport model \"secondary\" needs the conductivity of the electrolyte. Allowed: a "
         "conductivity > 0, "
         "for example \"10 S/m\", or a data set."},
        {"ChargesOfSpecies",
         {{"set Transport model = binary salt",
           electrolyte_with(zinc_species + "    subsection Cl-\n      set Charge = -1\n"
                                           "      set Diffusivity = 2e-9 m^2/s\n"
                                           "      set Bulk concentration = 1 mol/L\n    end\n")}},
         "subsection Species",
         "Electrolyte/Species: the charges of the bulk concentrations do not balance: the sum of charge times concentration is 1 "
         "mol/L. "
         "Allowed: 0 mol/L."},
        {"OneSpecies",
         {{"set Transport model = binary salt", electrolyte_with(zinc_species)}},
         "subsection Species",
         "Electrolyte/Species: the transport model \"dilute ions\" needs at least two species. Allowed: subsections of Species, or "
         "a data set."},
        {"ReactionOfAnUnknownSpecies",
         {{"set Transport model = binary salt",
           electrolyte_with(sulfate_species + "    subsection Zn+2\n      set Charge = 2\n"
                                              "      set Diffusivity = 0.7e-9 m^2/s\n"
                                              "      set Bulk concentration = 1 mol/L\n    end\n")}},
         "subsection zinc",
         "Reactions/zinc: the reaction names the species \"Zn2+\", which the electrolyte does not have. Allowed: SO4 2- or Zn+2. "
         "Did you mean "
         "\"Zn+2\"?"},
        {"ChargeOfAReaction",
         {{"set Type = Butler-Volmer", "set Type = Butler-Volmer\n    set Electrons = 1"}},
         "subsection zinc",
         "Reactions/zinc: the reaction does not conserve charge: its ions carry 2 charges for 1 electrons. Allowed: stoichiometry "
         "with sum of "
         "charge times coefficient = number of electrons."},
        {"BoundaryWithoutCondition",
         {{"  subsection sides\n    set Condition = insulating\n  end\n", ""}},
         "subsection Boundaries",
         "Boundaries: the boundary \"sides\" of the geometry \"flat cell\" has no condition. Allowed: a subsection \"sides\" with "
         "Condition = "
         "electrode, counter electrode, bulk or insulating."},
        {"ConditionOfAnUnknownBoundary",
         {{"subsection sides", "subsection side"}},
         "subsection side",
         "Boundaries/side: the geometry \"flat cell\" has no boundary \"side\". Allowed: working electrode, counter or sides. Did "
         "you mean "
         "\"sides\"?"},
        {"ConditionTwice",
         {{"set Condition = insulating", "set Condition = insulating\n    set Condition = bulk"}},
         "set Condition = bulk\n  end\nend",
         "Boundaries/sides/Condition = bulk: this key was already set to \"insulating\" at test.prm:" +
           base_input::line_of(base_input::text, "= insulating") + ". Allowed: one value for a key."},
        {"NoWayOut",
         {{"= bulk", "= insulating"}},
         "subsection Boundaries",
         "Boundaries: the current has no way out: there is neither a bulk nor a counter electrode. Allowed: Condition = bulk or "
         "counter "
         "electrode on one boundary."},
        {"NoWorkingElectrode",
         {{"set Condition = electrode\n    set Reactions = zinc", "set Condition = insulating"}},
         "subsection Boundaries",
         "Boundaries: there is no working electrode. Allowed: Condition = electrode on one boundary."},
        {"ElectrodeWithoutReactions",
         {{"    set Reactions = zinc\n", ""}},
         "subsection working electrode",
         "Boundaries/working electrode/Reactions: an electrode without reactions passes no current under the transport model "
         "\"binary "
         "salt\". Allowed: zinc."},
        {"ReactionsWithoutElectrode",
         {{"set Condition = insulating", "set Condition = insulating\n    set Reactions = zinc"}},
         "set Reactions = zinc\n  end\nend",
         "Boundaries/sides/Reactions = zinc: reactions need an electrode. Allowed: Condition = electrode or counter electrode."},
        {"UnknownReaction",
         {{"set Reactions = zinc", "set Reactions = zinx"}},
         "set Reactions",
         "Boundaries/working electrode/Reactions = zinx: there is no reaction \"zinx\". Allowed: zinc. Did you mean \"zinc\"?"},
        {"CellVoltageWithoutCounterElectrode",
         {{"= galvanostatic", "= cell voltage\n  set Cell voltage = -0.1 V"}},
         "set Mode",
         "Control/Mode = cell voltage: a cell voltage needs a counter electrode. Allowed: Condition = counter electrode on one "
         "boundary, or "
         "another mode."},
        {"PotentialWithoutBulk",
         {{"= galvanostatic", "= potentiostatic\n  set Electrode potential = -0.1 V"},
          {"= bulk", "= counter electrode\n    set Reactions = zinc"}},
         "set Mode",
         "Control/Mode = potentiostatic: an electrode potential is measured against a reference in the bulk, and no boundary is "
         "bulk. "
         "Allowed: Condition = bulk on one boundary, or Mode = cell voltage or galvanostatic."},
        {"CoatingOnAnUnknownSurface",
         {{"set Surface = working electrode", "set Surface = working electrod"}},
         "set Surface",
         "Coatings/shield/Surface = working electrod: the geometry \"flat cell\" has no boundary \"working electrod\". Allowed: "
         "working "
         "electrode, counter or sides. Did you mean \"working electrode\"?"},
        {"CoatingOnAWall",
         {{"set Surface = working electrode", "set Surface = sides"}},
         "set Surface",
         "Coatings/shield/Surface = sides: a coating needs an electrode under it. Allowed: a boundary with Condition = electrode "
         "or counter "
         "electrode."},
        {"ResolvedWhereLayersCannotBeMeshed",
         {{"set Surface = working electrode", "set Surface = counter\n    set Representation = resolved"},
          {"= bulk", "= counter electrode\n    set Reactions = zinc"}},
         "set Representation",
         "Coatings/shield/Representation = resolved: the geometry \"flat cell\" cannot mesh layers on the boundary \"counter\". "
         "Allowed: thin, "
         "lumped or automatic; resolved on working electrode."},
        {"TwoCoatingsOnOneSurface",
         {{"subsection Boundaries", "subsection Coatings\n  subsection second\n    set Surface = working electrode  # again\n    "
                                    "set Layers = inner\n    subsection inner\n"
                                    "      set Material = film\n      set Profile = uniform\n      set Thickness = 1 nm\n    end\n "
                                    " end\nend\nsubsection Boundaries"}},
         "# again",
         "Coatings/second/Surface = working electrode: the coating \"shield\" already covers this boundary. Allowed: one enabled "
         "coating on a "
         "boundary; a stack is one coating with several Layers."},
        {"UnknownMaterial",
         {{"set Material = film", "set Material = fim"}},
         "set Material",
         "Coatings/shield/inner/Material = fim: there is no material \"fim\". Allowed: film. Did you mean \"film\"?"},
        {"MaterialWithoutConductivity",
         {{"    set Conductivity = 1 mS/cm\n", ""}},
         "subsection film",
         "Materials/film/Conductivity: the transport model \"binary salt\" needs this value for the coating \"shield\". Allowed: a "
         "conductivity > 0, for example \"10 S/m\", or a Porosity below 1."},
        {"MaterialWithoutDiffusivity",
         {{"    set Diffusivity = 1e-11 m^2/s\n", ""}},
         "subsection film",
         "Materials/film/Diffusivity: the transport model \"binary salt\" needs this value for the coating \"shield\". Allowed: a "
         "diffusivity > 0, for example \"1e-10 m^2/s\", or a Porosity below 1."},

        // Variants.
        {"VariantOfAnUnknownKey",
         {{"", "subsection Variants\n  subsection thick\n    set Coatings/shield/inner/Thicknes = 1 um\n  end\nend\n"}},
         "set Coatings/shield/inner/Thicknes",
         "Coatings/shield/inner/Thicknes = 1 um: there is no key \"Thicknes\" in the section Coatings/shield/inner. Allowed: Cells "
         "across, "
         "Grown by, Material, Profile or Thickness. Did you mean \"Thickness\"?"},
        {"VariantOfAnUnknownSection",
         {{"", "subsection Variants\n  subsection bare\n    set Coatings/sheild/Enabled = false\n  end\nend\n"}},
         "set Coatings/sheild",
         "Variants/bare/Coatings/sheild/Enabled = false: there is no section \"Coatings/sheild\" in the input. Allowed: shield. "
         "Did you mean "
         "\"shield\"?"},
        {"SettingOfNoVariant",
         {{"", "subsection Variants\n  set Control/Mode = cell voltage\nend\n"}},
         "set Control/Mode",
         "Variants/Control/Mode = cell voltage: a setting of no variant. Allowed: subsections, one for each variant, with \"set "
         "Section/Key = "
         "value\"."},
      };
    }

    class BadInput : public testing::TestWithParam<Mistake>
    {};
  } // namespace

  TEST_P(BadInput, SaysWhereWhatAndWhatIsAllowed)
  {
    const Mistake    &mistake = GetParam();
    const std::string input   = base_input::with(mistake.replacements);
    EXPECT_EQ(base_input::message(mistake.replacements),
              "test.prm" + (mistake.line.empty() ? "" : ":" + base_input::line_of(input, mistake.line)) + ": " + mistake.message);
  }

  INSTANTIATE_TEST_SUITE_P(All, BadInput, testing::ValuesIn(mistakes()), [](const auto &info) { return info.param.name; });

  TEST(BadInput, TheBaseIsValid)
  {
    EXPECT_EQ(base_input::message({}), "no error");
  }

  TEST(BadInput, Overrides)
  {
    EXPECT_EQ(
      base_input::message({}, {"Control/Applied current density = 5 V"}),
      "--set: Control/Applied current density = 5 V: the unit V is that of a potential, not of a current density. Allowed: a "
      "current "
      "density, for example \"10 mA/cm^2\".");
    EXPECT_EQ(
      base_input::message({}, {"Control/Mod = cell voltage"}),
      "--set: Control/Mod = cell voltage: there is no key \"Mod\" in the section Control. Allowed: Applied current density, "
      "Cell voltage, "
      "Electrode potential, Mode or Total current. Did you mean \"Mode\"?");
    EXPECT_EQ(base_input::message({}, {"Control/Mode"}), "--set: \"Control/Mode\" has no \"=\". Allowed: \"Section/Key = value\".");
    EXPECT_EQ(base_input::message({}, {"= 3"}), "--set: \"= 3\" names no key. Allowed: \"Section/Key = value\".");
  }

  TEST(BadInput, UnknownVariant)
  {
    EXPECT_EQ(base_input::message({}, {}, "bare"),
              "test.prm: Variants: there is no variant \"bare\". Allowed: none: the input has no variants.");
    EXPECT_EQ(base_input::message({{"", "subsection Variants\n  subsection bare\n  end\nend\n"}}, {}, "bear"),
              "test.prm: Variants: there is no variant \"bear\". Allowed: bare. Did you mean \"bare\"?");
  }
} // namespace zincfield::bad_inputs_tests

#include "tests/support/base_input.h"

// Currents that no potential of an electrode carries, and rates that refer to what the bulk does not have: found by --check, before
// anything is computed.

namespace zincfield::irreversible_tests
{

  namespace
  {
    const std::string butler_volmer = "set Type = Butler-Volmer\n    set Exchange current density = 7.36 mA/cm^2\n    set Anodic "
                                      "transfer coefficient = 1\n    set Cathodic transfer coefficient = 1";
    const std::string control       = "set Mode = galvanostatic\n  set Applied current density = 5 mA/cm^2";

    std::string
    steady(const std::string &law, const std::string &asked, base_input::Replacements more = {})
    {
      more.push_back({butler_volmer, "set Type = expression\n    set Current density = " + law});
      more.push_back({control, asked});
      return base_input::message(more);
    }

    std::string
    in_time(const std::string &law, const std::string &step, const std::string &boundary = "")
    {
      return base_input::message(
        {{butler_volmer, "set Type = expression\n    set Current density = " + law},
         {"set Reactions = zinc", "set Reactions = zinc\n" + boundary},
         {"subsection Control\n  " + control + "\nend\n", "subsection Programme\n  subsection Steps\n    subsection one\n" + step +
                                                            "      set Duration = 1 s\n    end\n  end\nend\n"}});
    }

    const std::string cathodic = "-10*c*exp(-38.9*eta)", anodic = "10*exp(38.9*eta)";
  } // namespace

  TEST(BadKinetics, StrippingWithACathodicLaw)
  {
    EXPECT_EQ(steady(cathodic, control), "no error");
    EXPECT_EQ(steady(anodic, "set Mode = galvanostatic\n  set Applied current density = -5 mA/cm^2"), "no error");
    std::string text = steady(cathodic, "set Mode = galvanostatic\n  set Applied current density = -5 mA/cm^2");
    EXPECT_NE(text.find(": Control/Applied current density = -5 mA/cm^2: the reactions of \"working electrode\" (zinc) carry no "
                        "anodic current at any potential, and one is applied (stripping). "
                        "Allowed: a positive current density, or a reaction with an anodic branch."),
              std::string::npos)
      << text;
    text = steady(anodic, control);
    EXPECT_NE(text.find("carry no cathodic current at any potential, and one is applied. Allowed: a negative current density, or a "
                        "reaction with a cathodic branch."),
              std::string::npos)
      << text;
    text = in_time(cathodic, "      set Drive = galvanostatic\n      set Current density = -5 mA/cm^2\n");
    EXPECT_NE(
      text.find(
        "Programme/Steps/one/Current density = -5 mA/cm^2: the reactions of \"working electrode\" (zinc) carry no anodic current"),
      std::string::npos)
      << text;
  }

  TEST(BadKinetics, RestWithoutABalance)
  {
    const std::string rest = "      set Drive = rest\n";
    std::string       text = in_time(cathodic, rest);
    EXPECT_NE(text.find("Programme/Steps/one/Drive = rest: the reactions of \"working electrode\" (zinc) carry no anodic current "
                        "at any potential, so that without a total current there is none at which they are at rest. "
                        "Allowed: a reaction that carries the anodic current, or a prescribed potential, or a \"Double-layer "
                        "capacitance\", which the electrode then discharges."),
              std::string::npos)
      << text;
    EXPECT_EQ(in_time(cathodic, rest, "    set Double-layer capacitance = 20 uF/cm^2\n"), "no error");
    EXPECT_EQ(in_time(cathodic + " + " + anodic, rest), "no error");
    text = steady(cathodic, "set Mode = open circuit");
    EXPECT_NE(text.find("Control/Mode = open circuit: the reactions of \"working electrode\" (zinc) carry no anodic current at any "
                        "potential, so that"),
              std::string::npos)
      << text;
    EXPECT_EQ(steady(cathodic + " + " + anodic, "set Mode = open circuit"), "no error");
  }

  TEST(BadKinetics, TheOtherElectrodeOfAClosedCell)
  {
    const std::string text =
      steady(cathodic, control, {{"set Condition = bulk", "set Condition = counter electrode\n    set Reactions = zinc"}});
    EXPECT_NE(
      text.find(
        "the reactions of \"counter\" (zinc) carry no anodic current at any potential, and one is applied at the other electrode."),
      std::string::npos)
      << text;
  }

  TEST(BadKinetics, ARateThatRefersToAnIonTheBulkHasNone)
  {
    const std::string ion     = "      set Diffusivity = 1e-9 m^2/s\n";
    const std::string species = "subsection Species\n    subsection Zn2+\n      set Charge = 2\n" + ion +
                                "      set Bulk concentration = 0 mol/L\n    end\n    subsection K+\n      set Charge = 1\n" + ion +
                                "      set Bulk concentration = 1 mol/L\n    end\n    subsection Cl-\n      set Charge = -1\n" +
                                ion + "      set Bulk concentration = 1 mol/L\n    end\n  end";
    for (const std::string transport : {"dilute ions", "Poisson-Nernst-Planck"})
      {
        const auto message = [&](const std::string &more) {
          return base_input::message(
            {{"Transport model = binary salt", "Transport model = " + transport},
             {"set Data set = ZnSO4 2 M", species},
             {"set Reactions = zinc",
              std::string("set Reactions = zinc") + (transport == "dilute ions" ? "" : "\n    set Stern capacitance = 20 uF/cm^2")},
             {"set Surface =", "set Enabled = false\n    set Surface ="},
             {"set Cathodic transfer coefficient = 1", "set Cathodic transfer coefficient = 1" + more}});
        };
        EXPECT_NE(message("").find("Reactions/zinc/Species/Zn2+/Reference concentration: the rate refers to the concentration of "
                                   "\"Zn2+\" in the bulk, which has none. Allowed: "),
                  std::string::npos)
          << message("");
        EXPECT_EQ(message("\n    subsection Species\n      subsection Zn2+\n        set Stoichiometry = 1\n        set Cathodic "
                          "order = 1\n        set Reference concentration = 1 mol/L\n      end\n    end"),
                  "no error");
      }
  }
} // namespace zincfield::irreversible_tests

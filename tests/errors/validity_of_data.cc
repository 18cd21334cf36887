#include "solver/assembly/cell_model.h"
#include "tests/support/base_input.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace zincfield::validity_of_data_tests
{
  namespace
  {
    void
    expect_beginning(const std::string &message, const std::string &beginning)
    {
      EXPECT_NE(message.find(beginning), std::string::npos) << message;
    }

    TEST(Validity, MoreSaltThanDissolves)
    {
      const std::string data_set = "set Data set = ZnSO4 2 M";
      EXPECT_EQ(base_input::message({{data_set, data_set + "\n  set Bulk concentration = 3.5 mol/L"}}), "no error");
      expect_beginning(base_input::message({{data_set, data_set + "\n  set Bulk concentration = 20 mol/L"}}),
                       "Electrolyte/Bulk concentration = 20 mol/L: the value is out of range. Allowed: ");
    }

    TEST(Validity, NamesOfIonsTellTheirCharge)
    {
      const auto with_anion = [](const std::string &name) {
        return base_input::message(
          {{"set Data set = ZnSO4 2 M",
            "set Data set = user salt\n  set Bulk concentration = 1 mol/L\n  set Salt conductivity = 5 S/m\n"
            "  set Diffusivity = 5e-10 m^2/s\n  set Cation transference number = 0.4\n  set Anion = " +
              name}});
      };
      for (const std::string good : {"SO4 2-", "SO42-", "sulfate"})
        EXPECT_EQ(with_anion(good), "no error") << good;
      expect_beginning(
        with_anion("OTf-"),
        "Electrolyte/Anion = OTf-: this name tells another charge than the Charge number. Allowed: ions of opposite");
      expect_beginning(with_anion("SO4 2+"), "this name tells another charge");
    }

    TEST(Validity, RatesAtAnotherTemperature)
    {
      const auto says_so = [](const Lines &more) {
        const Case      data = make_case(common_lines() +
                                         Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 50 um",
                                          "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 50 mS/cm",
                                          "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Data set = bare zinc (Tafel)",
                                          "Boundaries/working electrode/Reactions = zinc", "Control/Mode = potentiostatic",
                                          "Control/Electrode potential = -50 mV"} +
                                         more);
        const CellModel model(data);
        return std::any_of(model.notes.begin(), model.notes.end(),
                           [](const std::string &note) { return note.find("has no \"Activation energy\"") != std::string::npos; });
      };
      EXPECT_FALSE(says_so({"Electrolyte/Temperature = 25 degC"}));
      EXPECT_TRUE(says_so({"Electrolyte/Temperature = 60 degC"}));
      EXPECT_FALSE(says_so({"Electrolyte/Temperature = 60 degC", "Reactions/zinc/Activation energy = 40 kJ/mol"}));
      EXPECT_FALSE(says_so({"Electrolyte/Temperature = 60 degC", "Reactions/zinc/Reference temperature = 60 degC"}));
    }
  } // namespace
} // namespace zincfield::validity_of_data_tests

#include "solver/assembly/conserved_amounts.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

namespace zincfield::conserved_amounts_tests
{
  namespace
  {
    Lines
    acid(const std::string &reactions, const std::string &counter)
    {
      return {"Geometry/Type = flat cell",
              "Geometry/Gap = 100 um",
              "Boundaries/working electrode/Condition = electrode",
              "Boundaries/counter/Condition = " + counter,
              "Boundaries/sides/Condition = insulating",
              "Boundaries/working electrode/Reactions = " + reactions,
              counter == "bulk" ? "Title = open" : "Boundaries/counter/Reactions = zinc",
              "Electrolyte/Transport model = dilute ions",
              "Electrolyte/Species/Zn2+/Charge = 2",
              "Electrolyte/Species/Zn2+/Bulk concentration = 1 mol/L",
              "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
              "Electrolyte/Species/H+/Charge = 1",
              "Electrolyte/Species/H+/Bulk concentration = 0.2 mol/L",
              "Electrolyte/Species/H+/Diffusivity = 9e-9 m^2/s",
              "Electrolyte/Species/SO4 2-/Charge = -2",
              "Electrolyte/Species/SO4 2-/Bulk concentration = 1.1 mol/L",
              "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
              "Reactions/zinc/Type = linear",
              "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
              "Control/Mode = galvanostatic",
              "Control/Applied current density = 1 mA/cm^2"};
    }

    const Lines reversible_hydrogen{"Reactions/hydrogen/Type = linear", "Reactions/hydrogen/Deposits zinc = false",
                                    "Reactions/hydrogen/Charge transfer resistance = 1000 ohm cm^2",
                                    "Reactions/hydrogen/Species/H+/Stoichiometry = 2"};

    unsigned int
    field(const CellModel &model, const std::string &species)
    {
      const auto &fields = model.transport->fields();
      return std::find_if(fields.begin(), fields.end(), [&](const Field &f) { return f.name == "concentration of " + species; }) -
             fields.begin();
    }
  } // namespace

  TEST(ConservedAmounts, NoneWhereABulkFeedsTheCell)
  {
    const Case      data = make_case(acid("zinc", "bulk") + reversible_hydrogen);
    const CellModel model(data);
    EXPECT_TRUE(conserved_amounts(model).empty());
  }

  TEST(ConservedAmounts, EveryIonThatDoesNotReact)
  {
    // zinc reacts: the charge balance says that it is the same on both electrodes; what is left are H+ and SO4 2- (of charge 2 Zn +
    // H)
    const Case      data = make_case(acid("zinc", "counter electrode") + reversible_hydrogen);
    const CellModel model(data);
    EXPECT_EQ(conserved_amounts(model).size(), 2u);
  }

  TEST(ConservedAmounts, CombinationsOfIonsThatReactTogether)
  {
    // zinc and hydrogen react: only the sulfate keeps, 2 SO4 = 2 Zn + H
    const Case      data = make_case(acid("zinc, hydrogen", "counter electrode") + reversible_hydrogen);
    const CellModel model(data);
    const auto      amounts = conserved_amounts(model);
    ASSERT_EQ(amounts.size(), 1u);
    EXPECT_NEAR(amounts[0].weights[field(model, "Zn2+")] / amounts[0].weights[field(model, "H+")], 2., 1e-12);
    EXPECT_EQ(amounts[0].weights[amounts[0].pinned], 1.);
    EXPECT_EQ(amounts[0].weights[model.transport->potential()], 0.);
  }

  TEST(ConservedAmounts, NoSteadyStateWhereAnIonIsOnlyConsumed)
  {
    const Lines evolution{"Reactions/hydrogen/Type = Tafel", "Reactions/hydrogen/Half reaction = 2H+ + 2e- = H2",
                          "Reactions/hydrogen/Exchange current density = 1e-6 A/cm^2", "Reactions/hydrogen/Tafel slope = 120 mV"};
    EXPECT_NO_THROW(make_case(acid("zinc, hydrogen", "bulk") + evolution));
    EXPECT_NO_THROW(make_case(acid("zinc", "counter electrode") + evolution));
    try
      {
        make_case(acid("zinc, hydrogen", "counter electrode") + evolution);
        FAIL();
      }
    catch (const InputError &error)
      {
        EXPECT_NE(std::string(error.what()).find("between two electrodes \"H+\" is only consumed (\"hydrogen\")"),
                  std::string::npos)
          << error.what();
      }
  }
} // namespace zincfield::conserved_amounts_tests

#include "physics/constants.h"
#include "solver/input/prm_reader.h"
#include "solver/input/describe_input.h"
#include "tests/support/root.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

// Rates written as expressions against the built-in law, in every model with kinetics, and the manual's examples. Cells are flat.

namespace zincfield::rate_expressions_tests
{
  namespace
  {
    /** A gap of 100 um; of 40 nm, with a Stern layer, where double layers are resolved. */
    Lines
    cell_for(const std::string &model)
    {
      const Lines common = common_lines() + Lines{"Electrolyte/Transport model = " + model, "Geometry/Type = flat cell",
                                                  "Boundaries/working electrode/Reactions = zinc"};
      if (model == "Poisson-Nernst-Planck")
        return common + Lines{"Geometry/Gap = 40 nm", "Geometry/Width = 5 nm", "Geometry/First cell = 0.5 nm",
                              "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"};
      return common + Lines{"Geometry/Gap = 100 um", "Geometry/Width = 20 um", "Geometry/Cells across feature = 8"};
    }

    Lines
    solution_for(const std::string &model)
    {
      if (model == "secondary" || model == "binary salt")
        return {"Electrolyte/Data set = ZnSO4 2 M"};
      const std::string molarity = model == "dilute ions" ? "1 mol/L" : "0.1 mol/L";
      return {"Electrolyte/Species/Zn2+/Charge = 2",
              "Electrolyte/Species/Zn2+/Diffusivity = 0.7e-9 m^2/s",
              "Electrolyte/Species/Zn2+/Bulk concentration = " + molarity,
              "Electrolyte/Species/SO4 2-/Charge = -2",
              "Electrolyte/Species/SO4 2-/Diffusivity = 1.06e-9 m^2/s",
              "Electrolyte/Species/SO4 2-/Bulk concentration = " + molarity};
    }

    double
    potential(const Lines &lines)
    {
      Solved<2> cell(lines, 0);
      EXPECT_TRUE(cell.solve().converged);
      return cell.electrode_potential;
    }

    /** Both branches of Butler-Volmer with factors A and C; where eta is local, what they have at their equilibrium. Transfer
     * coefficients 1.5 and 0.5. */
    std::string
    law(const std::string &model, const std::string &anodic, const std::string &cathodic)
    {
      if (model == "secondary" || model == "binary salt")
        return "10*(" + anodic + ")^0.25*(" + cathodic + ")^0.75*(exp(1.5*f*eta) - exp(-0.5*f*eta))";
      return "10*((" + anodic + ")*exp(1.5*f*eta) - (" + cathodic + ")*exp(-0.5*f*eta))";
    }

    struct Kinetics
    {
      std::string name;
      Lines       of_both; // lines of reaction and cell
      std::string anodic, cathodic;
    };

    const std::vector<Kinetics> kinetics = {
      {"by itself", {}, "1", "c"},
      {"without an order", {"Reactions/zinc/Species/Zn2+/Stoichiometry = 1"}, "1", "1"},
      {"orders",
       {"Reactions/zinc/Species/Zn2+/Stoichiometry = 1", "Reactions/zinc/Species/Zn2+/Anodic order = 0.2",
        "Reactions/zinc/Species/Zn2+/Cathodic order = 1.3"},
       "c^0.2",
       "c^1.3"},
      {"reference concentration",
       {"Reactions/zinc/Species/Zn2+/Stoichiometry = 1", "Reactions/zinc/Species/Zn2+/Cathodic order = 1",
        "Reactions/zinc/Species/Zn2+/Reference concentration = 0.3 mol/L"},
       "1",
       "c"},
      {"two species",
       {"Reactions/zinc/Species/Zn2+/Stoichiometry = 1", "Reactions/zinc/Species/Zn2+/Cathodic order = 1",
        "Reactions/zinc/Species/SO4 2-/Anodic order = 0.4", "Reactions/zinc/Species/SO4 2-/Cathodic order = 0.7"},
       "c_SO42^0.4",
       "c_Zn2*c_SO42^0.7"},
      {"temperature", {"Electrolyte/Temperature = 50 degC", "Reactions/zinc/Activation energy = 25 kJ/mol"}, "1", "c"}};

    /** Lines of the text of an input, for make_case(). */
    void
    add_lines(const InputSection &section, Lines &lines)
    {
      for (const InputEntry &entry : section.entries)
        lines.push_back(section.full_name(entry.key) + " = " + entry.value);
      for (const InputSection &inside : section.sections)
        add_lines(inside, lines);
    }
  } // namespace

  class RateExpressions : public testing::TestWithParam<std::string>
  {};

  TEST_P(RateExpressions, GiveThePotentialOfTheBuiltInLaw)
  {
    const std::string &model = GetParam();
    for (const Kinetics &k : kinetics)
      for (const double current : {-20., 150.})
        {
          const Lines common =
            cell_for(model) + solution_for(model) + k.of_both +
            Lines{"Control/Mode = galvanostatic", "Control/Applied current density = " + number(current) + " A/m^2"};
          const double built_in =
            potential(common + Lines{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 10 A/m^2",
                                     "Reactions/zinc/Anodic transfer coefficient = 1.5",
                                     "Reactions/zinc/Cathodic transfer coefficient = 0.5"});
          EXPECT_NEAR(potential(common + Lines{"Reactions/zinc/Type = expression",
                                               "Reactions/zinc/Current density = " + law(model, k.anodic, k.cathodic)}),
                      built_in, 1e-9)
            << k.name << ", " << current;
          EXPECT_GT(std::abs(built_in), 1e-3) << k.name;
        }
  }

  INSTANTIATE_TEST_SUITE_P(Models,
                           RateExpressions,
                           testing::Values("secondary", "binary salt", "dilute ions", "Poisson-Nernst-Planck"),
                           [](const auto &model) { return std::regex_replace(model.param, std::regex("[^a-zA-Z]"), ""); });

  // Anions at rest: N+ = i/2F = 2 D+ (c_b - c_s)/L and phi_s = (RT/2F) ln(c_s/c_b); then the rate as it stands.
  TEST(RateExpression, SeesTheSpeciesThatIsConsumedWithoutAnOrder)
  {
    const double current = 2000., thermal = thermal_voltage(298.15),
                 c     = 1. - current * 100e-6 / (4. * faraday_constant * 0.7e-9 * 1000.);
    const double eta   = root([&](const double e) { return 10. * (std::exp(e / thermal) - c * std::exp(-e / thermal)) + current; });
    const Lines  lines = cell_for("dilute ions") + solution_for("dilute ions") +
                        Lines{"Control/Mode = galvanostatic",
                              "Control/Applied current density = 2000 A/m^2",
                              "Reactions/zinc/Type = expression",
                              "Reactions/zinc/Current density = 10*(exp(f*eta) - c*exp(-f*eta))",
                              "Reactions/zinc/Species/Zn2+/Stoichiometry = 1",
                              "Geometry/Cells across feature = 20"};
    EXPECT_NEAR(potential(lines), eta + 0.5 * thermal * std::log(c), 1e-7);
  }

  // The limit of a small current: secondary, binary salt and dilute ions have the same slope i0 2f, with i0 of the bulk's
  // concentration.
  TEST(RateExpression, ReferenceConcentrationsCountInEveryModel)
  {
    const double thermal = thermal_voltage(298.15);
    for (const std::string model : {"secondary", "binary salt", "dilute ions"})
      {
        const auto at = [&](const double current) {
          return potential(cell_for(model) + solution_for(model) +
                           Lines{"Control/Mode = galvanostatic", "Control/Applied current density = " + number(current) + " A/m^2",
                                 "Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 1e-3 A/m^2",
                                 "Reactions/zinc/Anodic transfer coefficient = 1",
                                 "Reactions/zinc/Cathodic transfer coefficient = 1",
                                 "Reactions/zinc/Species/Zn2+/Stoichiometry = 1", "Reactions/zinc/Species/Zn2+/Cathodic order = 1",
                                 "Reactions/zinc/Species/Zn2+/Reference concentration = 0.25 mol/L"});
        };
        const double ratio = model == "dilute ions" ? 4. : 8.;
        EXPECT_NEAR((at(-1e-6) - at(1e-6)) / 2e-6, thermal / (2e-3 * std::sqrt(ratio)), 1e-4 * thermal / 2e-3) << model;
      }
  }

  TEST(Manual, RatesInFencedExamplesAreTheBuiltInLaw)
  {
    unsigned int n_examples = 0;
    for (const std::string file : {"README.md", "docs/theory.md", "docs/running.md", "docs/parameters.md"})
      {
        std::ifstream stream(ZINCFIELD_SOURCE_DIR "/" + file);
        std::string   line, example;
        bool          inside = false;
        while (std::getline(stream, line))
          if (line.rfind("```", 0) == 0)
            {
              if (inside)
                {
                  Lines of_example;
                  add_lines(read_prm_text(example, file), of_example);
                  const Case data =
                    make_case(cell_for("binary salt") + of_example + Lines{"Control/Applied current density = 100 A/m^2"});
                  const Lines       cell  = cell_for(data.transport) + Lines{"Control/Applied current density = 100 A/m^2"};
                  const std::string where = file + ": " + example;
                  EXPECT_NEAR(
                    potential(cell + of_example),
                    potential(cell + Lines{"Electrolyte/Data set = " + data.electrolyte_name, "Reactions/zinc/Type = Butler-Volmer",
                                           "Reactions/zinc/Exchange current density = 10 A/m^2",
                                           "Reactions/zinc/Anodic transfer coefficient = 1",
                                           "Reactions/zinc/Cathodic transfer coefficient = 1"}),
                    1e-9)
                    << where;
                  ++n_examples;
                }
              inside = !inside && line == "```prm";
              example.clear();
            }
          else
            example += line + "\n";
      }
    EXPECT_EQ(n_examples, 2u);
  }

  TEST(Manual, RatesInTheReferenceAreTheBuiltInLaw)
  {
    std::ostringstream reference;
    write_reference(reference);
    const std::string              text = reference.str();
    const std::regex               quoted("\"(10\\*[^\"]*eta[^\"]*)\"");
    const std::vector<std::string> models{"dilute ions", "binary salt"}; // in the order of the text
    std::vector<std::string>       examples;
    for (std::sregex_iterator found(text.begin(), text.end(), quoted), end; found != end; ++found)
      examples.push_back((*found)[1]);
    ASSERT_EQ(examples.size(), models.size());
    for (std::size_t i = 0; i < models.size(); ++i)
      {
        const Lines cell = cell_for(models[i]) + solution_for(models[i]) + Lines{"Control/Applied current density = 100 A/m^2"};
        EXPECT_NEAR(
          potential(cell + Lines{"Reactions/zinc/Type = expression", "Reactions/zinc/Current density = " + examples[i]}),
          potential(cell + Lines{"Reactions/zinc/Type = Butler-Volmer", "Reactions/zinc/Exchange current density = 10 A/m^2",
                                 "Reactions/zinc/Anodic transfer coefficient = 1",
                                 "Reactions/zinc/Cathodic transfer coefficient = 1"}),
          1e-9)
          << examples[i];
      }
  }
} // namespace zincfield::rate_expressions_tests

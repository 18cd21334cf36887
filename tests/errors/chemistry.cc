#include "tests/support/base_input.h"

#include "solver/assembly/cell_model.h"
#include "solver/input/speciation_report.h"

// What --check says of a chemistry that cannot be, and what --speciate prints.

namespace zincfield::chemistry_errors
{
  namespace
  {
    /** Of which keys may be set again. */
    const base_input::Replacements zinc_sulfate = {
      {"", base_input::as_text({"Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4", "Electrolyte/Chemistry/pH = 4",
                                "Electrolyte/Chemistry/Components/Zn2+/Bulk concentration = 2 mol/L"})}};
    const std::vector<std::string> model = {"Electrolyte/Transport model = aqueous chemistry"};

    /** The message with further lines, and values in place of those above. */
    std::string
    said(const std::vector<std::string> &more, const std::vector<std::string> &overrides = {})
    {
      base_input::Replacements text = zinc_sulfate;
      if (!more.empty())
        text.push_back({"", base_input::as_text(more)});
      std::vector<std::string> lines = model;
      lines.insert(lines.end(), overrides.begin(), overrides.end());
      return base_input::message(text, lines);
    }

    std::vector<std::string>
    species(const std::string &name, const std::vector<std::string> &lines)
    {
      std::vector<std::string> result;
      for (const std::string &line : lines)
        result.push_back("Electrolyte/Chemistry/Species/" + name + "/" + line);
      return result;
    }

    void
    expect_part(const std::string &text, const std::string &part)
    {
      EXPECT_NE(text.find(part), std::string::npos) << text;
    }
  } // namespace

  TEST(ChemistryErrors, NameWhatIsWrongAndWhatIsAllowed)
  {
    EXPECT_EQ(said({}), "no error");
    expect_part(said(species("Zn2OH3+", {"Charge = 2", "log K = -9", "Diffusivity = 7e-10 m^2/s",
                                         "Components/Zn2+/Stoichiometry = 2", "Components/H+/Stoichiometry = -1"})),
                "the species is not balanced: its components carry 3 charges, it has 2");
    expect_part(
      said(species("CdCl+", {"Charge = 1", "log K = 2", "Diffusivity = 7e-10 m^2/s", "Components/Cd2+/Stoichiometry = 1"})),
      "the component is missing: no set has it");
    expect_part(
      said(species("OH-", {"Charge = -1", "log K = -13.8", "Diffusivity = 5e-9 m^2/s", "Components/H+/Stoichiometry = -1"})),
      "the constants of \"OH-\" do not agree: log K -13.8 here, -14 in");
    expect_part(said({"Electrolyte/Chemistry/Charge balance = none",
                      "Electrolyte/Chemistry/Components/SO4 2-/Bulk concentration = 1.9 mol/L"}),
                "the charge of the bulk is not zero: 0.2");
    expect_part(said({}, {"Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4, Na+"}), "the component \"Na+\" is missing");
    expect_part(said({}, {"Electrolyte/Chemistry/Data sets = zinc"}), "there is no set \"zinc\"");
    expect_part(said({"Electrolyte/Chemistry/Activity coefficients = Davies"}), "the ionic strength of the bulk is");
    expect_part(said({"Electrolyte/Chemistry/Components/Cd2+/Bulk concentration = 1 mol/L"}),
                "no data set has the component \"Cd2+\"");
    expect_part(said({"Electrolyte/Species/Zn2+/Charge = 2", "Electrolyte/Species/Zn2+/Diffusivity = 1e-9 m^2/s",
                      "Electrolyte/Species/Zn2+/Bulk concentration = 1 mol/L"}),
                "those of a chemistry stand in the section Chemistry");
    expect_part(
      said({"Reactions/ZHS/Type = precipitation", "Reactions/ZHS/Solid = gypsum", "Reactions/ZHS/Rate constant = 1e-6 mol/m^2/s"}),
      "the chemistry has no such solid");
    expect_part(base_input::message({{"", base_input::as_text({"Reactions/ZHS/Type = precipitation", "Reactions/ZHS/Solid = ZHS",
                                                               "Reactions/ZHS/Rate constant = 1e-6 mol/m^2/s"})}}),
                "precipitation needs saturation indices");
  }

  TEST(ChemistryErrors, PoissonNernstPlanckKnowsEquilibriaAlone)
  {
    const std::vector<std::string> model = {"Electrolyte/Transport model = Poisson-Nernst-Planck"};
    const std::string              stern = "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2";
    EXPECT_EQ(said({stern}, model), "no error");
    expect_part(said({stern, "Electrolyte/Chemistry/Rate constant of H+ + OH- = 1.4e11 L/mol/s"}, model),
                "the transport model \"Poisson-Nernst-Planck\" knows no rate between H+ and OH-");
    expect_part(said({stern, "Electrolyte/Species/Cd2+/Charge = 2", "Electrolyte/Species/Cd2+/Diffusivity = 1e-9 m^2/s",
                      "Electrolyte/Species/Cd2+/Bulk concentration = 1 mol/L"},
                     model),
                "Electrolyte/Species: those of a chemistry stand in the section Chemistry");
  }

  TEST(ChemistryErrors, WaterThatTakesTimeAsksForMore)
  {
    const std::string              rate   = "Electrolyte/Chemistry/Rate constant of H+ + OH- = 1.4e11 L/mol/s";
    const std::vector<std::string> meshed = {"Coatings/shield/Representation = resolved"};
    EXPECT_EQ(said({rate}, meshed), "no error");
    expect_part(said({rate}), "Coatings/shield/Representation: with a Rate constant of H+ + OH- a film needs a mesh");
    std::vector<std::string> hydrogen = {
      rate, "Reactions/hydrogen/Type = hydrogen evolution", "Reactions/hydrogen/Exchange current density = 1e-10 A/m^2",
      "Reactions/hydrogen/Tafel slope = 0.12 V", "Reactions/hydrogen/Exchange current density from water = 0 A/m^2"};
    EXPECT_EQ(said(hydrogen, meshed), "no error");
    hydrogen.back() = "Reactions/hydrogen/Exchange current density from water = 1e-8 A/m^2";
    expect_part(said(hydrogen, meshed), "with a Rate constant of H+ + OH- water makes OH- and not H+ less");
  }

  TEST(ChemistryErrors, LayersThatPrecipitateNeedASolid)
  {
    const std::vector<std::string> solid   = {"Reactions/ZHS/Type = precipitation", "Reactions/ZHS/Solid = ZHS",
                                              "Reactions/ZHS/Rate constant = 1e-6 mol/m^2/s"};
    const std::vector<std::string> grows   = {"Coatings/shield/inner/Grown by = ZHS", "Coatings/shield/Representation = thin",
                                              "Boundaries/working electrode/Reactions = zinc, ZHS"};
    const std::string              message = said(solid, grows);
    expect_part(message, "/Porosity");
    expect_part(message, "a layer of what precipitates has a constant one, below 1");
    auto meshed = grows, missing = grows;
    meshed[1]  = "Coatings/shield/Representation = resolved";
    missing[2] = "Boundaries/working electrode/Reactions = zinc";
    expect_part(said(solid, meshed), "a layer that grows by what precipitates has no mesh");
    expect_part(said(solid, missing), "no such solid precipitates on the boundary \"working electrode\"");
  }

  TEST(ChemistryErrors, PoresFillWithOneSubstance)
  {
    const std::vector<std::string> lines  = {"Reactions/ZHS/Type = precipitation",
                                             "Reactions/ZHS/Solid = ZHS",
                                             "Reactions/ZHS/Rate constant = 1e-6 mol/m^2/s",
                                             "Materials/film/Scaffold/Specific area = 1e6 1/m",
                                             "Materials/film/Scaffold/Perfect conductor = true",
                                             "Materials/film/Scaffold/Fills = true"};
    const auto                     filled = [&](const std::string &reactions) {
      auto more = lines;
      more.push_back("Materials/film/Scaffold/Reactions = " + reactions);
      return said(more);
    };
    EXPECT_EQ(filled("ZHS"), "no error");
    EXPECT_EQ(filled("zinc"), "no error");
    for (const std::string both : {"zinc, ZHS", "ZHS, zinc"})
      expect_part(filled(both),
                  "Materials/film/Scaffold/Fills = true: the share of the pores that is filled is that of one substance, and "
                  "\"ZHS\" is not the only reaction that fills them");
  }

  TEST(ChemistryErrors, ComplexesCarryTheirCharge)
  {
    const std::vector<std::string> complex = {
      "Reactions/other/Type = Butler-Volmer", "Reactions/other/Exchange current density = 1 A/m^2",
      "Reactions/other/Anodic transfer coefficient = 1", "Reactions/other/Cathodic transfer coefficient = 1",
      "Reactions/other/Species/ZnSO4(0)/Stoichiometry = 1"};
    expect_part(said(complex), "Reactions/other: the reaction does not conserve charge: its ions carry 0 charges for 2 electrons");
    auto whole = complex;
    whole.push_back("Reactions/other/Species/SO4 2-/Stoichiometry = -1");
    EXPECT_EQ(said(whole), "no error");
  }

  TEST(ChemistryWarnings, CarbonIsNotAtEquilibriumBesideACathode)
  {
    base_input::Replacements text = zinc_sulfate;
    text.push_back({"", base_input::as_text({"Electrolyte/Chemistry/Components/CO3 2-/Bulk concentration = 0.01 mol/L"})});
    const auto cases = base_input::cases(
      text, {"Electrolyte/Transport model = aqueous chemistry", "Electrolyte/Chemistry/Data sets = ZnSO4 + H2SO4, carbonate"});
    const CellModel   model(cases.front());
    const std::string begin =
      "warning: the data set \"carbonate\": CO2 is at equilibrium here, and in water CO2 + OH- = HCO3- is slow";
    EXPECT_TRUE(std::any_of(model.notes.begin(), model.notes.end(), [&](const auto &note) { return note.rfind(begin, 0) == 0; }));
    expect_part(speciation_report(cases), begin);
  }

  TEST(Speciate, PrintsTheBulk)
  {
    const std::string text = speciation_report(base_input::cases(zinc_sulfate, model));
    for (const std::string part : {"HSO4-", "ZnSO4(0)", "pH 4.000", "log Kw -14.000", "ZHS", "measured 5.4", "mobilities scaled"})
      expect_part(text, part);
    EXPECT_THROW(speciation_report(base_input::cases({})), InputError);
  }
} // namespace zincfield::chemistry_errors

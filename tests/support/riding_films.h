#pragma once

#include "physics/constants.h"
#include "tests/support/growth_cells.h"
#include "tests/support/text.h"

#include <gtest/gtest.h>

// Films with a mesh on metal that grows in transient growth.

namespace zincfield::riding_films
{
  /** Molar volume ten times that of zinc: what the motion does is not small. [m^3/mol] */
  constexpr double molar_volume = 9.157e-5, bulk = 500.; // [mol/m^3]

  inline const Lines metal{"Solver/Newton tolerance = 1e-11",
                           "Reactions/zinc/Type = Butler-Volmer",
                           "Reactions/zinc/Exchange current density = 10 mA/cm^2",
                           "Reactions/zinc/Anodic transfer coefficient = 1",
                           "Reactions/zinc/Cathodic transfer coefficient = 1",
                           "Boundaries/counter/Condition = counter electrode",
                           "Boundaries/counter/Reactions = zinc",
                           "Growth/Mode = transient",
                           "Growth/Deposit = user",
                           "Growth/Molar volume = " + number(1e6 * molar_volume) + " cm^3/mol"};

  inline const Lines growing =
    metal + Lines{"Boundaries/working electrode/Condition = electrode", "Boundaries/working electrode/Reactions = zinc",
                  "Boundaries/sides/Condition = insulating"};

  inline Lines
  ions(const std::string &transport)
  {
    Lines lines{"Electrolyte/Transport model = " + transport};
    for (const std::string ion : {"Zn2+", "SO4 2-"})
      lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                            "Electrolyte/Species/" + ion + "/Diffusivity = " + (ion == "Zn2+" ? "0.7e-9" : "1e-9") + " m^2/s",
                            "Electrolyte/Species/" + ion + "/Bulk concentration = " + number(1e-3 * bulk) + " mol/L"};
    return lines;
  }

  inline Lines
  film(const std::string &thickness, const std::string &way, const std::string &representation = "resolved")
  {
    return {"Materials/film/Diffusivity = 5e-11 m^2/s",
            "Coatings/film/Representation = " + representation,
            "Coatings/film/Surface = working electrode",
            "Coatings/film/Under growth = rides at constant " + way,
            "Coatings/film/Layers = only",
            "Coatings/film/only/Material = film",
            "Coatings/film/only/Profile = uniform",
            "Coatings/film/only/Thickness = " + thickness};
  }

  inline Lines
  partition(const double coefficient, const double porosity = 1.)
  {
    return {"Materials/film/Partition coefficient = " + number(coefficient), "Materials/film/Porosity = " + number(porosity)};
  }

  inline void
  expect_balanced(const CaseResult &result, const unsigned int n_conserved, const double bound = 1e-11)
  {
    for (const auto &[name, balance] : result.report.balance)
      EXPECT_LT(balance, bound) << name;
    EXPECT_EQ(result.report.balance.size(), n_conserved + 1); // and the charge
  }

  inline double
  measured(const CaseResult &result, const std::string &name)
  {
    return result.report.quantities.at(name).value;
  }
} // namespace zincfield::riding_films

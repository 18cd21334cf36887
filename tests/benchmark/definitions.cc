#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// What reported numbers mean: Wagner's number with the film, the share of the limiting current, in every representation.

namespace zincfield::definitions_tests
{
  namespace
  {
    constexpr double gap = 100e-6;

    Lines
    flat(const double current)
    {
      char load[80];
      std::snprintf(load, sizeof(load), "Control/Applied current density = %.15g A/m^2", current);
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 100 um",
                                    "Geometry/Width = 10 um",
                                    "Geometry/Cells across feature = 8",
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    load};
    }

    Lines
    film(const std::string &representation)
    {
      return {"Materials/film/Conductivity = 1e-3 S/m",
              "Materials/film/Diffusivity = 2e-11 m^2/s",
              "Materials/film/Cation transference number = 0.6",
              "Materials/film/Partition coefficient = 0.5",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Representation = " + representation,
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = 1 um",
              "Coatings/film/only/Cells across = 4"};
    }

    const std::vector<std::string> representations{"resolved", "thin", "lumped"};

    const Lines measured{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M"};

    /** int_0^c zF D/(1 - t+) dc, by the trapezoidal rule. */
    double
    transfer(const Salt &salt, const double c)
    {
      double sum = 0.;
      for (unsigned int k = 0; k < 20000; ++k)
        {
          const auto p = salt.properties(c * (k + 0.5) / 20000., 298.15);
          sum += 2. * faraday_constant * p.diffusivity / (1. - p.transference) * c / 20000.;
        }
      return sum;
    }

    /** Root of a function that falls from `low` to `high`. */
    template <typename Function>
    double
    bisect(double low, double high, const Function &f)
    {
      for (unsigned int step = 0; step < 100; ++step)
        (f(0.5 * (low + high)) > 0. ? low : high) = 0.5 * (low + high);
      return 0.5 * (low + high);
    }
  } // namespace

  TEST(Definitions, WagnersNumberHoldsTheFilmInEveryRepresentation)
  {
    // (R_ct + d/kappa_f) kappa/L: 2e-4 + 1e-3 ohm m^2
    for (const std::string &representation : representations)
      {
        Solved<2> conductor(flat(100.) + film(representation) +
                              Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m"},
                            0);
        ASSERT_TRUE(conductor.solve().converged);
        EXPECT_NEAR(conductor.quantity("wagner_number"), 5. * 1.2e-3 / gap, 1e-9 * 5. * 1.2e-3 / gap) << representation;
        Solved<2> salt(flat(100.) + film(representation) + measured, 0);
        ASSERT_TRUE(salt.solve().converged);
        const double kappa = salt.data.salt->properties(salt.data.salt->bulk_concentration(), 298.15).conductivity;
        EXPECT_NEAR(salt.quantity("wagner_number"), kappa * 1.2e-3 / gap, 1e-6 * kappa * 1.2e-3 / gap) << representation;
      }
  }

  TEST(Definitions, WagnersNumberOfAFilmWhoseConductivityFollowsTheConcentration)
  {
    // kappa_f = (eps/tau) kappa(c): the same to a few tenths of a per cent at 60 % of the film's limit; a film taken at one
    // concentration would miss by tens
    Lines porous = film("");
    for (std::string &line : porous)
      if (line.find("Conductivity") != std::string::npos)
        line = "Materials/film/Porosity = 0.02";
    std::vector<double> found;
    for (const std::string representation : {"resolved", "thin"})
      {
        Solved<2> cell(flat(900.) + porous + measured + Lines{"Coatings/film/Representation = " + representation}, 1);
        ASSERT_TRUE(cell.solve().converged);
        found.push_back(cell.quantity("wagner_number"));
      }
    EXPECT_NEAR(found[1] / found[0], 1., 5e-3);
  }

  TEST(Definitions, ShareOfTheLimitingCurrentWherePropertiesVary)
  {
    // W = int zF D/(1 - t+) dc falls evenly with distance: i = W(c_b)/L at the limit
    Solved<2>    probe(flat(100.) + measured, 0);
    const Salt  &salt = *probe.data.salt;
    const double bulk = salt.bulk_concentration(), limit = transfer(salt, bulk) / gap;
    for (const double share : {0.2221, 0.8})
      {
        Solved<2> cell(flat(share * limit) + measured, 2);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(cell.quantity("limiting_current_fraction"), share, 1e-5);
        const double left =
          bisect(0., bulk, [&](const double c) { return transfer(salt, bulk) - transfer(salt, c) - share * limit * gap; });
        EXPECT_NEAR(cell.quantity("depletion"), 1. - left / bulk, 1e-5);
        EXPECT_GT(std::abs(cell.quantity("depletion") - share), 0.005); // they are not the same
      }
  }

  TEST(Definitions, ShareOfTheLimitingCurrentOfAFilm)
  {
    // at the limit the film takes all of what is left at its outer face: c_o = i d (1 - t_f)/(zF K D_f), and W(c_b) - W(c_o) = i L
    Solved<2>    probe(flat(100.) + measured, 0);
    const Salt  &salt = *probe.data.salt;
    const double bulk = salt.bulk_concentration(), of_film = 1e-6 * 0.4 / (2. * faraday_constant * 0.5 * 2e-11);
    for (const std::string &representation : representations)
      {
        const double solution = representation == "resolved" ? gap - 1e-6 : gap; // the gap counts from the metal's base plane
        const double limit    = bisect(
             0., bulk / of_film, [&](const double i) { return transfer(salt, bulk) - transfer(salt, i * of_film) - i * solution; });
        Solved<2> cell(flat(0.7 * limit) + film(representation) + measured, 2);
        ASSERT_TRUE(cell.solve().converged);
        EXPECT_NEAR(cell.quantity("limiting_current_fraction"), 0.7, 1e-4) << representation;
      }
  }

  TEST(Definitions, NoShareOfALimitThatIsNotKnown)
  {
    Lines ions = flat(10.) + Lines{"Electrolyte/Transport model = dilute ions"};
    for (const auto &[name, charge, bulk] :
         {std::make_tuple("Zn2+", 2, 1.), std::make_tuple("H+", 1, 0.2), std::make_tuple("SO4 2-", -2, 1.1)})
      {
        const std::string section = std::string("Electrolyte/Species/") + name + "/";
        ions =
          ions + Lines{section + "Charge = " + std::to_string(charge),
                       section + "Bulk concentration = " + std::to_string(bulk) + " mol/L", section + "Diffusivity = 1e-9 m^2/s"};
      }
    Solved<2> cell(ions, 0);
    ASSERT_TRUE(cell.solve().converged);
    const Quantity share = cell.report().quantities.at("limiting_current_fraction");
    EXPECT_TRUE(std::isnan(share.value));
    EXPECT_NE(share.note.find("two ions"), std::string::npos);
    EXPECT_GT(cell.quantity("depletion"), 0.);
  }
} // namespace zincfield::definitions_tests

#include "physics/constants.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Ions that the bulk has none of: made at an electrode beside much more of a supporting salt, so that diffusion alone carries them;
// steady and in time, electroneutral and with double layers resolved.

namespace zincfield::absent_ions_tests
{
  namespace
  {
    Lines
    ion(const std::string &name, const std::string &charge, const std::string &concentration)
    {
      const std::string path = "Electrolyte/Species/" + name + "/";
      return {path + "Charge = " + charge, path + "Diffusivity = 1e-9 m^2/s",
              path + "Bulk concentration = " + concentration + " mol/L"};
    }

    /** K+ and Cl- with OH- (from water) or Zn2+ (from the metal) of none. */
    Lines
    support(const std::string &transport, const std::string &made, const std::string &gap)
    {
      Lines lines = common_lines() +
                    Lines{"Geometry/Type = flat cell",
                          "Geometry/Gap = " + gap,
                          "Geometry/Width = 10 nm",
                          "Geometry/Cells across feature = 10",
                          "Electrolyte/Transport model = " + transport,
                          "Boundaries/working electrode/Reactions = one"} +
                    ion("K+", "1", "0.1") + ion("Cl-", "-1", "0.1");
      if (transport == "Poisson-Nernst-Planck")
        lines = lines + Lines{"Boundaries/working electrode/Stern capacitance = 20 uF/cm^2", "Geometry/First cell = 0.4 nm"};
      if (made == "OH-")
        return lines + ion("OH-", "-1", "0") +
               Lines{"Reactions/one/Type = Tafel", "Reactions/one/Half reaction = 2H2O + 2e- = H2 + 2OH-",
                     "Reactions/one/Exchange current density = 1 A/m^2", "Reactions/one/Cathodic transfer coefficient = 0.5",
                     "Reactions/one/Equilibrium potential = 0 V"};
      return lines + ion("Zn2+", "2", "0") +
             Lines{"Reactions/one/Type = Butler-Volmer",
                   "Reactions/one/Exchange current density = 1e4 A/m^2",
                   "Reactions/one/Anodic transfer coefficient = 1",
                   "Reactions/one/Cathodic transfer coefficient = 1",
                   "Reactions/one/Species/Zn2+/Stoichiometry = 1",
                   "Reactions/one/Species/Zn2+/Cathodic order = 1",
                   "Reactions/one/Species/Zn2+/Reference concentration = 1 mol/L"};
    }

    /** Concentration [mol/m^3] of a species at a height [m]: at the nodes there. */
    template <typename Cell>
    double
    at_height(Cell &cell, const std::string &name, const double height)
    {
      std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
      dealii::DoFTools::map_dofs_to_support_points(cell.mesh.mapping(), cell.discretization->dof_handler, points);
      const TransportModel &transport = *cell.model.transport;
      double                nearest = 1e9, found = 0.;
      for (const auto &[dof, point] : points)
        if (const double off = std::abs(point[1] * mesh_unit - height); off < nearest)
          {
            double u[max_fields];
            for (unsigned int f = 0; f < transport.n_fields(); ++f)
              u[f] = transport.fields()[f].bulk_value + cell.state.block(f)(dof) * transport.fields()[f].scale;
            for (unsigned int k = 0; k < transport.species().size(); ++k)
              if (transport.species()[k].name == name)
                found = transport.concentration(u, k);
            nearest = off;
          }
      EXPECT_LT(nearest, 1e-3 * height + 1e-12);
      return found;
    }

    constexpr double diffusivity = 1e-9, gap = 40e-9;
  } // namespace

  TEST(AbsentIons, FallLinearlyToTheBulkAtSteadyState)
  {
    // c(x) = N (L - x)/D, N = i/F of OH- and i/2F of Zn2+, up to what the field of the ions themselves adds: their share of the
    // conductivity
    for (const std::string transport : {"dilute ions", "Poisson-Nernst-Planck"})
      for (const std::string made : {"OH-", "Zn2+"})
        {
          const double current = 1000., n = current / faraday_constant / (made == "OH-" ? 1. : 2.);
          Solved<2>    cell(support(transport, made, "40 nm") +
                              Lines{"Control/Mode = galvanostatic",
                                 "Control/Applied current density = " + number(made == "OH-" ? current : -current) + " A/m^2"},
                            1);
          ASSERT_TRUE(cell.solve().converged) << transport << ", " << made;
          EXPECT_NEAR(at_height(cell, made, 0.5 * gap) / (n * 0.5 * gap / diffusivity), 1., 1e-2) << transport << ", " << made;
          EXPECT_NEAR(cell.quantity("mean_current_density") / current, made == "OH-" ? 1. : -1., 1e-8);
        }
  }

  TEST(AbsentIons, UnderAPotential)
  {
    // Tafel's law gives the current, i = i_0 exp(-alpha F E/RT): 1000 A/m^2, but for the solution's resistance of some 30 uV
    const double current = 1000., potential = -2. * thermal_voltage(298.15) * std::log(current), n = current / faraday_constant;
    Solved<2>    cell(support("dilute ions", "OH-", "40 nm") +
                        Lines{"Control/Mode = potentiostatic", "Control/Electrode potential = " + number(potential) + " V"},
                      1);
    ASSERT_TRUE(cell.solve().converged);
    EXPECT_NEAR(cell.quantity("mean_current_density") / current, 1., 2e-3);
    EXPECT_NEAR(at_height(cell, "OH-", 0.5 * gap) / (n * 0.5 * gap / diffusivity), 1., 1e-2);
  }

  TEST(AbsentIons, GrowFromNothingInTime)
  {
    // c(x, t) = N [2 sqrt(t/(pi D)) exp(-x^2/4Dt) - x/D erfc(x/sqrt(4Dt))] as long as the bulk is far
    for (const std::string made : {"OH-", "Zn2+"})
      {
        const double current = 1000., n = current / faraday_constant / (made == "OH-" ? 1. : 2.), time = 1e-7, x = 10e-9,
                     depth = std::sqrt(4. * diffusivity * time);
        Transient<2> cell(with_protocol(support("dilute ions", made, "80 nm") + Lines{"Solver/Linear solver = direct"},
                                        {"on/Drive = galvanostatic",
                                         "on/Current density = " + number(made == "OH-" ? current : -current) + " A/m^2",
                                         "on/Duration = " + number(time) + " s"}),
                          1);
        ASSERT_EQ(cell.run().failure, "") << made;
        const double expected =
          n * (2. * std::sqrt(time / (dealii::numbers::PI * diffusivity)) * std::exp(-x * x / (depth * depth)) -
               x / diffusivity * std::erfc(x / depth));
        EXPECT_NEAR(at_height(cell, made, x) / expected, 1., 2e-2) << made;
        EXPECT_LT(cell.result.report.balance.at(made), 1e-6) << made;
      }
  }

  TEST(AbsentIons, GrowFromNothingBesideADoubleLayerThatIsCharged)
  {
    // Where charge is resolved the current charges the double layer first, for C dE/i = 0.1 ms or so; then reactions take over, and
    // the state is the steady one, c(x) = N (L - x)/D.
    for (const std::string made : {"OH-", "Zn2+"})
      {
        const double current = 1000., n = current / faraday_constant / (made == "OH-" ? 1. : 2.);
        Transient<2> cell(
          with_protocol(support("Poisson-Nernst-Planck", made, "40 nm") + Lines{"Solver/Linear solver = direct"},
                        {"on/Drive = galvanostatic",
                         "on/Current density = " + number(made == "OH-" ? current : -current) + " A/m^2", "on/Duration = 5 ms"}),
          1);
        ASSERT_EQ(cell.run().failure, "") << made;
        EXPECT_NEAR(at_height(cell, made, 0.5 * gap) / (n * 0.5 * gap / diffusivity), 1., 1e-2) << made;
        EXPECT_NEAR(cell.result.report.quantities.at("mean_current_density").value / current, made == "OH-" ? 1. : -1., 1e-6);
        EXPECT_LT(cell.result.report.balance.at(made), 1e-6) << made;
      }
  }

  TEST(AbsentIons, FrontsNarrowerThanCellsTakeFewSteps)
  {
    // At first OH- lies within nanometres of the metal, in cells a thousand times as large, and elements undershoot about it.
    Transient<2> cell(with_protocol(common_lines() + Lines{"Geometry/Type = pyramid section",
                                                           "Geometry/Width = 10 um",
                                                           "Geometry/Height = 5 um",
                                                           "Geometry/Pitch = 12 um",
                                                           "Geometry/Tip radius = 1 um",
                                                           "Geometry/Gap = 50 um",
                                                           "Electrolyte/Transport model = dilute ions",
                                                           "Electrolyte/Species/Zn2+/Charge = 2",
                                                           "Electrolyte/Species/Zn2+/Diffusivity = 7.03e-10 m^2/s",
                                                           "Electrolyte/Species/Zn2+/Bulk concentration = 0.1 mol/L",
                                                           "Electrolyte/Species/SO4^2-/Charge = -2",
                                                           "Electrolyte/Species/SO4^2-/Diffusivity = 1.065e-9 m^2/s",
                                                           "Electrolyte/Species/SO4^2-/Bulk concentration = 0.1 mol/L",
                                                           "Electrolyte/Species/OH-/Charge = -1",
                                                           "Electrolyte/Species/OH-/Diffusivity = 5.27e-9 m^2/s",
                                                           "Electrolyte/Species/OH-/Bulk concentration = 0 mol/L",
                                                           "Reactions/hydrogen/Type = Tafel",
                                                           "Reactions/hydrogen/Exchange current density = 10 mA/cm^2",
                                                           "Reactions/hydrogen/Cathodic transfer coefficient = 1",
                                                           "Reactions/hydrogen/Equilibrium potential = 0 V",
                                                           "Reactions/hydrogen/Half reaction = 2H2O + 2e- = H2 + 2OH-",
                                                           "Boundaries/working electrode/Reactions = hydrogen",
                                                           "Materials/film/Diffusivity = 1.34e-12 m^2/s",
                                                           "Coatings/film/Surface = working electrode",
                                                           "Coatings/film/Layers = only",
                                                           "Coatings/film/only/Material = film",
                                                           "Coatings/film/only/Thickness = 20 nm",
                                                           "Coatings/film/Representation = lumped"},
                                    {"on/Drive = galvanostatic", "on/Current density = 275.1 A/m^2", "on/Duration = 1 s"}),
                      0);
    ASSERT_EQ(cell.run().failure, "");
    EXPECT_LT(cell.result.newton_steps, 1000u);
    EXPECT_LT(cell.result.report.balance.at("OH-"), 1e-6);
  }
} // namespace zincfield::absent_ions_tests

#include "physics/constants.h"
#include "solver/input/prm_reader.h"
#include "solver/runs/fit.h"
#include "solver/support/errors.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <fstream>

// Parameters found from two measurements against the solution of the two equations that they stand for.

namespace zincfield::fit_tests
{
  namespace
  {
    constexpr double low = 10., high = 200., measured_low = -0.025, measured_high = -0.123, thickness = 287e-9,
                     solution = 5e-5 / 5.;

    /** A film on a flat electrode, measured at two currents [A/m^2]. */
    std::vector<Case>
    film(const std::string &more = "")
    {
      const std::string file = ::testing::TempDir() + "fit.prm";
      std::ofstream(file)
        << "subsection Geometry\n set Type = flat cell\n set Gap = 50 um\nend\n"
           "subsection Electrolyte\n set Transport model = secondary\n set Conductivity = 5 S/m\nend\n"
           "subsection Reactions\n subsection zinc\n set Type = Butler-Volmer\n set Exchange current density = 1 mA/cm^2\n"
           " set Anodic transfer coefficient = 1\n set Cathodic transfer coefficient = 1\n end\nend\n"
           "subsection Materials\n subsection film\n set Conductivity = 1e-5 S/cm\n end\nend\n"
           "subsection Coatings\n subsection film\n set Surface = working electrode\n set Representation = lumped\n set Layers = "
           "layer\n"
           " subsection layer\n set Material = film\n set Thickness = 287 nm\n end\n end\nend\n"
           "subsection Boundaries\n subsection working electrode\n set Condition = electrode\n set Reactions = zinc\n end\n"
           " subsection counter\n set Condition = bulk\n end\n subsection sides\n set Condition = insulating\n end\nend\n"
           "subsection Control\n set Mode = galvanostatic\n set Applied current density = 1 mA/cm^2\nend\n"
           "subsection Fits\n subsection film\n set Variants = low, high\n"
           " set Parameters = Reactions/zinc/Exchange current density, Materials/film/Conductivity\n end\nend\n"
           "subsection Variants\n"
           " subsection low\n set Control/Applied current density = 1 mA/cm^2\n set Measurement/Electrode potential = -25 mV\n "
           "end\n"
           " subsection high\n set Control/Applied current density = 20 mA/cm^2\n set Measurement/Electrode potential = -123 mV\n "
           "end\n"
           " subsection other\n set Control/Applied current density = 10 mA/cm^2\n end\nend\n"
        << more;
      return read_cases(read_prm_file(file));
    }

    double
    computed(const Case &data)
    {
      CellModel         model(data);
      Mesh<2>           mesh(*data.geometry, model.mesh_layers, data.discretization.degree, MPI_COMM_WORLD);
      Discretization<2> discretization(mesh, data.discretization.degree, false);
      Operator<2>       op(discretization, model);
      StateVector       state;
      double            potential;
      initial_state(op, state, potential);
      Newton<2> newton(op, data.solver, true, nullptr);
      solve_with_continuation(op, newton, state, potential, [](const std::string &) {});
      return potential;
    }
  } // namespace

  TEST(Fit, FindsExchangeCurrentAndFilmResistanceFromTwoPotentials)
  {
    const auto cases = film();
    const auto found = find_parameters(cases.front().fits.front(), cases, computed, [](const std::string &) {});

    // eta = (RT/F) asinh(i/(2 i0)) + i R at both currents: R from the higher one, i0 by bisection from the lower one
    const double rt         = thermal_voltage(298.15);
    const auto   resistance = [&](const double i0) { return (-measured_high - rt * std::asinh(high / (2. * i0))) / high; };
    double       a = 0.01, b = 100.;
    for (unsigned int step = 0; step < 100; ++step)
      {
        const double i0                                                                   = std::sqrt(a * b);
        (rt * std::asinh(low / (2. * i0)) + low * resistance(i0) > -measured_low ? a : b) = i0;
      }
    EXPECT_NEAR(found.fit.parameters[0].value, 0.1 * a, 1e-4 * 0.1 * a); // mA/cm^2
    EXPECT_NEAR(found.fit.parameters[1].value, 0.01 * thickness / (resistance(a) - solution),
                1e-4 * 0.01 * thickness / (resistance(a) - solution)); // S/cm
    EXPECT_LT(found.rms, 1e-5);
  }

  TEST(Fit, ValuesFoundAreThoseOfTheNextCase)
  {
    const auto cases        = film();
    Fit        fit          = cases.front().fits.front();
    fit.parameters[1].value = 2e-5;
    const Case next         = cases[2].with(found_values(fit));
    EXPECT_EQ(next.variant, "other");
    EXPECT_NEAR((*next.materials.at("film").conductivity)(Location()), 2e-3, 1e-12);
    EXPECT_EQ(next.used_input.find("Fits"), std::string::npos); // what was found is an input of its own
  }

  TEST(Fit, AParameterWithoutEffectIsNamed)
  {
    auto cases        = film();
    Fit  fit          = cases.front().fits.front();
    fit.parameters[1] = {"Reactions/zinc/Reference temperature", 298.15, "K"};
    try
      {
        find_parameters(fit, cases, computed, [](const std::string &) {});
        FAIL();
      }
    catch (const SolverError &error)
      {
        EXPECT_NE(std::string(error.what()).find("parameter number 2"), std::string::npos) << error.what();
      }
  }

  TEST(Fit, ParametersThatActAlikeAreNamed)
  {
    auto cases        = film();
    Fit  fit          = cases.front().fits.front();
    fit.parameters[0] = {"Coatings/film/layer/Thickness", 287., "nm"}; // resistance is thickness over conductivity
    try
      {
        find_parameters(fit, cases, computed, [](const std::string &) {});
        FAIL();
      }
    catch (const SolverError &error)
      {
        EXPECT_NE(std::string(error.what()).find("parameter number 2 from those before it"), std::string::npos) << error.what();
      }
  }
} // namespace zincfield::fit_tests

#include "physics/constants.h"
#include "tests/support/reacting_plates.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// The cell of Bazant and Chu: resolved double layers on two reacting plates that face each other, against an independent method and
// against what remains of it as the Debye length vanishes. Lengths over the gap, concentrations over the filling, potentials over
// RT/(zF), as in ReactingPlates.

namespace zincfield::reacting_plates_tests
{
  namespace
  {
    constexpr double charge = 2., filled = 100., mobile = 7e-10, stern_length = 1.4,
                     exchange = 2.; // z, [mol/m^3], [m^2/s], eps/C_S over Debye's length, i0 L/(zF D c)

    double
    debye_length()
    {
      return std::sqrt(78.4 * vacuum_permittivity * thermal_voltage(298.15) / (2. * charge * charge * faraday_constant * filled));
    }

    std::string
    text(const double value)
    {
      std::ostringstream out;
      out.precision(15);
      out << value;
      return out.str();
    }

    /** The plates at a Debye length e of the gap, under the current g; first coarse cell at the plates in Debye lengths. */
    Lines
    plates(const double e, const double g, const double first_cell = 0.25)
    {
      const double gap = debye_length() / e, unit = charge * faraday_constant * mobile * filled / gap;
      const Lines  electrode{"Reactions = zinc",
                            "Stern capacitance = " + text(1e2 * 78.4 * vacuum_permittivity / (stern_length * debye_length())) +
                              " uF/cm^2"};
      Lines        lines{"Geometry/Type = flat cell",
                  "Geometry/Dimension = 2",
                  "Geometry/Gap = " + text(1e9 * gap) + " nm",
                  "Geometry/Width = " + text(0.05e9 * gap) + " nm",
                  "Geometry/Cells across feature = 20",
                  "Geometry/First cell = " + text(1e9 * first_cell * debye_length()) + " nm",
                  "Discretization/Degree = 3",
                  "Boundaries/working electrode/Condition = electrode",
                  "Boundaries/counter/Condition = counter electrode",
                  "Boundaries/sides/Condition = insulating",
                  "Reactions/zinc/Type = Butler-Volmer",
                  "Reactions/zinc/Exchange current density = " + text(exchange * unit) + " A/m^2",
                  "Reactions/zinc/Anodic transfer coefficient = 1",
                  "Reactions/zinc/Cathodic transfer coefficient = 1",
                  "Electrolyte/Transport model = Poisson-Nernst-Planck",
                  "Electrolyte/Species/Zn2+/Charge = 2",
                  "Electrolyte/Species/SO4 2-/Charge = -2",
                  "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                  "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
                  "Electrolyte/Species/Zn2+/Bulk concentration = 0.1 mol/L",
                  "Electrolyte/Species/SO4 2-/Bulk concentration = 0.1 mol/L",
                  "Solver/Newton tolerance = 1e-11",
                  "Control/Mode = galvanostatic",
                  "Control/Applied current density = " + text(g * unit) + " A/m^2"};
      for (const char *plate : {"working electrode", "counter"})
        for (const std::string &line : electrode)
          lines.push_back("Boundaries/" + std::string(plate) + "/" + line);
      return lines;
    }

    /** Mean concentration of ion k over its filling. */
    double
    amount(const Solved<2> &cell, const unsigned int k)
    {
      double           sum = 0., volume = 0.;
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          {
            sum += s.weight * cell.model.transport->concentration(s.u.data(), k) / filled;
            volume += s.weight;
          }
      });
      return sum / volume;
    }

    /** Voltage over RT/(zF). */
    double
    voltage(const Solved<2> &cell)
    {
      return cell.electrode_potential * charge / thermal_voltage(298.15);
    }

    /** That of the independent method, extrapolated from two grids whose own difference it must not exceed. */
    double
    reference(const double e, const double g)
    {
      ReactingPlates coarse(e, stern_length * e, exchange, 1000), middle(e, stern_length * e, exchange, 2000),
        fine(e, stern_length * e, exchange, 4000);
      const double first = coarse.voltage(g), second = middle.voltage(g), third = fine.voltage(g);
      const double result = (4. * third - second) / 3.;
      EXPECT_NEAR((4. * second - first) / 3., result, 1e-6);
      return result;
    }
    /** What is left of a double layer on a plate as it becomes thin: drops over its diffuse and its Stern layer. */
    struct ThinLayer
    {
      double diffuse, stern;

      /** Anions that it holds beyond those of the solution outside, of concentration c: int (exp(phi) - 1) c, in Debye lengths. */
      double
      excess(const double c) const
      {
        return 2. * std::sqrt(c) * (std::exp(0.5 * diffuse) - 1.);
      }
    };

    /** From the current g into the plate: Gouy-Chapman, stern = 2 stern_length sqrt(c) sinh(diffuse/2), and kinetics behind both
     * (Frumkin); bisection. */
    ThinLayer
    thin_layer(const double g, const double c)
    {
      ThinLayer low{-30., 0.}, high{30., 0.}, layer{};
      for (unsigned int step = 0; step < 100; ++step)
        {
          layer.diffuse     = 0.5 * (low.diffuse + high.diffuse);
          layer.stern       = 2. * stern_length * std::sqrt(c) * std::sinh(0.5 * layer.diffuse);
          const double into = exchange * (c * std::exp(-layer.diffuse - 0.5 * layer.stern) - std::exp(0.5 * layer.stern));
          (into > g ? low : high).diffuse = layer.diffuse; // a higher metal takes less
        }
      return layer;
    }
  } // namespace

  TEST(ReactingPlates, VoltageBelowAtAndAboveTheClassicalLimitingCurrent)
  {
    for (const double e : {0.1, 0.01, 0.001})
      for (const double g : {2., 4., 4.4}) // the limit of an electroneutral solution is 4
        {
          Solved<2> cell(plates(e, g), 1);
          ASSERT_TRUE(cell.solve().converged) << e << " " << g;
          EXPECT_NEAR(amount(cell, 1), 1., 1e-8) << e << " " << g;
          EXPECT_NEAR(voltage(cell), reference(e, g), 1e-4 * charge) << e << " " << g; // of RT/F
          const Report report = cell.report();
          for (const char *what : {"charge", "Zn2+", "SO4 2-"})
            EXPECT_LT(report.balance.at(what), 1e-8) << what << " " << e << " " << g;
        }
  }

  TEST(ReactingPlates, ThreeDimensionsAndMultigrid)
  {
    Solved<3> cell(
      plates(0.1, 4.4) + Lines{"Geometry/Dimension = 3", "Discretization/Degree = 2", "Solver/Linear solver = multigrid"}, 1);
    const auto result = cell.solve();
    ASSERT_TRUE(result.converged);
    EXPECT_NEAR(cell.electrode_potential * charge / thermal_voltage(298.15), reference(0.1, 4.4), 1e-4 * charge);
  }

  TEST(ReactingPlates, BesideTheLayersTheSolutionIsThatOfTheElectroneutralCell)
  {
    // Electroneutral: c = 1 + g (x - 1/2)/2. Layers of a Debye length e hold anions that the solution between them lacks: c falls
    // by e times their excess, up to terms in e^2.
    const double g = 2.;
    Solved<2>    neutral(plates(0.01, g) + Lines{"Electrolyte/Transport model = dilute ions"}, 0);
    ASSERT_TRUE(neutral.solve().converged);
    const double at_the_plates =
      thin_layer(g, 1. - 0.25 * g).excess(1. - 0.25 * g) + thin_layer(-g, 1. + 0.25 * g).excess(1. + 0.25 * g);
    ASSERT_GT(std::abs(at_the_plates), 0.1);
    for (const double e : {0.02, 0.01, 0.005})
      {
        Solved<2> cell(plates(e, g), 0);
        ASSERT_TRUE(cell.solve().converged);
        const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
        double           seen = 0.;
        sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
          for (const auto &s : samples)
            if (const double x = s.position[1] * mesh_unit * e / debye_length(); x > 0.3 && x < 0.7)
              for (unsigned int k = 0; k < 2; ++k)
                {
                  const double difference = cell.model.transport->concentration(s.u.data(), k) / filled - 1. - 0.5 * g * (x - 0.5);
                  EXPECT_NEAR(difference, -e * at_the_plates, 10. * e * e) << e << " " << x;
                  seen = std::max(seen, std::abs(difference));
                }
        });
        EXPECT_GT(seen, 0.5 * e * std::abs(at_the_plates));
      }
    const Sampler<2> sampler(*neutral.discretization, neutral.model, neutral.ghosted, neutral.electrode_potential);
    sampler.volume(neutral.discretization->quadrature, [&](const auto &, const auto &samples) {
      for (const auto &s : samples)
        EXPECT_NEAR(s.u[0] / filled, 1. + 0.5 * g * (s.position[1] * mesh_unit * 0.01 / debye_length() - 0.5), 1e-6);
    });
  }

  TEST(ReactingPlates, WallLawIsTheLimitOfThinLayers)
  {
    // V = drops at plate 0 - int E over the neutral solution - drops at plate 1, int E = ln(c(1)/c(0)); what a resolved layer adds
    // is of the order e
    for (const double g : {0.5, 2., 3.})
      {
        const Lines  wall_law{"Electrolyte/Transport model = dilute ions", "Boundaries/working electrode/Double layer = wall law",
                             "Boundaries/counter/Double layer = wall law"};
        const double below = 1. - 0.25 * g, above = 1. + 0.25 * g;
        const ThinLayer cathode = thin_layer(g, below), anode = thin_layer(-g, above);
        const double    limit = cathode.diffuse + cathode.stern - std::log(above / below) - anode.diffuse - anode.stern;
        double          last  = 0.;
        for (const double e : {0.01, 0.005, 0.0025})
          {
            Solved<2> law(plates(e, g) + wall_law, 0), resolved(plates(e, g), 0);
            ASSERT_TRUE(law.solve().converged);
            ASSERT_TRUE(resolved.solve().converged);
            EXPECT_NEAR(voltage(law), limit, 1e-6) << g;
            const double difference = voltage(resolved) - voltage(law);
            if (last != 0.)
              {
                EXPECT_NEAR(last / difference, 2., 0.3) << g << " " << e;
              }
            last = difference;
          }
        EXPECT_LT(std::abs(last), 0.1) << g;
      }
  }

  TEST(ReactingPlates, BlockingPlatesKeepTheAmountsOfBothIons)
  {
    // no reaction: 40 RT/(zF) between the plates move ions, but make none
    Lines lines = plates(0.05, 0.);
    for (std::string &line : lines)
      if (line.find("Reactions = zinc") != std::string::npos || line.find("Reactions/") == 0)
        line = "Title = blocking";
    Solved<2> cell(lines + Lines{"Control/Mode = cell voltage", "Control/Cell voltage = -0.5 V"}, 1);
    ASSERT_TRUE(cell.solve().converged);
    for (unsigned int k = 0; k < 2; ++k)
      EXPECT_NEAR(amount(cell, k), 1., 1e-8) << k;
    EXPECT_GT(std::abs(cell.flux("counter", 2)), 0.);
    EXPECT_NEAR(cell.flux("working electrode", 2) / cell.flux("counter", 2), -1., 1e-8); // their charges
  }
} // namespace zincfield::reacting_plates_tests

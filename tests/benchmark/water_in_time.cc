#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "solver/impedance/spectrum.h"
#include "tests/support/solved.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// H+ and OH- that take time to recombine, at k (K - h o), beside much of a supporting salt; diffusivities of both are the same.
//
// About equilibrium (h, o) changes of h - o diffuse as if nothing reacted, and those of o h' + h o' decay with q = k (h + o): D v''
// = (i omega + q) v. An electrode that makes H+ at the rate N, and no OH-, raises h at its surface by N (h W + o G)/(h + o), with
// Warburg's W = tanh(s L)/(D s), s^2 = i omega/D, and Gerischer's G, the same with s^2 = (i omega + q)/D.

namespace zincfield::water_in_time_tests
{
  namespace
  {
    using Complex = std::complex<double>;

    constexpr double gap = 10e-6, diffusivity = 5.27e-9, exchange = 2e-2; // [m], [m^2/s], [A/m^2]

    /** Hydrogen ions reduced and made at `exchange`, first order. `rate` [L/mol/s]; 0: equilibrium. */
    Lines
    cell_lines(const double ph, const double rate)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Dimension = 2",
                                    "Geometry/Gap = 10 um",
                                    "Geometry/Width = 0.5 um",
                                    "Geometry/Cells across feature = 40",
                                    "Electrolyte/Transport model = aqueous chemistry",
                                    "Electrolyte/Relative permittivity = 1e-9", // no displacement current in the closed form
                                    "Electrolyte/Chemistry/Data sets = Na+, ClO4-",
                                    "Electrolyte/Chemistry/pH = " + number(ph),
                                    "Electrolyte/Chemistry/Activity coefficients = ideal",
                                    "Electrolyte/Chemistry/Rate constant of H+ + OH- = " + number(rate) + " L/mol/s",
                                    "Electrolyte/Chemistry/Components/Na+/Bulk concentration = 1 mol/L",
                                    "Electrolyte/Chemistry/Components/H+/Diffusivity = 5.27e-9 m^2/s",
                                    "Reactions/hydrogen/Type = expression",
                                    "Reactions/hydrogen/Current density = " + number(exchange) + "*(exp(f*eta) - c*exp(-f*eta))",
                                    "Reactions/hydrogen/Deposits zinc = false",
                                    "Reactions/hydrogen/Species/H+/Stoichiometry = 2",
                                    "Boundaries/working electrode/Reactions = hydrogen",
                                    "Discretization/Degree = 4"};
    }

    /** i = i0 (2 f eta - h'/h), i = F N: Z = (1 + i0 (h'/N)/(F h))/(2 f i0). */
    Complex
    of_electrode(const double ph, const double rate, const double frequency)
    {
      const double  h = 1000. * std::pow(10., -ph), o = 1e-8 / h, k = 1e-3 * rate, f = 1. / thermal_voltage(298.15);
      const Complex omega(0., 2. * dealii::numbers::PI * frequency);
      const auto    diffusion = [](const Complex &per_second) {
        const Complex s = std::sqrt(per_second / diffusivity);
        return std::tanh(s * gap) / (diffusivity * s);
      };
      const Complex warburg = diffusion(omega), gerischer = rate > 0. ? diffusion(omega + k * (h + o)) : 0.;
      const Complex raised = (h * warburg + o * gerischer) / (h + o);
      return (1. + exchange * raised / (faraday_constant * h)) / (2. * f * exchange);
    }

    void
    expect_spectrum(const double ph, const double rate)
    {
      Solved<2> cell(cell_lines(ph, rate) + Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 0 A/m^2",
                                                  "Impedance/Lowest frequency = 1 Hz", "Impedance/Highest frequency = 10 kHz",
                                                  "Impedance/Points per decade = 1"},
                     0);
      ASSERT_TRUE(cell.solve().converged);
      for (const ImpedancePoint &point :
           find_spectrum(*cell.op, cell.state, cell.electrode_potential, [](const std::string &) {}).points)
        {
          const Complex expected = of_electrode(ph, rate, point.frequency) + gap / cell.data.conductivity;
          EXPECT_LT(std::abs(point.cell - expected), 1e-3 * std::abs(expected))
            << point.cell << " instead of " << expected << " at " << point.frequency << " Hz";
        }
    }
  } // namespace

  TEST(WaterInTime, LayerOfAReactionHasGerischersImpedance)
  {
    expect_spectrum(8., 1e9); // q = 1/ms, 96 % Gerischer
    expect_spectrum(7., 1e10);
  }

  TEST(WaterInTime, ProtonsMadeAtASwitchRecombine)
  {
    // In a layer without end: G in time is erf(sqrt(q t))/sqrt(D q), W is 2 sqrt(t/(pi D)); h rises by 2 %
    const double h = 1e-5, o = 1e-3, q = 1e6 * (h + o), time = 1e-3, current = 5e-5;
    Transient<2> cell(
      with_protocol(cell_lines(8., 1e9), {"on/Drive = galvanostatic", "on/Current density = " + number(-current) + " A/m^2",
                                          "on/Duration = " + number(time) + " s"}),
      0);
    ASSERT_EQ(cell.run().failure, "");
    const double gerischer = std::erf(std::sqrt(q * time)) / std::sqrt(diffusivity * q),
                 warburg   = 2. * std::sqrt(time / (dealii::numbers::PI * diffusivity));
    const double raised    = current / faraday_constant * (h * warburg + o * gerischer) / (h + o);
    EXPECT_NEAR(1000. * std::pow(10., -cell.result.report.quantities.at("surface_ph").value) / h - 1., raised / h,
                0.02 * raised / h);
    for (const auto &[name, balance] : cell.result.report.balance)
      {
        EXPECT_NE(name, "total OH-");
        EXPECT_LT(std::abs(balance), name == "charge" ? 1e-8 : 1e-10) << name;
      }
  }

  TEST(WaterInTime, LayerAtEquilibriumHasWarburgsImpedance)
  {
    expect_spectrum(8., 0.);
    expect_spectrum(6., 0.);
  }
} // namespace zincfield::water_in_time_tests

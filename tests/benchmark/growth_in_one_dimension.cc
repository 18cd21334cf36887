#include "physics/constants.h"
#include "tests/support/grown.h"

#include <gtest/gtest.h>

// A plane that grows towards the bulk at constant potential: the solution between them resists less and less, by its conductivity
// and by diffusion.

namespace zincfield::growth_in_one_dimension_tests
{
  namespace
  {
    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * faraday_constant);

    constexpr double gap = 30e-6, voltage = 0.09, reaction = 1e-5, conductivity = 5.;                   // m, V, ohm m^2, S/m
    constexpr double bulk = 2000., diffusivity = 0.4e-9, transference = 0.3, thermodynamic_factor = 2.; // mol/m^3, m^2/s

    Lines
    cell(const std::string &model)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = 30 um",
                                    "Geometry/Width = 10 um",
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 0.1 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Electrolyte/Transport model = " + model,
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = -90 mV",
                                    "Growth/Tolerance = 1e-5"};
    }

    /** Current density of deposition across what is left of the gap [A/m^2]: V = i R + i L/kappa + (RT/F) (1 - t+) chi ln(c_b/c_s),
     * c_s = c_b - (1 - t+) i L/(2 F D); by bisection. */
    double
    current_across(const double left)
    {
      double low = 0., high = 2. * faraday_constant * diffusivity * bulk / ((1. - transference) * left);
      for (unsigned int k = 0; k < 80; ++k)
        {
          const double i       = 0.5 * (low + high),
                       surface = bulk - (1. - transference) * i * left / (2. * faraday_constant * diffusivity),
                       drop    = i * reaction + i * left / conductivity +
                              thermal_voltage(298.15) * (1. - transference) * thermodynamic_factor * std::log(bulk / surface);
          (drop > voltage ? high : low) = i;
        }
      return low;
    }

    std::string
    seconds(const double time)
    {
      return "Growth/Until time = " + std::to_string(time) + " s";
    }
  } // namespace

  TEST(GrowthInOneDimension, AgainstAnOhmicResistance)
  {
    // (R + (H - h)/kappa) dh = a V dt: h^2/2 - (R kappa + H) h + a V kappa t = 0
    const double wanted = 12e-6, time = ((reaction * conductivity + gap) * wanted - 0.5 * wanted * wanted) /
                                        (volume_of_charge * voltage * conductivity);
    const CaseResult result = grown<2>(cell("secondary") + Lines{"Electrolyte/Conductivity = 5 S/m", seconds(time)}, 0);
    ASSERT_EQ(result.failure, "");
    EXPECT_NEAR(shape(result, "deposit_thickness"), wanted, 1e-6 * wanted);
  }

  TEST(GrowthInOneDimension, AgainstAMixedResistance)
  {
    // t = int dh/(a i(H - h)), by Simpson's rule
    const double       wanted = 12e-6;
    const unsigned int n      = 200;
    double             time   = 0.;
    for (unsigned int k = 0; k <= n; ++k)
      time += (k == 0 || k == n ? 1.
               : k % 2 == 1     ? 4.
                                : 2.) *
              wanted / (3. * n) / (volume_of_charge * current_across(gap - wanted * k / n));
    const CaseResult result =
      grown<2>(cell("binary salt") + Lines{"Electrolyte/Data set = user salt", "Electrolyte/Bulk concentration = 2 mol/L",
                                           "Electrolyte/Salt conductivity = 5 S/m", "Electrolyte/Diffusivity = 0.4e-9 m^2/s",
                                           "Electrolyte/Cation transference number = 0.3", "Electrolyte/Thermodynamic factor = 2",
                                           seconds(time)},
               2);
    ASSERT_EQ(result.failure, "");
    EXPECT_GT(current_across(gap - wanted) / current_across(gap), 1.2); // it matters
    EXPECT_NEAR(shape(result, "deposit_thickness"), wanted, 2e-5 * wanted);
  }
} // namespace zincfield::growth_in_one_dimension_tests

#include "physics/constants.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

#include <iomanip>

// Relaxation of charge between two interfaces in series, in time (Maxwell and Wagner); the spectrum of two slabs is in impedance.cc.

namespace zincfield
{
  namespace
  {
    /** A potential held for `first`, then for three times `interval` [s]: the charge that passes in each. */
    Lines
    held(const std::string &potential, const double first, const double interval)
    {
      Lines lines;
      for (const std::string name : {"before", "one", "two", "three"})
        lines = lines + Lines{name + "/Drive = potentiostatic", name + "/Potential = " + potential, name + "/Duration = " + number(name == "before" ? first : interval) + " s"};
      return lines;
    }
  } // namespace

  TEST(Relaxation, TwoInterfacesThatLeak)
  {
    // R1 || C1 and R2 || C2 in series with a solution of little resistance under a constant voltage: with eps/d = C and kappa/d = 1/R that is Maxwell's
    // tau = (C1 + C2)/(1/R1 + 1/R2), and as R_s is not 0 the slower root of (1 + s R1 C1)(1 + s R2 C2) R_s + R1 (1 + s R2 C2) + R2 (1 + s R1 C1) = 0
    const double r1 = 2e-4, c1 = 0.5, r2 = 7e-4, c2 = 0.2, solution = 2e-6; // [ohm m^2], [F/m^2]
    const double a = solution * r1 * c1 * r2 * c2, b = solution * (r1 * c1 + r2 * c2) + r1 * r2 * (c1 + c2), c = solution + r1 + r2;
    const double tau = -1. / ((-b + std::sqrt(b * b - 4. * a * c)) / (2. * a));
    EXPECT_NEAR(tau / ((c1 + c2) / (1. / r1 + 1. / r2)), 1., 0.01);
    Transient<2> cell(with_programme(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 10 um", "Geometry/Width = 10 um", "Geometry/Cells across feature = 4",
                                                            "Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m", "Reactions/fast/Type = linear",
                                                            "Reactions/fast/Charge transfer resistance = 2 ohm cm^2", "Reactions/slow/Type = linear",
                                                            "Reactions/slow/Charge transfer resistance = 7 ohm cm^2", "Boundaries/working electrode/Reactions = fast",
                                                            "Boundaries/working electrode/Double-layer capacitance = 50 uF/cm^2", "Boundaries/counter/Condition = counter electrode",
                                                            "Boundaries/counter/Reactions = slow", "Boundaries/counter/Double-layer capacitance = 20 uF/cm^2", "Time/Tolerance = 1e-6"},
                                     held("-1 mV", 0.5 * tau, 0.5 * tau)),
                      0);
    ASSERT_EQ(cell.run().failure, "");
    const double steady = 1e-3 / c * 0.5 * tau; // charge through both resistances in an interval
    const auto  &steps  = cell.result.steps;
    for (const unsigned int k : {1u, 2u})
      EXPECT_NEAR(std::log((steps[k].charge - steady) / (steps[k + 1].charge - steady)) / 0.5, 1., 1e-3) << k;
  }
} // namespace zincfield

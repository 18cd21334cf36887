#include "physics/constants.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

#include <iomanip>

// Relaxation of charge between two layers in series, in time (Maxwell and Wagner); its spectrum is in impedance.cc.

namespace zincfield
{
  namespace
  {
    std::string
    number(const double x)
    {
      std::ostringstream text;
      text << std::setprecision(15) << x;
      return text.str();
    }

    /** A potential held for `first`, then for three times `interval` [s]: the charge that passes in each. */
    Lines
    held(const std::string &potential, const double first, const double interval)
    {
      Lines lines;
      for (const std::string name : {"before", "one", "two", "three"})
        lines = lines + Lines{name + "/Drive = potentiostatic", name + "/Potential = " + potential, name + "/Duration = " + number(name == "before" ? first : interval) + " s"};
      return lines;
    }

    double
    root(const std::function<double(double)> &f, double low, double high)
    {
      for (unsigned int k = 0; k < 200; ++k)
        ((f(0.5 * (low + high)) > 0.) == (f(high) > 0.) ? high : low) = 0.5 * (low + high);
      return 0.5 * (low + high);
    }
  } // namespace

  TEST(Relaxation, DielectricFilmAndSolutionOfIons)
  {
    // Two slabs, of which the film (20 nm, 20 eps0) conducts nothing: tau = (eps1 d2 + eps2 d1)/(kappa2 d1). Exactly, with the diffuse layer at the film:
    // 0 = 1/(C_S s) + d1/(eps1 s) + (H + sigma tanh(k H)/(s eps k))/(sigma + s eps), k^2 = 1/lambda^2 + s/D, at s = -1/tau (see BlockingDoubleLayerOfEqualIons in impedance.cc).
    const double eps1 = 20. * vacuum_permittivity, eps2 = 78.4 * vacuum_permittivity, d1 = 20e-9, d2 = 400e-9, diffusivity = 1e-9, concentration = 100., stern = 1.; // [F/m^2]
    const double sigma = 2. * faraday_constant * concentration * diffusivity / thermal_voltage(298.15), lambda = std::sqrt(eps2 * diffusivity / sigma);
    const double maxwell_wagner = (eps1 * d2 + eps2 * d1) / (sigma * d1);
    const auto   impedance      = [&](const double tau) {
      const double s = -1. / tau, k = std::sqrt(1. / (lambda * lambda) + s / diffusivity);
      return 1. / (stern * s) + d1 / (eps1 * s) + (d2 + sigma * std::tanh(k * d2) / (s * eps2 * k)) / (sigma + s * eps2);
    };
    const double tau = root(impedance, 0.8 * maxwell_wagner, 1.2 * maxwell_wagner);
    EXPECT_NEAR(tau / maxwell_wagner, 1., 0.03); // the diffuse layer is thin
    ASSERT_LT(std::abs(impedance(tau)), 1e-6 * std::abs(impedance(2. * tau)));

    Transient<2> cell(with_programme(common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 420 nm", "Geometry/Width = 4 nm", "Geometry/First cell = 0.5 nm", "Geometry/Cells across feature = 10",
                                                            "Electrolyte/Transport model = Poisson-Nernst-Planck", "Electrolyte/Species/K+/Charge = 1", "Electrolyte/Species/Cl-/Charge = -1",
                                                            "Electrolyte/Species/K+/Diffusivity = 1e-9 m^2/s", "Electrolyte/Species/Cl-/Diffusivity = 1e-9 m^2/s",
                                                            "Electrolyte/Species/K+/Bulk concentration = 0.1 mol/L", "Electrolyte/Species/Cl-/Bulk concentration = 0.1 mol/L",
                                                            "Boundaries/working electrode/Stern capacitance = 100 uF/cm^2", "Materials/film/Dielectric = true", "Materials/film/Relative permittivity = 20", "Coatings/film/Surface = working electrode",
                                                            "Coatings/film/Layers = only", "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                                                            "Coatings/film/only/Thickness = 20 nm", "Time/Tolerance = 1e-5", "Time/First step = 0.05 ns", "Solver/Newton tolerance = 1e-8"},
                                     held("-50 mV", 2. * tau, 0.5 * tau)),
                      0);
    ASSERT_EQ(cell.run().failure, "");
    const auto &steps = cell.result.steps;
    EXPECT_GT(steps[1].charge, 0.);
    for (const unsigned int k : {1u, 2u})
      EXPECT_NEAR(std::log(steps[k].charge / steps[k + 1].charge) / (0.5 * tau / tau), 1., 3e-3) << k;
    // all of the charge that the film's capacitance and the diffuse layer's in series hold in the end
    double charge = steps[3].charge / (1. - std::exp(-0.5)) * std::exp(-0.5);
    for (const auto &step : steps)
      charge += step.charge;
    EXPECT_NEAR(charge / (50e-3 / (1. / stern + d1 / eps1 + lambda / eps2)), 1., 3e-3);
  }

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

#include "physics/constants.h"
#include "tests/support/gmsh_file.h"
#include "tests/support/growth_cells.h"

#include <gtest/gtest.h>

// Deposits that grow against closed forms: planes, circles and spheres, cycles, the linear stability of a plane.

namespace zincfield::growth_tests
{
  using namespace growth_cells;

  namespace
  {
    constexpr double pi = dealii::numbers::PI;

    /** V_m/(zF) [m^3/C] of zinc: 65.38 g/mol, 7.14 g/cm^3. */
    constexpr double volume_of_charge = 65.38e-3 / 7140. / (2. * faraday_constant);

    const Lines linear{"Reactions/zinc/Type = linear", "Boundaries/working electrode/Reactions = zinc"};

    Lines
    secondary(const std::string &resistance)
    {
      return linear + Lines{"Electrolyte/Transport model = secondary", "Electrolyte/Conductivity = 5 S/m",
                            "Reactions/zinc/Charge transfer resistance = " + resistance + " ohm cm^2"};
    }

    Lines
    film(const std::string &representation, const std::string &thickness)
    {
      return {"Materials/film/Conductivity = 1e-2 S/m",     "Coatings/film/Representation = " + representation,
              "Coatings/film/Surface = working electrode",  "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",         "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = " + thickness};
    }
  } // namespace

  TEST(Growth, PlaneAtConstantCurrent)
  {
    // 1 mAh/cm^2 = 36000 C/m^2: 1.708 um of zinc
    const double expected = volume_of_charge * 36000.;
    EXPECT_NEAR(expected, 1.708e-6, 0.001e-6);
    const Lines plane = common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = 30 um", "Geometry/Width = 20 um"} +
                        constant_current("10 mA/cm^2", "1 mAh/cm^2");
    for (const Lines &model : {secondary("2"), secondary("2") + film("thin", "100 nm"),
                               linear + Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M",
                                              "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2"}})
      {
        const CaseResult result = grown<2>(plane + model, 1);
        ASSERT_EQ(result.failure, "");
        EXPECT_NEAR(result.growth.time, 360., 1e-6); // at 10 mA/cm^2
        for (const std::string name : {"deposit_thickness", "thinnest_deposit", "thickest_deposit", "tip_growth", "base_growth"})
          EXPECT_NEAR(shape(result, name), expected, 1e-12 * expected * 30.) << name;
        EXPECT_LT(shape(result, "volume_against_charge"), 1e-11);
        EXPECT_NEAR(shape(result, "gap"), 30e-6 - expected, 1e-16);
      }
  }

  TEST(Growth, CircleAndSphereStaySo)
  {
    // A quarter of a ring about a wire or a ball of 10 um whose charge transfer resists far more than the solution: the current is
    // even.
    const GmshFile file(gmsh_text({3, 24, 0}, [](const dealii::Point<3> &p) {
      const double radius = 10. * std::pow(2., p[0]), angle = 0.5 * pi * p[1];
      return dealii::Point<3>(radius * std::cos(angle), radius * std::sin(angle), 0.);
    }));
    for (const bool ball : {false, true})
      {
        const Lines      cell   = round_cell(file.name, ball) + Lines{"Electrolyte/Transport model = secondary",
                                                               "Electrolyte/Conductivity = 5 S/m", "Reactions/zinc/Type = linear",
                                                               "Reactions/zinc/Charge transfer resistance = 1e4 ohm cm^2",
                                                               "Growth/Until thickness = " + std::string(ball ? "6 um" : "4 um")};
        const CaseResult result = grown<2>(cell, 0);
        ASSERT_EQ(result.failure, "");
        // even current: the normal moves by h everywhere
        const double h = shape(result, "thickest_deposit");
        EXPECT_GT(h, 2e-6);
        EXPECT_NEAR(shape(result, "thinnest_deposit") / h, 1., 1e-3);
        EXPECT_NEAR(shape(result, "tip_growth") / h, 1., 2e-3); // the pole of the ring
        EXPECT_LT(shape(result, "volume_against_charge"), 1e-10);
        EXPECT_LT(result.growth.volume_error, 1e-10);
        // R^2 - R_0^2 = 2 R_0 h_mean of a circle, R^3 - R_0^3 = 3 R_0^2 h_mean of a sphere, h_mean over the area of the start
        const double mean = shape(result, "deposit_thickness"), radius = 10e-6;
        const double expected = ball ? std::cbrt(1. + 3. * mean / radius) : std::sqrt(1. + 2. * mean / radius);
        EXPECT_NEAR((radius + h) / radius / expected, 1., 1e-3);
      }
  }

  TEST(Growth, CyclesReturnTheShape)
  {
    // Ten times 0.2 mAh/cm^2 on and off again, from a wave: what the steps lose is their error in time.
    const Lines       cell    = common_lines() + wave(1., 20., 15.) + secondary("0.1");
    const std::string deposit = "Programme/Steps/on/", strip = "Programme/Steps/off/";
    const CaseResult  result =
      grown<2>(cell + Lines{deposit + "Drive = galvanostatic", deposit + "Current density = 10 mA/cm^2",
                            deposit + "Stop at charge = 0.2 mAh/cm^2", strip + "Drive = galvanostatic",
                            strip + "Current density = -10 mA/cm^2", strip + "Stop at charge = 0.2 mAh/cm^2",
                            "Programme/Sequence = 10 * (on, off)", "Growth/Tolerance = 1e-6"},
               0);
    ASSERT_EQ(result.failure, "");
    const double deposited = volume_of_charge * 0.2 * 36000.;
    EXPECT_NEAR(shape(result, "charge"), 0., 1e-6);
    for (const std::string name : {"thinnest_deposit", "thickest_deposit", "tip_growth", "base_growth"})
      EXPECT_LT(std::abs(shape(result, name)), 1e-6 * deposited) << name;
    EXPECT_NEAR(shape(result, "peak_to_valley"), 2e-6, 1e-6 * deposited);
  }

  TEST(Growth, SecondaryStability)
  {
    // d ln a/dh = k C/(1 + kappa R k C), C = coth(k H): a wave whose surface has moved by h
    const double kappa = 5., height = 10e-6, h = volume_of_charge * 0.02 * 36000.;
    for (const double wavelength : {10e-6, 40e-6})
      for (const std::string thickness : {"none", "10 nm"})
        {
          const double k = 2. * pi / wavelength, C = 1. / std::tanh(k * (height - 0.5 * h)),
                       R          = 1e-6 + (thickness == "none" ? 0. : 10e-9 / 1e-2);
          const CaseResult result = grown<2>(common_lines() + wave(0.002e6 * wavelength, 1e6 * wavelength, 1e6 * height) +
                                               secondary("0.01") + constant_current("10 mA/cm^2", "0.02 mAh/cm^2") +
                                               (thickness == "none" ? Lines() : film("lumped", thickness)),
                                             2);
          ASSERT_EQ(result.failure, "");
          const double growth = std::log(shape(result, "peak_to_valley") / (0.004 * wavelength));
          EXPECT_NEAR(growth / (h * k * C / (1. + kappa * R * k * C)), 1., 0.02) << wavelength << ' ' << thickness;
        }
  }

  namespace
  {
    /** Two ions between a plane and the bulk at 40 um, with diffusivities 7e-10 and 1e-9 m^2/s, 1 mol/L. */
    constexpr double cation = 7e-10, bulk = 1000., distance = 40e-6, exchange = 300.; // m^2/s, mol/m^3, m, A/m^2

    Lines
    two_ions()
    {
      Lines lines{
        "Electrolyte/Transport model = dilute ions",           "Reactions/zinc/Type = Butler-Volmer",
        "Reactions/zinc/Exchange current density = 300 A/m^2", "Reactions/zinc/Anodic transfer coefficient = 1",
        "Reactions/zinc/Cathodic transfer coefficient = 1",    "Reactions/zinc/Species/Zn2+/Stoichiometry = 1",
        "Reactions/zinc/Species/Zn2+/Cathodic order = 1",      "Reactions/zinc/Species/Zn2+/Reference concentration = 1 mol/L",
        "Boundaries/working electrode/Reactions = zinc"};
      for (const bool zinc : {true, false})
        {
          const std::string ion = std::string("Electrolyte/Species/") + (zinc ? "Zn2+" : "SO4^2-") + "/";
          lines                 = lines + Lines{ion + "Charge = " + (zinc ? "2" : "-2"), ion + "Bulk concentration = 1 mol/L",
                                ion + "Diffusivity = " + (zinc ? "7e-10" : "1e-9") + " m^2/s"};
        }
      return lines;
    }

    /**
     * omega/v of MODEL's formula [1/m] at a share of the limiting current: M and G with gamma_c = 1/2 of Butler-Volmer kinetics
     * with alpha_a = alpha_c = 1; surface energy [J/m^2].
     */
    double
    rate_per_thickness(const double k, const double share, const double surface_energy)
    {
      const double current = share * 4. * faraday_constant * cation * bulk / distance, surface = bulk * (1. - share),
                   RT_F = thermal_voltage(298.15), exchange_here = exchange * std::sqrt(surface / bulk),
                   slope = 2. / RT_F * std::sqrt(exchange_here * exchange_here + 0.25 * current * current), R_ct = 1. / slope;
      const double G = current / (4. * faraday_constant * cation), M = RT_F / (surface * R_ct) + 0.5 * current / surface;
      const double top    = M * G - k * k * surface_energy * volume_of_charge / R_ct,
                   bottom = 1. + M / (4. * faraday_constant * cation * k);
      return top / bottom / current;
    }
  } // namespace

  TEST(Growth, StabilityOfABinarySalt)
  {
    // wavelength [um], share of the limiting current, surface energy [J/m^2]; k a = 0.006
    struct Entry
    {
      double wavelength, share, energy;
    };
    for (const Entry &entry : {Entry{20., 0.1, 0.}, Entry{5., 0.5, 0.}, Entry{20., 0.9, 0.}, Entry{2., 0.5, 1.}})
      {
        const double k       = 2. * pi / (1e-6 * entry.wavelength),
                     current = entry.share * 4. * faraday_constant * cation * bulk / distance;
        // so little that a grows by 1 %
        const double expected = rate_per_thickness(k, entry.share, entry.energy), h = 0.01 / expected;
        const Lines  lines =
          common_lines() + wave(0.001 * entry.wavelength, entry.wavelength, 1e6 * distance) + two_ions() +
          Lines{"Control/Mode = galvanostatic", "Control/Applied current density = " + std::to_string(current) + " A/m^2",
                "Growth/Until thickness = " + std::to_string(1e9 * h) + " nm",
                "Growth/Surface energy = " + std::to_string(entry.energy) + " J/m^2"};
        const CaseResult result = grown<2>(lines, 2);
        ASSERT_EQ(result.failure, "");
        const double growth = std::log(shape(result, "peak_to_valley") / (0.002e-6 * entry.wavelength));
        EXPECT_NEAR(growth / 0.01, 1., 0.02) << entry.wavelength << ' ' << entry.share;
      }
  }
} // namespace zincfield::growth_tests

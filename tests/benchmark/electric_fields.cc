#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>

// Three fields in a salt solution (MODEL, section 9): -grad of the potential against a zinc reference, the electric field, and the
// ohmic one, in closed form along the normal of flat cells. The anion is at rest: zF D dc/dn = -(1 - t+) i, and E = i/kappa + (2 t+
// - 1)/(z f) chi dln c/dn.

namespace zincfield::electric_fields_tests
{
  namespace
  {
    constexpr double gap = 100e-6, bulk = 1000., zinc_diffusivity = 0.703e-9,
                     sulfate_diffusivity = 1.065e-9; // [m], [mol/m^3], [m^2/s]
    const double thermal                 = thermal_voltage(298.15);

    Lines
    flat(const double current, const double height_um = 100.)
    {
      char load[80];
      std::snprintf(load, sizeof(load), "Control/Applied current density = %.15g A/m^2", current);
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Gap = " + std::to_string(height_um) + " um",
                                    "Geometry/Width = 10 um",
                                    "Geometry/Cells across feature = 16",
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = galvanostatic",
                                    load};
    }

    const Lines dilute{"Electrolyte/Transport model = dilute ions",
                       "Electrolyte/Species/Zn2+/Charge = 2",
                       "Electrolyte/Species/Zn2+/Diffusivity = 0.703e-9 m^2/s",
                       "Electrolyte/Species/Zn2+/Bulk concentration = 1 mol/L",
                       "Electrolyte/Species/SO4 2-/Charge = -2",
                       "Electrolyte/Species/SO4 2-/Diffusivity = 1.065e-9 m^2/s",
                       "Electrolyte/Species/SO4 2-/Bulk concentration = 1 mol/L"};

    /** The same ions as a binary salt: t+ = D+/(D+ + D-), D = 2 D+ D-/(D+ + D-), kappa = F f z^2 (D+ + D-) c. */
    const double transference     = zinc_diffusivity / (zinc_diffusivity + sulfate_diffusivity),
                 salt_diffusivity = 2. * sulfate_diffusivity * transference;

    Lines
    ideal_salt()
    {
      char text[2][80];
      std::snprintf(text[0], sizeof(text[0]), "Electrolyte/Diffusivity = %.15g m^2/s", salt_diffusivity);
      std::snprintf(text[1], sizeof(text[1]), "Electrolyte/Cation transference number = %.15g", transference);
      char conductivity[80];
      std::snprintf(conductivity, sizeof(conductivity), "Electrolyte/Salt conductivity = %.15g S/m",
                    faraday_constant / thermal * 4. * (zinc_diffusivity + sulfate_diffusivity) * bulk);
      return {"Electrolyte/Transport model = binary salt",
              "Electrolyte/Data set = user salt",
              "Electrolyte/Bulk concentration = 1 mol/L",
              text[0],
              text[1],
              conductivity,
              "Electrolyte/Conductivity proportional to concentration = true"};
    }

    const double limit = 2. * faraday_constant * salt_diffusivity * bulk / (gap * (1. - transference));

    template <typename Visit>
    void
    sample(const Solved<2> &cell, const Visit &visit)
    {
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          visit(s);
      });
    }

    /** Largest height of a point that counts: the metal is at 0, and the current flows to it. */
    void
    expect_fields_of_dilute_salt(const Solved<2> &cell, const double current, const bool own_reference)
    {
      sample(cell, [&](const auto &s) {
        const double y     = s.position[1] * mesh_unit,
                     slope = -(1. - transference) * current / (2. * faraday_constant * salt_diffusivity),
                     c     = bulk + slope * (gap - y); // along n, to the metal
        const double ohmic = current / (faraday_constant / thermal * 4. * (zinc_diffusivity + sulfate_diffusivity) * c);
        const double E     = ohmic + (2. * transference - 1.) * thermal / 2. * slope / c;
        EXPECT_NEAR(-s.electric_field[1], E, 1e-3 * E) << y;
        EXPECT_NEAR(-ohmic_field(*cell.model.transport, s)[1], ohmic, 1e-3 * ohmic) << y;
        const double reference = ohmic - thermal * (1. - transference) * slope / c; // -grad phi along n
        EXPECT_NEAR(s.gradient[1][1], own_reference ? reference : E, 1e-3 * E) << y;
        const double Phi = cell.model.transport->electrostatic_potential(s.material, s.properties, s.u.data());
        EXPECT_NEAR(Phi, s.u[1] - (own_reference ? thermal / 2. * std::log(s.u[0] / bulk) : 0.), 1e-12) << y;
      });
    }
  } // namespace

  TEST(ElectricField, OfTheSameSaltByTwoModels)
  {
    const double current = 0.5 * limit;
    Solved<2>    salt(flat(current) + ideal_salt(), 2), ions(flat(current) + dilute, 2);
    ASSERT_TRUE(salt.solve().converged);
    ASSERT_TRUE(ions.solve().converged);
    expect_fields_of_dilute_salt(salt, current, true);
    expect_fields_of_dilute_salt(ions, current, false);
    // at the metal, where half of the salt is left
    const double c = 0.5 * bulk, E = current / (faraday_constant / thermal * 4. * (zinc_diffusivity + sulfate_diffusivity) * c) -
                                     (2. * transference - 1.) * thermal / 2. * 0.5 * bulk / (gap * c);
    EXPECT_NEAR(E, 128.46, 0.01); // as filed
    EXPECT_NEAR(salt.quantity("peak_electric_field"), E, 2e-3 * E);
    EXPECT_NEAR(ions.quantity("peak_electric_field"), E, 2e-3 * E);
  }

  TEST(ElectricField, OfMeasuredZincSulfate)
  {
    // i = zF D/(1 - t+) dc/dx with measured functions of c: everything at a point follows from the concentration there
    const double current = 200.;
    Solved<2>    cell(flat(current) + Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M"}, 2);
    ASSERT_TRUE(cell.solve().converged);
    const auto &salt     = *cell.data.salt;
    double      furthest = 0.;
    sample(cell, [&](const auto &s) {
      const double c        = s.u[0];
      const auto   p        = salt.properties(c, 298.15);
      const double gradient = -(1. - p.transference) * current / (2. * faraday_constant * p.diffusivity) / c,
                   ohmic    = current / p.conductivity;
      const double E        = ohmic + (2. * p.transference - 1.) * thermal / 2. * p.thermodynamic_factor * gradient;
      EXPECT_NEAR(-s.electric_field[1], E, 2e-3 * ohmic);
      EXPECT_NEAR(-ohmic_field(*cell.model.transport, s)[1], ohmic, 2e-3 * ohmic);
      EXPECT_NEAR(s.gradient[1][1], ohmic - thermal * (1. - p.transference) * p.thermodynamic_factor * gradient, 2e-3 * ohmic);
      // int chi dln c from the bulk, by the trapezoidal rule
      double       sum  = 0.;
      const double from = salt.bulk_concentration(), length = std::log(c / from);
      for (unsigned int k = 0; k < 400; ++k)
        sum += salt.properties(from * std::exp(length * (k + 0.5) / 400.), 298.15).thermodynamic_factor * length / 400.;
      EXPECT_NEAR(cell.model.transport->electrostatic_potential(s.material, s.properties, s.u.data()), s.u[1] - thermal / 2. * sum,
                  1e-6 * thermal);
      furthest = std::max(furthest, std::abs(length));
    });
    EXPECT_GT(furthest, 0.05); // so that the logarithms count
    // a map at 1 mA/cm^2: 1.83 V/m from i/kappa
    Solved<2> little(flat(10.) + Lines{"Electrolyte/Transport model = binary salt", "Electrolyte/Data set = ZnSO4 2 M"}, 0);
    ASSERT_TRUE(little.solve().converged);
    double sum = 0., count = 0.;
    sample(little, [&](const auto &s) {
      sum += ohmic_field(*little.model.transport, s).norm();
      count += 1.;
    });
    EXPECT_NEAR(sum / count, 1.83, 0.02);
  }

  TEST(ElectricField, OfAChargedFilm)
  {
    // Ions in the film: z (c+ - c-) + rho/F = 0 and N- = 0, so that E = -grad(psi + Delta) = -(1/(z f)) dln c-/dn, with dc-/dn (2
    // c- - rho/(zF))/c- = -i/(zF D+) + d(rho/(zF))/dn. By Runge and Kutta's method from Donnan's c- (c- - rho/(zF)) = c^2 at the
    // outer face.
    const double thickness = 5e-6, current = 0.4 * limit, d_film = 0.5 * zinc_diffusivity;
    const struct
    {
      const char *input;
      double      at_metal, outside; // rho/F [mol/m^3]
    } charges[] = {{"-1 mol/L", -1000., -1000.}, {"0.6 mol/L", 600., 600.}, {"-1.5 + 1.2*depth [mol/L]", -1500., -300.}};
    for (const auto &charge : charges)
      {
        Solved<2> cell(
          flat(current, 105.) + dilute +
            Lines{"Materials/film/Diffusivity = 0.3515e-9 m^2/s", std::string("Materials/film/Fixed charge = ") + charge.input,
                  "Coatings/film/Surface = working electrode", "Coatings/film/Representation = resolved",
                  "Coatings/film/Layers = only", "Coatings/film/only/Material = film", "Coatings/film/only/Profile = uniform",
                  "Coatings/film/only/Thickness = 5 um", "Coatings/film/only/Cells across = 4"},
          2);
        ASSERT_TRUE(cell.solve().converged);
        const double outside = bulk - (1. - transference) * current * gap / (2. * faraday_constant * salt_diffusivity);
        const auto   fixed   = [&](const double y) {
          return 0.5 * (charge.at_metal + (charge.outside - charge.at_metal) * y / thickness);
        };                                                                            // rho/(zF)
        const double slope   = -0.5 * (charge.outside - charge.at_metal) / thickness; // d(rho/(zF))/dn
        const double at_face = fixed(thickness);
        const auto   rate    = [&](const double c, const double y) {
          return (-current / (2. * faraday_constant * d_film) + slope) * c / (2. * c - fixed(y));
        };
        const auto anions = [&](const double height) {
          double             c = 0.5 * at_face + std::sqrt(0.25 * at_face * at_face + outside * outside), y = thickness;
          constexpr unsigned n = 200;
          const double       h = (thickness - height) / n;
          for (unsigned int k = 0; k < n; ++k, y -= h)
            {
              const double a = rate(c, y), b = rate(c + 0.5 * h * a, y - 0.5 * h), e = rate(c + 0.5 * h * b, y - 0.5 * h),
                           g = rate(c + h * e, y - h);
              c += h / 6. * (a + 2. * b + 2. * e + g);
            }
          return c;
        };
        unsigned int n = 0;
        sample(cell, [&](const auto &s) {
          if (s.material == 0)
            return;
          ++n;
          const double y = s.position[1] * mesh_unit, c = anions(y), E = -0.5 * thermal * rate(c, y) / c;
          EXPECT_NEAR(cell.model.transport->material_concentration(s.material, s.properties, s.u.data(), 1), c, 2e-3 * c)
            << charge.input << ' ' << y;
          EXPECT_NEAR(-s.electric_field[1], E, 3e-3 * std::abs(E)) << charge.input << ' ' << y;
        });
        EXPECT_GT(n, 100u);
      }
  }

  TEST(ElectricField, OfAConductorIsTheOhmicOne)
  {
    for (const std::string model : {"primary", "secondary"})
      {
        Lines wavy = flat(100., 22.);
        wavy.erase(
          std::remove_if(wavy.begin(), wavy.end(), [](const std::string &line) { return line.rfind("Geometry/Width", 0) == 0; }),
          wavy.end());
        Solved<2> cell(wavy + Lines{"Electrolyte/Transport model = " + model, "Electrolyte/Conductivity = 5 S/m",
                                    "Materials/film/Conductivity = 0.1 S/m", "Materials/film/Anisotropy = 5",
                                    "Coatings/film/Surface = working electrode", "Coatings/film/Representation = resolved",
                                    "Coatings/film/Layers = only", "Coatings/film/only/Material = film",
                                    "Coatings/film/only/Profile = uniform", "Coatings/film/only/Thickness = 2 um",
                                    "Geometry/Type = sinusoidal", "Geometry/Amplitude = 3 um", "Geometry/Wavelength = 20 um"},
                       1);
        ASSERT_TRUE(cell.solve().converged);
        sample(cell, [&](const auto &s) {
          EXPECT_LT((s.electric_field + s.gradient[0]).norm(), 1e-12 * s.electric_field.norm());
          EXPECT_LT((ohmic_field(*cell.model.transport, s) - s.electric_field).norm(), 1e-9 * s.electric_field.norm());
        });
      }
  }
} // namespace zincfield::electric_fields_tests

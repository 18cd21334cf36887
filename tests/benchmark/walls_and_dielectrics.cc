#include "physics/constants.h"
#include "solver/adaptivity/estimator.h"
#include "tests/support/root.h"
#include "tests/support/solved.h"

#include <deal.II/base/quadrature_lib.h>

#include <gtest/gtest.h>

// Walls with a charge or a potential, dielectrics, and films with a built-in polarisation, against closed forms.

namespace zincfield::walls_and_dielectrics_tests
{
  namespace
  {
    constexpr double water = 78.4 * vacuum_permittivity, rt = gas_constant * 298.15; // [F/m], [J/mol]
    const double     thermal = thermal_voltage(298.15);

    /** sigma = A sinh(f phi/2) of a 1:1 salt. Source: Grahame, Chem. Rev. 41 (1947) 441. */
    double
    grahame(const double permittivity, const double concentration)
    {
      return std::sqrt(8. * permittivity * rt * concentration);
    }

    /** 1:1 ions, 10 mol/m^3: a Debye length of 3 nm. */
    const Lines  ions         = {"Electrolyte/Transport model = Poisson-Nernst-Planck",
                                 "Electrolyte/Species/Zn2+/Charge = 1",
                                 "Electrolyte/Species/SO4 2-/Charge = -1",
                                 "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                                 "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
                                 "Electrolyte/Species/Zn2+/Bulk concentration = 0.01 mol/L",
                                 "Electrolyte/Species/SO4 2-/Bulk concentration = 0.01 mol/L",
                                 "Control/Mode = potentiostatic",
                                 "Geometry/Type = flat cell",
                                 "Geometry/Dimension = 2"};
    const double debye_length = std::sqrt(water * thermal / (2. * faraday_constant * 10.));

    Lines
    at(const double potential)
    {
      return {"Control/Electrode potential = " + std::to_string(potential) + " V"};
    }

    /** A film of 10 nm on the working electrode of a narrow cell. */
    Lines
    film(const std::string &gap, const Lines &material)
    {
      Lines lines = common_lines() + ions +
                    Lines{"Geometry/Gap = " + gap,
                          "Geometry/Width = 2 nm",
                          "Geometry/Cells across feature = 10",
                          "Coatings/film/Surface = working electrode",
                          "Coatings/film/Layers = only",
                          "Coatings/film/only/Material = film",
                          "Coatings/film/only/Profile = uniform",
                          "Coatings/film/only/Thickness = 10 nm",
                          "Coatings/film/only/Cells across = 4"};
      for (const std::string &line : material)
        lines.push_back("Materials/film/" + line);
      return lines;
    }

    const Lines only_dielectrics = {"Materials/electrolyte/Dielectric = true", "Materials/electrolyte/Relative permittivity = 4"};

    template <typename Visit>
    void
    visit(const Solved<2> &cell, const Visit &each)
    {
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(dealii::QGaussLobatto<2>(cell.data.discretization.degree + 1), [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          each(s);
      });
    }

    /** Charge of the solution over the projected area of the cell [C/m^2]. */
    double
    charge_in_solution(const Solved<2> &cell)
    {
      const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      double           sum = 0.;
      sampler.volume(cell.discretization->quadrature, [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          sum += s.weight * cell.model.transport->charge_density(s.material, s.properties, s.u.data()) * mesh_unit;
      });
      return sum / cell.mesh.footprint();
    }
  } // namespace

  TEST(Dielectrics, SlabsInSeries)
  {
    // the same D everywhere: V = D (d_1/eps_1 + d_2/eps_2), and the plate's charge is D
    Solved<2> cell(film("40 nm", {"Dielectric = true", "Relative permittivity = 20"}) + only_dielectrics + at(0.7), 0);
    ASSERT_TRUE(cell.solve().converged);
    const double inner = 20. * vacuum_permittivity, outer = 4. * vacuum_permittivity, d = 0.7 / (10e-9 / inner + 30e-9 / outer);
    visit(cell, [&](const auto &s) {
      EXPECT_NEAR(-s.gradient[2][1] / (d / (s.material == 0 ? outer : inner)), 1., 1e-8);
      EXPECT_NEAR(s.gradient[2][0] * inner / d, 0., 1e-8);
    });
    EXPECT_NEAR(cell.quantity("surface_charge_density") / d, 1., 1e-8);
    EXPECT_TRUE(cell.model.is_electrostatic);
    EXPECT_NE(std::find(cell.model.notes.begin(), cell.model.notes.end(), "electrostatic map: not a map of current"),
              cell.model.notes.end());
    EXPECT_EQ(cell.quantity("mean_current_density"), 0.);
  }

  TEST(Dielectrics, PolarisedSlabBetweenPlates)
  {
    // eps_1 E_1 + P = eps_2 E_2 = D and E_1 d_1 + E_2 d_2 = V; where P varies, E_1 does as well: D (d_1/eps_1 + d_2/eps_2) = V +
    // int P/eps_1 dy
    const double inner = 20. * vacuum_permittivity, outer = 4. * vacuum_permittivity, elastance = 10e-9 / inner + 30e-9 / outer;
    for (const std::string key : {"Normal polarisation", "Polarisation along y"})
      for (const bool graded : {false, true})
        {
          Solved<2> cell(film("40 nm", {"Dielectric = true", "Relative permittivity = 20",
                                        key + (graded && key[0] == 'N' ? " = 0.02*depth [C/m^2]" : " = 0.02 C/m^2")}) +
                           only_dielectrics + at(0.3),
                         0);
          ASSERT_TRUE(cell.solve().converged);
          const bool   rises = graded && key[0] == 'N';
          const double d     = (0.3 + (rises ? 0.01 : 0.02) * 10e-9 / inner) / elastance;
          visit(cell, [&](const auto &s) {
            const double p = s.material == 0 ? 0. : rises ? 0.02 * s.position[1] / 10e-3 : 0.02;
            EXPECT_NEAR(-s.gradient[2][1], (d - p) / (s.material == 0 ? outer : inner), 1e-8 * 0.02 / outer)
              << key << " at " << s.position[1];
            EXPECT_NEAR(s.flux[2][1] / cell.model.transport->displacement_rate() / d, 1., 1e-7);
          });
          EXPECT_NEAR(cell.quantity("surface_charge_density") / d, 1., 1e-8);
          if (!rises) // an exact solution has no error to estimate: D is continuous where P ends; without fields it is not
            {
              StateVector nothing(cell.ghosted);
              nothing = 0.;
              nothing.update_ghost_values();
              EXPECT_LT(estimate_error(*cell.discretization, cell.model, cell.ghosted, 0.3).linfty_norm(),
                        1e-6 * estimate_error(*cell.discretization, cell.model, nothing, 0.3).linfty_norm());
            }
        }
  }

  TEST(Dielectrics, PolarisedFilmIsScreenedBySolutionAndMetal)
  {
    // metal at V | film: D = eps_f (V - phi)/d + P | solution: D = A sinh(f phi/2), with phi at the face of the film
    const double film_permittivity = 20. * vacuum_permittivity, a = grahame(water, 10.);
    for (const double polarisation : {0.03, -0.03})
      for (const double potential : {0., -0.3})
        {
          Solved<2> cell(film("70 nm", {"Dielectric = true", "Relative permittivity = 20",
                                        "Normal polarisation = " + std::to_string(polarisation) + " C/m^2"}) +
                           at(potential),
                         4);
          ASSERT_TRUE(cell.solve().converged);
          const double face = root([&](const double phi) {
            return a * std::sinh(phi / (2. * thermal)) - film_permittivity * (potential - phi) / 10e-9 - polarisation;
          });
          const double d    = a * std::sinh(face / (2. * thermal));
          EXPECT_GT(d * polarisation, 0.); // the sign of the face
          EXPECT_NEAR(cell.quantity("surface_charge_density") / d, 1., 1e-3);
          EXPECT_NEAR(charge_in_solution(cell) / -cell.quantity("surface_charge_density"), 1., 1e-8); // Gauss
          visit(cell, [&](const auto &s) {
            if (s.material == 1)
              {
                EXPECT_NEAR(s.u[2], potential + (face - potential) * s.position[1] / 10e-3, 1e-3 * std::abs(face)) << s.position[1];
                EXPECT_EQ(cell.model.transport->material_concentration(1, s.properties, s.u.data(), 0), 0.);
              }
            else if (s.position[1] < 10.0001e-3)
              {
                EXPECT_NEAR(cell.model.transport->concentration(s.u.data(), 0) / (10. * std::exp(-face / thermal)), 1., 5e-3);
              }
          });
        }
  }

  TEST(Dielectrics, FaceOfAPermeablePolarisedFilm)
  {
    // ions on both sides of the face screen it: (A_s + A_f) sinh(f phi/2) = P, A_f with the film's eps and K c; 10 nm are 10 of its
    // Debye lengths
    Solved<2> cell(film("70 nm", {"Diffusivity = 1e-10 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 4",
                                  "Normal polarisation = -0.01 C/m^2"}) +
                     Lines{"Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"} + at(0.),
                   4);
    ASSERT_TRUE(cell.solve().converged);
    const double face = 2. * thermal * std::asinh(-0.01 / (grahame(water, 10.) + grahame(4. * vacuum_permittivity, 5.)));
    unsigned int n    = 0;
    visit(cell, [&](const auto &s) {
      if (std::abs(s.position[1] - 10e-3) < 1e-9)
        {
          EXPECT_NEAR(s.u[2] / face, 1., 1e-3);
          ++n;
        }
    });
    EXPECT_GT(n, 0u);
    EXPECT_LT(face, 0.); // the negative face draws cations
  }

  TEST(Dielectrics, PolarisationFollowsTheSurface)
  {
    // on a hemisphere the film's polarisation is radial, outward
    Solved<2> cell(common_lines() + ions +
                     Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = ellipse",
                           "Geometry/Height = 5 nm", "Geometry/Half-width = 5 nm", "Geometry/Cell half-width = 20 nm",
                           "Geometry/Gap = 30 nm", "Materials/film/Dielectric = true",
                           "Materials/film/Normal polarisation = 0.02 C/m^2", "Coatings/film/Surface = working electrode",
                           "Coatings/film/Layers = only", "Coatings/film/only/Material = film",
                           "Coatings/film/only/Profile = uniform", "Coatings/film/only/Thickness = 1 nm",
                           "Coatings/film/only/Cells across = 2"} +
                     at(-0.05),
                   1);
    ASSERT_TRUE(cell.solve().converged);
    unsigned int n = 0;
    visit(cell, [&](const auto &s) {
      if (s.material == 1 && s.position[1] > 3e-3)
        {
          EXPECT_NEAR(s.polarisation * s.position / s.position.norm() / 0.02, 1., 2e-3);
          ++n;
        }
    });
    EXPECT_GT(n, 0u);
  }

  namespace
  {
    /** Both sides of a square cell of 12 Debye lengths are walls; half-way up each stands alone. */
    Lines
    walls(const Lines &wall)
    {
      Lines lines = common_lines() + ions +
                    Lines{"Geometry/Gap = 36.5 nm", "Geometry/Width = 36.5 nm", "Geometry/Cells across feature = 12",
                          "Discretization/Degree = 4", "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"} +
                    at(0.);
      for (const std::string &line : wall)
        lines.push_back("Boundaries/sides/" + line);
      return lines;
    }

    /** Points half-way up, by their distance from the left wall [m]. */
    template <typename Visit>
    void
    half_way(const Solved<2> &cell, const Visit &each)
    {
      visit(cell, [&](const auto &s) {
        if (std::abs(s.position[1] * mesh_unit - 18.25e-9) < 0.3 * debye_length && s.position[0] * mesh_unit < 4. * debye_length)
          each(s, s.position[0] * mesh_unit);
      });
    }
  } // namespace

  TEST(Walls, ChargeIsGrahames)
  {
    for (const double charge : {0.02, -0.02})
      {
        Solved<2> cell(walls({"Surface charge = " + std::to_string(charge) + " C/m^2"}), 1);
        ASSERT_TRUE(cell.solve().converged);
        const double expected = 2. * thermal * std::asinh(charge / grahame(water, 10.));
        unsigned int n        = 0;
        half_way(cell, [&](const auto &s, const double x) {
          if (x > 1e-13)
            return;
          ++n;
          EXPECT_NEAR(s.u[2] / expected, 1., 1e-3);
          EXPECT_GT((cell.model.transport->concentration(s.u.data(), 1) - cell.model.transport->concentration(s.u.data(), 0)) *
                      charge,
                    0.); // anions to the positive wall
        });
        EXPECT_GT(n, 0u);
        EXPECT_NEAR(cell.flux("sides", 2) / cell.model.transport->displacement_rate() / (-charge * 2. * 36.5e-3), 1., 1e-9);
        double sum = 0.; // Gauss: what leaves through all boundaries is the charge inside
        for (const char *name : {"working electrode", "counter", "sides"})
          sum += cell.flux(name, 2) / cell.model.transport->displacement_rate();
        EXPECT_NEAR(sum / (charge_in_solution(cell) * cell.mesh.footprint()), 1., 1e-8);
      }
  }

  TEST(Walls, PotentialGivesTheProfileOfGouyAndChapman)
  {
    Solved<2> cell(walls({"Wall potential = -100 mV"}), 1);
    ASSERT_TRUE(cell.solve().converged);
    half_way(cell, [&](const auto &s, const double x) {
      const double expected = 4. * thermal * std::atanh(std::tanh(-0.1 / (4. * thermal)) * std::exp(-x / debye_length));
      EXPECT_NEAR(s.u[2], expected, 1e-4) << x;
      EXPECT_NEAR(s.gradient[2][0] * water, -grahame(water, 10.) * std::sinh(expected / (2. * thermal)),
                  2e-2 * grahame(water, 10.) * std::sinh(0.1 / (2. * thermal)))
        << x; // derivatives converge later
      for (unsigned int k = 0; k < 2; ++k)
        EXPECT_NEAR(s.u[k], 0., 1e-6); // at rest: no ion passes
    });
  }

  TEST(Walls, SternLayer)
  {
    // C_S (phi_wall - phi) = A sinh(f phi/2)
    Solved<2> cell(walls({"Wall potential = 200 mV", "Stern capacitance = 20 uF/cm^2", "Potential of zero charge = 50 mV"}), 1);
    ASSERT_TRUE(cell.solve().converged);
    const double expected =
      root([&](const double phi) { return grahame(water, 10.) * std::sinh(phi / (2. * thermal)) - 0.2 * (0.15 - phi); });
    half_way(cell, [&](const auto &s, const double x) {
      if (x < 1e-13)
        {
          EXPECT_NEAR(s.u[2] / expected, 1., 1e-3);
        }
    });
  }

  TEST(Walls, SeenByNoElectroneutralModel)
  {
    const Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                               "Geometry/Gap = 10 um",
                                               "Electrolyte/Transport model = secondary",
                                               "Electrolyte/Conductivity = 5 S/m",
                                               "Reactions/zinc/Type = linear",
                                               "Reactions/zinc/Charge transfer resistance = 1 ohm cm^2",
                                               "Boundaries/working electrode/Reactions = zinc",
                                               "Control/Mode = galvanostatic",
                                               "Control/Applied current density = 1 mA/cm^2"};
    const Case  data =
      make_case(lines + Lines{"Boundaries/sides/Surface charge = 0.1 C/m^2", "Materials/film/Conductivity = 1 S/m",
                              "Materials/film/Normal polarisation = 0.1 C/m^2", "Coatings/film/Surface = working electrode",
                              "Coatings/film/Representation = thin", "Coatings/film/Layers = only",
                              "Coatings/film/only/Material = film", "Coatings/film/only/Thickness = 100 nm"});
    const CellModel model(data);
    const Lines     expected = {"\"Materials/film/Normal polarisation\" has no effect: an electroneutral medium screens it, and a "
                                    "steady current does not depend on it (test)",
                                "\"Boundaries/sides/Surface charge\" has no effect: an electroneutral medium screens it (test)"};
    EXPECT_EQ(model.notes, expected);
    EXPECT_FALSE(model.is_electrostatic);
    const Case other = make_case(lines + Lines{"Boundaries/sides/Wall potential = 1 V"});
    EXPECT_EQ(CellModel(other).notes,
              Lines{"\"Boundaries/sides/Wall potential\" has no effect: an electroneutral medium screens it (test)"});
  }
} // namespace zincfield::walls_and_dielectrics_tests

#include "physics/constants.h"
#include "tests/support/root.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <deal.II/base/quadrature_lib.h>

#include <gtest/gtest.h>

// Films without a mesh where double layers are resolved: capacitors in series, polarised films, ions inside, and the electroneutral
// limit. Cells are flat.

namespace zincfield::films_and_double_layers_tests
{
  namespace
  {
    constexpr double water = 78.4 * vacuum_permittivity, rt = gas_constant * 298.15; // [F/m], [J/mol]
    const double     thermal = thermal_voltage(298.15);

    /** 1:1 ions, 10 mol/m^3: a Debye length of 3 nm. */
    const Lines ions = common_lines() + Lines{"Electrolyte/Transport model = Poisson-Nernst-Planck",
                                              "Electrolyte/Species/Zn2+/Charge = 1",
                                              "Electrolyte/Species/SO4 2-/Charge = -1",
                                              "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                                              "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s",
                                              "Electrolyte/Species/Zn2+/Bulk concentration = 0.01 mol/L",
                                              "Electrolyte/Species/SO4 2-/Bulk concentration = 0.01 mol/L",
                                              "Geometry/Type = flat cell",
                                              "Geometry/Dimension = 2",
                                              "Geometry/Width = 2 nm"};

    /** `thickness` [nm]. A meshed film takes its thickness from the gap. */
    Lines
    film(const std::string &representation, const double thickness, const Lines &material, const double solution = 60.)
    {
      Lines lines{"Coatings/film/Surface = working electrode",
                  "Coatings/film/Layers = only",
                  "Coatings/film/only/Material = film",
                  "Coatings/film/only/Profile = uniform",
                  "Coatings/film/only/Thickness = " + number(thickness) + " nm",
                  "Coatings/film/only/Cells across = 4",
                  "Coatings/film/Representation = " + representation,
                  "Geometry/Gap = " + number(solution + (representation == "resolved" ? thickness : 0.)) + " nm",
                  "Geometry/Cells across feature = 10"};
      for (const std::string &line : material)
        lines.push_back("Materials/film/" + line);
      return lines;
    }

    Lines
    at(const double potential)
    {
      return {"Control/Mode = potentiostatic", "Control/Electrode potential = " + number(potential) + " V"};
    }

    Lines
    through(const double current)
    {
      return {"Control/Mode = galvanostatic", "Control/Applied current density = " + number(current) + " A/m^2"};
    }

    const Lines stern{"Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"};

    /** Reactions so fast that they are at rest: the potential shows the electrochemical potential of zinc beside the metal. */
    const Lines fast = stern + Lines{"Reactions/zinc/Type = Butler-Volmer",
                                     "Reactions/zinc/Electrons = 1",
                                     "Reactions/zinc/Exchange current density = 1e6 A/m^2",
                                     "Reactions/zinc/Anodic transfer coefficient = 0.5",
                                     "Reactions/zinc/Cathodic transfer coefficient = 0.5",
                                     "Boundaries/working electrode/Reactions = zinc"};

    double
    potential(const Lines &lines, const unsigned int refinements)
    {
      Solved<2> cell(lines, refinements);
      EXPECT_TRUE(cell.solve().converged);
      EXPECT_LT(cell.report().balance.at("charge"), 1e-8);
      EXPECT_LT(cell.report().balance.at("SO4 2-"), 1e-8);
      return cell.electrode_potential;
    }

    /** The potential [V] under a current through a thin film against that of another representation: below `bound`, and below
     * `share` of it for the film half as thick. */
    void
    expect_to_fall(const Lines                 &material,
                   const std::string           &other,
                   const std::array<double, 2> &thicknesses,
                   const double                 bound,
                   const double                 share)
    {
      double difference[2];
      for (const unsigned int k : {0u, 1u})
        {
          const auto of = [&](const std::string &representation) {
            return potential(ions + film(representation, thicknesses[k], material) + fast + through(2000.), 3);
          };
          difference[k] = std::abs(of("thin") - of(other));
          EXPECT_LT(difference[k], bound);
        }
      EXPECT_LT(difference[1], share * difference[0]);
    }
  } // namespace

  TEST(FilmsAndDoubleLayers, CapacitorsInSeries)
  {
    // V - phi = D/C_S + (D - P) d/eps_f with D = sqrt(8 eps R T c) sinh(f phi/2) at the face of the film (Grahame); without a Stern
    // layer 1/C_S = 0
    const double permittivity = 20. * vacuum_permittivity, thickness = 10e-9, a = std::sqrt(8. * water * rt * 10.);
    for (const char *const representation : {"thin", "lumped"})
      for (const double elastance : {0., 1. / 0.2})
        for (const double polarisation : {0., 0.03, -0.03})
          for (const double voltage : {polarisation == 0. ? 0.1 : -0.3})
            {
              Solved<2> cell(ions +
                               film(representation, 10.,
                                    {"Dielectric = true", "Relative permittivity = 20",
                                     "Normal polarisation = " + number(polarisation) + " C/m^2"}) +
                               at(voltage) + (elastance > 0. ? stern : Lines()),
                             4);
              ASSERT_TRUE(cell.solve().converged);
              const double phi = root([&](const double x) {
                const double d = a * std::sinh(x / (2. * thermal));
                return x - voltage + d * elastance + (d - polarisation) * thickness / permittivity;
              });
              EXPECT_NEAR(cell.quantity("surface_charge_density") / (a * std::sinh(phi / (2. * thermal))), 1., 1e-3)
                << representation << " P " << polarisation << " V " << voltage;
              EXPECT_EQ(cell.quantity("mean_current_density"), 0.);
            }
  }

  TEST(FilmsAndDoubleLayers, APolarisedFilmWithIonsInsideIsThatOfTheMesh)
  {
    // 10 nm are 10 Debye lengths of the film: its ions screen the faces. The meshed film is held against the closed form in
    // walls_and_dielectrics.cc.
    const Lines material{"Diffusivity = 1e-10 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 4",
                         "Normal polarisation = -0.01 C/m^2"};
    double      charge[2], beside[2];
    for (const bool meshed : {false, true})
      {
        Solved<2> cell(ions + film(meshed ? "resolved" : "thin", 10., material) + stern + at(-0.1), 4);
        ASSERT_TRUE(cell.solve().converged);
        charge[meshed] = cell.quantity("surface_charge_density");
        const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
        sampler.volume(dealii::QGaussLobatto<2>(cell.data.discretization.degree + 1), [&](const auto &, const auto &samples) {
          for (const auto &s : samples)
            if (std::abs(s.position[1] - (meshed ? 10e-3 : 0.)) < 1e-9)
              beside[meshed] = s.u[2];
        });
      }
    EXPECT_NEAR(charge[0] / charge[1], 1., 1e-2);
    EXPECT_NEAR(beside[0] / beside[1], 1., 1e-2);
  }

  TEST(FilmsAndDoubleLayers, ACurrentThroughAChargedFilmIsThatOfTheMesh)
  {
    // Of the film's own direction nothing is left out but what slabs of its sixteenth miss: the difference falls at least with the
    // square of the thickness.
    expect_to_fall(
      {"Diffusivity = 2e-11 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 40", "Fixed charge = -0.02 mol/L"},
      "resolved", {8., 4.}, 2e-4, 0.3);
  }

  TEST(FilmsAndDoubleLayers, AFilmMuchThinnerThanTheDebyeLengthHasAConstantField)
  {
    // What a lumped film leaves out is its own charge, of the order of (d/lambda)^2 of its drop, itself of the order of d.
    expect_to_fall({"Diffusivity = 5e-12 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 40"}, "lumped", {1., 0.5},
                   1e-3, 0.5);
  }

  TEST(FilmsAndDoubleLayers, TheElectroneutralFilmIsTheLimitOfSmallDebyeLengths)
  {
    // 50 nm of film below 1 um, at 0.7 of the limiting current; lambda 3 and 0.3 nm with ions that many, currents in proportion.
    // The electroneutral film is meshed.
    const Lines material{"Diffusivity = 5e-11 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 40"};
    double      last = 0.;
    for (const double concentration : {0.01, 1.})
      {
        const Lines load = fast + through(concentration / 0.01 * 400.) +
                           Lines{"Geometry/Width = 100 nm", "Reactions/zinc/Exchange current density = 1e8 A/m^2",
                                 "Electrolyte/Species/Zn2+/Bulk concentration = " + number(concentration) + " mol/L",
                                 "Electrolyte/Species/SO4 2-/Bulk concentration = " + number(concentration) + " mol/L"};
        const double difference = std::abs(
          potential(ions + film("thin", 50., material, 1000.) + load + Lines{"Geometry/First cell = 0.2 nm"}, 1) -
          potential(ions + film("resolved", 50., material, 1000.) + load + Lines{"Electrolyte/Transport model = dilute ions"}, 1));
        if (last > 0.)
          {
            EXPECT_LT(difference, 0.15 * last);
          }
        last = difference;
      }
  }

  TEST(FilmsAndDoubleLayers, WhatAFilmTakesUpInTimeIsNotLost)
  {
    // within the time d^2/D_f = 3 us that a profile takes to form in the film
    const Lines material{"Diffusivity = 2e-11 m^2/s", "Partition coefficient = 0.5", "Relative permittivity = 40"};
    double      potential[2];
    for (const bool meshed : {false, true})
      {
        Transient<2> cell(
          with_protocol(ions + film(meshed ? "resolved" : "thin", 8., material) + fast +
                          Lines{"Time/Tolerance = 1e-3", "Solver/Linear solver = direct"},
                        {"plate/Drive = galvanostatic", "plate/Current density = 2000 A/m^2", "plate/Duration = 1e-6 s"}),
          1);
        ASSERT_EQ(cell.run().failure, "");
        potential[meshed] = cell.result.electrode_potential;
        for (const char *what : {"Zn2+", "SO4 2-"})
          EXPECT_LT(cell.result.report.balance.at(what), 1e-8) << what << (meshed ? " meshed" : " thin");
      }
    EXPECT_NEAR(potential[0], potential[1], 1e-4);
  }
} // namespace zincfield::films_and_double_layers_tests

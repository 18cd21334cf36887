#include "physics/constants.h"
#include "solver/time/mesh_change.h"
#include "tests/support/text.h"
#include "tests/support/transient.h"

#include <gtest/gtest.h>

// Films without a mesh in time: what they hold, and the double layer of the metal below them. Cells are flat.

namespace zincfield::films_in_time_tests
{
  namespace
  {
    constexpr double gap = 100e-6, kappa = 5., charge_transfer = 2e-4, double_layer = 0.3; // [m], [S/m], [ohm m^2], [F/m^2]
    constexpr double film_resistance = 300e-9 / 1e-3;                                      // d/kappa [ohm m^2]

    Lines
    film(const std::string &representation, const double thickness = 300e-9, const std::string &conductivity = "1e-3")
    {
      return {"Materials/film/Conductivity = " + conductivity + " S/m",
              "Materials/film/Diffusivity = 1e-11 m^2/s",
              "Materials/film/Cation transference number = 0.4",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = " + number(thickness) + " m",
              "Coatings/film/Representation = " + representation};
    }

    Lines
    flat(const std::string &length, const unsigned int cells)
    {
      return common_lines() + Lines{"Geometry/Type = flat cell", "Geometry/Gap = " + length, "Geometry/Width = 10 um",
                                    "Geometry/Cells across feature = " + std::to_string(cells)};
    }

    const Lines linear_kinetics{"Electrolyte/Transport model = secondary",
                                "Electrolyte/Conductivity = 5 S/m",
                                "Reactions/zinc/Type = linear",
                                "Reactions/zinc/Charge transfer resistance = 2 ohm cm^2",
                                "Boundaries/working electrode/Reactions = zinc",
                                "Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2",
                                "Time/Tolerance = 1e-6"};

    /** A salt whose properties do not depend on its concentration, 1 mol/L, and fast kinetics. */
    const Lines salt{"Electrolyte/Transport model = binary salt",
                     "Electrolyte/Data set = user salt",
                     "Electrolyte/Bulk concentration = 1 mol/L",
                     "Electrolyte/Salt conductivity = 5 S/m",
                     "Electrolyte/Diffusivity = 4e-10 m^2/s",
                     "Electrolyte/Cation transference number = 0.4",
                     "Reactions/zinc/Type = Butler-Volmer",
                     "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                     "Reactions/zinc/Anodic transfer coefficient = 1",
                     "Reactions/zinc/Cathodic transfer coefficient = 1",
                     "Boundaries/working electrode/Reactions = zinc"};

    Lines
    plate(const double current, const double duration)
    {
      return {"plate/Drive = galvanostatic", "plate/Current density = " + number(current) + " A/m^2",
              "plate/Duration = " + number(duration) + " s"};
    }
  } // namespace

  TEST(FilmsInTime, TheDoubleLayerChargesBehindTheResistanceOfTheFilm)
  {
    // R_s + d/kappa_f + R_ct || C: phi_m(t) = -i (R_s + R_f + R_ct (1 - exp(-t/(R_ct C))))
    const double current = 50., time = 1.5 * charge_transfer * double_layer,
                 activation = current * charge_transfer * (1. - std::exp(-1.5));
    for (const char *const representation : {"thin", "lumped"})
      {
        Transient<2> cell(with_protocol(flat("100 um", 4) + linear_kinetics + film(representation), plate(current, time)), 0);
        ASSERT_EQ(cell.run().failure, "");
        EXPECT_NEAR(cell.result.electrode_potential, -current * (gap / kappa + film_resistance) - activation, 1e-6)
          << representation;
        EXPECT_NEAR(cell.result.report.quantities.at("mean_current_density").value, current, 1e-9 * current);
        EXPECT_LT(cell.result.report.balance.at("charge"), 1e-9);
        const auto &split = cell.result.report.voltage_split;
        EXPECT_NEAR(split.at("activation").value, activation, 1e-6);
        EXPECT_NEAR(split.at("film").value, current * film_resistance, 1e-6);
        EXPECT_NEAR(split.at("ohmic").value, current * gap / kappa, 1e-9);
      }
  }

  TEST(FilmsInTime, AtConstantPotentialTheCurrentFallsAsTheDoubleLayerCharges)
  {
    // R = R_s + R_f in series with R_ct || C, tau = C R R_ct/(R + R_ct): i(t) = V/(R + R_ct) (1 + R_ct/R exp(-t/tau)), the
    // reaction's share V/(R + R_ct) (1 - exp(-t/tau))
    const double series = gap / kappa + film_resistance, whole = series + charge_transfer, voltage = 0.02,
                 tau = double_layer * series * charge_transfer / whole;
    Transient<2> cell(
      with_protocol(flat("100 um", 4) + linear_kinetics + film("thin") +
                      Lines{"Electrolyte/Relative permittivity = 1e-9"}, // no displacement current
                    {"hold/Drive = potentiostatic", "hold/Potential = -20 mV", "hold/Duration = " + number(tau) + " s"}),
      0);
    ASSERT_EQ(cell.run().failure, "");
    const double decayed = std::exp(-1.);
    EXPECT_NEAR(cell.result.report.quantities.at("mean_current_density").value /
                  (voltage / whole * (1. + charge_transfer / series * decayed)),
                1., 2e-5);
    EXPECT_NEAR(cell.result.report.quantities.at("coulombic_efficiency").value, 1., 1e-9); // all of what reacts is zinc
    // int i dt = V/(R + R_ct) (t + R_ct/R tau (1 - exp(-t/tau)))
    EXPECT_NEAR(cell.result.steps[0].charge / (voltage / whole * tau * (1. + charge_transfer / series * (1. - decayed))), 1., 1e-4);
  }

  TEST(FilmsInTime, AFilmHoldsSaltAsMeshed)
  {
    // Zinc beside the metal after 50 ms under meshed films and under interfaces of eight slabs. Slabs of d/8 miss a share of the
    // order of (d/8)^2/(D_f t) of what a film holds, K d/sqrt(D t) of the whole: what they miss falls with the cube of d. Without
    // storage the difference would be of the order of d.
    double last = 0.;
    for (const double thickness : {400e-9, 200e-9})
      {
        double left[2];
        for (const bool meshed : {false, true})
          {
            Transient<2> cell(with_protocol(flat(meshed ? number(40e-6 + thickness) + " m" : "40 um", 8) + salt +
                                              film(meshed ? "resolved" : "thin", thickness, "0.1") +
                                              Lines{"Discretization/Degree = 3", "Time/Tolerance = 1e-6",
                                                    "Coatings/film/only/Cells across = 2", "Solver/Linear solver = direct"},
                                            plate(2000., 0.05)),
                              1);
            ASSERT_EQ(cell.run().failure, "");
            left[meshed] = cell.result.report.quantities.at("min_surface_concentration").value / 1000.;
            for (const char *what : {"charge", "Zn2+", "SO4 2-"})
              EXPECT_LT(cell.result.report.balance.at(what), 1e-9) << what << (meshed ? " meshed" : " thin");
          }
        const double difference = std::abs(left[0] - left[1]);
        EXPECT_LT(difference, 1e-3);
        if (last > 0.)
          {
            EXPECT_LT(difference, 0.3 * last);
          }
        last = difference;
      }
  }

  TEST(FilmsInTime, TheErrorOfTheFilmAloneMakesStepsShort)
  {
    // The solution has gap^2/D = 10 ms and 0.08 % of its salt to lose, which any step passes; the film has d^2/D_f = 0.9 s and half
    // of it, (1 - t+) d i/(2 F D_f). Steps that saw the solution alone would grow to the longest, and their error with them.
    double zinc[2];
    for (const bool tight : {false, true})
      {
        Transient<2> cell(with_protocol(flat("2 um", 2) + salt + film("thin", 300e-9, "0.1") +
                                          Lines{"Materials/film/Diffusivity = 1e-13 m^2/s", "Time/Order = 3",
                                                tight ? "Time/Tolerance = 1e-7" : "Time/Tolerance = 1e-4"},
                                        plate(50., 0.5)),
                          0);
        ASSERT_EQ(cell.run().failure, "");
        zinc[tight] = cell.result.report.quantities.at("min_surface_concentration").value / 1000.;
      }
    EXPECT_LT(zinc[true], 0.8);
    EXPECT_NEAR(zinc[false], zinc[true], 1e-4); // a few steps at their tolerance
  }

  namespace
  {
    /** Films follow to finer cells and back: nothing is lost where states vary as polynomials. */
    template <int dim>
    void
    check_other_meshes(const Lines &lines)
    {
      Transient<dim> cell(lines, 0);
      ASSERT_EQ(cell.run().failure, "");
      Accumulation     accumulation;
      const FilmValues states = cell.result.film_states;
      cell.op->accumulate(accumulation, cell.state, cell.electrode_potential = cell.result.electrode_potential, states);
      const unsigned int working = cell.boundary("working electrode");
      const double       charge  = accumulation.metal_charge[working];
      for (const bool finer : {true, false})
        {
          StateVector uniform; // the fields of the bulk: films alone are looked at
          for (const auto &one : cell.mesh.triangulation().active_cell_iterators())
            if (finer)
              one->set_refine_flag();
            else
              one->set_coarsen_flag();
          const FilmValues before = cell.op->film_values(accumulation.film_states);
          cell.mesh.refine();
          cell.discretization->reinit();
          cell.op->reinit();
          cell.discretization->initialize(uniform, cell.op->n_fields());
          uniform = 0.;
          cell.op->accumulate(accumulation, uniform, cell.electrode_potential, before);
          EXPECT_NEAR(accumulation.metal_charge[working], charge, 1e-9 * std::abs(charge));
          EXPECT_EQ(cell.op->film_values(accumulation.film_states).size(), states.size() * (finer ? 1u << (dim - 1) : 1u));
        }
      // back on the first mesh, the states are what they were
      const FilmValues back = cell.op->film_values(accumulation.film_states);
      for (const auto &[id, numbers] : states)
        for (unsigned int i = 0; i < numbers.size(); ++i)
          EXPECT_NEAR(back.at(id)[i], numbers[i], 1e-9 * (1. + std::abs(numbers[i])));
    }
  } // namespace

  TEST(FilmsInTime, StatesFollowToOtherMeshes)
  {
    check_other_meshes<2>(with_protocol(flat("40 um", 4) + salt + film("thin", 300e-9, "0.1") +
                                          Lines{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"},
                                        plate(500., 1e-3)));
    check_other_meshes<3>(
      with_protocol(flat("40 um", 2) + linear_kinetics + film("thin") + Lines{"Geometry/Dimension = 3"}, plate(50., 1e-4)));
  }

  TEST(FilmsInTime, MeshesChangeUnderThem)
  {
    // Salt and charge in the film and below it are kept by a run whose mesh follows the layer outside; what it reports is what a
    // fine mesh does.
    const auto run = [](const unsigned int refinements, const Lines &time) {
      Transient<2> cell(with_protocol(flat("100 um", 5) + salt + film("thin", 300e-9, "0.1") +
                                        Lines{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"} + time,
                                      plate(1000., 2e-3)),
                        refinements);
      EXPECT_EQ(cell.run().failure, "");
      for (const char *what : {"charge", "Zn2+", "SO4 2-"})
        EXPECT_LT(cell.result.report.balance.at(what), 1e-9) << what;
      return cell.result;
    };
    const ProtocolResult follows = run(0, {"Time/Mesh adaptation = true", "Time/Mesh tolerance = 0.1"}), fixed = run(4, {});
    EXPECT_GT(follows.mesh_changes, 2u);
    EXPECT_NEAR(follows.electrode_potential / fixed.electrode_potential, 1., 1e-3);
  }

  namespace
  {
    /** What is stored of a film whose state varies along the surface stands where it belongs: read at the points of a face, it
     * gives the same drop. */
    template <int dim>
    void
    check_points(const Lines &geometry)
    {
      Solved<dim> cell(common_lines() + geometry + linear_kinetics + film("thin") +
                         Lines{"Control/Mode = galvanostatic", "Control/Applied current density = 50 mA/cm^2"},
                       1);
      ASSERT_TRUE(cell.solve().converged);
      Accumulation accumulation;
      cell.op->accumulate(accumulation, cell.state, cell.electrode_potential);
      const FilmValues values = cell.op->film_values(accumulation.film_states);
      EXPECT_EQ(cell.op->film_entries(values), accumulation.film_states);
      const auto drops = [&](const FilmValues &known) {
        std::vector<double> result;
        Sampler<dim>(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential, known)
          .surface(cell.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
            for (const auto &s : samples)
              result.push_back(s.film_drop);
          });
        return result;
      };
      const std::vector<double> solved = drops({}), read = drops(values);
      const auto [least, most] = std::minmax_element(solved.begin(), solved.end());
      EXPECT_GT(*most - *least, 0.005 * *most); // what a mixed order would be seen by
      ASSERT_EQ(solved.size(), read.size());
      for (unsigned int i = 0; i < solved.size(); ++i)
        EXPECT_NEAR(solved[i], read[i], 1e-9 * *most);
    }
  } // namespace

  TEST(FilmsInTime, StatesStandAtTheirPoints)
  {
    check_points<2>(
      {"Geometry/Type = sinusoidal", "Geometry/Amplitude = 20 um", "Geometry/Wavelength = 100 um", "Geometry/Gap = 60 um"});
    check_points<3>({"Geometry/Type = sinusoidal", "Geometry/Dimension = 3", "Geometry/Amplitude = 20 um",
                     "Geometry/Wavelength = 100 um", "Geometry/Gap = 60 um", "Geometry/Cells across feature = 2"});
  }

  TEST(FilmsInTime, CoarserMeshesHoldWhatTheFilmHeld)
  {
    // flat: every point of the electrode has the same, before and after
    Transient<2> cell(with_protocol(flat("40 um", 4) + salt + film("thin", 300e-9, "0.1") +
                                      Lines{"Boundaries/working electrode/Double-layer capacitance = 30 uF/cm^2"},
                                    plate(500., 1e-3)),
                      1);
    ASSERT_EQ(cell.run().failure, "");
    TimeState now;
    now.fields              = cell.state;
    now.electrode_potential = cell.result.electrode_potential;
    cell.op->accumulate(now.accumulation, now.fields, now.electrode_potential, cell.result.film_states);
    const FilmValues before = cell.op->film_values(now.accumulation.films); // by cell: of the mesh before
    for (const auto &one : cell.mesh.triangulation().active_cell_iterators())
      one->set_coarsen_flag();
    change_mesh(*cell.discretization, *cell.op, now, {});
    const auto at_a_point = [&](const FilmValues &values) {
      const auto &of_cell = values.begin()->second; // face, count, and the numbers of its points
      return std::vector<double>(of_cell.begin() + 2,
                                 of_cell.begin() + 2 + (of_cell.size() - 2) / cell.discretization->face_quadrature.size());
    };
    const FilmValues after = cell.op->film_values(now.accumulation.films);
    EXPECT_EQ(2 * after.size(), before.size());
    const auto was = at_a_point(before), held = at_a_point(after);
    double     largest = 0.;
    for (const double x : held)
      largest = std::max(largest, std::abs(x));
    ASSERT_GT(largest, 0.);
    for (unsigned int i = 0; i < held.size(); ++i)
      EXPECT_NEAR(held[i], was[i], 1e-9 * largest);
  }
} // namespace zincfield::films_in_time_tests

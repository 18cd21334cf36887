#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "solver/assembly/sampling.h"
#include "tests/support/history.h"
#include "tests/support/precipitating.h"

#include <gtest/gtest.h>

// A porous layer of zinc hydroxide sulfate (ZHS) on an electrode that makes hydrogen at a current i, in time: six OH- a ZHS, less
// what protons and HSO4- bring through the solution and the layer, dh/dt = V_m (i - F sum D c/(L + h tau/eps))/(6 F (1 - eps)).

namespace zincfield::precipitating_layer_tests
{
  namespace
  {
    constexpr double gap = 100e-6, hydrogen_ion = 9.31e-9, hydrogen_sulfate = 1.33e-9, molar_volume = 549.7e-3 / 2770.;
    constexpr double porosity = 0.5, tortuosity = 100., current = 6., start = 500e-9, step = 100.; // [1], [1], [A/m^2], [m], [s]

    Lines
    cell_lines()
    {
      return with_protocol(
        common_lines() +
          Lines{"Geometry/Type = flat cell", "Geometry/Gap = 100 um", "Geometry/Width = 4 um",
                "Geometry/Cells across feature = 1"} +
          precipitating_solution("1e-4 mol/m^2/s") +
          Lines{"Electrolyte/Chemistry/Mobilities = infinite dilution", "Materials/by-products/Porosity = " + number(porosity),
                "Materials/by-products/Tortuosity = " + number(tortuosity), "Coatings/by-products/Surface = working electrode",
                "Coatings/by-products/Representation = thin", "Coatings/by-products/Layers = only",
                "Coatings/by-products/only/Material = by-products", "Coatings/by-products/only/Thickness = 500 nm",
                "Coatings/by-products/only/Grown by = ZHS", "Time/Tolerance = 1e-3"},
        {"first/Drive = galvanostatic", "first/Current density = " + number(current) + " A/m^2",
         "first/Duration = " + number(step) + " s", "then/Drive = galvanostatic",
         "then/Current density = " + number(current) + " A/m^2", "then/Duration = " + number(step) + " s"});
    }
  } // namespace

  TEST(PrecipitatingLayer, GrowsByWhatProtonsDoNotBring)
  {
    Transient<2> cell(cell_lines(), 0);
    const auto   history = history_of(cell);
    ASSERT_EQ(cell.result.failure, "");
    const auto &times = history.at("time [s]"), &thickness = history.at("byproduct_thickness [m]");
    double      h = 0.;
    for (unsigned int k = 0; k < times.size() && times[k] <= step * (1. + 1e-12); ++k)
      h = thickness[k];
    const double     at_first = h;
    const Chemistry &c        = *cell.data.chemistry;
    const double     carried  = hydrogen_ion * c.bulk_concentration(c.species_index("H+")) +
                           hydrogen_sulfate * c.bulk_concentration(c.species_index("HSO4-"));
    const unsigned int n = 1000;
    for (unsigned int k = 0; k < n; ++k)
      h += step / n * molar_volume / (6. * (1. - porosity)) *
           (current / faraday_constant - carried / (gap + (start + h) * tortuosity / porosity));
    EXPECT_GT((start + at_first) * tortuosity / porosity, 1.5 * gap); // it resists more than the solution
    EXPECT_NEAR((thickness.back() - at_first) / (h - at_first), 1., 0.01);
    for (const auto &[name, balance] : cell.result.report.balance)
      EXPECT_LT(std::abs(balance), name == "charge" ? 1e-8 : 1e-10) << name;
    // of the solution in its pores
    const StateVector state = with_ghosts(*cell.discretization, cell.state);
    const Sampler<2>  sampler(*cell.discretization, cell.model, state, cell.result.electrode_potential);
    double            resistance = 0.;
    sampler.surface(cell.discretization->face_quadrature, [&](const auto &, const unsigned int, const auto &samples) {
      if (cell.model.boundaries[samples[0].boundary].condition == Condition::electrode)
        resistance = samples[0].film_resistance;
    });
    EXPECT_NEAR(resistance / ((thickness.back() + start) * tortuosity / porosity / c.bulk_conductivity()), 1., 0.02);
  }
} // namespace zincfield::precipitating_layer_tests

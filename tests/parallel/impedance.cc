#include "solver/impedance/spectrum.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// The same spectrum on one rank and on all of them.

namespace zincfield::impedance_tests
{
  namespace
  {
    void
    expect_equal(const std::complex<double> &value,
                 const std::complex<double> &expected,
                 const double                frequency,
                 const std::string          &what)
    {
      EXPECT_LT(std::abs(value - expected), 1e-7 * std::abs(expected)) << what << " at " << frequency << " Hz";
    }

    template <int dim>
    void
    expect_equal_spectra(const Lines &lines, const unsigned int refinements)
    {
      Solved<dim> alone(lines, refinements, MPI_COMM_SELF), together(lines, refinements, MPI_COMM_WORLD);
      ASSERT_TRUE(alone.solve().converged);
      ASSERT_TRUE(together.solve().converged);
      const auto     silent = [](const std::string &) {};
      const Spectrum one    = find_spectrum(*alone.op, alone.state, alone.electrode_potential, silent),
                     all    = find_spectrum(*together.op, together.state, together.electrode_potential, silent);
      ASSERT_EQ(one.points.size(), all.points.size());
      for (unsigned int k = 0; k < one.points.size(); ++k)
        {
          const double frequency = one.points[k].frequency;
          expect_equal(all.points[k].cell, one.points[k].cell, frequency, "cell");
          expect_equal(all.points[k].working_electrode, one.points[k].working_electrode, frequency, "working electrode");
          expect_equal(all.points[k].electrolyte, one.points[k].electrolyte, frequency, "electrolyte");
          if (one.has_counter_electrode)
            {
              expect_equal(all.points[k].counter_electrode, one.points[k].counter_electrode, frequency, "counter electrode");
            }
        }
    }

    /** Zinc in 2 M sulfate under 200 nm of film, with a double layer. */
    const Lines coated{"Reactions/zinc/Type = Butler-Volmer",
                       "Reactions/zinc/Exchange current density = 5 mA/cm^2",
                       "Reactions/zinc/Anodic transfer coefficient = 1",
                       "Reactions/zinc/Cathodic transfer coefficient = 1",
                       "Boundaries/working electrode/Reactions = zinc",
                       "Boundaries/working electrode/Double-layer capacitance = 50 uF/cm^2",
                       "Electrolyte/Transport model = binary salt",
                       "Electrolyte/Data set = ZnSO4 2 M",
                       "Control/Mode = galvanostatic",
                       "Control/Applied current density = 10 mA/cm^2",
                       "Solver/Linear tolerance = 1e-8",
                       "Materials/film/Conductivity = 1e-3 S/m",
                       "Materials/film/Diffusivity = 1e-11 m^2/s",
                       "Materials/film/Relative permittivity = 10",
                       "Coatings/film/Surface = working electrode",
                       "Coatings/film/Layers = only",
                       "Coatings/film/only/Material = film",
                       "Coatings/film/only/Profile = uniform",
                       "Coatings/film/only/Thickness = 200 nm",
                       "Impedance/Lowest frequency = 10 mHz",
                       "Impedance/Highest frequency = 1 MHz",
                       "Impedance/Points per decade = 1"};
  } // namespace

  TEST(RanksImpedance, ThinFilmAboutATip)
  {
    expect_equal_spectra<2>(common_lines() + coated +
                              Lines{"Geometry/Type = protrusion", "Geometry/Dimension = axisymmetric", "Geometry/Shape = Gaussian",
                                    "Geometry/Height = 5 um", "Geometry/Standard deviation = 2 um",
                                    "Geometry/Cell half-width = 15 um", "Geometry/Gap = 30 um",
                                    "Coatings/film/Representation = thin"},
                            1);
  }

  TEST(RanksImpedance, ClosedCellInSpaceByMultigridUnderAMeshedFilm)
  {
    expect_equal_spectra<3>(
      coated + Lines{"Boundaries/working electrode/Condition = electrode", "Boundaries/counter/Condition = counter electrode",
                     "Boundaries/counter/Reactions = zinc", "Boundaries/sides/Condition = insulating",
                     "Solver/Newton tolerance = 1e-11", "Solver/Linear solver = multigrid", "Geometry/Type = pyramid array",
                     "Geometry/Base = square", "Geometry/Width = 10 um", "Geometry/Height = 8 um", "Geometry/Pitch = 12 um",
                     "Geometry/Tip radius = 1 um", "Geometry/Gap = 40 um", "Coatings/film/Representation = resolved",
                     "Impedance/Points per decade = 1", "Impedance/Lowest frequency = 1 Hz", "Impedance/Highest frequency = 1 kHz"},
      0);
  }
} // namespace zincfield::impedance_tests

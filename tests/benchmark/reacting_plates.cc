#include "physics/constants.h"
#include "tests/support/reacting_plates.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// The cell of Bazant and Chu: resolved double layers on two reacting plates that face each other, against an independent method and against what
// remains of it as the Debye length vanishes. Lengths over the gap, concentrations over the filling, potentials over RT/(zF), as in ReactingPlates.

namespace zincfield
{
  namespace
  {
    constexpr double charge = 2., filled = 100., mobile = 7e-10, stern_length = 1.4, exchange = 2.; // z, [mol/m^3], [m^2/s], eps/C_S over Debye's length, i0 L/(zF D c)

    double
    debye_length()
    {
      return std::sqrt(78.4 * vacuum_permittivity * thermal_voltage(298.15) / (2. * charge * charge * faraday_constant * filled));
    }

    std::string
    text(const double value)
    {
      std::ostringstream out;
      out.precision(15);
      out << value;
      return out.str();
    }

    /** The plates at a Debye length e of the gap, under the current g; first coarse cell at the plates in Debye lengths. */
    Lines
    plates(const double e, const double g, const double first_cell = 0.25)
    {
      const double gap = debye_length() / e, unit = charge * faraday_constant * mobile * filled / gap;
      const Lines  electrode{"Reactions = zinc", "Stern capacitance = " + text(1e2 * 78.4 * vacuum_permittivity / (stern_length * debye_length())) + " uF/cm^2"};
      Lines        lines{"Geometry/Type = flat cell", "Geometry/Dimension = 2", "Geometry/Gap = " + text(1e9 * gap) + " nm", "Geometry/Width = " + text(0.05e9 * gap) + " nm", "Geometry/Cells across feature = 20",
                         "Geometry/First cell = " + text(1e9 * first_cell * debye_length()) + " nm", "Discretization/Degree = 3", "Boundaries/working electrode/Condition = electrode",
                         "Boundaries/counter/Condition = counter electrode", "Boundaries/sides/Condition = insulating", "Reactions/zinc/Type = Butler-Volmer",
                         "Reactions/zinc/Exchange current density = " + text(exchange * unit) + " A/m^2", "Reactions/zinc/Anodic transfer coefficient = 1", "Reactions/zinc/Cathodic transfer coefficient = 1",
                         "Electrolyte/Transport model = Poisson-Nernst-Planck", "Electrolyte/Species/Zn2+/Charge = 2", "Electrolyte/Species/SO4 2-/Charge = -2", "Electrolyte/Species/Zn2+/Diffusivity = 7e-10 m^2/s",
                         "Electrolyte/Species/SO4 2-/Diffusivity = 1e-9 m^2/s", "Electrolyte/Species/Zn2+/Bulk concentration = 0.1 mol/L", "Electrolyte/Species/SO4 2-/Bulk concentration = 0.1 mol/L",
                         "Solver/Newton tolerance = 1e-11", "Control/Mode = galvanostatic", "Control/Applied current density = " + text(g * unit) + " A/m^2"};
      for (const char *plate : {"working electrode", "counter"})
        for (const std::string &line : electrode)
          lines.push_back("Boundaries/" + std::string(plate) + "/" + line);
      return lines;
    }

    /** Voltage over RT/(zF). */
    double
    voltage(const Solved<2> &cell)
    {
      return cell.electrode_potential * charge / thermal_voltage(298.15);
    }

    /** That of the independent method, extrapolated from two grids whose own difference it must not exceed. */
    double
    reference(const double e, const double g)
    {
      ReactingPlates coarse(e, stern_length * e, exchange, 1000), middle(e, stern_length * e, exchange, 2000), fine(e, stern_length * e, exchange, 4000);
      const double   first = coarse.voltage(g), second = middle.voltage(g), third = fine.voltage(g);
      const double   result = (4. * third - second) / 3.;
      EXPECT_NEAR((4. * second - first) / 3., result, 1e-6);
      return result;
    }
  } // namespace

  TEST(ReactingPlates, VoltageBelowAtAndAboveTheClassicalLimitingCurrent)
  {
    for (const double e : {0.1, 0.01, 0.001})
      for (const double g : {2., 4., 4.4}) // the limit of an electroneutral solution is 4
        {
          Solved<2>  cell(plates(e, g), 1);
          const auto result = cell.solve();
          ASSERT_TRUE(result.converged) << e << " " << g;
          EXPECT_NEAR(voltage(cell), reference(e, g), 1e-4 * charge) << e << " " << g; // of RT/F
          std::cout << e << " " << g << " " << voltage(cell) - reference(e, g) << " steps " << result.steps << " linear " << result.linear_iterations << " unknowns " << 3*cell.discretization->dof_handler.n_dofs() << " s " << result.solve_seconds + result.setup_seconds << std::endl;
          const Report report = cell.report();
          for (const char *what : {"charge", "Zn2+", "SO4 2-"})
            EXPECT_LT(report.balance.at(what), 1e-8) << what << " " << e << " " << g;
        }
  }
} // namespace zincfield

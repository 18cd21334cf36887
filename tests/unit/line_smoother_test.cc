#include "solver/linear/line_smoother.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

#include <cmath>

// A line of unknowns is solved for exactly, whatever advects along it.

namespace zincfield::lines_tests
{
  namespace
  {
    /** Ions between a plate and a bulk 100 nm away, on cells that flatten towards the plate. */
    Lines
    layer(const unsigned int degree)
    {
      Lines lines = common_lines() + Lines{"Geometry/Type = flat cell",
                                           "Geometry/Dimension = 2",
                                           "Geometry/Gap = 100 nm",
                                           "Geometry/Width = 40 nm",
                                           "Geometry/Cells across feature = 4",
                                           "Geometry/First cell = 0.5 nm",
                                           "Discretization/Degree = " + std::to_string(degree),
                                           "Electrolyte/Transport model = Poisson-Nernst-Planck",
                                           "Control/Mode = potentiostatic",
                                           "Control/Electrode potential = 0 V",
                                           "Boundaries/working electrode/Stern capacitance = 20 uF/cm^2"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 0.1 mol/L"};
      return lines;
    }

    /**
     * Largest error of what LineInverse makes of products of the cation's block with vectors on single lines, of entries about 1.
     * The cation's electrochemical potential rises by `rise` RT towards the plate, as the square of the distance, and its
     * concentration is even: advection with sinks or sources, such as states on the way to a solution have, and pivots of both
     * signs.
     */
    double
    error_on_lines(const unsigned int degree, const double rise, const bool advective)
    {
      Solved<2>   cell(layer(degree), 0);
      Operator<2> op(*cell.discretization, cell.model);
      StateVector state;
      double      potential = 0.;
      initial_state(op, state, potential);
      std::map<dealii::types::global_dof_index, dealii::Point<2>> points;
      dealii::DoFTools::map_dofs_to_support_points(cell.discretization->mapping(), cell.discretization->dof_handler, points);
      for (const auto &[dof, point] : points)
        {
          const double from_bulk            = 1. - point[1] * mesh_unit / 100e-9;
          state.block(0).local_element(dof) = rise * from_bulk * from_bulk;
          state.block(2).local_element(dof) = 0.5 * rise * from_bulk * from_bulk; // [RT/F]
        }
      op.linearize(state, potential);
      const StrongLines<2> lines(op.table(), 2.);
      LineSmoother<2>      inverse(op, lines, 0);
      inverse.setup(advective);
      EXPECT_TRUE(lines.any());

      ScalarVector<float> x, product, right, solution;
      for (ScalarVector<float> *const vector : {&x, &product, &right, &solution})
        op.table().numbering().initialize(*vector);
      double error = 0.;
      for (unsigned int k = 0; k + 1 < lines.start.size(); ++k)
        {
          x = 0.f;
          for (unsigned int i = lines.start[k]; i < lines.start[k + 1]; ++i)
            if (inverse.is_free(lines.unknowns[i]))
              x.local_element(lines.unknowns[i]) = 1. + 0.5 * std::sin(double(i));
          op.table().apply_block(product, x, 0);
          right = 0.f;
          for (unsigned int i = lines.start[k]; i < lines.start[k + 1]; ++i)
            right.local_element(lines.unknowns[i]) = product.local_element(lines.unknowns[i]);
          inverse.apply(solution, right);
          for (unsigned int i = lines.start[k]; i < lines.start[k + 1]; ++i)
            error =
              std::max(error, std::abs(double(solution.local_element(lines.unknowns[i])) - x.local_element(lines.unknowns[i])));
        }
      return error;
    }
  } // namespace

  TEST(LineSmoother, IsExactOnLines)
  {
    for (const unsigned int degree : {1u, 2u, 3u})
      {
        EXPECT_LT(error_on_lines(degree, 0., false), 1e-3) << degree;
        for (const double rise : {-1000., -60., 1., 60., 1000.})
          EXPECT_LT(error_on_lines(degree, rise, true), 0.1)
            << degree << ", " << rise; // rounding; without exchanges of rows up to 8
      }
  }
} // namespace zincfield::lines_tests

#include "tests/support/solved.h"

#include <gtest/gtest.h>

// A disk of radius a in an insulating plane: R = 1/(4 kappa a) and i/i_mean = 0.5/sqrt(1 - (r/a)^2) (J. Newman, J. Electrochem.
// Soc. 113 (1966) 501).

namespace zincfield::disk_electrode_tests
{
  namespace
  {
    constexpr double radius = 10e-6, tube = 200e-6, gap = 400e-6, conductivity = 5.; // [m], [S/m]

    /** The disk at the end of an insulating tube, whose other end is the bulk; its reaction is so fast that the disk is an
     * equipotential. */
    Lines
    disk()
    {
      return common_lines() + Lines{"Geometry/Type = flat cell",
                                    "Geometry/Dimension = axisymmetric",
                                    "Geometry/Gap = 400 um",
                                    "Geometry/Width = 200 um",
                                    "Geometry/Cells across feature = 40",
                                    "Electrolyte/Transport model = secondary",
                                    "Electrolyte/Conductivity = 5 S/m",
                                    "Reactions/zinc/Type = linear",
                                    "Reactions/zinc/Charge transfer resistance = 1e-6 ohm cm^2",
                                    "Reactions/zinc/Exchange factor = x < 10",
                                    "Boundaries/working electrode/Reactions = zinc",
                                    "Control/Mode = potentiostatic",
                                    "Control/Electrode potential = -10 mV"};
    }

    /** Refine towards the edge, where the current density is singular. */
    void
    refine_at_edge(Solved<2> &cell)
    {
      for (unsigned int level = 0; level < 10; ++level)
        {
          for (const auto &c : cell.mesh.triangulation().active_cell_iterators())
            for (const unsigned int v : c->vertex_indices())
              {
                const auto corner =
                  cell.mesh.mapping().transform_unit_to_real_cell(c, dealii::GeometryInfo<2>::unit_cell_vertex(v));
                if (std::abs(corner[0] - 1e6 * radius) < 1e-9 && std::abs(corner[1]) < 1e-9)
                  c->set_refine_flag();
              }
          cell.mesh.refine();
        }
      cell.discretization->reinit();
    }
  } // namespace

  TEST(DiskElectrode, ResistanceAndDistribution)
  {
    Solved<2> cell(disk(), 0);
    refine_at_edge(cell);
    ASSERT_TRUE(cell.solve().converged);

    // In a tube the spreading resistance is smaller by psi(a/b) (K. J. Negus, M. M. Yovanovich, ASME 84-HT-84, 1984), beyond it
    // comes that of the tube.
    const double ratio = radius / tube, psi = 1. - 1.40978 * ratio + 0.34406 * std::pow(ratio, 3) + 0.0435 * std::pow(ratio, 5);
    const double expected = psi / (4. * conductivity * radius) + gap / (conductivity * M_PI * tube * tube);
    const double current  = cell.quantity("total_current");
    EXPECT_NEAR(10e-3 / current, expected, 2e-3 * expected);

    const double     mean = current / (M_PI * radius * radius);
    unsigned int     n    = 0;
    const Sampler<2> sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
    sampler.surface(dealii::QGauss<1>(3), [&](const auto &, const unsigned int, const auto &samples) {
      for (const auto &s : samples)
        {
          const double r = 1e-6 * s.position[0] / radius;
          if (r < 0.95)
            {
              ++n;
              EXPECT_NEAR(s.deposition_current / mean, 0.5 / std::sqrt(1. - r * r), 0.02 * 0.5 / std::sqrt(1. - r * r)) << r;
            }
          else if (r > 1.)
            {
              EXPECT_EQ(s.deposition_current, 0.) << r;
            }
        }
    });
    EXPECT_GT(n, 5u);
  }
} // namespace zincfield::disk_electrode_tests

#include "physics/constants.h"
#include "tests/support/solved.h"

#include <gtest/gtest.h>

// FGMRES iterations of resolved double layers from a cold start, whatever the Debye length and the mesh: most of any Newton step,
// with the tolerances of a run.

namespace zincfield::double_layers_tests
{
  namespace
  {
    constexpr double gap = 30e-6, diffusivity = 7e-10;

    std::string
    text(const double value)
    {
      std::ostringstream out;
      out << value;
      return out.str();
    }

    /** A bump of 6 um under 30 um of a 2:2 salt whose Debye length is `ratio` of that, behind a Stern layer of the same thickness.
     */
    Lines
    bump(const std::string &dimension, const double ratio)
    {
      const double permittivity = 78.4 * vacuum_permittivity, lambda = ratio * gap;
      const double c     = permittivity * thermal_voltage(298.15) / (8. * faraday_constant * lambda * lambda);
      Lines        lines = common_lines() +
                    Lines{"Geometry/Type = protrusion",
                          "Geometry/Dimension = " + dimension,
                          "Geometry/Shape = Gaussian",
                          "Geometry/Height = 6 um",
                          "Geometry/Standard deviation = 4 um",
                          "Geometry/Cell half-width = 15 um",
                          "Geometry/Gap = 30 um",
                          "Geometry/Cells across feature = 2",
                          "Electrolyte/Transport model = Poisson-Nernst-Planck",
                          "Boundaries/working electrode/Stern capacitance = " + text(100. * permittivity / lambda) + " uF/cm^2",
                          "Solver/Linear solver = multigrid",
                          "Solver/Newton tolerance = 1e-7"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = " + text(1e-3 * c) + " mol/L"};
      return lines;
    }

    const Lines charged{"Control/Mode = potentiostatic", "Control/Electrode potential = -0.514 V"}; // 20 RT/F, no reaction

    /** Zinc deposited at half of what a flat electrode could pass at most, 4 F D c/gap for this salt. */
    Lines
    depositing(const double ratio)
    {
      const double limit =
        2. * thermal_voltage(298.15) * 78.4 * vacuum_permittivity / (4. * ratio * ratio * gap * gap) * diffusivity / gap;
      return {"Reactions/zinc/Type = Butler-Volmer",
              "Reactions/zinc/Exchange current density = " + text(limit) + " A/m^2",
              "Reactions/zinc/Anodic transfer coefficient = 1",
              "Reactions/zinc/Cathodic transfer coefficient = 1",
              "Boundaries/working electrode/Reactions = zinc",
              "Control/Mode = galvanostatic",
              "Control/Applied current density = " + text(0.5 * limit) + " A/m^2"};
    }

    /** A solution from a cold start, what is said on the way there and the most FGMRES iterations of any Newton step. */
    template <int dim>
    NewtonResult
    solve(Solved<dim> &cell, std::string &said, unsigned int &most)
    {
      cell.op = std::make_unique<Operator<dim>>(*cell.discretization, cell.model);
      initial_state(*cell.op, cell.state, cell.electrode_potential);
      most = 0;
      Newton<dim> newton(*cell.op, cell.data.solver, cell.data.control.mode == ControlMode::galvanostatic,
                         [&](const NewtonStep &step) { most = std::max(most, step.linear_iterations); });
      const auto  result = solve_with_continuation(*cell.op, newton, cell.state, cell.electrode_potential,
                                                   [&](const std::string &line) { said += line + "\n"; });
      EXPECT_TRUE(result.converged);
      return result;
    }

    /** Most FGMRES iterations of any Newton step from a cold start, which needs no continuation. */
    template <int dim>
    unsigned int
    most_iterations(Solved<dim> &cell, NewtonResult &result)
    {
      std::string  said;
      unsigned int most;
      result = solve(cell, said, most);
      EXPECT_EQ(said, "");
      return most;
    }

    /**
     * A gap of 1/ratio Debye lengths under `load` times the classical limiting current between plates, 2 z F D c/gap below a bulk
     * and twice that between two electrodes; the first coarse cells are half a Debye length high. `geometry`: without gap, its
     * lengths in gaps.
     */
    Lines
    above_the_limit(const std::string                   &dimension,
                    const double                         ratio,
                    const double                         load,
                    const std::string                   &type,
                    const std::map<std::string, double> &geometry,
                    const bool                           two_electrodes)
    {
      const double concentration = 100., permittivity = 78.4 * vacuum_permittivity; // [mol/m^3]
      const double lambda   = std::sqrt(permittivity * thermal_voltage(298.15) / (8. * faraday_constant * concentration)),
                   distance = lambda / ratio;
      const double limit    = (two_electrodes ? 4. : 2.) * 2. * faraday_constant * diffusivity * concentration / distance;
      Lines        lines{"Geometry/Type = " + type,
                  "Geometry/Dimension = " + dimension,
                  "Geometry/Gap = " + text(1e9 * distance) + " nm",
                  "Geometry/First cell = " + text(0.5e9 * lambda) + " nm",
                  "Geometry/First cell at = " + std::string(two_electrodes ? "both electrodes" : "working electrode"),
                  "Boundaries/working electrode/Condition = electrode",
                  "Boundaries/counter/Condition = " + std::string(two_electrodes ? "counter electrode" : "bulk"),
                  "Boundaries/sides/Condition = insulating",
                  "Electrolyte/Transport model = Poisson-Nernst-Planck",
                  "Reactions/zinc/Type = Butler-Volmer",
                  "Reactions/zinc/Exchange current density = " + text(0.5 * limit) + " A/m^2",
                  "Reactions/zinc/Anodic transfer coefficient = 1",
                  "Reactions/zinc/Cathodic transfer coefficient = 1",
                  "Control/Mode = galvanostatic",
                  "Control/Applied current density = " + text(load * limit) + " A/m^2",
                  "Solver/Linear solver = multigrid",
                  "Solver/Newton tolerance = 1e-7",
                  "Solver/Linear tolerance = 1e-4"}; // with rougher steps Newton's method needs continuation at some of these
      for (const auto &[key, gaps] : geometry)
        lines.push_back("Geometry/" + key + " = " + text(gaps * 1e9 * distance) + " nm");
      for (const std::string &plate : two_electrodes ? std::vector<std::string>{"working electrode", "counter"}
                                                     : std::vector<std::string>{"working electrode"})
        lines =
          lines + Lines{"Boundaries/" + plate + "/Reactions = zinc",
                        "Boundaries/" + plate + "/Stern capacitance = " + text(100. * permittivity / (1.4 * lambda)) + " uF/cm^2"};
      for (const std::string ion : {"Zn2+", "SO4 2-"})
        lines = lines + Lines{"Electrolyte/Species/" + ion + "/Charge = " + (ion == "Zn2+" ? "2" : "-2"),
                              "Electrolyte/Species/" + ion + "/Diffusivity = 7e-10 m^2/s",
                              "Electrolyte/Species/" + ion + "/Bulk concentration = 0.1 mol/L"};
      return lines;
    }

    /** Two plates; `width` in gaps. */
    Lines
    plates(const std::string &dimension, const double ratio, const double load, const double width)
    {
      return above_the_limit(dimension, ratio, load, "flat cell", {{"Width", width}}, true) +
             Lines{"Geometry/Cells across feature = 20"};
    }

    /** A bump of a fifth of the gap below a bulk: its tip takes four to six times the mean current. */
    Lines
    bump_above_the_limit(const std::string &dimension, const double ratio, const double load)
    {
      return above_the_limit(dimension, ratio, load, "protrusion",
                             {{"Height", 0.2}, {"Standard deviation", 0.133}, {"Cell half-width", 0.5}}, false) +
             Lines{"Geometry/Shape = Gaussian"};
    }

    struct AboveTheLimit
    {
      double       load, width; // current over the limit, width over the gap; 0: the bump
      unsigned int refinements;
    };

    template <int dim>
    void
    check_above_the_limit(const std::string &dimension, const std::vector<AboveTheLimit> &cases)
    {
      for (const AboveTheLimit &one : cases)
        {
          std::string row;
          for (const double ratio : {0.1, 1e-2, 1e-3, 1e-4})
            {
              if (ratio == 1e-4 && one.load > 1.1) // TenThousandDebyeLengthsAboveTheLimitingCurrent has that
                continue;
              Solved<dim> cell(one.width > 0. ? plates(dimension, ratio, one.load, one.width)
                                              : bump_above_the_limit(dimension, ratio, one.load),
                               one.refinements);
              NewtonResult       result;
              const unsigned int most = most_iterations(cell, result);
              EXPECT_LE(most, 25u) << ratio;
              row += "  " + std::to_string(most) + " (" + std::to_string(result.steps) + ", " +
                     std::to_string(cell.op->n_fields() * cell.discretization->dof_handler.n_dofs()) + " unknowns)";
            }
          std::cout << dimension << ", " << text(one.load) << " times the limiting current, "
                    << (one.width > 0. ? "plates, width/gap " + text(one.width) : "bump") << ":" << row << std::endl;
        }
    }

    /** Potential of the working electrode between such plates in the plane, 10 000 Debye lengths apart, and what is said on the way
     * there. */
    double
    potential_far_apart(const double load, const Lines &solver, std::string &said)
    {
      Solved<2> cell(
        plates("2", 1e-4, load, 0.5) + Lines{"Solver/Linear tolerance = 0.01", "Solver/Newton tolerance = 1e-9"} + solver, 0);
      unsigned int most;
      solve(cell, said, most);
      return cell.electrode_potential;
    }

    template <int dim>
    void
    check(const std::string &dimension, const std::vector<unsigned int> &meshes)
    {
      for (const bool reacts : {false, true})
        for (const unsigned int refinements : meshes)
          {
            std::string  row;
            unsigned int unknowns = 0;
            for (const double ratio : {1., 0.1, 1e-2, 1e-3, 1e-4})
              {
                Solved<dim>        cell(bump(dimension, ratio) + (reacts ? depositing(ratio) : charged), refinements);
                NewtonResult       result;
                const unsigned int most = most_iterations(cell, result);
                EXPECT_LE(most, 25u) << ratio;
                unknowns = cell.op->n_fields() * cell.discretization->dof_handler.n_dofs();
                row += "  " + std::to_string(most) + " (" + std::to_string(result.steps) + ")";
              }
            std::cout << dimension << "-D, " << unknowns << " unknowns, "
                      << (reacts ? "half of the limiting current:" : "blocking, 20 RT/F:") << row << std::endl;
          }
    }
  } // namespace

  TEST(DoubleLayerIterations, TwoDimensions)
  {
    check<2>("2", {2, 3, 4});
  }
  TEST(DoubleLayerIterations, ThreeDimensions)
  {
    check<3>("3", {0, 1});
  }

  // At 1.3 times the limit multigrid finds no state from a cold start: `automatic` tries factors, and the potential is raised in
  // steps. A residual of 1e-7 is worth 3e-6 V here (1 % more current takes 0.3 V more), hence 1e-9.
  TEST(DoubleLayerIterations, TenThousandDebyeLengthsAboveTheLimitingCurrent)
  {
    unsigned int factorised = 0;
    for (const double load : {1.1, 1.3})
      {
        std::string  said, said_by_others;
        const double automatic =
                       potential_far_apart(load, {"Solver/Linear solver = automatic", "Solver/Direct solver limit = 0"}, said),
                     direct    = potential_far_apart(load, {"Solver/Linear solver = direct"}, said_by_others),
                     multigrid = potential_far_apart(load, {"Solver/Linear solver = multigrid", "Solver/Linear tolerance = 1e-4"},
                                                     said_by_others);
        EXPECT_NEAR(automatic, direct, 1e-6 * std::abs(direct)) << said;
        EXPECT_NEAR(multigrid, direct, 1e-6 * std::abs(direct)) << said_by_others;
        factorised += said.find("again with factors of the whole Jacobian") != std::string::npos;
      }
    EXPECT_GT(factorised, 0u);
  }

  // 13.6 V, which Newton's method does not reach from rest.
  TEST(DoubleLayerIterations, TenThousandDebyeLengthsBelowABumpFarAboveTheLimitingCurrent)
  {
    double potential[2];
    for (const std::string solver : {"direct", "multigrid"})
      {
        Solved<2>    cell(bump_above_the_limit("axisymmetric", 1e-4, 1.3) +
                            Lines{"Solver/Newton tolerance = 1e-9", "Solver/Linear solver = " + solver},
                          0);
        std::string  said;
        unsigned int most;
        solve(cell, said, most);
        potential[solver == "direct"] = cell.electrode_potential;
      }
    EXPECT_NEAR(potential[0], potential[1], 1e-6 * std::abs(potential[1]));
  }

  // Widths between those of one cell, whose fields vary along the normal only, and those whose cells are as wide as high in the
  // middle.
  TEST(DoubleLayerIterations, TwoDimensionsAboveTheLimitingCurrent)
  {
    check_above_the_limit<2>("2", {{1.1, 0.05, 0}, {1.1, 0.5, 0}, {1.1, 0.5, 1}, {1.1, 0.5, 2}, {1.3, 0.05, 0}, {1.3, 0.5, 0}});
  }
  TEST(DoubleLayerIterations, ThreeDimensionsAboveTheLimitingCurrent)
  {
    check_above_the_limit<3>("3", {{1.1, 0.05, 0}, {1.1, 0.1, 0}, {1.1, 0.05, 1}, {1.1, 0.1, 1}});
  }
  // More than four times the limit of plates at the tip. Low cells beside the metal are what it takes: without `First cell` the
  // first meshes have no state there.
  TEST(DoubleLayerIterations, BumpAboveTheLimitingCurrent)
  {
    check_above_the_limit<2>("axisymmetric", {{1.05, 0., 0}, {1.05, 0., 1}});
    check_above_the_limit<3>("3", {{1.05, 0., 0}, {1.05, 0., 1}});
  }
} // namespace zincfield::double_layers_tests

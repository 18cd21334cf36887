#include "physics/transport/porous_electrode.h"
#include "tests/mms/cells.h"

#include <cmath>

// Manufactured solutions of the two potentials of a porous conductor below a solution, with concentrations and without.

namespace zincfield::porous_conductors_tests
{
  namespace
  {
    constexpr double layer = 10., gap = 30., width = 20., potential = -0.01; // [um], [V]

    Lines
    felt(const std::string &dimension, const std::string &model, const unsigned int degree)
    {
      const Lines salt = {"Electrolyte/Data set = ZnSO4 2 M"}, conductor = {"Electrolyte/Conductivity = 3 S/m"};
      return common_lines() + (model == "secondary" ? conductor : salt) +
             Lines{"Geometry/Type = flat cell",
                   "Geometry/Dimension = " + dimension,
                   "Geometry/Gap = 30 um",
                   "Geometry/Width = 20 um",
                   "Geometry/Cells across feature = 2",
                   "Electrolyte/Transport model = " + model,
                   "Reactions/zinc/Type = Butler-Volmer",
                   "Reactions/zinc/Exchange current density = 200 A/m^2",
                   "Reactions/zinc/Anodic transfer coefficient = 0.8",
                   "Reactions/zinc/Cathodic transfer coefficient = 1.2",
                   "Materials/felt/Porosity = 0.6",
                   "Materials/felt/Scaffold/Specific area = 1e6 1/m",
                   "Materials/felt/Scaffold/Electronic conductivity = 5 S/m",
                   "Materials/felt/Scaffold/Reactions = zinc",
                   "Coatings/felt/Surface = working electrode",
                   "Coatings/felt/Layers = felt",
                   "Coatings/felt/felt/Material = felt",
                   "Coatings/felt/felt/Profile = uniform",
                   "Coatings/felt/felt/Thickness = 10 um",
                   "Coatings/felt/felt/Cells across = 1",
                   "Boundaries/working electrode/Reactions = zinc",
                   "Control/Mode = potentiostatic",
                   "Control/Electrode potential = -10 mV",
                   "Discretization/Degree = " + std::to_string(degree)};
    }

    /** Waves of the solution's fields that are level at the interface, so that no flux crosses it whatever the coefficients, and
     * phi_s from the metal's potential to a level end there. */
    template <int dim>
    typename Manufactured<dim>::Rows
    waves(const CellModel &model, const dealii::Point<dim> &x)
    {
      const PorousElectrode           &electrode = *porous(*model.transport);
      typename Manufactured<dim>::Rows u{};
      double                           along = 1.;
      for (unsigned int d = 0; d + 1 < dim; ++d)
        along *= std::cos(M_PI * x[d] / width + 0.4 * d);
      const double up = x[dim - 1] - layer;
      for (unsigned int f = 0; f < electrode.electronic_potential(); ++f)
        {
          const Field &field = electrode.fields()[f];
          u[f]               = field.bulk_value +
                 (field.is_positive() ? 0.05 : 0.2) * field.scale * (1. + 0.5 * along) * std::cos((1. + 0.3 * f) * up / 12.);
        }
      u[electrode.electronic_potential()] =
        potential + 0.3 * electrode.fields().back().scale * (1. + 0.5 * along) * std::sin(0.5 * M_PI * x[dim - 1] / layer);
      return u;
    }

    /** Relative error of each field in the scaffold. */
    template <int dim>
    std::vector<double>
    errors(const Lines &lines, const unsigned int level)
    {
      Solved<dim>                        cell(lines, level);
      typename Manufactured<dim>::Fields exact = [&](const auto &x, const unsigned int) { return waves<dim>(cell.model, x); };
      Manufactured<dim>                  manufactured(cell.model, exact, 6., potential);
      manufactured.interface = layer;
      EXPECT_TRUE(cell.solve(manufactured.loads()).converged);
      std::vector<double> error(cell.op->n_fields()), norm(error.size());
      const Sampler<dim>  sampler(*cell.discretization, cell.model, cell.ghosted, cell.electrode_potential);
      sampler.volume(dealii::QGauss<dim>(cell.data.discretization.degree + 2), [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          if (s.material == 1)
            for (unsigned int f = 0; f < error.size(); ++f)
              {
                const double u = exact(s.position, 1)[f], bulk = cell.model.transport->fields()[f].bulk_value;
                error[f] += s.weight * std::pow(s.u[f] - u, 2);
                norm[f] += s.weight * std::pow(u - bulk, 2);
              }
      });
      for (unsigned int f = 0; f < error.size(); ++f)
        error[f] = std::sqrt(error[f] / norm[f]);
      return error;
    }

    template <int dim>
    void
    expect_order(const Lines &lines, const unsigned int degree, const unsigned int level)
    {
      const auto coarse = errors<dim>(lines, level - 1), fine = errors<dim>(lines, level);
      for (unsigned int f = 0; f < fine.size(); ++f)
        {
          std::cout << "field " << f << ": errors " << coarse[f] << ", " << fine[f] << ", order " << std::log2(coarse[f] / fine[f])
                    << "\n";
          EXPECT_GT(std::log2(coarse[f] / fine[f]), degree + 0.9) << "field " << f;
          EXPECT_LT(fine[f], 0.01);
        }
    }
  } // namespace

  TEST(PorousConductors, PotentialsConvergeInTwoDimensions)
  {
    expect_order<2>(felt("2", "secondary", 2), 2, 3);
  }

  TEST(PorousConductors, PotentialsConvergeAboutAnAxis)
  {
    expect_order<2>(felt("axisymmetric", "secondary", 3), 3, 3);
  }

  TEST(PorousConductors, PotentialsConvergeInThreeDimensions)
  {
    expect_order<3>(felt("3", "secondary", 2), 2, 3);
  }

  TEST(PorousConductors, ConcentrationAndPotentialsConverge)
  {
    expect_order<2>(felt("2", "binary salt", 2), 2, 3);
  }
} // namespace zincfield::porous_conductors_tests

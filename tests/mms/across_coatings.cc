#include "tests/mms/cells.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

// Manufactured solutions across the interface between a meshed coating and the solution: gradients jump by the contrast of the
// coefficients, fluxes do not.

namespace zincfield::across_coatings_tests
{
  namespace
  {
    constexpr double film_thickness = 5.; // [um]

    Lines
    flat_cell(const std::string &dimension, const unsigned int degree)
    {
      return {"Geometry/Type = flat cell",
              "Geometry/Dimension = " + dimension,
              "Geometry/Gap = 15 um",
              "Geometry/Width = 10 um",
              "Geometry/Cells across feature = 3",
              "Coatings/film/Surface = working electrode",
              "Coatings/film/Layers = only",
              "Coatings/film/only/Material = film",
              "Coatings/film/only/Profile = uniform",
              "Coatings/film/only/Thickness = 5 um",
              "Coatings/film/Representation = resolved",
              "Discretization/Degree = " + std::to_string(degree)};
    }

    /** Gentle waves with their slope along the last axis. */
    template <int dim>
    typename Manufactured<dim>::Rows
    gentle(const CellModel &model, const dealii::Point<dim> &x, const bool slope)
    {
      constexpr double                 k      = 1. / 12.;
      const auto                      &fields = model.transport->fields();
      typename Manufactured<dim>::Rows u{};
      for (unsigned int f = 0; f < fields.size(); ++f)
        {
          double wave = (fields[f].is_positive() ? 0.003 : 0.03) * fields[f].scale;
          for (unsigned int d = 0; d < dim; ++d)
            {
              const double phase = k * x[d] + (model.data.geometry->axisymmetric() && d == 0 ? 0. : 0.4 + 0.5 * f + 0.3 * d);
              wave *= slope && d == dim - 1 ? -k * std::sin(phase) : std::cos(phase);
            }
          u[f] = wave + (slope ? 0. : fields[f].bulk_value);
        }
      return u;
    }

    /**
     * The waves in the solution. In the film, with s the height above the interface and A the coefficients there: the same but for
     * the slope, which A_film^-1 A_solution turns into that of an equal flux.
     */
    template <int dim>
    typename Manufactured<dim>::Fields
    across(const CellModel &model)
    {
      const TransportModel &transport = *model.transport;
      const auto            solution = transport.properties(0, Location()), film = transport.properties(1, Location());
      return [&model, &transport, solution, film](const dealii::Point<dim> &x, const unsigned int material) {
        auto u = gentle<dim>(model, x, false);
        if (material == 0)
          return u;
        dealii::Point<dim> foot    = x;
        foot[dim - 1]              = film_thickness;
        const auto           trace = gentle<dim>(model, foot, false), slope = gentle<dim>(model, foot, true);
        const unsigned int   n = transport.n_fields();
        Coefficients<double> above, below;
        transport.coefficients(0, solution, trace.data(), above);
        transport.coefficients(1, film, trace.data(), below);
        dealii::FullMatrix<double> matrix(n, n);
        dealii::Vector<double>     flux(n), result(n);
        for (unsigned int f = 0; f < n; ++f)
          for (unsigned int g = 0; g < n; ++g)
            {
              matrix(f, g) = below[f][g];
              flux(f) += above[f][g] * slope[g];
            }
        matrix.gauss_jordan();
        matrix.vmult(result, flux);
        for (unsigned int f = 0; f < n; ++f)
          u[f] += (x[dim - 1] - film_thickness) * (result(f) - slope[f]);
        return u;
      };
    }

    template <int dim>
    void
    check(
      const Lines &rung, const std::string &dimension, const unsigned int degree, const unsigned int first, const unsigned int last)
    {
      expect_theoretical_order<dim>(flat_cell(dimension, degree) + rung, first, last, 12., across<dim>, film_thickness);
    }

    // Contrasts of about 20; in the dilute ions 5 to 60, besides the fixed charge.
    const Lines secondary = secondary_lines() + Lines{"Materials/film/Conductivity = 0.25 S/m"};
    const Lines binary_salt =
      binary_salt_lines() + Lines{"Materials/film/Conductivity = 0.25 S/m", "Materials/film/Diffusivity = 4e-11 m^2/s",
                                  "Materials/film/Partition coefficient = 0.5", "Materials/film/Cation transference number = 0.7"};
    const Lines dilute_ions =
      dilute_ions_lines() + Lines{"Materials/film/Diffusivity = 3e-10 m^2/s", "Materials/film/Partition coefficient = 0.5",
                                  "Materials/film/Fixed charge = -0.5 mol/L"};
  } // namespace

  TEST(AcrossCoatings, SecondaryPlaneLinear)
  {
    check<2>(secondary, "2", 1, 2, 4);
  }
  TEST(AcrossCoatings, SecondaryPlaneQuadratic)
  {
    check<2>(secondary, "2", 2, 1, 3);
  }
  TEST(AcrossCoatings, SecondaryAxisymmetric)
  {
    check<2>(secondary, "axisymmetric", 2, 1, 3);
  }
  TEST(AcrossCoatings, SecondaryThreeDimensions)
  {
    check<3>(secondary, "3", 2, 1, 2);
  }

  TEST(AcrossCoatings, BinarySaltPlaneLinear)
  {
    check<2>(binary_salt, "2", 1, 2, 4);
  }
  TEST(AcrossCoatings, BinarySaltPlaneQuadratic)
  {
    check<2>(binary_salt, "2", 2, 1, 3);
  }
  TEST(AcrossCoatings, BinarySaltAxisymmetric)
  {
    check<2>(binary_salt, "axisymmetric", 2, 1, 3);
  }
  TEST(AcrossCoatings, BinarySaltThreeDimensions)
  {
    check<3>(binary_salt, "3", 2, 1, 2);
  }

  TEST(AcrossCoatings, DiluteIonsPlaneLinear)
  {
    check<2>(dilute_ions, "2", 1, 2, 4);
  }
  TEST(AcrossCoatings, DiluteIonsPlaneQuadratic)
  {
    check<2>(dilute_ions, "2", 2, 1, 3);
  }
  TEST(AcrossCoatings, DiluteIonsAxisymmetric)
  {
    check<2>(dilute_ions, "axisymmetric", 2, 1, 3);
  }
  TEST(AcrossCoatings, DiluteIonsThreeDimensions)
  {
    check<3>(dilute_ions, "3", 2, 1, 2);
  }
} // namespace zincfield::across_coatings_tests

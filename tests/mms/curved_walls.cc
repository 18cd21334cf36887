#include "tests/mms/cells.h"

// Manufactured solutions over a Gaussian protrusion: residual, Jacobian, mapping, boundary terms and weights at once.

namespace zincfield::curved_walls_tests
{
  namespace
  {
    Lines
    protrusion(const std::string &dimension, const unsigned int degree)
    {
      return {
        "Geometry/Type = protrusion", "Geometry/Dimension = " + dimension,   "Geometry/Shape = Gaussian",
        "Geometry/Height = 10 um",    "Geometry/Standard deviation = 10 um", "Geometry/Cell half-width = 30 um",
        "Geometry/Gap = 40 um",       "Geometry/Cells across feature = 2",   "Discretization/Degree = " + std::to_string(degree)};
    }

    template <int dim>
    void
    check(
      const Lines &rung, const std::string &dimension, const unsigned int degree, const unsigned int first, const unsigned int last)
    {
      expect_theoretical_order<dim>(protrusion(dimension, degree) + rung, first, last, 12., waves<dim>(1. / 12.));
    }
  } // namespace

  TEST(Manufactured, SecondaryPlaneLinear)
  {
    check<2>(secondary_lines(), "2", 1, 2, 4);
  }
  TEST(Manufactured, SecondaryPlaneQuadratic)
  {
    check<2>(secondary_lines(), "2", 2, 1, 3);
  }
  TEST(Manufactured, SecondaryAxisymmetricLinear)
  {
    check<2>(secondary_lines(), "axisymmetric", 1, 2, 4);
  }
  TEST(Manufactured, SecondaryAxisymmetricQuadratic)
  {
    check<2>(secondary_lines(), "axisymmetric", 2, 1, 3);
  }
  TEST(Manufactured, SecondaryThreeDimensionsLinear)
  {
    check<3>(secondary_lines(), "3", 1, 2, 3);
  }
  TEST(Manufactured, SecondaryThreeDimensionsQuadratic)
  {
    check<3>(secondary_lines(), "3", 2, 0, 1);
  }

  TEST(Manufactured, BinarySaltPlaneLinear)
  {
    check<2>(binary_salt_lines(), "2", 1, 2, 4);
  }
  TEST(Manufactured, BinarySaltPlaneQuadratic)
  {
    check<2>(binary_salt_lines(), "2", 2, 1, 3);
  }
  TEST(Manufactured, BinarySaltAxisymmetricLinear)
  {
    check<2>(binary_salt_lines(), "axisymmetric", 1, 2, 4);
  }
  TEST(Manufactured, BinarySaltAxisymmetricQuadratic)
  {
    check<2>(binary_salt_lines(), "axisymmetric", 2, 1, 3);
  }
  TEST(Manufactured, BinarySaltThreeDimensionsQuadratic)
  {
    check<3>(binary_salt_lines(), "3", 2, 0, 1);
  }

  TEST(Manufactured, DiluteIonsPlaneLinear)
  {
    check<2>(dilute_ions_lines(), "2", 1, 2, 4);
  }
  TEST(Manufactured, DiluteIonsPlaneQuadratic)
  {
    check<2>(dilute_ions_lines(), "2", 2, 1, 3);
  }
  TEST(Manufactured, DiluteIonsAxisymmetricQuadratic)
  {
    check<2>(dilute_ions_lines(), "axisymmetric", 2, 1, 3);
  }
  TEST(Manufactured, DiluteIonsThreeDimensionsQuadratic)
  {
    check<3>(dilute_ions_lines(), "3", 2, 0, 1);
  }

  TEST(Manufactured, DoubleLayerPlaneLinear)
  {
    check<2>(double_layer_lines(), "2", 1, 2, 4);
  }
  TEST(Manufactured, DoubleLayerPlaneQuadratic)
  {
    check<2>(double_layer_lines(), "2", 2, 1, 3);
  }
  TEST(Manufactured, DoubleLayerAxisymmetricQuadratic)
  {
    check<2>(double_layer_lines(), "axisymmetric", 2, 1, 3);
  }
  TEST(Manufactured, DoubleLayerOfIonsThatCrowdPlaneQuadratic)
  {
    check<2>(double_layer_lines() + Lines{"Electrolyte/Ion diameter = 600 nm"}, "2", 2, 1, 3);
  }
  TEST(Manufactured, DoubleLayerThreeDimensionsLinear)
  {
    check<3>(double_layer_lines(), "3", 1, 2, 3);
  }
} // namespace zincfield::curved_walls_tests

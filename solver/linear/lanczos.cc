#include "solver/linear/lanczos.h"

#include <deal.II/lac/lapack_full_matrix.h>

#include <algorithm>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** What a new direction must keep of its length, squared: else the space is exhausted. */
    constexpr double least_share = 1e-6;

    /** The largest eigenvalue of a symmetric matrix given by the columns of its upper half, and its eigenvector. */
    std::pair<double, Vector<double>>
    last_eigenpair(const std::vector<std::vector<double>> &columns)
    {
      const unsigned int       n = columns.size();
      LAPACKFullMatrix<double> matrix(n);
      for (unsigned int j = 0; j < n; ++j)
        for (unsigned int k = 0; k <= j; ++k)
          matrix(k, j) = matrix(j, k) = columns[j][k];
      Vector<double>     values, last(n);
      FullMatrix<double> vectors;
      const double       bound = 1. + matrix.frobenius_norm();
      matrix.compute_eigenvalues_symmetric(-bound, bound, 0., values, vectors);
      if (values.size() < n) // beyond what numbers can tell apart
        return {0., Vector<double>()};
      for (unsigned int k = 0; k < n; ++k)
        last[k] = vectors(k, n - 1);
      return {values[n - 1], last};
    }
  } // namespace

  double
  dot(const ScalarVector<float> &a, const ScalarVector<float> &b)
  {
    double sum = 0.;
    for (unsigned int i = 0; i < a.locally_owned_size(); ++i)
      sum += double(a.local_element(i)) * b.local_element(i);
    return sum;
  }

  template <int dim>
  double
  largest_eigenvalue(const JacobianTable<dim> &table,
                     const unsigned int        field,
                     LineSmoother<dim>        &inverse,
                     const unsigned int        steps,
                     ScalarVector<float>      &vector)
  {
    // (v, B w) of a vector w = B^-1 g is (v, g): B itself is never applied
    const MPI_Comm      communicator = vector.get_mpi_communicator();
    ScalarVector<float> image(vector), direction(vector);
    if (vector.linfty_norm() == 0.f)
      for (unsigned int i = 0; i < image.locally_owned_size(); ++i)
        image.local_element(i) = float((i * 7919u) % 1009u) / 1009.f - 0.5f;
    else
      {
        table.apply_block(image, vector, field);
        vector.zero_out_ghost_values();
      }
    inverse.apply(direction, image);
    double square = Utilities::MPI::sum(dot(direction, image), communicator);

    std::vector<ScalarVector<float>> basis;
    std::vector<std::vector<double>> projections; // of A v on the basis so far
    while (square > 0. && basis.size() < steps)
      {
        basis.push_back(direction);
        basis.back() *= static_cast<float>(1. / std::sqrt(square));
        table.apply_block(image, basis.back(), field);
        basis.back().zero_out_ghost_values();
        inverse.apply(direction, image);

        std::vector<double> products;
        for (const auto &v : basis)
          products.push_back(dot(v, image));
        products.push_back(dot(direction, image));
        Utilities::MPI::sum(products, communicator, products);
        const double whole = products.back();
        products.pop_back();
        if (!std::all_of(products.begin(), products.end(), [](const double p) { return std::isfinite(p); }) ||
            !std::isfinite(whole)) // the Jacobian of an iteration that fails
          {
            vector = 0.f;
            return 0.;
          }
        square = whole;
        for (unsigned int k = 0; k < basis.size(); ++k)
          {
            square -= products[k] * products[k];
            direction.add(static_cast<float>(-products[k]), basis[k]);
          }
        if (!(square > least_share * whole))
          square = 0.;
        projections.push_back(products);
      }
    if (basis.empty())
      return 0.;

    const auto [value, weights] = last_eigenpair(projections);
    vector                      = 0.f;
    if (weights.size() == 0)
      return 0.;
    for (unsigned int k = 0; k < basis.size(); ++k)
      vector.add(static_cast<float>(weights[k]), basis[k]);
    return value;
  }

  template double
  largest_eigenvalue(const JacobianTable<2> &, unsigned int, LineSmoother<2> &, unsigned int, ScalarVector<float> &);
  template double
  largest_eigenvalue(const JacobianTable<3> &, unsigned int, LineSmoother<3> &, unsigned int, ScalarVector<float> &);
} // namespace zincfield

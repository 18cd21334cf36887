#include "solver/growth/surface_projection.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/precondition.h>
#include <deal.II/lac/solver_cg.h>

namespace zincfield
{
  using namespace dealii;

  namespace
  {
    /** Share of its size to which a projection is solved for. */
    constexpr double       accuracy        = 1e-14;
    constexpr unsigned int most_iterations = 3000;

    /** The matrices and right sides of faces, by unknowns that may be constrained. */
    struct FaceSystem
    {
      std::vector<std::vector<types::global_dof_index>> indices;
      std::vector<FullMatrix<double>>                   matrices;
      std::vector<Vector<double>>                       right_sides;
      std::vector<Vector<double>>                       common; // where there is
      bool                                              has_common = false;

      void
      add(const std::vector<types::global_dof_index> &unknowns, const FullMatrix<double> &matrix, const Vector<double> &right)
      {
        indices.push_back(unknowns);
        matrices.push_back(matrix);
        right_sides.push_back(right);
      }
    };

    /** The unknowns that those of a face stand for, and their weights (own, free). */
    struct FreeUnknowns
    {
      std::vector<types::global_dof_index> indices;
      FullMatrix<double>                   weights;

      FreeUnknowns(const std::vector<types::global_dof_index> &own, const AffineConstraints<double> &constraints)
      {
        std::vector<std::vector<std::pair<unsigned int, double>>> rows(own.size());
        std::map<types::global_dof_index, unsigned int>           numbers;
        const auto                                                number = [&](const types::global_dof_index index) {
          return numbers.emplace(index, numbers.size()).first->second;
        };
        for (unsigned int i = 0; i < own.size(); ++i)
          if (!constraints.is_constrained(own[i]))
            rows[i].emplace_back(number(own[i]), 1.);
          else
            for (const auto &[index, weight] : *constraints.get_constraint_entries(own[i]))
              rows[i].emplace_back(number(index), weight);
        indices.resize(numbers.size());
        for (const auto &[index, place] : numbers)
          indices[place] = index;
        weights.reinit(own.size(), indices.size());
        for (unsigned int i = 0; i < own.size(); ++i)
          for (const auto &[place, weight] : rows[i])
            weights(i, place) += weight;
      }

      Vector<double>
      gathered(const Vector<double> &of_own) const
      {
        Vector<double> sum(indices.size());
        if (sum.size() > 0)
          weights.Tvmult(sum, of_own);
        return sum;
      }
    };

    /** A symmetric matrix made of those of faces, less common common^T; rows of unknowns that are on no face are zero. */
    struct FaceMatrices
    {
      mutable FieldVector                    ghosted;
      std::vector<std::vector<unsigned int>> local; // by face
      std::vector<FullMatrix<double>>        matrices;
      FieldVector                            common; // empty: none

      void
      vmult(FieldVector &destination, const FieldVector &source) const
      {
        ghosted.zero_out_ghost_values();
        ghosted.copy_locally_owned_data_from(source);
        ghosted.update_ghost_values();
        destination = 0.;
        for (unsigned int k = 0; k < matrices.size(); ++k)
          for (unsigned int i = 0; i < local[k].size(); ++i)
            {
              double sum = 0.;
              for (unsigned int j = 0; j < local[k].size(); ++j)
                sum += matrices[k](i, j) * ghosted.local_element(local[k][j]);
              destination.local_element(local[k][i]) += sum;
            }
        destination.compress(VectorOperation::add);
        if (common.size() > 0)
          destination.add(-(common * source), common);
      }
    };

    struct InverseDiagonal
    {
      FieldVector entries;

      void
      vmult(FieldVector &destination, const FieldVector &source) const
      {
        for (unsigned int i = 0; i < source.locally_owned_size(); ++i)
          destination.local_element(i) = entries.local_element(i) * source.local_element(i);
      }
    };

    /** The solution, with ghosts. */
    FieldVector
    solve(const FaceSystem                &system,
          const AffineConstraints<double> &constraints,
          const FieldVector               &like,
          const FieldVector *const         more = nullptr)
    {
      FaceMatrices    matrix{like, {}, {}, {}};
      FieldVector     right(like), solution(like);
      InverseDiagonal inverse{like};
      if (system.has_common)
        matrix.common = like;
      const auto add = [&](FieldVector &to, const std::vector<unsigned int> &local, const auto &value) {
        for (unsigned int i = 0; i < local.size(); ++i)
          to.local_element(local[i]) += value(i);
      };
      for (unsigned int k = 0; k < system.matrices.size(); ++k)
        {
          const FreeUnknowns        free(system.indices[k], constraints);
          const unsigned int        n = free.indices.size();
          FullMatrix<double>        half(system.indices[k].size(), n), condensed(n, n);
          std::vector<unsigned int> local;
          if (n > 0)
            {
              system.matrices[k].mmult(half, free.weights);
              free.weights.Tmmult(condensed, half);
            }
          for (const auto index : free.indices)
            local.push_back(like.get_partitioner()->global_to_local(index));
          add(right, local, free.gathered(system.right_sides[k]));
          add(inverse.entries, local, [&](const unsigned int i) { return condensed(i, i); });
          if (system.has_common)
            add(matrix.common, local, free.gathered(system.common[k]));
          matrix.local.push_back(local);
          matrix.matrices.push_back(condensed);
        }
      right.compress(VectorOperation::add);
      for (unsigned int i = 0; more && i < right.locally_owned_size(); ++i)
        right.local_element(i) += more->local_element(i);
      inverse.entries.compress(VectorOperation::add);
      if (system.has_common)
        matrix.common.compress(VectorOperation::add);
      for (unsigned int i = 0; i < like.locally_owned_size(); ++i)
        {
          double &entry = inverse.entries.local_element(i);
          entry         = entry > 0. ? 1. / entry : 1.;
        }
      if (right.l2_norm() > 0.)
        {
          IterationNumberControl control(most_iterations, accuracy * right.l2_norm());
          SolverCG<FieldVector>  cg(control);
          cg.solve(matrix, solution, right, inverse);
        }
      constraints.distribute(solution);
      solution.update_ghost_values();
      return solution;
    }
  } // namespace

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::scalar(const ValueAt &value) const
  {
    return quotient(
      moments([&](const auto &face, const unsigned int q) { return value(face, q) * per_circle(face, q); }),
      [this](const auto &face, const unsigned int q) { return per_circle(face, q); }, 0.);
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::interpolation(const std::function<double(const MetalFace<dim> &, unsigned int)> &value) const
  {
    FieldVector sum = empty_field(), faces = sum;
    for (const MetalFace<dim> &face : faces_.list())
      for (unsigned int a = 0; a < face.nodes.size(); ++a)
        {
          sum(face.nodes[a]) += value(face, a);
          faces(face.nodes[a]) += 1.;
        }
    sum.compress(VectorOperation::add);
    faces.compress(VectorOperation::add);
    for (unsigned int i = 0; i < sum.locally_owned_size(); ++i)
      sum.local_element(i) /= std::max(1., faces.local_element(i));
    faces_.nodes().discretization().constraints.distribute(sum);
    sum.update_ghost_values();
    return sum;
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::empty_field() const
  {
    const auto &dof_handler = faces_.nodes().discretization().dof_handler;
    IndexSet    relevant;
    DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
    return FieldVector(dof_handler.locally_owned_dofs(), relevant, dof_handler.get_communicator());
  }

  template <int dim>
  double
  SurfaceProjection<dim>::per_circle(const MetalFace<dim> &face, const unsigned int q) const
  {
    return faces_.nodes().discretization().axisymmetric ? 1. / (2. * numbers::PI * face.points[q].position[0]) : 1.;
  }

  template <int dim>
  double
  SurfaceProjection<dim>::size_of(const MetalFace<dim> &face) const
  {
    double size = 0.;
    for (unsigned int q = 0; q < face.points.size(); ++q)
      size += face.points[q].weight * per_circle(face, q);
    return dim == 2 ? size : std::sqrt(size);
  }

  template <int dim>
  std::vector<Vector<double>>
  SurfaceProjection<dim>::moments(const ValueAt &value) const
  {
    std::vector<Vector<double>> of_faces;
    for (const MetalFace<dim> &face : faces_.list())
      {
        of_faces.emplace_back(face.nodes.size());
        for (unsigned int q = 0; q < face.points.size(); ++q)
          {
            const double here = value(face, q) * face.points[q].weight;
            for (unsigned int a = 0; a < face.nodes.size(); ++a)
              of_faces.back()(a) += (*face.shape)(q, a) * here;
          }
      }
    return of_faces;
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::quotient(const std::vector<Vector<double>> &moments,
                                   const ValueAt                     &value,
                                   const double                       smoothing,
                                   const FieldVector *const           more) const
  {
    FaceSystem system;
    for (unsigned int k = 0; k < faces_.list().size(); ++k)
      {
        const MetalFace<dim>             &face = faces_.list()[k];
        const unsigned int                n    = face.nodes.size();
        FullMatrix<double>                mass(n, n);
        const double                      smoothed = smoothing * std::pow(size_of(face), 2);
        const std::vector<Tensor<1, dim>> places(face.places.begin(), face.places.end());
        for (unsigned int q = 0; q < face.points.size(); ++q)
          {
            const double             here   = value(face, q) * face.points[q].weight;
            const FullMatrix<double> slopes = smoothed > 0. ? slope_products(face, q, places) : FullMatrix<double>(n, n);
            for (unsigned int a = 0; a < n; ++a)
              for (unsigned int b = 0; b < n; ++b)
                mass(a, b) += here * ((*face.shape)(q, a) * (*face.shape)(q, b) + smoothed * slopes(a, b));
          }
        system.add(face.nodes, mass, moments[k]);
      }
    return solve(system, faces_.nodes().discretization().constraints, empty_field(), more);
  }

  template <int dim>
  FullMatrix<double>
  SurfaceProjection<dim>::slope_products(const MetalFace<dim>              &face,
                                         const unsigned int                 q,
                                         const std::vector<Tensor<1, dim>> &places) const
  {
    const Point<dim>               &unit = faces_.unit_points(face.face)[q];
    const auto                      x    = faces_.tangents(face, unit, places);
    Tensor<2, dim - 1>              metric;
    const unsigned int              n = face.nodes.size();
    std::vector<Tensor<1, dim - 1>> slopes(n);
    for (unsigned int s = 0; s < dim - 1; ++s)
      {
        for (unsigned int t = 0; t < dim - 1; ++t)
          metric[s][t] = x[s] * x[t];
        for (unsigned int a = 0; a < n; ++a)
          slopes[a][s] = faces_.derivative(face, unit, a, s);
      }
    metric = invert(metric);
    FullMatrix<double> products(n, n);
    for (unsigned int a = 0; a < n; ++a)
      for (unsigned int b = 0; b < n; ++b)
        products(a, b) = slopes[a] * (metric * slopes[b]);
    return products;
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::vector_field(const ValueAt &value, const Weights &weights) const
  {
    const MovingNodes<dim> &nodes  = faces_.nodes();
    const double            beside = weights.tangential;
    FaceSystem              system;
    double                  sum_of_weights = 0.;
    system.has_common                      = dim == 2 && weights.stretching > 0.;
    for (const MetalFace<dim> &face : faces_.list())
      {
        const unsigned int                n = face.nodes.size();
        FullMatrix<double>                mass(dim * n, dim * n);
        Vector<double>                    moments(dim * n), stretching(dim * n), divergence(dim * n);
        const double                      size = size_of(face);
        const std::vector<Tensor<1, dim>> places(face.places.begin(), face.places.end());
        for (unsigned int q = 0; q < face.points.size(); ++q)
          {
            const double          w = face.points[q].weight * per_circle(face, q), here = value(face, q);
            const Tensor<1, dim> &normal = face.points[q].normal;
            for (unsigned int a = 0; a < n; ++a)
              for (unsigned int d = 0; d < dim; ++d)
                {
                  const double test = (*face.shape)(q, a) * w;
                  moments(dim * a + d) += test * here * normal[d];
                  for (unsigned int b = 0; b < n; ++b)
                    for (unsigned int e = 0; e < dim; ++e)
                      mass(dim * a + d, dim * b + e) +=
                        test * (*face.shape)(q, b) * ((d == e ? beside : 0.) + (1. - beside) * normal[d] * normal[e]);
                }
            if (weights.stretching == 0.)
              continue;
            if (dim == 3)
              {
                const FullMatrix<double> slopes = slope_products(face, q, places);
                for (unsigned int a = 0; a < n; ++a)
                  for (unsigned int b = 0; b < n; ++b)
                    for (unsigned int d = 0; d < dim; ++d)
                      mass(dim * a + d, dim * b + d) += weights.stretching * size * size * w * slopes(a, b);
                continue;
              }
            // div_s v = x'.v'/|x'|^2 with derivatives along the unit line
            const Point<dim> &unit    = faces_.unit_points(face.face)[q];
            const auto        tangent = faces_.tangents(face, unit, places)[0];
            const double      beta    = weights.stretching * size * size * w;
            for (unsigned int a = 0; a < n; ++a)
              for (unsigned int d = 0; d < dim; ++d)
                divergence(dim * a + d) = tangent[d] * faces_.derivative(face, unit, a) / tangent.norm_square();
            for (unsigned int i = 0; i < dim * n; ++i)
              {
                stretching(i) += beta * divergence(i);
                for (unsigned int j = 0; j < dim * n; ++j)
                  mass(i, j) += beta * divergence(i) * divergence(j);
              }
            sum_of_weights += beta;
          }
        if (system.has_common)
          system.common.push_back(stretching);
        std::vector<types::global_dof_index> indices;
        for (const auto node : face.nodes)
          for (unsigned int d = 0; d < dim; ++d)
            indices.push_back(dim * node + d);
        system.add(indices, mass, moments);
      }
    sum_of_weights = Utilities::MPI::sum(sum_of_weights, nodes.discretization().dof_handler.get_communicator());
    for (Vector<double> &stretching : system.common) // what is common to all parts costs nothing
      stretching *= 1. / std::sqrt(sum_of_weights);
    return solve(system, nodes.constraints(), nodes.vector());
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::velocity(const ValueAt &value, const bool spread) const
  {
    return vector_field(value, spread ? spreading : along_the_normal);
  }

  template <int dim>
  double
  SurfaceProjection<dim>::carried(const MetalFace<dim> &face,
                                  const unsigned int    q,
                                  const FieldVector    &velocity,
                                  const FieldVector    &field) const
  {
    const Point<dim>                 &unit = faces_.unit_points(face.face)[q];
    const std::vector<Tensor<1, dim>> places(face.places.begin(), face.places.end());
    const auto                        x = faces_.tangents(face, unit, places);
    Tensor<1, dim>                    v;
    Tensor<1, dim - 1>                along, slope; // v.x_a, and the derivatives of the field
    Tensor<2, dim - 1>                metric;
    for (unsigned int a = 0; a < face.nodes.size(); ++a)
      {
        for (unsigned int d = 0; d < dim; ++d)
          v[d] += (*face.shape)(q, a) * velocity(dim * face.nodes[a] + d);
        for (unsigned int t = 0; t < dim - 1; ++t)
          slope[t] += faces_.derivative(face, unit, a, t) * field(face.nodes[a]);
      }
    for (unsigned int s = 0; s < dim - 1; ++s)
      {
        along[s] = v * x[s];
        for (unsigned int t = 0; t < dim - 1; ++t)
          metric[s][t] = x[s] * x[t];
      }
    return along * (invert(metric) * slope);
  }

  template <int dim>
  FieldVector
  SurfaceProjection<dim>::normals() const
  {
    FieldVector field = vector_field([](const auto &, unsigned int) { return 1.; }, usual_norm);
    field.zero_out_ghost_values();
    for (unsigned int i = 0; i < field.locally_owned_size(); i += dim)
      {
        double length = 0.;
        for (unsigned int d = 0; d < dim; ++d)
          length += field.local_element(i + d) * field.local_element(i + d);
        for (unsigned int d = 0; d < dim && length > 0.; ++d)
          field.local_element(i + d) /= std::sqrt(length);
      }
    faces_.nodes().constraints().distribute(field);
    field.update_ghost_values();
    return field;
  }

  template <int dim>
  MetalShape<dim>
  SurfaceProjection<dim>::shape() const
  {
    MetalShape<dim> result;
    result.normals          = normals();
    const bool axisymmetric = faces_.nodes().discretization().axisymmetric;
    std::map<const MetalFace<dim> *, std::vector<std::array<double, 2>>> curvatures;
    double                                                               smallest = std::numeric_limits<double>::infinity();
    for (const MetalFace<dim> &face : faces_.list())
      {
        std::vector<Tensor<1, dim>> places(face.places.begin(), face.places.end()), normals(face.nodes.size());
        for (unsigned int a = 0; a < normals.size(); ++a)
          for (unsigned int d = 0; d < dim; ++d)
            normals[a][d] = result.normals(dim * face.nodes[a] + d);
        for (unsigned int q = 0; q < face.points.size(); ++q)
          {
            const Point<dim>     &unit = faces_.unit_points(face.face)[q];
            const auto            x = faces_.tangents(face, unit, places), n = faces_.tangents(face, unit, normals);
            std::array<double, 2> k{};
            if constexpr (dim == 2)
              {
                k[0] = (n[0] * x[0]) / x[0].norm_square();
                if (axisymmetric)
                  {
                    double radial = 0.;
                    for (unsigned int a = 0; a < normals.size(); ++a)
                      radial += (*face.shape)(q, a) * normals[a][0];
                    k[1] = radial / face.points[q].position[0];
                  }
              }
            else
              {
                const double g11 = x[0] * x[0], g12 = x[0] * x[1], g22 = x[1] * x[1], det = g11 * g22 - g12 * g12;
                const double b11 = n[0] * x[0], b12 = 0.5 * (n[0] * x[1] + n[1] * x[0]), b22 = n[1] * x[1];
                const double mean = 0.5 * (b11 * g22 - 2. * b12 * g12 + b22 * g11) / det, gauss = (b11 * b22 - b12 * b12) / det,
                             root = std::sqrt(std::max(0., mean * mean - gauss));
                k                 = {mean + root, mean - root};
              }
            curvatures[&face].push_back(k);
          }
        const double size = size_of(face);
        for (const auto &k : curvatures[&face])
          if (const double largest = std::max(std::abs(k[0]), std::abs(k[1])); largest > 0.)
            smallest = std::min(smallest, std::max(1. / largest, size));
      }
    result.smallest_radius = Utilities::MPI::min(smallest, faces_.nodes().discretization().dof_handler.get_communicator());
    for (unsigned int k = 0; k < 2; ++k)
      result.curvatures[k] = scalar([&](const MetalFace<dim> &face, const unsigned int q) { return curvatures.at(&face)[q][k]; });
    return result;
  }

  template class SurfaceProjection<2>;
  template class SurfaceProjection<3>;
} // namespace zincfield

#pragma once

#include "tests/support/solved.h"

#include "physics/constants.h"

#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

namespace zincfield
{
  /**
   * A manufactured solution: the fields as analytic functions of the position in each material (each continued beyond its
   * material), from which sources and wall fluxes follow by the pointwise laws. Derivatives are central differences of sixth order
   * with a step that is a fiftieth of the length on which the fields vary: exact to about 1e-11.
   */
  template <int dim>
  class Manufactured
  {
  public:
    using Rows   = typename Loads<dim>::Rows;
    using Fields = std::function<Rows(const dealii::Point<dim> &, unsigned int material)>;

    Manufactured(const CellModel &model, const Fields &fields, const double length, const double electrode_potential)
      : fields(fields)
      , model_(model)
      , n_(model.transport->n_fields())
      , step_(length / 50.)
      , electrode_potential_(electrode_potential)
    {
      for (unsigned int m = 0; m < 1 + model.mesh_layers.size(); ++m)
        properties_.push_back(model.transport->properties(m, Location()));
    }

    /** d f/d x_d of `f` [per mesh unit] */
    template <typename F>
    auto
    derivative(const F &f, const dealii::Point<dim> &x, const unsigned int d) const
    {
      constexpr double weights[] = {45. / 60., -9. / 60., 1. / 60.};
      auto             sum       = f(x);
      sum.fill(0.);
      for (int k = 1; k <= 3; ++k)
        {
          dealii::Point<dim> right = x, left = x;
          right[d] += k * step_;
          left[d] -= k * step_;
          const auto a = f(right), b = f(left);
          for (unsigned int i = 0; i < sum.size(); ++i)
            sum[i] += weights[k - 1] * (a[i] - b[i]) / step_;
        }
      return sum;
    }

    /** flux_f along axis d [A/m^2] */
    Rows
    flux(const dealii::Point<dim> &x, const unsigned int material, const unsigned int d) const
    {
      const Rows           u        = fields(x, material);
      const Rows           gradient = derivative([&](const auto &y) { return fields(y, material); }, x, d);
      Coefficients<double> a;
      model_.transport->coefficients(material, properties_[material], u.data(), a);
      Rows result{};
      for (unsigned int f = 0; f < n_; ++f)
        for (unsigned int g = 0; g < n_; ++g)
          result[f] -= a[f][g] * gradient[g] / mesh_unit;
      return result;
    }

    Loads<dim>
    loads() const
    {
      const bool axisymmetric = model_.data.geometry->axisymmetric();
      Loads<dim> loads;
      loads.volume = [=](const dealii::Point<dim> &x, const unsigned int material) {
        Rows sum{};
        for (unsigned int d = 0; d < dim; ++d)
          {
            const Rows part = derivative([&](const auto &y) { return flux(y, material, d); }, x, d);
            for (unsigned int f = 0; f < n_; ++f)
              sum[f] += part[f] / mesh_unit;
          }
        if (axisymmetric)
          {
            const Rows radial = flux(x, material, 0);
            for (unsigned int f = 0; f < n_; ++f)
              sum[f] += radial[f] / (x[0] * mesh_unit);
          }
        if (const unsigned int rows = model_.transport->rows_with_sources(); rows != 0)
          {
            Sources<double> own{};
            model_.transport->sources(material, properties_[material], fields(x, material).data(), own);
            for (unsigned int f = 0; f < n_; ++f)
              if (rows >> f & 1u)
                sum[f] -= own[f];
          }
        return sum;
      };
      loads.surface = [=](const dealii::Point<dim> &x, const dealii::Tensor<1, dim> &normal, const unsigned int boundary) {
        const unsigned int material = material_at(x);
        Rows               sum{};
        for (unsigned int d = 0; d < dim; ++d)
          {
            const Rows part = flux(x, material, d);
            for (unsigned int f = 0; f < n_; ++f)
              sum[f] += part[f] * normal[d];
          }
        if (model_.boundaries[boundary].is_electrode())
          {
            SurfaceFlux law;
            const Rows  u = fields(x, material);
            model_.boundaries[boundary].law->evaluate(model_.surface_point(boundary, Location()), u.data(), electrode_potential_,
                                                      false, law);
            for (unsigned int f = 0; f < n_; ++f)
              sum[f] -= law.flux[f];
          }
        return sum;
      };
      loads.bulk = [=](const dealii::Point<dim> &x) { return fields(x, 0); };
      return loads;
    }

    /** Height below which the meshed layer lies on a flat cell; negative without one. */
    double interface = -1.;

    Fields fields;

  private:
    unsigned int
    material_at(const dealii::Point<dim> &x) const
    {
      return x[dim - 1] < interface ? 1 : 0;
    }

    const CellModel        &model_;
    const unsigned int      n_;
    const double            step_, electrode_potential_;
    std::vector<Properties> properties_;
  };

  /** Relative L2 norms of the error and of its gradient, by field. */
  template <int dim>
  struct Errors
  {
    std::vector<double> values, gradients;

    Errors(const Solved<dim> &solved, const typename Manufactured<dim>::Fields &exact, const Manufactured<dim> &manufactured)
    {
      using namespace dealii;
      const unsigned int  n = solved.op->n_fields();
      const Sampler<dim>  sampler(*solved.discretization, solved.model, solved.ghosted, solved.electrode_potential);
      std::vector<double> value_norm(n), gradient_norm(n);
      values.assign(n, 0.);
      gradients.assign(n, 0.);
      sampler.volume(QGauss<dim>(solved.data.discretization.degree + 2), [&](const auto &, const auto &samples) {
        for (const auto &s : samples)
          {
            const auto u = exact(s.position, s.material);
            for (unsigned int f = 0; f < n; ++f)
              {
                const double bulk = solved.model.transport->fields()[f].bulk_value;
                values[f] += s.weight * (s.u[f] - u[f]) * (s.u[f] - u[f]);
                value_norm[f] += s.weight * (u[f] - bulk) * (u[f] - bulk);
              }
            for (unsigned int d = 0; d < dim; ++d)
              {
                const auto gradient = manufactured.derivative([&](const auto &y) { return exact(y, s.material); }, s.position, d);
                for (unsigned int f = 0; f < n; ++f)
                  {
                    const double exact_gradient = gradient[f] / mesh_unit, error = s.gradient[f][d] - exact_gradient;
                    gradients[f] += s.weight * error * error;
                    gradient_norm[f] += s.weight * exact_gradient * exact_gradient;
                  }
              }
          }
      });
      for (unsigned int f = 0; f < n; ++f)
        {
          values[f]    = std::sqrt(values[f] / value_norm[f]);
          gradients[f] = std::sqrt(gradients[f] / gradient_norm[f]);
        }
    }
  };

  /**
   * Solve on meshes refined `first` to `last` times and expect orders of at least p + 1 (values) and p (gradients), less 0.1,
   * between the last two.
   * `make(model)` gives the fields, `length` [um] is that on which they vary.
   */
  template <int dim>
  void
  expect_theoretical_order(const Lines                                                                &lines,
                           const unsigned int                                                          first,
                           const unsigned int                                                          last,
                           const double                                                                length,
                           const std::function<typename Manufactured<dim>::Fields(const CellModel &)> &make,
                           const double                                                                interface = -1.)
  {
    std::unique_ptr<Errors<dim>> coarse;
    for (unsigned int level = first; level <= last; ++level)
      {
        Solved<dim>       solved(lines, level);
        Manufactured<dim> manufactured(solved.model, make(solved.model), length, solved.data.control.electrode_potential);
        manufactured.interface = interface;
        ASSERT_TRUE(solved.solve(manufactured.loads()).converged);
        auto               errors = std::make_unique<Errors<dim>>(solved, manufactured.fields, manufactured);
        const unsigned int p      = solved.data.discretization.degree;
        for (unsigned int f = 0; f < errors->values.size() && coarse; ++f)
          {
            const double order          = std::log2(coarse->values[f] / errors->values[f]),
                         gradient_order = std::log2(coarse->gradients[f] / errors->gradients[f]);
            std::cout << solved.model.transport->fields()[f].name << ": refinement " << level << ", errors " << errors->values[f]
                      << " (order " << order << "), " << errors->gradients[f] << " (order " << gradient_order << ")\n";
            if (level == last)
              {
                EXPECT_GT(order, p + 0.9);
                EXPECT_GT(gradient_order, p - 0.1);
                EXPECT_LT(errors->values[f], 0.05);
              }
          }
        coarse = std::move(errors);
      }
  }
} // namespace zincfield

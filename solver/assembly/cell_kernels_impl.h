#pragma once

#include "solver/assembly/cell_kernels.h"

// Sum factorisation for eight cells at once: included by one file for each instruction set. No other header may be included here
// (see cell_kernels.h).

namespace zincfield
{
  namespace
  {
    using Floats  = float __attribute__((vector_size(cells_at_once * sizeof(float))));
    using Doubles = double __attribute__((vector_size(cells_at_once * sizeof(double))));

    template <typename Number>
    struct LanesOf;
    template <>
    struct LanesOf<float>
    {
      using Type = Floats;
    };
    template <>
    struct LanesOf<double>
    {
      using Type = Doubles;
    };
    template <typename Number>
    using Lanes = typename LanesOf<Number>::Type;

    inline void
    load(const float *from, Floats &to)
    {
      to = *reinterpret_cast<const Floats *>(from);
    }
    inline void
    load(const float *from, Doubles &to)
    {
      to = __builtin_convertvector(*reinterpret_cast<const Floats *>(from), Doubles);
    }

    constexpr unsigned int
    power(const unsigned int base, const unsigned int exponent)
    {
      return exponent == 0 ? 1 : base * power(base, exponent - 1);
    }

    /** out(.., i, ..) (+)= sum_j matrix(i, j) in(.., j, ..) along one direction; the matrix transposed if wanted. N = 0: n nodes,
     * known at run time. */
    template <int dim, int N, bool transposed, bool add, typename V, typename Number>
    inline void
    contract(const unsigned int n_at_run_time, const unsigned int direction, const Number *matrix, const V *in, V *out)
    {
      const unsigned int n      = N > 0 ? N : n_at_run_time;
      const unsigned int stride = direction == 0 ? 1 : direction == 1 ? n : n * n;
      const unsigned int outer  = power(n, dim) / (stride * n);
      for (unsigned int o = 0; o < outer; ++o)
        for (unsigned int s = 0; s < stride; ++s)
          {
            const V *from = in + o * stride * n + s;
            V       *to   = out + o * stride * n + s;
            V        line[N > 0 ? N : 8];
            for (unsigned int j = 0; j < n; ++j)
              line[j] = from[j * stride];
            for (unsigned int i = 0; i < n; ++i)
              {
                V sum = line[0] * (transposed ? matrix[i] : matrix[i * n]);
                for (unsigned int j = 1; j < n; ++j)
                  sum += line[j] * (transposed ? matrix[j * n + i] : matrix[i * n + j]);
                if (add)
                  to[i * stride] += sum;
                else
                  to[i * stride] = sum;
              }
          }
    }

    template <int dim, int N, bool transposed, typename Number>
    void
    apply(const CellLoop      &loop,
          const Number *const *source,
          Number *const       *destination,
          const unsigned int   rows,
          const unsigned int   columns)
    {
      using V                         = Lanes<Number>;
      constexpr unsigned int L        = cells_at_once;
      constexpr unsigned int n_metric = dim * (dim + 1) / 2;
      const unsigned int     n = N > 0 ? N : loop.nodes, points = power(n, dim), n_fields = loop.n_fields;
      Number                 values[64], derivatives[64];
      for (unsigned int i = 0; i < n * n; ++i)
        {
          values[i]      = static_cast<Number>(loop.values[i]);
          derivatives[i] = static_cast<Number>(loop.derivatives[i]);
        }
      // a value and `dim` derivatives of every field at the points, fluxes and sources of every field, and one field in between
      V *const value = reinterpret_cast<V *>(loop.scratch), *const gradient = value + n_fields * points;
      V *const flux = gradient + n_fields * dim * points, *const gain = flux + n_fields * dim * points,
               *const between     = gain + n_fields * points;
      bool            with_values = transposed; // whether shape functions are tested with, not only their gradients
      for (unsigned int block = 0; block < n_fields * n_fields; ++block)
        with_values = with_values || loop.reaction[block];

      for (unsigned int batch = 0; batch < loop.n_batches; ++batch)
        {
          const unsigned int *unknowns = loop.unknowns + static_cast<unsigned long>(batch) * points * L;
          for (unsigned int g = 0; g < n_fields; ++g)
            if (columns >> g & 1u)
              {
                V *const      u    = value + g * points;
                const Number *from = source[g];
                for (unsigned int i = 0; i < points; ++i)
                  for (unsigned int l = 0; l < L; ++l)
                    u[i][l] = from[unknowns[i * L + l]];
                contract<dim, N, false, false>(n, 0, values, u, u);
                contract<dim, N, false, false>(n, 1, values, u, u);
                if (dim == 3)
                  contract<dim, N, false, false>(n, 2, values, u, u);
                for (unsigned int d = 0; d < dim; ++d)
                  contract<dim, N, false, false>(n, d, derivatives, u, gradient + (g * dim + d) * points);
              }

          const unsigned long first = static_cast<unsigned long>(batch) * points;
          for (unsigned int f = 0; f < n_fields; ++f)
            if (rows >> f & 1u)
              for (unsigned int q = 0; q < points; ++q)
                {
                  V driving[dim] = {}, carried[dim] = {}, gained = {};
                  for (unsigned int g = 0; g < n_fields; ++g)
                    if (columns >> g & 1u)
                      {
                        const unsigned int block = transposed ? g * n_fields + f : f * n_fields + g;
                        if (loop.conduction[block])
                          {
                            V k;
                            load(loop.conduction[block] + (first + q) * L, k);
                            for (unsigned int d = 0; d < dim; ++d)
                              driving[d] += k * gradient[(g * dim + d) * points + q];
                          }
                        if (loop.advection[block])
                          for (unsigned int d = 0; d < dim; ++d)
                            {
                              V b;
                              load(loop.advection[block] + ((first + q) * dim + d) * L, b);
                              if (transposed)
                                gained += b * gradient[(g * dim + d) * points + q];
                              else
                                carried[d] += b * value[g * points + q];
                            }
                        if (loop.reaction[block])
                          {
                            V r;
                            load(loop.reaction[block] + (first + q) * L, r);
                            gained += r * value[g * points + q];
                          }
                      }
                  V                  metric[n_metric];
                  const float *const metrics = loop.own_metric && f == loop.alone ? loop.own_metric : loop.metric;
                  for (unsigned int c = 0; c < n_metric; ++c)
                    load(metrics + ((first + q) * n_metric + c) * L, metric[c]);
                  V *const to = flux + f * dim * points + q;
                  if (dim == 2)
                    {
                      to[0]      = metric[0] * driving[0] + metric[1] * driving[1] + carried[0];
                      to[points] = metric[1] * driving[0] + metric[2] * driving[1] + carried[1];
                    }
                  else
                    {
                      constexpr unsigned int z = dim - 1;
                      to[0] = metric[0] * driving[0] + metric[1] * driving[1] + metric[2] * driving[z] + carried[0];
                      to[points] =
                        metric[1] * driving[0] + metric[n_metric - 3] * driving[1] + metric[n_metric - 2] * driving[z] + carried[1];
                      to[z * points] =
                        metric[2] * driving[0] + metric[n_metric - 2] * driving[1] + metric[n_metric - 1] * driving[z] + carried[z];
                    }
                  if (with_values)
                    gain[f * points + q] = gained;
                }

          for (unsigned int f = 0; f < n_fields; ++f)
            if (rows >> f & 1u)
              {
                V *const from = flux + f * dim * points;
                if (with_values)
                  {
                    for (unsigned int q = 0; q < points; ++q)
                      between[q] = gain[f * points + q];
                    contract<dim, N, true, true>(n, 0, derivatives, from, between);
                  }
                else
                  contract<dim, N, true, false>(n, 0, derivatives, from, between);
                for (unsigned int d = 1; d < dim; ++d)
                  contract<dim, N, true, true>(n, d, derivatives, from + d * points, between);
                if (dim == 3)
                  contract<dim, N, true, false>(n, 2, values, between, between);
                contract<dim, N, true, false>(n, 1, values, between, between);
                contract<dim, N, true, false>(n, 0, values, between, between);
                Number *const to = destination[f];
                for (unsigned int i = 0; i < points; ++i)
                  for (unsigned int l = 0; l < L; ++l)
                    to[unknowns[i * L + l]] += between[i][l];
              }
        }
    }

    /** Whether direction k carries no, one or two of the derivatives along d and e. */
    constexpr unsigned int
    n_derivatives(const unsigned int k, const unsigned int d, const unsigned int e)
    {
      return (k == d) + (k == e);
    }

    /**
     * Sum factorisation with products of shape functions: each direction has the product of two values, of a value and a derivative
     * (mean of both ways) or of two derivatives. The two functions are those of a node and, along `axis`, of the one `offset`
     * behind it; along the other directions of the same node.
     */
    template <int dim, int N>
    void
    diagonal(
      const CellLoop &loop, double *destination, const unsigned int block, const unsigned int axis, const unsigned int offset)
    {
      using V                  = Doubles;
      constexpr unsigned int L = cells_at_once, n_metric = dim * (dim + 1) / 2;
      const unsigned int     n = N > 0 ? N : loop.nodes, points = power(n, dim);
      const float *const     metrics = loop.own_metric && block == loop.alone * (loop.n_fields + 1) ? loop.own_metric : loop.metric;
      double                 derivatives[64], products[2][3][64]; // across the axis, along it
      for (unsigned int q = 0; q < n; ++q)
        for (unsigned int i = 0; i < n; ++i)
          {
            derivatives[q * n + i] = 0.;
            for (unsigned int j = 0; j < n; ++j)
              derivatives[q * n + i] += loop.derivatives[q * n + j] * loop.values[j * n + i];
          }
      for (unsigned int along = 0; along < 2; ++along)
        for (unsigned int q = 0; q < n; ++q)
          for (unsigned int i = 0; i < n; ++i)
            {
              const unsigned int k = i + (along ? offset : 0);
              for (unsigned int type = 0; type < 3; ++type)
                products[along][type][q * n + i] = 0.;
              if (k >= n)
                continue;
              const double u = loop.values[q * n + i], v = loop.values[q * n + k], du = derivatives[q * n + i],
                           dv               = derivatives[q * n + k];
              products[along][0][q * n + i] = u * v;
              products[along][1][q * n + i] = 0.5 * (u * dv + du * v);
              products[along][2][q * n + i] = du * dv;
            }
      V *const coefficient = reinterpret_cast<V *>(loop.scratch), *const sum = coefficient + points;
      for (unsigned int batch = 0; batch < loop.n_batches; ++batch)
        {
          const unsigned long first = static_cast<unsigned long>(batch) * points;
          for (unsigned int i = 0; i < points; ++i)
            sum[i] = V{};
          for (unsigned int d = 0, c = 0; d < dim; ++d)
            for (unsigned int e = d; e < dim; ++e, ++c)
              {
                for (unsigned int q = 0; q < points; ++q)
                  {
                    V metric, k;
                    load(metrics + ((first + q) * n_metric + c) * L, metric);
                    load(loop.conduction[block] + (first + q) * L, k);
                    coefficient[q] = metric * k * (d == e ? 1. : 2.);
                  }
                for (unsigned int k = 0; k + 1 < dim; ++k)
                  contract<dim, N, true, false>(n, k, products[k == axis][n_derivatives(k, d, e)], coefficient, coefficient);
                contract<dim, N, true, true>(n, dim - 1, products[dim - 1 == axis][n_derivatives(dim - 1, d, e)], coefficient, sum);
              }
          if (loop.reaction[block])
            {
              for (unsigned int q = 0; q < points; ++q)
                load(loop.reaction[block] + (first + q) * L, coefficient[q]);
              for (unsigned int k = 0; k + 1 < dim; ++k)
                contract<dim, N, true, false>(n, k, products[k == axis][0], coefficient, coefficient);
              contract<dim, N, true, true>(n, dim - 1, products[dim - 1 == axis][0], coefficient, sum);
            }
          for (unsigned int i = 0; i < points; ++i)
            for (unsigned int l = 0; l < L; ++l)
              destination[(first + i) * L + l] = sum[i][l];
        }
    }

    template <typename Number, bool transposed>
    void
    apply_any(const CellLoop      &loop,
              const Number *const *source,
              Number *const       *destination,
              const unsigned int   rows,
              const unsigned int   columns)
    {
      if (loop.dim == 2)
        switch (loop.nodes)
          {
            case 2:
              return apply<2, 2, transposed>(loop, source, destination, rows, columns);
            case 3:
              return apply<2, 3, transposed>(loop, source, destination, rows, columns);
            case 4:
              return apply<2, 4, transposed>(loop, source, destination, rows, columns);
            default:
              return apply<2, 0, transposed>(loop, source, destination, rows, columns);
          }
      switch (loop.nodes)
        {
          case 2:
            return apply<3, 2, transposed>(loop, source, destination, rows, columns);
          case 3:
            return apply<3, 3, transposed>(loop, source, destination, rows, columns);
          case 4:
            return apply<3, 4, transposed>(loop, source, destination, rows, columns);
          default:
            return apply<3, 0, transposed>(loop, source, destination, rows, columns);
        }
    }

    void
    diagonal_any(
      const CellLoop &loop, double *destination, const unsigned int block, const unsigned int axis, const unsigned int offset)
    {
      if (loop.dim == 2)
        return loop.nodes == 3 ? diagonal<2, 3>(loop, destination, block, axis, offset)
                               : diagonal<2, 0>(loop, destination, block, axis, offset);
      return loop.nodes == 3 ? diagonal<3, 3>(loop, destination, block, axis, offset)
                             : diagonal<3, 0>(loop, destination, block, axis, offset);
    }
  } // namespace
} // namespace zincfield

#include "physics/transport/dense_solver.h"
#include "physics/transport/surface_law.h"

namespace zincfield
{
  namespace
  {
    using Rows = std::vector<std::vector<double>>;

    /**
     * What changes in time at a point, over i omega: in the equations below the slabs and in the flux into the electrode. Columns: the
     * states below the slabs, the fields outside, the potential of the metal.
     */
    struct Storing
    {
      Rows equations, flux;
    };

    /** Displacement current through each slab. `primary`: the last equation sets the potential of the metal instead. */
    void
    add_displacement(const SurfacePoint &point, const unsigned int n, const unsigned int phi, const bool primary, Storing &storing)
    {
      const unsigned int n_slabs = point.slabs.size(), size = n_slabs * n;
      for (unsigned int s = 0; s < n_slabs; ++s)
        {
          const double       capacitance = point.slabs[s].permittivity / point.slabs[s].thickness;
          const unsigned int row = s * n + phi, above = s == 0 ? size + phi : row - n;
          const auto         add = [&](std::vector<double> &equation, const double sign) {
            equation[above] += sign * capacitance;
            equation[row] -= sign * capacitance;
          };
          if (!(primary && s + 1 == n_slabs))
            add(storing.equations[row], 1.);
          if (s > 0)
            add(storing.equations[row - n], -1.);
          else if (primary) // whose flux is taken through the outermost slab
            add(storing.flux[phi], 1.);
        }
    }

    /** Charge of the metal's double layer, under the film: n.flux = -d/dt C (phi_m - phi). */
    void
    add_double_layer(const double capacitance, const unsigned int n, const unsigned int phi, Storing &storing)
    {
      const unsigned int size = storing.equations.size(), beside = size - n + phi, metal = size + n;
      storing.flux[phi][beside] += capacitance;
      storing.flux[phi][metal] -= capacitance;
      storing.equations[beside][beside] -= capacitance;
      storing.equations[beside][metal] += capacitance;
    }

    /** What the film holds: half of each slab at either side of it. */
    void
    add_contents(const TransportModel &model, const SurfacePoint &point, const double *u, const std::vector<double> &below, Storing &storing)
    {
      const unsigned int    n = model.n_fields(), size = below.size(), stored = model.rows_with_storage();
      Dual<double>          state[max_fields], change[max_fields];
      Sources<Dual<double>> amount;
      for (unsigned int s = 0; s < point.slabs.size(); ++s)
        for (const bool lower : {false, true})
          {
            const bool         outside = s == 0 && !lower;
            const unsigned int first   = outside ? size : (lower ? s : s - 1) * n;
            for (unsigned int seed = 0; seed < n; ++seed)
              {
                for (unsigned int g = 0; g < n; ++g)
                  {
                    const double value = outside ? u[g] : below[first + g];
                    state[g]           = {value, g == seed ? 1. : 0.};
                    change[g]          = {value - model.fields()[g].bulk_value, g == seed ? 1. : 0.};
                  }
                model.storage(point.slabs[s].material, point.slabs[s].properties, state, change, amount);
                for (unsigned int f = 0; f < n; ++f)
                  if (stored >> f & 1u)
                    {
                      const double half = 0.5 * point.slabs[s].thickness * amount[f].derivative;
                      storing.flux[f][first + seed] += half;
                      if (!outside)
                        storing.equations[first + f][first + seed] -= half;
                    }
              }
          }
    }
  } // namespace

  SurfaceLaw::Admittance
  SurfaceLaw::admittance(const SurfacePoint &point,
                         const double       *u,
                         const double        phi_m,
                         const double        angular_frequency,
                         const double        capacitance,
                         const SurfaceFlux  &state) const
  {
    using D                    = Dual<double>;
    using Complex              = std::complex<double>;
    const unsigned int n = model_.n_fields(), phi = model_.potential(), size = point.slabs.size() * n;
    Admittance         result;
    for (unsigned int f = 0; f < n; ++f)
      for (unsigned int g = 0; g <= n; ++g)
        result[f][g] = state.derivative[f][g];
    if (size == 0)
      {
        result[phi][phi] += Complex(0., angular_frequency * capacitance);
        result[phi][n] -= Complex(0., angular_frequency * capacitance);
        return result;
      }

    Storing storing{Rows(size, std::vector<double>(size + n + 1, 0.)), Rows(n, std::vector<double>(size + n + 1, 0.))};
    add_displacement(point, n, phi, model_.is_primary(), storing);
    if (!model_.is_primary())
      add_double_layer(capacitance, n, phi, storing);
    if (model_.rows_with_storage() != 0)
      add_contents(model_, point, u, state.below, storing);

    // (R_y + i omega C_y) y' = -(R_s + i omega C_s) s' as a real system of twice the size
    const std::vector<double> conducting = jacobian(point, u, phi_m, state.below);
    std::vector<double>       matrix(4 * size * size);
    for (unsigned int i = 0; i < size; ++i)
      for (unsigned int j = 0; j < size; ++j)
        {
          matrix[i * 2 * size + j] = matrix[(size + i) * 2 * size + size + j] = conducting[i * size + j];
          matrix[i * 2 * size + size + j]                                     = -angular_frequency * storing.equations[i][j];
          matrix[(size + i) * 2 * size + j]                                   = angular_frequency * storing.equations[i][j];
        }
    const DenseFactors factors(2 * size, std::move(matrix));

    std::vector<D> outer(u, u + n), below(state.below.begin(), state.below.end()), r(size);
    D              flux[max_fields];
    std::vector<std::array<double, max_fields>> by_below(size); // d flux/d(state below)
    for (unsigned int j = 0; j < size; ++j)
      {
        below[j].derivative = 1.;
        total_flux(point, outer.data(), D(phi_m), below.data(), flux);
        below[j].derivative = 0.;
        for (unsigned int f = 0; f < n; ++f)
          by_below[j][f] = flux[f].derivative;
      }

    std::vector<double> response(2 * size);
    for (unsigned int seed = 0; seed <= n; ++seed)
      {
        const D potential(phi_m, seed == n ? 1. : 0.);
        for (unsigned int g = 0; g < n; ++g)
          outer[g].derivative = g == seed ? 1. : 0.;
        residual(point, outer.data(), potential, below.data(), r.data());
        for (unsigned int i = 0; i < size; ++i)
          {
            response[i]        = -r[i].derivative;
            response[size + i] = -angular_frequency * storing.equations[i][size + seed];
          }
        factors.solve(response);
        total_flux(point, outer.data(), potential, below.data(), flux);
        for (unsigned int f = 0; f < n; ++f)
          {
            result[f][seed] = Complex(flux[f].derivative, angular_frequency * storing.flux[f][size + seed]);
            for (unsigned int j = 0; j < size; ++j)
              result[f][seed] += Complex(by_below[j][f], angular_frequency * storing.flux[f][j]) * Complex(response[j], response[size + j]);
          }
      }
    return result;
  }
} // namespace zincfield

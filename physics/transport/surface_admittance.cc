#include "physics/transport/dense_solver.h"
#include "physics/transport/surface_law.h"

namespace zincfield
{
  namespace
  {
    using Rows = std::vector<std::vector<double>>;

    /**
     * What changes in time at a point, over i omega: in the equations below the slabs and in the flux into the electrode. Columns:
     * the states below the slabs, the fields outside, the potential of the metal.
     */
    struct Storing
    {
      Rows equations, flux;
    };
  } // namespace

  SurfaceLaw::Admittance
  SurfaceLaw::admittance(
    const SurfacePoint &point, const double *u, const double phi_m, const double angular_frequency, const SurfaceFlux &state) const
  {
    using D              = Dual<double>;
    using Complex        = std::complex<double>;
    const unsigned int n = model_.n_fields(), phi = model_.potential(), size = point.slabs.size() * n;
    Admittance         result;
    for (unsigned int f = 0; f < n; ++f)
      for (unsigned int g = 0; g <= n; ++g)
        result[f][g] = state.derivative[f][g];
    if (size == 0)
      {
        const double capacitance = point.double_layer_capacitance;
        result[phi][phi] += Complex(0., angular_frequency * capacitance);
        result[phi][n] -= Complex(0., angular_frequency * capacitance);
        return result;
      }

    Storing        storing{Rows(size, std::vector<double>(size + n + 1, 0.)), Rows(n, std::vector<double>(size + n + 1, 0.))};
    std::vector<D> outer(u, u + n), below(state.below.begin(), state.below.end()), r(size), content(size);
    D              flux[max_fields];
    D              metal(phi_m);
    for (unsigned int j = 0; j < size + n + 1; ++j)
      {
        D &seeded         = j < size ? below[j] : j < size + n ? outer[j - size] : metal;
        seeded.derivative = 1.;
        add_film_accumulation(point, outer.data(), metal, below.data(), content.data(), flux);
        if (!resolves_charge() && !model_.traits().displaces_in_time) // add_film_accumulation() has it otherwise
          add_displacement(point, outer.data(), below.data(), content.data(), flux);
        seeded.derivative = 0.;
        for (unsigned int i = 0; i < size; ++i)
          storing.equations[i][j] -= content[i].derivative;
        for (unsigned int f = 0; f < n; ++f)
          storing.flux[f][j] += flux[f].derivative;
      }

    // (R_y + i omega C_y) y' = -(R_s + i omega C_s) s' as a real system of twice the size
    const std::vector<double> conducting = jacobian(point, u, phi_m, state.below, {});
    std::vector<double>       matrix(4 * size * size);
    for (unsigned int i = 0; i < size; ++i)
      for (unsigned int j = 0; j < size; ++j)
        {
          matrix[i * 2 * size + j] = matrix[(size + i) * 2 * size + size + j] = conducting[i * size + j];
          matrix[i * 2 * size + size + j]                                     = -angular_frequency * storing.equations[i][j];
          matrix[(size + i) * 2 * size + j]                                   = angular_frequency * storing.equations[i][j];
        }
    const DenseFactors factors(2 * size, std::move(matrix));

    std::vector<std::array<double, max_fields>> by_below(size); // d flux/d(state below)
    for (unsigned int j = 0; j < size; ++j)
      {
        below[j].derivative = 1.;
        outer_flux(point, outer.data(), D(phi_m), below.data(), flux);
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
        residual(point, outer.data(), potential, below.data(), {}, r.data());
        for (unsigned int i = 0; i < size; ++i)
          {
            response[i]        = -r[i].derivative;
            response[size + i] = -angular_frequency * storing.equations[i][size + seed];
          }
        factors.solve(response);
        outer_flux(point, outer.data(), potential, below.data(), flux);
        for (unsigned int f = 0; f < n; ++f)
          {
            result[f][seed] = Complex(flux[f].derivative, angular_frequency * storing.flux[f][size + seed]);
            for (unsigned int j = 0; j < size; ++j)
              result[f][seed] +=
                Complex(by_below[j][f], angular_frequency * storing.flux[f][j]) * Complex(response[j], response[size + j]);
          }
      }
    return result;
  }
} // namespace zincfield

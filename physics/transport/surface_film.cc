#include "physics/transport/dense_solver.h"
#include "physics/transport/surface_law.h"

namespace zincfield
{
  template <typename Number>
  void
  SurfaceLaw::slab_flux(const FilmSlab &slab, const Number *outer, const Number *above, const Number *below, Number *flux) const
  {
    const unsigned int   n = model_.n_fields();
    Coefficients<Number> a;
    if (lumped_ && !resolves_charge())
      model_.lumped_coefficients(slab.material, slab.properties, outer, a);
    else
      model_.slab_coefficients(slab.material, slab.properties, above, below, a);
    for (unsigned int f = 0; f < n; ++f)
      {
        flux[f] = Number(0.);
        for (unsigned int g = 0; g < n; ++g)
          flux[f] += a[f][g] * (above[g] - below[g]);
        flux[f] *= Number(1. / slab.thickness);
      }
    if (slab.polarisation != 0.)
      flux[model_.potential()] -= Number(model_.displacement_rate() * slab.polarisation);
  }

  template <typename Number, typename Density>
  void
  SurfaceLaw::spread(const SurfacePoint &point,
                     const Number       *u,
                     const Number       *below,
                     const unsigned int  rows,
                     const Density      &density,
                     Number             *equations,
                     Number             *total) const
  {
    const unsigned int n = model_.n_fields();
    Sources<Number>    amount;
    for (unsigned int s = 0; s < point.slabs.size(); ++s)
      for (const bool lower : {false, true})
        {
          const bool         outside = s == 0 && !lower;
          const unsigned int first   = outside ? 0 : (lower ? s : s - 1) * n;
          density(point.slabs[s].material, point.slabs[s].properties, outside ? u : below + first, amount);
          for (unsigned int f = 0; f < n; ++f)
            if (rows >> f & 1u)
              {
                const Number half = Number(0.5 * point.slabs[s].thickness) * amount[f];
                total[f] += half;
                if (!outside)
                  equations[first + f] += half;
              }
        }
  }

  template <typename Number>
  void
  SurfaceLaw::add_sources(const SurfacePoint &point, const Number *u, const Number *below, Number *equations, Number *total) const
  {
    if (model_.rows_with_sources() != 0 && !lumped_)
      spread(
        point, u, below, model_.rows_with_sources(),
        [&](const unsigned int material, const Properties &p, const Number *state, Sources<Number> &s) {
        model_.sources(material, p, state, s);
        },
        equations, total);
  }

  template <typename Number>
  void
  SurfaceLaw::add_displacement(
    const SurfacePoint &point, const Number *u, const Number *below, Number *equations, Number *total) const
  {
    const unsigned int n = model_.n_fields(), phi = model_.potential(), n_slabs = point.slabs.size();
    for (unsigned int s = 0; s < n_slabs; ++s)
      {
        const Number displacement = Number(point.slabs[s].permittivity / point.slabs[s].thickness) *
                                    ((s == 0 ? u[phi] : below[(s - 1) * n + phi]) - below[s * n + phi]);
        if (!(model_.traits().is_primary && s + 1 == n_slabs)) // that equation sets the potential of the metal
          equations[s * n + phi] -= displacement;
        if (s > 0)
          equations[(s - 1) * n + phi] += displacement;
        else if (model_.traits().is_primary) // whose flux is taken through the outermost slab
          total[phi] += displacement;
      }
  }

  template <typename Number>
  void
  SurfaceLaw::add_film_accumulation(
    const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *equations, Number *total) const
  {
    const unsigned int n = model_.n_fields(), phi = model_.potential(), size = point.slabs.size() * n;
    std::fill(equations, equations + size, Number(0.));
    std::fill(total, total + n, Number(0.));
    if (model_.rows_with_accumulation() != 0 && !(lumped_ && resolves_charge()))
      spread(
        point, u, below, model_.rows_with_accumulation(),
        [&](const unsigned int material, const Properties &p, const Number *state, Sources<Number> &s) {
        Number change[max_fields];
        for (unsigned int g = 0; g < n; ++g)
          change[g] = state[g] - Number(model_.fields()[g].bulk_value);
        model_.accumulation(material, p, state, change, s);
        },
        equations, total);
    if (model_.traits().displaces_in_time)
      add_displacement(point, u, below, equations, total);
    if (point.double_layer_capacitance > 0.)
      {
        const Number &beside = size == 0 ? u[phi] : below[size - n + phi];
        const Number  charge = metal_charge(point.double_layer_capacitance, point.zero_charge_potential, phi_m, beside);
        total[phi] -= charge;
        if (size > 0)
          equations[size - n + phi] -= charge;
      }
  }

  void
  SurfaceLaw::film_accumulation(const SurfacePoint             &point,
                                const double                   *u,
                                const double                    phi_m,
                                const std::vector<double>      &below,
                                double                         *equations,
                                std::array<double, max_fields> &total) const
  {
    add_film_accumulation(point, u, phi_m, below.data(), equations, total.data());
  }

  template <typename Number>
  void
  SurfaceLaw::residual(const SurfacePoint &point,
                       const Number       *u,
                       const Number       &phi_m,
                       const Number       *below,
                       const FilmStep     &step,
                       Number             *residual) const
  {
    const unsigned int n = model_.n_fields(), n_slabs = point.slabs.size(), size = n_slabs * n;
    const Number      *above = u;
    Number             flux[max_fields];
    for (unsigned int s = 0; s < n_slabs; ++s)
      {
        slab_flux(point.slabs[s], u, above, below + s * n, flux);
        for (unsigned int f = 0; f < n; ++f)
          {
            residual[s * n + f] = flux[f];
            if (s > 0)
              residual[(s - 1) * n + f] -= flux[f];
          }
        above = below + s * n;
      }
    if (!model_.traits().is_primary)
      {
        metal_flux(point, above, phi_m, flux);
        for (unsigned int f = 0; f < n; ++f)
          residual[size - n + f] -= flux[f];
      }
    Number total[max_fields]; // not needed here
    std::fill(total, total + n, Number(0.));
    add_sources(point, u, below, residual, total);
    if (step.rate > 0.)
      {
        std::vector<Number> now(size);
        add_film_accumulation(point, u, phi_m, below, now.data(), total);
        for (unsigned int i = 0; i < size; ++i)
          residual[i] -= Number(step.rate) * (step.before ? now[i] - Number(step.before[i]) : now[i]);
      }
    if (is_equipotential(point))
      residual[size - n + model_.potential()] = above[model_.potential()] - phi_m;
  }

  template <typename Number>
  void
  SurfaceLaw::total_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *flux) const
  {
    const unsigned int n = model_.n_fields(), phi = model_.potential(), n_slabs = point.slabs.size();
    // Taken at the metal: differences across a thin film would lose digits.
    if (model_.traits().is_primary)
      return slab_flux(point.slabs[0], u, u, below, flux);
    metal_flux(point, n_slabs == 0 ? u : below + (n_slabs - 1) * n, phi_m, flux);
    if (n_slabs == 0)
      return;
    if (is_equipotential(point))
      {
        Number              through[max_fields];
        const Number       *above = n_slabs == 1 ? u : below + (n_slabs - 2) * n;
        std::vector<Number> into(n_slabs * n, Number(0.)), all(n, Number(0.));
        add_sources(point, u, below, into.data(), all.data());
        slab_flux(point.slabs[n_slabs - 1], u, above, below + (n_slabs - 1) * n, through);
        flux[phi] = through[phi] + into[(n_slabs - 1) * n + phi]; // of the metal
      }
  }

  template <typename Number>
  void
  SurfaceLaw::outer_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *flux) const
  {
    total_flux(point, u, phi_m, below, flux);
    std::vector<Number> equations(point.slabs.size() * model_.n_fields(), Number(0.));
    Number              inside[max_fields];
    std::fill(inside, inside + model_.n_fields(), Number(0.));
    add_sources(point, u, below, equations.data(), inside);
    for (unsigned int f = 0; f < model_.n_fields(); ++f)
      flux[f] -= inside[f];
  }

  std::vector<double>
  SurfaceLaw::jacobian(
    const SurfacePoint &point, const double *u, const double phi_m, const std::vector<double> &below, const FilmStep &step) const
  {
    using D                  = Dual<double>;
    const unsigned int     n = model_.n_fields(), n_slabs = point.slabs.size(), size = n_slabs * n;
    std::vector<double>    matrix(size * size);
    std::vector<D>         y(below.begin(), below.end()), r(size);
    const std::vector<D>   outer(u, u + n);
    constexpr unsigned int apart = 3; // a state enters the equations of its own slab and of the neighbours': every third at once
    for (unsigned int first = 0; first < std::min(apart, n_slabs); ++first)
      for (unsigned int g = 0; g < n; ++g)
        {
          for (unsigned int s = first; s < n_slabs; s += apart)
            y[s * n + g].derivative = 1.;
          residual(point, outer.data(), D(phi_m), y.data(), step, r.data());
          for (unsigned int s = first; s < n_slabs; s += apart)
            {
              y[s * n + g].derivative = 0.;
              for (unsigned int t = s == 0 ? 0 : s - 1; t < std::min(n_slabs, s + 2); ++t)
                for (unsigned int f = 0; f < n; ++f)
                  matrix[(t * n + f) * size + s * n + g] = r[t * n + f].derivative;
            }
        }
    return matrix;
  }

  bool
  SurfaceLaw::solve(const SurfacePoint  &point,
                    const double        *u,
                    const double         phi_m,
                    std::vector<double> &below,
                    const FilmStep      &step,
                    const unsigned int   max_steps) const
  {
    const unsigned int  n = model_.n_fields(), size = below.size();
    constexpr double    longest = 4.; // scales of a field that may have either sign
    std::vector<double> r(size);
    bool                settled = false;
    DenseFactors        factors(0, {});
    for (unsigned int iteration = 0; iteration < max_steps; ++iteration)
      {
        residual(point, u, phi_m, below.data(), step, r.data());
        if (!settled)
          factors = DenseFactors(size, jacobian(point, u, phi_m, below, step), 2 * n - 1);
        if (!factors.is_regular())
          return false;
        factors.solve(r);
        double length = 1., change = 0.;
        for (unsigned int i = 0; i < size; ++i)
          {
            if (!std::isfinite(r[i]))
              return false;
            const Field &field = model_.fields()[i % n];
            if (field.is_positive() && r[i] > 0.9 * below[i])
              length = std::min(length, below[i] > 0. ? 0.9 * below[i] / r[i] : 1.);
            else if (!field.is_positive() && !model_.traits().is_primary)
              length = std::min(length, longest * field.scale / std::max(std::abs(r[i]), 1e-300));
            change = std::max(change, std::abs(r[i]) / (field.scale + std::abs(below[i])));
          }
        for (unsigned int i = 0; i < size; ++i)
          below[i] -= length * r[i];
        // One more step once the change is at the root of the precision, with the factors at hand: they have changed as little.
        if (settled || change < 1e-15)
          return true;
        settled = length == 1. && change < 1e-9;
      }
    return false;
  }

  bool
  SurfaceLaw::evaluate(const SurfacePoint &point,
                       const double       *u,
                       const double        phi_m,
                       const bool          with_derivatives,
                       SurfaceFlux        &result,
                       const FilmStep     &step) const
  {
    const unsigned int n = model_.n_fields(), size = point.slabs.size() * n;
    const FilmStep     of_states          = step.before ? step : FilmStep();
    const bool         for_preconditioner = of_states.rate != step.rate; // its states need not be exact
    const unsigned int max_steps          = for_preconditioner ? 40 : 400;

    const auto guess_from_above = [&] {
      result.below.resize(size);
      for (unsigned int i = 0; i < size; ++i)
        result.below[i] = u[i % n];
    };
    const bool warm = result.below.size() == size;
    if (!warm)
      guess_from_above();
    if (size > 0 && !solve(point, u, phi_m, result.below, of_states, max_steps))
      {
        guess_from_above();
        if (!warm || !solve(point, u, phi_m, result.below, of_states, max_steps))
          {
            if (!for_preconditioner)
              return false;
            guess_from_above();
          }
      }
    complete(point, u, phi_m, with_derivatives, result, step);
    return true;
  }

  void
  SurfaceLaw::complete(const SurfacePoint &point,
                       const double       *u,
                       const double        phi_m,
                       const bool          with_derivatives,
                       SurfaceFlux        &result,
                       const FilmStep     &step) const
  {
    using D              = Dual<double>;
    const unsigned int n = model_.n_fields(), n_slabs = point.slabs.size(), size = n_slabs * n;
    double             at_metal[max_fields];
    outer_flux(point, u, phi_m, result.below.data(), result.flux.data());
    total_flux(point, u, phi_m, result.below.data(), at_metal);
    result.inside = at_metal[model_.potential()] - result.flux[model_.potential()];
    result.reaction_currents.resize(reactions().size());
    for (unsigned int r = 0; r < reactions().size(); ++r)
      result.reaction_currents[r] = -reaction(r, point, size == 0 ? u : result.below.data() + size - n, phi_m);

    result.film_resistance = 0.;
    for (unsigned int s = 0; s < n_slabs; ++s)
      {
        const double *above = s == 0 ? u : result.below.data() + (s - 1) * n;
        double        mean[max_fields];
        for (unsigned int g = 0; g < n; ++g)
          mean[g] = lumped_ ? u[g] : 0.5 * (above[g] + result.below[s * n + g]);
        result.film_resistance +=
          point.slabs[s].thickness / model_.conductivity(point.slabs[s].material, point.slabs[s].properties, mean);
      }
    if (!with_derivatives)
      return;

    // Implicit function theorem: R(y, s) = 0 gives dy/ds = -R_y^-1 R_s.
    const DenseFactors  factors(size, size == 0 ? std::vector<double>() : jacobian(point, u, phi_m, result.below, step), 2 * n - 1);
    std::vector<double> direction(size);
    std::vector<D>      outer(u, u + n), below(result.below.begin(), result.below.end()), r(size);
    D                   flux[max_fields], taken_up[max_fields];
    for (unsigned int seed = 0; seed <= n; ++seed)
      {
        const D potential(phi_m, seed == n ? 1. : 0.);
        for (unsigned int g = 0; g < n; ++g)
          outer[g].derivative = g == seed ? 1. : 0.;
        if (size > 0)
          {
            for (D &y : below)
              y.derivative = 0.;
            residual(point, outer.data(), potential, below.data(), step, r.data());
            for (unsigned int i = 0; i < size; ++i)
              direction[i] = -r[i].derivative;
            factors.solve(direction);
            for (unsigned int i = 0; i < size; ++i)
              below[i].derivative = direction[i];
          }
        outer_flux(point, outer.data(), potential, below.data(), flux);
        if (step.rate > 0.)
          {
            add_film_accumulation(point, outer.data(), potential, below.data(), r.data(), taken_up);
            for (unsigned int f = 0; f < n; ++f)
              flux[f] += D(step.rate) * taken_up[f];
          }
        for (unsigned int f = 0; f < n; ++f)
          result.derivative[f][seed] = flux[f].derivative;
      }
  }

  SurfaceLaw::FilmChange
  SurfaceLaw::film_change(const SurfacePoint        &point,
                          const double              *u,
                          const double               phi_m,
                          const std::vector<double> &below,
                          const FilmStep            &step,
                          const double              *surplus,
                          const double              *change,
                          const double               electrode_change) const
  {
    using D              = Dual<double>;
    const unsigned int n = model_.n_fields(), size = below.size();
    std::vector<D>     outer(u, u + n), states(below.begin(), below.end()), r(size);
    for (unsigned int g = 0; g < n; ++g)
      outer[g].derivative = change[g];
    residual(point, outer.data(), D(phi_m, electrode_change), states.data(), step, r.data());
    FilmChange result;
    result.below.resize(size);
    for (unsigned int i = 0; i < size; ++i)
      result.below[i] = -surplus[i] - r[i].derivative;
    DenseFactors(size, jacobian(point, u, phi_m, below, step), 2 * n - 1).solve(result.below);

    const std::vector<D> fixed(u, u + n);
    for (unsigned int i = 0; i < size; ++i)
      states[i].derivative = result.below[i];
    D flux[max_fields], taken_up[max_fields];
    outer_flux(point, fixed.data(), D(phi_m), states.data(), flux);
    add_film_accumulation(point, fixed.data(), D(phi_m), states.data(), r.data(), taken_up);
    for (unsigned int f = 0; f < n; ++f)
      result.flux[f] = flux[f].derivative + step.rate * taken_up[f].derivative;
    return result;
  }

  template void
  SurfaceLaw::residual(
    const SurfacePoint &, const Dual<double> *, const Dual<double> &, const Dual<double> *, const FilmStep &, Dual<double> *) const;
  template void
  SurfaceLaw::outer_flux(
    const SurfacePoint &, const Dual<double> *, const Dual<double> &, const Dual<double> *, Dual<double> *) const;
  template void
  SurfaceLaw::add_displacement(
    const SurfacePoint &, const Dual<double> *, const Dual<double> *, Dual<double> *, Dual<double> *) const;
  template void
  SurfaceLaw::add_film_accumulation(
    const SurfacePoint &, const Dual<double> *, const Dual<double> &, const Dual<double> *, Dual<double> *, Dual<double> *) const;
} // namespace zincfield

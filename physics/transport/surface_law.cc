#include "physics/transport/surface_law.h"

#include "physics/constants.h"
#include "physics/transport/dense_solver.h"
#include "physics/transport/diffuse_layer.h"

namespace zincfield
{
  namespace
  {
    constexpr unsigned int no_species = static_cast<unsigned int>(-1);

    /** Share of the scale of concentrations below which a diffuse layer that is not meshed sees no further thinning of the solution. */
    constexpr double lowest_outside = 1e-6;
  }

  SurfaceLaw::SurfaceLaw(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions, const bool lumped)
    : model_(model)
    , reactions_(std::move(reactions))
    , lumped_(lumped)
  {
    for (const auto &reaction : reactions_)
      {
        std::vector<unsigned int> indices;
        std::vector<double>       reference;
        const auto                names = reaction->rate_species();
        for (unsigned int i = 0; i < names.size(); ++i)
          {
            indices.push_back(no_species);
            reference.push_back(reaction->reference_concentration(i));
            for (unsigned int k = 0; k < model.species().size(); ++k)
              if (model.species()[k].name == names[i])
                {
                  indices.back() = k;
                  if (reference.back() <= 0.)
                    reference.back() = model.species()[k].bulk_concentration;
                }
          }
        rate_species_.push_back(indices);
        reference_concentration_.push_back(reference);
        std::array<double, max_fields> weights{};
        for (unsigned int f = 0; f < model.n_fields(); ++f)
          weights[f] = model.row_weight(f, *reaction);
        row_weights_.push_back(weights);
      }
  }

  template <typename Number>
  Number
  SurfaceLaw::diffuse_layer_drop(const SurfacePoint &point, const Number *u, const Number &phi_m) const
  {
    if (point.diffuse_layer_permittivity == 0.)
      return Number(0.);
    const unsigned int n = model_.species().size();
    double             charges[max_fields + 1];
    Number             outside[max_fields + 1];
    for (unsigned int k = 0; k < n; ++k)
      {
        charges[k] = model_.species()[k].charge;
        outside[k] = at_least(model_.concentration(u, k), lowest_outside * model_.fields()[0].scale);
      }
    const double thermal      = thermal_voltage(model_.temperature());
    const double stern_length = std::sqrt(2. * point.diffuse_layer_permittivity * gas_constant * model_.temperature()) / (thermal * point.stern_capacitance);
    const Number drop         = (phi_m - u[model_.potential()] - Number(point.zero_charge_potential)) * Number(1. / thermal);
    return Number(thermal) * diffuse_layer_root(n, charges, outside, drop, stern_length);
  }

  template <typename Number>
  Number
  SurfaceLaw::reaction(const unsigned int r, const SurfacePoint &point, const Number *u, const Number &phi_m) const
  {
    return reaction(r, point, u, phi_m, diffuse_layer_drop(point, u, phi_m));
  }

  template <typename Number>
  Number
  SurfaceLaw::reaction(const unsigned int r, const SurfacePoint &point, const Number *u, const Number &phi_m, const Number &drop) const
  {
    std::array<Number, max_fields + 2> ratio;
    ratio.fill(Number(1.));
    for (unsigned int i = 0; i < rate_species_[r].size(); ++i)
      if (rate_species_[r][i] != no_species)
        {
          ratio[i] = model_.activity(u, rate_species_[r][i]) * Number(1. / reference_concentration_[r][i]);
          if (point.diffuse_layer_permittivity > 0.)
            ratio[i] *= safe_exp(Number(-model_.species()[rate_species_[r][i]].charge / thermal_voltage(model_.temperature())) * drop, 100.);
        }

    const ReactionState<Number> state{phi_m - u[model_.potential()] - drop, ratio.data(), model_.local_reference(), point.exchange_factors[r], model_.temperature()};
    return reactions_[r]->current_density(state);
  }

  template <typename Number>
  void
  SurfaceLaw::metal_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, Number *flux) const
  {
    for (unsigned int f = 0; f < model_.n_fields(); ++f)
      flux[f] = Number(0.);
    const Number drop = diffuse_layer_drop(point, u, phi_m);
    for (unsigned int r = 0; r < reactions_.size(); ++r)
      {
        const Number current = reaction(r, point, u, phi_m, drop);
        for (unsigned int f = 0; f < model_.n_fields(); ++f)
          flux[f] -= Number(row_weights_[r][f]) * current;
      }
    // n.(-eps grad phi + P) = -C_S (phi_m - phi - phi_pzc): the charge of the metal across the Stern layer; or a wall's own charge
    if (const double rate = model_.displacement_rate(); rate > 0.)
      flux[model_.potential()] = Number(-rate * point.stern_capacitance) * (phi_m - u[model_.potential()] - Number(point.zero_charge_potential)) - Number(rate * point.surface_charge);
  }

  template <typename Number>
  void
  SurfaceLaw::slab_flux(const FilmSlab &slab, const Number *outer, const Number *above, const Number *below, Number *flux) const
  {
    const unsigned int   n = model_.n_fields();
    Coefficients<Number> a;
    if (lumped_)
      model_.lumped_coefficients(slab.material, slab.properties, outer, a);
    else
      {
        Number mean[max_fields];
        for (unsigned int g = 0; g < n; ++g)
          mean[g] = Number(0.5) * (above[g] + below[g]);
        model_.coefficients(slab.material, slab.properties, mean, a);
      }
    for (unsigned int f = 0; f < n; ++f)
      {
        flux[f] = Number(0.);
        for (unsigned int g = 0; g < n; ++g)
          flux[f] += a[f][g] * (above[g] - below[g]);
        flux[f] *= Number(1. / slab.thickness);
      }
  }

  template <typename Number>
  void
  SurfaceLaw::residual(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *residual) const
  {
    const unsigned int n = model_.n_fields(), n_slabs = point.slabs.size();
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
    const unsigned int last = (n_slabs - 1) * n;
    if (model_.is_primary()) // the metal is the equipotential below the film
      residual[last] = above[0] - phi_m;
    else
      {
        metal_flux(point, above, phi_m, flux);
        for (unsigned int f = 0; f < n; ++f)
          residual[last + f] -= flux[f];
      }
  }

  template <typename Number>
  void
  SurfaceLaw::total_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, const Number *below, Number *flux) const
  {
    // Taken at the metal: differences across a thin film would lose digits.
    if (model_.is_primary())
      slab_flux(point.slabs[0], u, u, below, flux);
    else
      metal_flux(point, point.slabs.empty() ? u : below + (point.slabs.size() - 1) * model_.n_fields(), phi_m, flux);
  }

  std::vector<double>
  SurfaceLaw::jacobian(const SurfacePoint &point, const double *u, const double phi_m, const std::vector<double> &below) const
  {
    using D                 = Dual<double>;
    const unsigned int size = below.size();
    std::vector<double> matrix(size * size);
    std::vector<D>      y(below.begin(), below.end()), r(size);
    const std::vector<D> outer(u, u + model_.n_fields());
    for (unsigned int j = 0; j < size; ++j)
      {
        y[j].derivative = 1.;
        residual(point, outer.data(), D(phi_m), y.data(), r.data());
        y[j].derivative = 0.;
        for (unsigned int i = 0; i < size; ++i)
          matrix[i * size + j] = r[i].derivative;
      }
    return matrix;
  }

  bool
  SurfaceLaw::solve(const SurfacePoint &point, const double *u, const double phi_m, std::vector<double> &below) const
  {
    const unsigned int  n = model_.n_fields(), size = below.size(), max_steps = 400;
    const double        potential_limit = 4. * thermal_voltage(model_.temperature());
    std::vector<double> r(size);
    bool                settled = false;
    for (unsigned int step = 0; step < max_steps; ++step)
      {
        residual(point, u, phi_m, below.data(), r.data());
        const DenseFactors factors(size, jacobian(point, u, phi_m, below));
        if (!factors.is_regular())
          return false;
        factors.solve(r);
        double length = 1., change = 0.;
        for (unsigned int i = 0; i < size; ++i)
          {
            if (!std::isfinite(r[i]))
              return false;
            const Field &field = model_.fields()[i % n];
            if (field.positive && r[i] > 0.9 * below[i])
              length = std::min(length, below[i] > 0. ? 0.9 * below[i] / r[i] : 1.);
            else if (!field.positive && !model_.is_primary())
              length = std::min(length, potential_limit / std::max(std::abs(r[i]), 1e-300));
            change = std::max(change, std::abs(r[i]) / (field.scale + std::abs(below[i])));
          }
        for (unsigned int i = 0; i < size; ++i)
          below[i] -= length * r[i];
        // One more step once the change is at the root of the precision: the iteration is quadratic there.
        if (settled || change < 1e-15)
          return true;
        settled = length == 1. && change < 1e-9;
      }
    return false;
  }

  bool
  SurfaceLaw::evaluate(const SurfacePoint &point, const double *u, const double phi_m, const bool with_derivatives, SurfaceFlux &result) const
  {
    using D              = Dual<double>;
    const unsigned int n = model_.n_fields(), n_slabs = point.slabs.size(), size = n_slabs * n;

    const auto guess_from_above = [&] {
      result.below.resize(size);
      for (unsigned int i = 0; i < size; ++i)
        result.below[i] = u[i % n];
    };
    const bool warm = result.below.size() == size;
    if (!warm)
      guess_from_above();
    if (size > 0 && !solve(point, u, phi_m, result.below))
      {
        guess_from_above();
        if (!warm || !solve(point, u, phi_m, result.below))
          return false;
      }

    total_flux(point, u, phi_m, result.below.data(), result.flux.data());
    result.reaction_currents.resize(reactions_.size());
    for (unsigned int r = 0; r < reactions_.size(); ++r)
      result.reaction_currents[r] = -reaction(r, point, size == 0 ? u : result.below.data() + size - n, phi_m);

    result.film_resistance = 0.;
    for (unsigned int s = 0; s < n_slabs; ++s)
      {
        const double *above = s == 0 ? u : result.below.data() + (s - 1) * n;
        double        mean[max_fields];
        for (unsigned int g = 0; g < n; ++g)
          mean[g] = lumped_ ? u[g] : 0.5 * (above[g] + result.below[s * n + g]);
        result.film_resistance += point.slabs[s].thickness / model_.conductivity(point.slabs[s].material, point.slabs[s].properties, mean);
      }
    if (!with_derivatives)
      return true;

    // Implicit function theorem: R(y, s) = 0 gives dy/ds = -R_y^-1 R_s.
    const DenseFactors  factors(size, size == 0 ? std::vector<double>() : jacobian(point, u, phi_m, result.below));
    std::vector<double> direction(size);
    std::vector<D>      outer(u, u + n), below(result.below.begin(), result.below.end()), r(size);
    D                   flux[max_fields];
    for (unsigned int seed = 0; seed <= n; ++seed)
      {
        const D potential(phi_m, seed == n ? 1. : 0.);
        for (unsigned int g = 0; g < n; ++g)
          outer[g].derivative = g == seed ? 1. : 0.;
        if (size > 0)
          {
            for (D &y : below)
              y.derivative = 0.;
            residual(point, outer.data(), potential, below.data(), r.data());
            for (unsigned int i = 0; i < size; ++i)
              direction[i] = -r[i].derivative;
            factors.solve(direction);
            for (unsigned int i = 0; i < size; ++i)
              below[i].derivative = direction[i];
          }
        total_flux(point, outer.data(), potential, below.data(), flux);
        for (unsigned int f = 0; f < n; ++f)
          result.derivative[f][seed] = flux[f].derivative;
      }
    return true;
  }

  template void
  SurfaceLaw::residual(const SurfacePoint &, const Dual<double> *, const Dual<double> &, const Dual<double> *, Dual<double> *) const;
  template void
  SurfaceLaw::total_flux(const SurfacePoint &, const Dual<double> *, const Dual<double> &, const Dual<double> *, Dual<double> *) const;
} // namespace zincfield

#include "physics/transport/surface_law.h"

#include "physics/constants.h"
#include "physics/transport/diffuse_layer.h"

#include <stdexcept>

namespace zincfield
{
  namespace
  {
    constexpr unsigned int no_species = static_cast<unsigned int>(-1);

    /** Share of the scale of concentrations below which a diffuse layer that is not meshed sees no further thinning of the
     * solution. */
    constexpr double lowest_outside = 1e-6;
  } // namespace

  SurfaceLaw::SurfaceLaw(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions, const bool lumped)
    : model_(model)
    , reactions_(std::move(reactions))
    , lumped_(lumped)
  {
    for (const auto &reaction : reactions_)
      {
        std::vector<unsigned int> indices;
        std::vector<double>       reference, bulk_ratio;
        const auto                names = reaction->rate_species();
        if (names.size() > max_rate_species)
          throw std::logic_error("the rate of \"" + reaction->name + "\" depends on too many concentrations");
        for (unsigned int i = 0; i < names.size(); ++i)
          {
            indices.push_back(no_species);
            reference.push_back(reaction->reference_concentration(i));
            const double bulk = model.bulk_concentration(names[i]);
            bulk_ratio.push_back(reference.back() > 0. && bulk > 0. ? bulk / reference.back() : 1.);
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
        bulk_ratio_.push_back(bulk_ratio);
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
    const double thermal = thermal_voltage(model_.temperature());
    const double stern_length =
      std::sqrt(2. * point.diffuse_layer_permittivity * gas_constant * model_.temperature()) / (thermal * point.stern_capacitance);
    const Number drop = (phi_m - u[model_.potential()] - Number(point.zero_charge_potential)) * Number(1. / thermal);
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
  SurfaceLaw::reaction(
    const unsigned int r, const SurfacePoint &point, const Number *u, const Number &phi_m, const Number &drop) const
  {
    std::array<Number, max_rate_species> ratio;
    for (unsigned int i = 0; i < rate_species_[r].size(); ++i)
      if (rate_species_[r][i] == no_species)
        ratio[i] = Number(bulk_ratio_[r][i]);
      else
        {
          ratio[i] = model_.activity(u, rate_species_[r][i]) * Number(1. / reference_concentration_[r][i]);
          if (point.diffuse_layer_permittivity > 0.)
            ratio[i] *=
              safe_exp(Number(-model_.species()[rate_species_[r][i]].charge / thermal_voltage(model_.temperature())) * drop, 100.);
        }

    const double                shift = reactions_[r]->deposits_zinc() ? point.equilibrium_shift : 0.;
    const ReactionState<Number> state{phi_m - u[model_.potential()] - drop - Number(shift), ratio.data(),
                                      model_.traits().local_reference, point.exchange_factors[r], model_.temperature()};
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
      flux[model_.potential()] =
        Number(-rate) * (metal_charge(point.stern_capacitance, point.zero_charge_potential, phi_m, u[model_.potential()]) +
                         Number(point.surface_charge));
  }

  template void
  SurfaceLaw::metal_flux(const SurfacePoint &, const double *, const double &, double *) const;
  template void
  SurfaceLaw::metal_flux(const SurfacePoint &, const Dual<double> *, const Dual<double> &, Dual<double> *) const;
  template double
  SurfaceLaw::reaction(unsigned int, const SurfacePoint &, const double *, const double &) const;
} // namespace zincfield

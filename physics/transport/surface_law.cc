#include "physics/transport/surface_law.h"

#include "physics/constants.h"
#include "physics/transport/diffuse_layer.h"

namespace zincfield
{
  namespace
  {
    /** Share of the scale of concentrations below which a diffuse layer that is not meshed sees no further thinning of the
     * solution. */
    constexpr double lowest_outside = 1e-6;
  } // namespace

  SurfaceLaw::SurfaceLaw(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions, const bool lumped)
    : model_(model)
    , reactions_(model, std::move(reactions))
    , lumped_(lumped)
  {}

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
    const double shift = reactions_.list()[r]->deposits_zinc() ? point.equilibrium_shift : 0.;
    return reactions_.current(r, u, phi_m - u[model_.potential()] - drop - Number(shift), point.exchange_factors[r],
                              point.diffuse_layer_permittivity > 0. ? &drop : nullptr,
                              point.dissolvable.empty() ? 0. : point.dissolvable[r]);
  }

  template <typename Number>
  void
  SurfaceLaw::metal_flux(const SurfacePoint &point, const Number *u, const Number &phi_m, Number *flux) const
  {
    for (unsigned int f = 0; f < model_.n_fields(); ++f)
      flux[f] = Number(0.);
    const Number drop = diffuse_layer_drop(point, u, phi_m);
    for (unsigned int r = 0; r < reactions().size(); ++r)
      {
        const Number current = reaction(r, point, u, phi_m, drop);
        for (unsigned int f = 0; f < model_.n_fields(); ++f)
          flux[f] -= Number(reactions_.row_weights(r)[f]) * current;
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

#pragma once

#include "physics/electrolytes/salt.h"
#include "physics/smooth_floor.h"
#include "physics/temperature.h"

#include <optional>

namespace zincfield
{
  /** Concentration [mol/m^3] below which a salt's laws are evaluated on a positive continuation (see smooth_floor()). */
  constexpr double salt_concentration_floor = 1e-3;

  /**
   * What all binary z:z salts share: the keys with which an input overrides single values of a data set, their temperature
   * dependence, and the floor on the concentration. A `Law` supplies
   * `template <typename Number> SaltProperties<Number> isothermal(const Number &c) const` at 25 degC, for c > 0.
   *
   * `kappa`, `D` scale with `exp(-(Ea/R)(1/T - 1/298.15 K))`; `t+` and `chi` are taken as independent of temperature.
   */
  template <typename Law>
  class BinarySalt : public SaltLaw<Law>
  {
  public:
    void
    declare(Parameters &p) override
    {
      p.quantity("Bulk concentration", bulk_, "mol/L", {0., solubility_, false, true}, "Concentration of the salt in the bulk.");
      override_value(p, "Salt conductivity", conductivity_, "S/m", Range::positive(),
                     "Constant ionic conductivity at 25 degC instead of the data set's kappa(c).");
      override_value(p, "Diffusivity", diffusivity_, "m^2/s", Range::positive(),
                     "Constant diffusivity of the salt at 25 degC instead of the data set's D(c).");
      override_value(p, "Cation transference number", transference_, "1", Range::between(0., 1.),
                     "Constant t+ instead of the data set's t+(c).");
      override_value(p, "Thermodynamic factor", thermodynamic_factor_, "1", Range::positive(),
                     "Constant chi = 1 + dln f/dln c instead of the data set's chi(c).");
      p.quantity("Conductivity activation energy", conductivity_energy_, "kJ/mol", Range::any(), "Arrhenius energy of kappa.");
      p.quantity("Diffusivity activation energy", diffusivity_energy_, "kJ/mol", Range::any(), "Arrhenius energy of D.");
    }

    template <typename Number>
    SaltProperties<Number>
    evaluate(const Number &concentration, const double temperature) const
    {
      const Number           c          = smooth_floor(concentration, salt_concentration_floor);
      SaltProperties<Number> properties = static_cast<const Law &>(*this).isothermal(c);
      if (conductivity_)
        properties.conductivity = Number(*conductivity_);
      if (diffusivity_)
        properties.diffusivity = Number(*diffusivity_);
      if (transference_)
        properties.transference = Number(*transference_);
      if (thermodynamic_factor_)
        properties.thermodynamic_factor = Number(*thermodynamic_factor_);
      properties.conductivity *= Number(arrhenius_factor(conductivity_energy_, 298.15, temperature));
      properties.diffusivity *= Number(arrhenius_factor(diffusivity_energy_, 298.15, temperature));
      return properties;
    }

    double
    bulk_concentration() const override
    {
      return bulk_;
    }

  protected:
    static void
    override_value(Parameters            &p,
                   const std::string     &key,
                   std::optional<double> &value,
                   const std::string     &unit,
                   const Range           &range,
                   const std::string     &doc)
    {
      double number = value.value_or(0.);
      p.quantity(key, number, unit, range, doc + (value ? "" : " Without this key: the data set."));
      if (p.given(key))
        value = number;
    }

    double                bulk_                = required_value;
    double                solubility_          = std::numeric_limits<double>::infinity(); // [mol/m^3]: data end there
    double                conductivity_energy_ = 0., diffusivity_energy_ = 0.;
    std::optional<double> conductivity_, diffusivity_, transference_, thermodynamic_factor_;
  };
} // namespace zincfield

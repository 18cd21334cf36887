#pragma once

#include "physics/number.h"
#include "physics/parameters.h"

#include <memory>
#include <string>

namespace zincfield
{
  /** Transport properties of a concentrated binary z:z salt at one concentration. */
  template <typename Number>
  struct SaltProperties
  {
    /** kappa [S/m] */
    Number conductivity;
    /** D [m^2/s], of the thermodynamically real salt (measured) */
    Number diffusivity;
    /** t+ of the cation, against the solvent */
    Number transference;
    /** chi = 1 + dln f+-/dln c */
    Number thermodynamic_factor;
  };

  /** A binary salt in water, measured or ideal: the four functions of concentration of Newman's theory. */
  class Salt
  {
  public:
    virtual ~Salt() = default;

    virtual void
    declare(Parameters &parameters) = 0;

    /** c [mol/m^3] > 0, T [K] */
    virtual SaltProperties<double>
    properties(const double &c, double temperature) const = 0;
    virtual SaltProperties<Dual<double>>
    properties(const Dual<double> &c, double temperature) const = 0;
    virtual SaltProperties<dealii::VectorizedArray<double>>
    properties(const dealii::VectorizedArray<double> &c, double temperature) const = 0;
    virtual SaltProperties<Dual<dealii::VectorizedArray<double>>>
    properties(const Dual<dealii::VectorizedArray<double>> &c, double temperature) const = 0;

    /** Bulk concentration [mol/m^3]. */
    virtual double
    bulk_concentration() const = 0;
    /** z+ = -z- */
    virtual double
    charge_number() const = 0;
    /** Names of the ions, for fields and reactions ("Zn2+", "SO4 2-"). */
    virtual std::string
    cation() const = 0;
    virtual std::string
    anion() const = 0;
    /** Infinite-dilution diffusivities [m^2/s] of cation and anion, for the ideal dilute description of the same solution. */
    virtual std::pair<double, double>
    ion_diffusivities(double temperature) const = 0;
  };

  /** Supplies all number types of a law written as `template <typename Number> SaltProperties<Number> evaluate(const Number&,
   * double) const`. */
  template <typename Law>
  class SaltLaw : public Salt
  {
  public:
    SaltProperties<double>
    properties(const double &c, const double temperature) const override
    {
      return static_cast<const Law &>(*this).evaluate(c, temperature);
    }
    SaltProperties<Dual<double>>
    properties(const Dual<double> &c, const double temperature) const override
    {
      return static_cast<const Law &>(*this).evaluate(c, temperature);
    }
    SaltProperties<dealii::VectorizedArray<double>>
    properties(const dealii::VectorizedArray<double> &c, const double temperature) const override
    {
      return static_cast<const Law &>(*this).evaluate(c, temperature);
    }
    SaltProperties<Dual<dealii::VectorizedArray<double>>>
    properties(const Dual<dealii::VectorizedArray<double>> &c, const double temperature) const override
    {
      return static_cast<const Law &>(*this).evaluate(c, temperature);
    }
  };
} // namespace zincfield

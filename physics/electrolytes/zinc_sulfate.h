#pragma once

#include "physics/electrolytes/binary_salt.h"

namespace zincfield
{
  /**
   * Infinite-dilution diffusivities [m^2/s] of Zn2+ and SO4 2- at 25 degC.
   * Source: CRC Handbook of Chemistry and Physics, "Ionic conductivity and diffusion at infinite dilution". Measured.
   */
  constexpr double zinc_ion_diffusivity = 0.703e-9, sulfate_ion_diffusivity = 1.065e-9;

  /** Arrhenius energy [J/mol] of transport in water, about 2 % per kelvin at 25 degC. Source: trend of the CRC tables. Assumed, 15
   * to 20. */
  constexpr double water_transport_energy = 16e3;

  /** [mol/m^3] What dissolves at 25 degC: 57.7 g in 100 g of water, 3.6 mol/kg. Source: CRC Handbook, "Aqueous solubility of
   * inorganic compounds". Measured. */
  constexpr double zinc_sulfate_solubility = 3.6e3;

  /** Zinc sulfate in water: names, charge, ions. */
  template <typename Law>
  class ZincSulfate : public BinarySalt<Law>
  {
  public:
    ZincSulfate(const double molarity)
    {
      this->bulk_                = 1000. * molarity;
      this->solubility_          = zinc_sulfate_solubility;
      this->conductivity_energy_ = water_transport_energy;
      this->diffusivity_energy_  = water_transport_energy;
    }

    double
    charge_number() const override
    {
      return 2.;
    }
    std::string
    cation() const override
    {
      return "Zn2+";
    }
    std::string
    anion() const override
    {
      return "SO4 2-";
    }
    std::pair<double, double>
    ion_diffusivities(const double temperature) const override
    {
      const double factor = arrhenius_factor(this->diffusivity_energy_, 298.15, temperature);
      return {zinc_ion_diffusivity * factor, sulfate_ion_diffusivity * factor};
    }
  };
} // namespace zincfield

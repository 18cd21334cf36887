#include "physics/electrolytes/zinc_sulfate.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * ZnSO4 as ideal dilute ions, fully dissociated, with the diffusivities of infinite dilution (Nernst-Einstein, Nernst-Hartley):
     * `kappa = (F^2/RT) z^2 c (D+ + D-)`, `D = 2 D+ D-/(D+ + D-)`, `t+ = D+/(D+ + D-)`, `chi = 1`; c [mol/m^3] > 0, z = 2.
     *
     * For comparison only: at 1 to 3 mol/L the conductivity is about ten times the measured one. kappa is given at 25 degC and
     * scales with temperature as the diffusivities do. Source: J. Newman and K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed.,
     * chapter 11.
     */
    class IdealZincSulfate : public ZincSulfate<IdealZincSulfate>
    {
    public:
      using ZincSulfate::ZincSulfate;

      template <typename Number>
      SaltProperties<Number>
      isothermal(const Number &c) const
      {
        constexpr double cation = zinc_ion_diffusivity, anion = sulfate_ion_diffusivity, sum = cation + anion;
        const double     molar_conductivity = faraday_constant / thermal_voltage(298.15) * 4. * sum;
        return {Number(molar_conductivity) * c, Number(2. * cation * anion / sum), Number(cation / sum), Number(1.)};
      }
    };

    template <int molarity>
    class IdealMolar : public IdealZincSulfate
    {
    public:
      IdealMolar()
        : IdealZincSulfate(molarity)
      {}
    };

    const Register<Salt, IdealMolar<1>>
      ideal_one("ZnSO4 1 M ideal", "Zinc sulfate, 1 mol/L, as ideal dilute ions: for comparison.");
    const Register<Salt, IdealMolar<2>>
      ideal_two("ZnSO4 2 M ideal", "Zinc sulfate, 2 mol/L, as ideal dilute ions: for comparison.");
    const Register<Salt, IdealMolar<3>>
      ideal_three("ZnSO4 3 M ideal", "Zinc sulfate, 3 mol/L, as ideal dilute ions: for comparison.");
  } // namespace
} // namespace zincfield

#include "physics/electrolytes/pitzer.h"
#include "physics/electrolytes/zinc_sulfate.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Concentrated ZnSO4 in water at 25 degC, c [mol/L] from dilute to 3.5 (near saturation); smooth and positive for all c > 0:
     *
     * - `kappa = Lambda0 c exp(-9.024 sqrt(c)/(1 + 5.836 sqrt(c)) - 0.449 c)`, Lambda0 = 0.02656 S m^2/mol: maximum 5.45 S/m
     * at 2.06 mol/L. Measured: within 4 % of the equivalent conductivities at 0.2 to 50 mmol/L and of the 2 to 15 wt% points (moved
     * from 20 degC to 25 degC) of the CRC Handbook; assumed within 10 % at 2 and 3 mol/L (5.5 and 5.0 S/m, the middle of the values
     * in use).
     * - `D = [0.360 + 0.487/(1 + sqrt(c/0.05))] 1e-9 m^2/s`: 0.847e-9 at infinite dilution (Nernst-Hartley, exact from the CRC's
     * ionic diffusivities), 0.45e-9 at 1, 0.43e-9 at 2, 0.42e-9 at 3 mol/L. Assumed within 15 % from 1 mol/L on.
     * - `t+ = 0.25 + 0.148/(1 + c)`: 0.398 at infinite dilution (from the ionic diffusivities), 0.324, 0.299, 0.287 at 1, 2, 3
     * mol/L. Assumed within 30 %.
     * - `chi`: Pitzer's equation with beta0 = 0.1949, beta1 = 2.883, beta2 = -32.81, C_phi = 0.0290 (Pitzer and Mayorga, J.
     * Solution Chem. 3 (1974) 539, table I; isopiestic data of Robinson and Stokes up to 3.5 mol/kg). Measured. Molality is
     * replaced by molarity: the two differ by less than 5 % here.
     */
    class MeasuredZincSulfate : public ZincSulfate<MeasuredZincSulfate>
    {
    public:
      using ZincSulfate::ZincSulfate;

      template <typename Number>
      SaltProperties<Number>
      isothermal(const Number &concentration) const
      {
        using std::exp;
        using std::sqrt;
        const Number c    = concentration * Number(1e-3);
        const Number root = sqrt(c);
        const Number one(1.);

        SaltProperties<Number> p;
        p.conductivity = Number(26.56) * c * exp(-(Number(9.024) * root / (one + Number(5.836) * root)) - Number(0.449) * c);
        p.diffusivity  = Number(0.360e-9) + Number(0.487e-9) / (one + Number(std::sqrt(20.)) * root);
        p.transference = Number(0.25) + Number(0.148) / (one + c);
        p.thermodynamic_factor = pitzer_thermodynamic_factor({0.1949, 2.883, -32.81, 0.0290}, c);
        return p;
      }
    };

    template <int molarity>
    class MeasuredMolar : public MeasuredZincSulfate
    {
    public:
      MeasuredMolar()
        : MeasuredZincSulfate(molarity)
      {}
    };

    const Register<Salt, MeasuredMolar<1>>
      measured_one("ZnSO4 1 M", "Zinc sulfate, 1 mol/L, measured properties of the concentrated solution.");
    const Register<Salt, MeasuredMolar<2>>
      measured_two("ZnSO4 2 M", "Zinc sulfate, 2 mol/L, measured properties of the concentrated solution.");
    const Register<Salt, MeasuredMolar<3>>
      measured_three("ZnSO4 3 M", "Zinc sulfate, 3 mol/L, measured properties of the concentrated solution.");
  } // namespace
} // namespace zincfield

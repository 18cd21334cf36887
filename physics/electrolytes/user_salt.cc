#include "physics/electrolytes/binary_salt.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /** Whether the name of an ion tells another charge: OTf- is no ion of charge -2. In "SO42-" the last digit is the charge. */
    bool
    tells_another_charge(const std::string &name, const double charge)
    {
      if (name.empty() || (name.back() != '+' && name.back() != '-'))
        return false;
      const std::size_t begin  = name.find_last_not_of("0123456789", name.size() - 2) + 1;
      const std::string digits = name.substr(begin, name.size() - 1 - begin);
      const bool        same =
        digits.empty() ? std::abs(charge) == 1. : std::stod(digits) == std::abs(charge) || digits.back() - '0' == std::abs(charge);
      return !same || (name.back() == '+') != (charge > 0.);
    }

    void
    require_charge(Parameters &p, const std::string &key, const std::string &name, const double charge)
    {
      if (p.given(key) && tells_another_charge(name, charge))
        p.reject(key, "this name tells another charge than the Charge number",
                 "ions of opposite charges of the same size; salts such as Zn(CF3SO3)2 are those of the transport model dilute "
                 "ions, whose Species have charges of their own");
    }

    /**
     * A binary z:z salt whose constants all come from the input. `kappa`, `D`, `t+`, `chi` do not depend on the concentration,
     * unless `Conductivity proportional to concentration` is set: then `kappa = kappa_bulk c/c_bulk` (dilute ions).
     */
    class UserSalt : public BinarySalt<UserSalt>
    {
    public:
      void
      declare(Parameters &p) override
      {
        p.quantity("Bulk concentration", bulk_, "mol/L", Range::positive(), "Concentration of the salt in the bulk.");
        p.quantity("Salt conductivity", kappa_, "S/m", Range::positive(), "Ionic conductivity at the bulk concentration, 25 degC.");
        p.boolean("Conductivity proportional to concentration", proportional_, "Whether kappa = kappa_bulk c/c_bulk.");
        p.quantity("Diffusivity", D_, "m^2/s", Range::positive(), "Diffusivity of the salt, 25 degC.");
        p.quantity("Cation transference number", t_, "1", Range::between(0., 1.), "t+ against the solvent.");
        p.quantity("Thermodynamic factor", chi_, "1", Range::positive(), "chi = 1 + dln f/dln c; 1 for an ideal solution.");
        p.quantity("Charge number", z_, "1", Range::positive(), "z+ = -z-.");
        p.quantity("Conductivity activation energy", conductivity_energy_, "kJ/mol", Range::any(), "Arrhenius energy of kappa.");
        p.quantity("Diffusivity activation energy", diffusivity_energy_, "kJ/mol", Range::any(), "Arrhenius energy of D.");
        p.text("Cation", cation_, "Name of the cation.");
        p.text("Anion", anion_, "Name of the anion.");
        if (p.describing())
          return;
        require_charge(p, "Cation", cation_, z_);
        require_charge(p, "Anion", anion_, -z_);
      }

      template <typename Number>
      SaltProperties<Number>
      isothermal(const Number &c) const
      {
        return {proportional_ ? Number(kappa_ / bulk_) * c : Number(kappa_), Number(D_), Number(t_), Number(chi_)};
      }

      double
      charge_number() const override
      {
        return z_;
      }
      std::string
      cation() const override
      {
        return cation_;
      }
      std::string
      anion() const override
      {
        return anion_;
      }

      /** Ions that give the same D and t+ in an ideal dilute solution: `D+ = D/(2(1 - t+))`, `D- = D/(2 t+)`. */
      std::pair<double, double>
      ion_diffusivities(const double temperature) const override
      {
        const double D = D_ * arrhenius_factor(diffusivity_energy_, 298.15, temperature);
        return {D / (2. * (1. - t_)), D / (2. * t_)};
      }

    private:
      double      kappa_ = required_value, D_ = required_value, t_ = required_value, chi_ = 1., z_ = 2.;
      bool        proportional_ = false;
      std::string cation_ = "Zn2+", anion_ = "SO4 2-";
    };

    const Register<Salt, UserSalt> user_salt("user salt", "A binary salt whose constants all come from the input.");
  } // namespace
} // namespace zincfield

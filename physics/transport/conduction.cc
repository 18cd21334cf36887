#include "physics/registry.h"
#include "physics/temperature.h"
#include "physics/transport/transport_model.h"

namespace zincfield
{
  /**
   * Ohm's law in a solution of uniform composition: i = -kappa grad phi, kappa [S/m] of the bulk or of the coating.
   * Source: Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed., chapter 18.
   */
  class Conduction : public ChargeLaw<Conduction>
  {
  public:
    Conduction()
    {
      traits_.detail            = 1;
      traits_.uses_conductivity = traits_.displaces_in_time = true;
    }

    void
    setup(const TransportSetup &setup) override
    {
      setup_ = setup;
      set_fields({{"potential", "V", thermal_voltage(setup.temperature), 0., FieldRole::ionic_potential}});
    }

    std::optional<SetupProblem>
    check(const TransportSetup &setup) const override
    {
      if (setup.conductivity > 0.)
        return {};
      return SetupProblem{"Conductivity", "needs the conductivity of the electrolyte",
                          "a conductivity > 0, for example \"10 S/m\", or a data set"};
    }

    unsigned int
    fields_in_coefficients() const override
    {
      return 0;
    }

    bool
    uniform(const unsigned int material) const override
    {
      const CoatingMaterial *film = this->material(material);
      return !film || (film->conductivity ? film->conductivity->is_constant()
                                          : film->porosity.is_constant() && film->tortuosity.is_constant());
    }

    Properties
    properties(const unsigned int material, const Location &location) const override
    {
      Properties             p{};
      const CoatingMaterial *film = this->material(material);
      if (!film)
        p[0] = setup_.conductivity;
      else if (film->conductivity)
        p[0] = (*film->conductivity)(location)*arrhenius_factor(film->activation_energy, film->reference_temperature,
                                                                setup_.temperature);
      else
        p[0] = setup_.conductivity * film->porosity(location) / film->tortuosity(location);
      return p;
    }

    Properties
    slab_properties(const unsigned int, const std::vector<LayerPart> &parts) const override
    {
      return {in_series(parts, [](const Properties &p) { return p[0]; })};
    }

    template <typename Number>
    void
    evaluate(const unsigned int, const Properties &p, const Number *, Coefficients<Number> &a) const
    {
      a[0][0] = Number(p[0]);
    }
  };

  /** Conduction between equipotential electrodes. */
  class PrimaryConduction : public Conduction
  {
  public:
    PrimaryConduction()
    {
      traits_.detail     = 0;
      traits_.is_primary = true;
    }
  };

  namespace
  {
    const Register<TransportModel, PrimaryConduction> primary("primary", "Ohm's law; electrodes are equipotential");
    const Register<TransportModel, Conduction>        secondary("secondary", "Ohm's law with electrode reactions");
  } // namespace
} // namespace zincfield

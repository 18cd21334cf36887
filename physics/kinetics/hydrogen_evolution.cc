#include "physics/data_sets.h"
#include "physics/kinetics/reaction_in_water.h"
#include "physics/kinetics/zinc_reference.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Hydrogen evolution from H+ and from water as one pair, anodic current density positive:
     * `i = -(k_a a_H + k_w) exp(-alpha f V) [1 - exp(2 f (V - E_H))]`, V: potential of the metal against SHE and the solution
     * beside it, `E_H = -(RT/F) (ln(10) pH + ln(p_H2)/2)` with the pH beside the metal.
     *
     * Both paths make H2 of the same protons, 2 for 2 electrons, as OH- is one less of H+; their equilibrium potentials are E_H, as
     * `a_H a_OH = Kw` wherever the solution is in equilibrium.
     *
     * - `k_a a_0 = i0 exp(alpha f E_0)`: i0 [A/m^2] from H+ at the pH where it was measured, and E_0 = E_H there.
     * - `k_w = i0_w exp(alpha f E_w)`: i0_w [A/m^2] from water at its pH, 0: none.
     * - `alpha` [1] in (0, 2), or the Tafel slope `b = ln(10)/(alpha f)` [V per decade] at the reference temperature.
     * - V = drive + E_Zn, E_Zn = -0.7618 V + (RT/2F) ln(a_Zn) of the zinc reference in the bulk (measured, CRC Handbook).
     *
     * pH and a_Zn of the bulk are those of aqueous chemistry; other transport models take them from keys, and c_H/c_H,bulk is 1
     * where they do not follow H+. Exponents are continued linearly above 60. Errors: both or neither of alpha and slope.
     * Source: A. J. Bard and L. R. Faulkner, Electrochemical Methods, 2nd ed., section 3.4; K. J. Vetter, Electrochemical Kinetics
     * (1967), section 4.2 (water and protons as two paths of one reaction).
     */
    class HydrogenEvolution : public ReactionInWater<HydrogenEvolution>
    {
    public:
      HydrogenEvolution()
      {
        set_species({{"H+", {2., 0., 1., 0.}}});
      }

      void
      declare(Parameters &p) override
      {
        p.choice("Data set", data_set_, DataSet<HydrogenKinetics>::names(), "Named kinetic data that fill the keys left out.");
        const KineticsData data = DataSet<HydrogenKinetics>::get(data_set_);
        declare_equation(p, data.source);
        double i0 = data.exchange_current_density, slope = std::isnan(data.tafel_slope) ? 0. : data.tafel_slope;
        declare_exchange_current(p, i0, data.activation_energy);
        double water = required_value, measured_ph = std::isnan(data.measured_ph) ? ph_ : data.measured_ph, water_ph = 14.;
        p.quantity("Exchange current density from water", water, "mA/cm^2", Range::non_negative(),
                   "i0 of the path from water; it varies as i0 does. 0: none.");
        p.quantity("Tafel slope", slope, "V", Range::positive(),
                   "Potential per decade of current at the reference temperature; or give the transfer coefficient.");
        alpha_ = std::isnan(data.cathodic) ? 0. : data.cathodic;
        p.quantity("Cathodic transfer coefficient", alpha_, "1", Range{0., 2., false, false},
                   "alpha in exp(-alpha F V/RT); or give the Tafel slope.");
        if (water > 0. && has_separate_hydroxide_ && !p.describing())
          p.reject("Exchange current density from water",
                   "with a Rate constant of H+ + OH- water makes OH- and not H+ less: this law takes H+ for both paths",
                   "0, and the path from water as a reaction of its own that makes OH- (Type = Tafel)");
        const bool slope_given = p.given("Tafel slope"), alpha_given = p.given("Cathodic transfer coefficient");
        if (slope_given && alpha_given)
          p.reject("Tafel slope", "the transfer coefficient is given too", "one of the two");
        const double v = thermal_voltage(reference_temperature_);
        if (slope_given || (!alpha_given && slope > 0.))
          alpha_ = std::log(10.) * v / slope;
        if ((alpha_ <= 0. || alpha_ >= 2.) && !p.describing())
          p.reject("Tafel slope", "neither it nor the transfer coefficient is given, or alpha is not below 2",
                   "`Tafel slope` [V] or `Cathodic transfer coefficient` between 0 and 2");
        p.quantity("pH of the exchange current density", measured_ph, "1", Range::between(-1., 15.),
                   "pH at which i0 from H+ was measured. Default: that of the data set, or of the bulk.");
        p.quantity("pH of the exchange current density from water", water_ph, "1", Range::between(-1., 15.),
                   "pH at which i0 from water was measured.");
        p.quantity("pH", ph_, "1", Range::between(-1., 15.), "Of the bulk. Default: that of aqueous chemistry.");
        p.quantity("Zinc activity", activity_, "1", Range::positive(),
                   "Of Zn2+ in the bulk, which sets the zinc reference. Default: that of aqueous chemistry.");
        double pressure = 1e5;
        p.quantity("Hydrogen pressure", pressure, "bar", Range::positive(), "Of the gas beside the metal.");
        pressure_ = pressure / 1e5;

        const auto potential   = [&](const double ph) { return -v * (std::log(10.) * ph + 0.5 * std::log(pressure_)); };
        acid_                  = i0 * std::exp(alpha_ / v * potential(measured_ph)) * std::pow(10., measured_ph);
        water_                 = water * std::exp(alpha_ / v * potential(water_ph));
        zinc_reference_        = zinc_standard_potential + 0.5 * v * std::log(activity_);
        equilibrium_potential_ = potential(ph_) - zinc_reference_;
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        using std::log;
        const double v       = thermal_voltage(state.temperature);
        const Number protons = at_least(state.concentration_ratio[0], 1e-30) * Number(std::pow(10., -ph_)); // activity
        const Number V       = state.drive + Number(zinc_reference_);
        const Number from_eq = V * Number(2. / v) - log(protons) * Number(2.) + Number(std::log(pressure_)); // 2 f (V - E_H)
        const Number scale   = Number(-local_factor(state.exchange_factor, state.temperature));
        const Number rate    = Number(acid_) * protons + Number(water_);
        return scale * rate * (safe_exp(Number(-alpha_ / v) * V) - safe_exp(from_eq - Number(alpha_ / v) * V));
      }

    private:
      std::string data_set_ = no_data_set;
      double      pressure_ = 1., alpha_ = 0., acid_ = 0., water_ = 0., zinc_reference_ = 0.;
    };

    const Register<Reaction, HydrogenEvolution>
      hydrogen_evolution("hydrogen evolution", "Hydrogen from H+ and from water as one consistent pair, with both branches.");
  } // namespace
} // namespace zincfield

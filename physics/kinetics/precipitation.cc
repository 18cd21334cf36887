#include "physics/chemistry/chemistry.h"
#include "physics/constants.h"
#include "physics/kinetics/forms_solid.h"
#include "physics/kinetics/reaction.h"
#include "physics/kinetics/share_of_solids.h"
#include "physics/registry.h"

namespace zincfield
{
  namespace
  {
    /**
     * Precipitation of a solid on a surface and its dissolution: `r = k (S - 1)` [mol/m^2/s], `S = (prod_j a_j^nu_j/K)^(1/m)`.
     *
     * Where S < 1 it dissolves, no faster than what there is allows (ReactionState::dissolvable): not at all where none is known to
     * be. Between 1 and a nucleation threshold nothing happens.
     *
     * It passes no current: electrons() is 0, and current_density() is -F r, by which rows count what the solid takes.
     * - `k` [mol/m^2/s] > 0; `m` [1] > 0: 1, or the number of ions of a formula (A. E. Nielsen's convention for growth).
     * - S of the bulk from aqueous chemistry; beside the surface by c/c_bulk of every component, as activity coefficients are those
     * of the bulk. Exponents above 60 are continued linearly.
     * Errors: no chemistry; no such solid. Source: A. C. Lasaga, Kinetic Theory in the Earth Sciences (1998), chapter 2 (transition
     * state theory far from a mechanism: order 1).
     */
    class Precipitation : public ReactionLaw<Precipitation>, public FormsSolid
    {
    public:
      void
      set_chemistry(const std::shared_ptr<const Chemistry> &chemistry) override
      {
        chemistry_ = chemistry;
      }

      void
      declare(Parameters &p) override
      {
        std::string solid = "?";
        p.text("Solid", solid, "What precipitates: a solid of the chemistry.");
        p.quantity("Rate constant", rate_, "mol/m^2/s", Range::positive(), "k in r = k (S - 1).");
        p.quantity("Critical saturation", critical_, "1", Range{1., std::numeric_limits<double>::infinity(), true, true},
                   "S from which on the solid forms on the surface.");
        p.quantity("Saturation root", root_, "1", Range::positive(), "m in S = (ion activity product over K)^(1/m).");
        p.expression("Exchange factor", factor_, "1", Range::non_negative(), "Local factor on the rate.");
        if (p.describing())
          return;
        if (!chemistry_)
          p.reject("", "precipitation needs saturation indices", "Electrolyte/Transport model = aqueous chemistry");
        int         found = -1;
        std::string known;
        for (unsigned int s = 0; s < chemistry_->solids().size(); ++s)
          {
            known += (s == 0 ? "" : ", ") + chemistry_->solids()[s].name;
            if (chemistry_->solids()[s].name == solid)
              found = s;
          }
        if (found < 0)
          p.reject("Solid", "the chemistry has no such solid", known);
        volume_     = chemistry_->solids()[found].molar_volume;
        bulk_index_ = chemistry_->saturation_index(found, chemistry_->bulk_log_free());
        for (const auto &[name, nu] : chemistry_->solids()[found].composition)
          {
            stoichiometry_[name] = nu;
            names_.push_back(name);
            nu_.push_back(nu);
          }
      }

      template <typename Number>
      Number
      evaluate(const ReactionState<Number> &state) const
      {
        using std::log;
        Number logarithm(std::log(10.) * bulk_index_ / root_);
        for (unsigned int k = 0; k < nu_.size(); ++k)
          logarithm += Number(nu_[k] / root_) * log(at_least(state.concentration_ratio[k], 1e-30));
        const Number excess = safe_exp(logarithm) - Number(1.), below = -at_least(-excess, 0.);
        const Number change = select_less(logarithm, Number(std::log(critical_)), below, excess);
        const Number rate   = Number(rate_ * share_of_solids * state.exchange_factor) * change;
        return Number(-faraday_constant) * at_least(rate, -state.dissolvable);
      }

      std::vector<std::string>
      rate_species() const override
      {
        return names_;
      }
      double
      reference_concentration(unsigned int) const override
      {
        return 0.;
      }
      double
      electrons() const override
      {
        return 0.;
      }
      const std::map<std::string, double> &
      stoichiometry() const override
      {
        return stoichiometry_;
      }
      double
      solid_volume() const override
      {
        return volume_;
      }
      bool
      deposits_zinc() const override
      {
        return false;
      }
      const SpatialValue &
      exchange_factor() const override
      {
        return factor_;
      }
      bool
      is_known_at(double) const override
      {
        return true;
      }
      double
      equilibrium_potential() const override
      {
        return 0.;
      }

    private:
      std::shared_ptr<const Chemistry> chemistry_;
      double                           rate_ = required_value, critical_ = 1., root_ = 1., bulk_index_ = 0., volume_ = 0.;
      SpatialValue                     factor_ = 1.;
      std::map<std::string, double>    stoichiometry_;
      std::vector<std::string>         names_;
      std::vector<double>              nu_;
    };

    const Register<Reaction, Precipitation>
      precipitation("precipitation",
                    "A solid that forms above saturation, takes its ions from the solution and dissolves below; no current.");
  } // namespace
} // namespace zincfield

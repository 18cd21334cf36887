#pragma once

#include "physics/kinetics/reaction.h"
#include "physics/transport/transport_model.h"

namespace zincfield
{
  /** The electrode reactions of a surface, or of the walls of pores, as a transport model sees them: rates from its fields, and
   * what they do to its rows. It stands here and not with the kinetics because concentrations are the model's matter. */
  class ReactionSet
  {
  public:
    ReactionSet(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions);

    const std::vector<std::shared_ptr<const Reaction>> &
    list() const
    {
      return reactions_;
    }

    /** n.flux_f per unit of cathodic current density -i_r of reaction r. */
    const std::array<double, max_fields> &
    row_weights(const unsigned int r) const
    {
      return row_weights_[r];
    }

    /**
     * Anodic current density i_r [A/m^2] at the fields `u` and the drop `drive` = phi_m - phi at the reaction plane [V].
     * `boltzmann_drop`: potential of the reaction plane above that of the solution outside a diffuse layer [V], which changes the
     * concentrations there; null: no such layer. `dissolvable`: see ReactionState.
     */
    template <typename Number>
    Number
    current(const unsigned int r,
            const Number      *u,
            const Number      &drive,
            const double       exchange_factor,
            const Number      *boltzmann_drop = nullptr,
            const double       dissolvable    = 0.) const
    {
      std::array<Number, max_rate_species> ratio;
      for (unsigned int i = 0; i < rate_species_[r].size(); ++i)
        if (const unsigned int k = rate_species_[r][i]; k == no_species)
          ratio[i] = Number(bulk_ratio_[r][i]);
        else
          {
            ratio[i] = model_.activity(u, k) * Number(1. / reference_concentration_[r][i]);
            if (boltzmann_drop)
              ratio[i] *=
                safe_exp(Number(-model_.species()[k].charge / thermal_voltage(model_.temperature())) * *boltzmann_drop, 100.);
          }
      const ReactionState<Number> state{drive,           ratio.data(),         model_.traits().local_reference,
                                        exchange_factor, model_.temperature(), dissolvable};
      return reactions_[r]->current_density(state);
    }

  private:
    static constexpr unsigned int no_species = static_cast<unsigned int>(-1);

    const TransportModel                        &model_;
    std::vector<std::shared_ptr<const Reaction>> reactions_;
    std::vector<std::vector<unsigned int>>       rate_species_;            // by reaction
    std::vector<std::vector<double>>             reference_concentration_; // by reaction
    std::vector<std::vector<double>>             bulk_ratio_;  // by reaction; c/c_ref of species that the model does not follow
    std::vector<std::array<double, max_fields>>  row_weights_; // by reaction
  };
} // namespace zincfield

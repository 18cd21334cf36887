#include "physics/transport/reaction_set.h"

#include <stdexcept>

namespace zincfield
{
  ReactionSet::ReactionSet(const TransportModel &model, std::vector<std::shared_ptr<const Reaction>> reactions)
    : model_(model)
    , reactions_(std::move(reactions))
  {
    for (const auto &reaction : reactions_)
      {
        std::vector<unsigned int> indices;
        std::vector<double>       reference, bulk_ratio;
        const auto                names = reaction->rate_species();
        if (names.size() > max_rate_species)
          throw std::logic_error("the rate of \"" + reaction->name + "\" depends on too many concentrations");
        for (unsigned int i = 0; i < names.size(); ++i)
          {
            indices.push_back(no_species);
            reference.push_back(reaction->reference_concentration(i));
            const double bulk = model.bulk_concentration(names[i]);
            bulk_ratio.push_back(reference.back() > 0. && bulk > 0. ? bulk / reference.back() : 1.);
            for (unsigned int k = 0; k < model.species().size(); ++k)
              if (model.species()[k].name == names[i])
                {
                  indices.back() = k;
                  if (reference.back() <= 0.)
                    reference.back() = model.species()[k].bulk_concentration;
                }
          }
        rate_species_.push_back(indices);
        reference_concentration_.push_back(reference);
        bulk_ratio_.push_back(bulk_ratio);
        std::array<double, max_fields> weights{};
        for (unsigned int f = 0; f < model.n_fields(); ++f)
          weights[f] = model.row_weight(f, *reaction);
        row_weights_.push_back(weights);
      }
  }
} // namespace zincfield

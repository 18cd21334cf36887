#include "postprocess/film_profile.h"
#include "postprocess/quantities/quantity_kind.h"

namespace zincfield
{
  namespace
  {
    bool
    is_closed(const CellModel &model)
    {
      for (unsigned int id = 0; id < model.boundaries.size(); ++id)
        if (model.is_bulk(id))
          return false;
      return true;
    }

    /** Of the point of this rank where zinc is scarcest; -1 where it is not the scarcest of all, or where the share is not known.
     */
    double
    share_of_limit(const Measurements &m)
    {
      const CellModel       &model = m.model;
      const ElectrodeSample &here  = m.electrodes.most_depleted;
      if (here.surface_concentration != m.electrodes.least_concentration)
        return -1.;
      const SaltTransfer salt(model);
      const auto         film = model.film(m.electrodes.working, here.location);
      if (!is_closed(model))
        return here.current > 0. ? salt.share_of_limit(film, here.surface_concentration, here.current) : 0.;
      return salt.is_constant(film) ? 1. - here.surface_concentration / model.transport->fields()[0].bulk_value : -1.;
    }

    /** The current over the one, in the same distribution, that uses up the zinc where it is scarcest. In time depletion tells how
     * long the current has flowed. */
    class LimitingCurrentFraction : public QuantityKind
    {
    public:
      QuantityDescription
      description() const override
      {
        return {110, "1", "fraction of limiting current"};
      }

      Quantity
      measure(const Measurements &m) const override
      {
        if (!m.is_depleted() || m.model.data.is_transient())
          return not_defined();
        if (!SaltTransfer::holds(m.model))
          return not_defined("known for a salt of two ions only: of other solutions see the depletion");
        const double share = dealii::Utilities::MPI::max(share_of_limit(m), m.electrodes.communicator);
        return share < 0. ? not_defined("known for a closed cell of constant properties only: see the depletion")
                          : reported(share, "where zinc is scarcest, for a current that keeps its distribution");
      }
    };

    const Register<QuantityKind, LimitingCurrentFraction>
      limiting_current_fraction("limiting_current_fraction", "Share of the current that uses up the zinc where it is scarcest.");
  } // namespace
} // namespace zincfield

#pragma once

#include "postprocess/electrode_integrals.h"
#include "postprocess/report.h"
#include "postprocess/scaffold_integrals.h"
#include "postprocess/singularities.h"
#include "postprocess/volume_integrals.h"
#include "postprocess/wall_charges.h"

namespace zincfield
{
  /** What the reported numbers of one solution are made of, the same on all ranks. */
  struct Measurements
  {
    const CellModel        &model;
    ElectrodeIntegrals      electrodes;
    VolumeIntegrals         volume;
    Singularities           singularities = {};
    std::vector<WallCharge> wall_charges  = {};
    ScaffoldIntegrals       scaffold      = {};

    double current =
      0.; // int n.i dS over the working electrode, from the residual, which conserves charge [A/m^2 times mesh units]
    double         unit_area = 1.;      // what a mesh unit of area is [m^2]; of a plane section, per depth [m]
    bool           per_depth = false;   // a plane section: currents are per metre of depth
    const Species *zinc      = nullptr; // null: the model knows no concentration of it

    /** Over the projected area [A/m^2]. */
    double
    mean_current_density() const
    {
      return current / electrodes.footprint;
    }

    /** Whether the mean is more than rounding: at rest a tip may plate what the plane dissolves, and nothing is to be compared with
     * their mean. */
    bool
    flows() const
    {
      return std::abs(current) > 1e-9 * electrodes.footprint &&
             (scaffold.exists || std::abs(electrodes.mean()) > 1e-6 * std::sqrt(electrodes.squared_deposition / electrodes.area));
    }

    /** The strongest or the weakest deposition current over its mean: under dissolution the strongest is the most negative one. */
    Quantity
    extreme_over_mean(bool strongest) const;

    /** The least concentration of zinc at the working electrode [mol/m^3]; NaN where it does not touch the metal. */
    double
    least_zinc() const
    {
      return zinc && std::isfinite(electrodes.least_concentration) ? electrodes.least_concentration
                                                                   : std::numeric_limits<double>::quiet_NaN();
    }

    /** Whether the model knows how much zinc the bulk has. */
    bool
    has_bulk_zinc() const
    {
      return zinc && zinc->bulk_concentration > 0.;
    }

    /** Whether the zinc at the working electrode is to be compared with that of the bulk. In a resolved double layer the wall's
     * charge decides on it. */
    bool
    is_depleted() const
    {
      return has_bulk_zinc() && std::isfinite(least_zinc()) && current >= 0. && !model.transport->traits().resolves_charge;
    }

    bool
    is_coated() const
    {
      return model.boundaries[electrodes.working].coating != nullptr;
    }
  };
} // namespace zincfield

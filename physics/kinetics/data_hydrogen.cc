#include "physics/data_sets.h"
#include "physics/kinetics/electrode_reaction.h"

namespace zincfield
{
  namespace
  {
    /**
     * Hydrogen on zinc in 1 M acid, `-eta = a + b log10(i/(A/cm^2))` with a = 1.24 V, b = 0.12 V per decade: `i0 = 10^(-a/b)
     * A/cm^2`. Source: tables of Tafel constants (L. I. Antropov, Theoretical Electrochemistry; S. Trasatti, J. Electroanal. Chem.
     * 39 (1972) 163). Measured in acid; their use at the pH of zinc sulfate is an assumption.
     */
    const DataSet<HydrogenKinetics> hydrogen_on_zinc("hydrogen on zinc", [] {
      HydrogenKinetics data;
      data.exchange_current_density = std::pow(10., -1.24 / 0.12) * 1e4;
      data.tafel_slope              = 0.12;
      data.measured_ph              = 0.;
      data.source                   = "tables of Tafel constants (Antropov; Trasatti 1972): a = 1.24 V, b = 0.12 "
                                      "V/decade in 1 M acid, measured; use at another pH: assumed";
      return data;
    });
  } // namespace
} // namespace zincfield

#include "physics/data_sets.h"
#include "physics/kinetics/electrode_reaction.h"

namespace zincfield
{
  namespace
  {
    const std::string paper = "Feng et al., ACS Energy Lett. 10 (2025) 6489, Zn in 2.0 M ZnSO4";

    /** Zn2+ + 2e- = Zn, concerted: alpha_a = alpha_c = 1. @param i0 [A/m^2] */
    ZincKinetics
    zinc(const double i0, const std::string &source)
    {
      ZincKinetics data;
      data.exchange_current_density = i0;
      data.anodic = data.cathodic = 1.;
      data.source                 = source + "; transfer coefficients 1 and 1 (concerted): assumed";
      return data;
    }

    const DataSet<ZincKinetics>
      bare("bare zinc (Tafel)", [] { return zinc(73.6, paper + ", fig. 2b: i0 7.36 mA/cm^2, measured (Tafel extrapolation)"); });
    const DataSet<ZincKinetics> film("o-carborane on zinc (Tafel)", [] {
      return zinc(196.6, paper + ", fig. 2b: i0 19.66 mA/cm^2, measured (Tafel extrapolation)");
    });

    // eta = (RT/F) asinh(i/2i0) + i R through the overpotentials printed at 1 and 20 mA/cm^2, with one i0 for both and R of 8.977
    // (bare) and 1.326 ohm cm^2 (coated), least squares (inputs/systems/o_carborane_rate.prm): the film changes the resistance.
    const std::string joint = paper + ", fig. 2c: i0 0.468 mA/cm^2, fitted to 33 and 276 mV (bare) and 25 and 123 mV (coated) at 1 "
                                      "and 20 mA/cm^2 together, with series resistances of "
                                      "8.98 and 1.33 ohm cm^2";
    const DataSet<ZincKinetics> bare_fit("bare zinc (fitted)", [] { return zinc(4.684, joint); });
    const DataSet<ZincKinetics> film_fit("o-carborane on zinc (fitted)", [] { return zinc(4.684, joint); });
  } // namespace
} // namespace zincfield

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

    const DataSet<ZincKinetics> bare("bare zinc (Tafel)", []
                                     { return zinc(73.6, paper + ", fig. 2b: i0 7.36 mA/cm^2, measured (Tafel extrapolation)"); });
    const DataSet<ZincKinetics> film("o-carborane on zinc (Tafel)",
                                     [] {
                                       return zinc(196.6, paper + ", fig. 2b: i0 19.66 mA/cm^2, measured (Tafel extrapolation)");
                                     });

    // eta = (RT/F) asinh(i/2i0) + i R through the overpotentials printed at 1 and 20 mA/cm^2; R: 8.99 (bare), 1.38 ohm cm^2
    // (coated).
    const DataSet<ZincKinetics> bare_fit("bare zinc (fitted)",
                                         []
                                         {
                                           return zinc(4.65, paper + ", fig. 2c: i0 0.465 mA/cm^2, fitted to 33 and 276 mV at 1 "
                                                                     "and 20 mA/cm^2 with a series resistance of 8.99 ohm cm^2");
                                         });
    const DataSet<ZincKinetics> film_fit("o-carborane on zinc (fitted)",
                                         []
                                         {
                                           return zinc(4.74, paper + ", fig. 2c: i0 0.474 mA/cm^2, fitted to 25 and 123 mV at 1 "
                                                                     "and 20 mA/cm^2 with a series resistance of 1.38 ohm cm^2");
                                         });
  } // namespace
} // namespace zincfield

#include "physics/chemistry/chemical_data.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /** Acetate and acetic acid: pKa 4.756 (CRC Handbook), diffusivities 1.089e-9 (limiting conductivity 40.9) and 1.29e-9
     * (CRC Handbook). */
    const DataSet<ChemistryData> acetate("acetate", [] {
      ChemistryData data;
      data.source  = "CRC Handbook: pKa, limiting conductivity, diffusivity";
      data.species = {{"CH3COO-", -1., {{"CH3COO-", 1.}}, 0., 0., 1.089e-9},
                      {"CH3COOH", 0., {{"CH3COO-", 1.}, {"H+", 1.}}, 4.756, 0., 1.29e-9}};
      return data;
    });

    /** Phosphates: log K 12.346, 19.553, 21.721 and diffusivities of phreeqc.dat; H3PO4: that of H2PO4-, assumed. */
    const DataSet<ChemistryData> phosphate("phosphate", [] {
      ChemistryData data;
      data.source  = "phreeqc.dat (Parkhurst and Appelo 2013)";
      data.species = {{"PO4 3-", -3., {{"PO4 3-", 1.}}, 0., 0., 0.612e-9},
                      {"HPO4 2-", -2., {{"PO4 3-", 1.}, {"H+", 1.}}, 12.346, -14.8e3, 0.69e-9},
                      {"H2PO4-", -1., {{"PO4 3-", 1.}, {"H+", 2.}}, 19.553, -18.9e3, 0.846e-9},
                      {"H3PO4", 0., {{"PO4 3-", 1.}, {"H+", 3.}}, 21.721, -10.1e3, 0.846e-9}};
      return data;
    });

    /** Carbonate in a closed solution: log K 10.329 and 16.681, diffusivities (phreeqc.dat). CO2 takes its time: 5.93e3 L/mol/s
     * with OH- (N. Gupta, M. Gattrell and B. MacDougall, J. Appl. Electrochem. 36 (2006) 161). */
    const DataSet<ChemistryData> carbonate("carbonate", [] {
      ChemistryData data;
      data.source  = "phreeqc.dat (Parkhurst and Appelo 2013)";
      data.caveat  = "CO2 is at equilibrium here, and in water CO2 + OH- = HCO3- is slow (5.93e3 L/mol/s): beside a "
                     "cathode pH comes out too low, by one unit at 5 mA/cm^2 in 0.5 mol/L of bicarbonate";
      data.species = {{"CO3 2-", -2., {{"CO3 2-", 1.}}, 0., 0., 0.955e-9},
                      {"HCO3-", -1., {{"CO3 2-", 1.}, {"H+", 1.}}, 10.329, -14.9e3, 1.18e-9},
                      {"CO2", 0., {{"CO3 2-", 1.}, {"H+", 2.}}, 16.681, -24.0e3, 1.92e-9}};
      return data;
    });

    /** One ion alone, without complexes. */
    ChemistryData
    lone_ion(const std::string &name, const double charge, const double diffusivity, const std::string &source)
    {
      ChemistryData data;
      data.source  = source;
      data.species = {{name, charge, {{name, 1.}}, 0., 0., diffusivity}};
      return data;
    }

    const std::string            by_conductivity = "CRC Handbook: limiting conductivity";
    const DataSet<ChemistryData> lithium("Li+", [] { return lone_ion("Li+", 1., 1.03e-9, by_conductivity); });
    const DataSet<ChemistryData> sodium("Na+", [] { return lone_ion("Na+", 1., 1.33e-9, by_conductivity); });
    const DataSet<ChemistryData> potassium("K+", [] { return lone_ion("K+", 1., 1.96e-9, by_conductivity); });
    const DataSet<ChemistryData> lanthanum("La3+", [] { return lone_ion("La3+", 3., 0.619e-9, by_conductivity); });
    const DataSet<ChemistryData> chloride("Cl-", [] { return lone_ion("Cl-", -1., 2.03e-9, by_conductivity); });
    const DataSet<ChemistryData> perchlorate("ClO4-", [] { return lone_ion("ClO4-", -1., 1.79e-9, by_conductivity); });

    /** Mn2+ with MnOH+ (log K -10.59); its sulfate pair needs SO4 2- and is left out where there is none. phreeqc.dat. */
    const DataSet<ChemistryData> manganese("Mn2+", [] {
      ChemistryData   data = lone_ion("Mn2+", 2., 0.688e-9, "phreeqc.dat (Parkhurst and Appelo 2013)");
      ChemicalSpecies pair{"MnSO4(0)", 0., {{"Mn2+", 1.}, {"SO4 2-", 1.}}, 2.25, 14.1e3, 0.688e-9};
      pair.is_ion_pair = true;
      data.species.push_back({"MnOH+", 1., {{"Mn2+", 1.}, {"H+", -1.}}, -10.59, 60.2e3, 0.688e-9});
      data.species.push_back(pair);
      return data;
    });
  } // namespace
} // namespace zincfield

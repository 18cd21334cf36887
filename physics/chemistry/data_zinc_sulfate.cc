#include "physics/chemistry/chemical_data.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /** ZnOH+ and beyond, of solutions of any zinc salt. Constants of phreeqc.dat (D. L. Parkhurst and C. A. J. Appelo, USGS
     * Techniques and Methods 6-A43, 2013). Diffusivities of complexes: that of Zn2+, assumed. */
    std::vector<ChemicalSpecies>
    zinc_hydroxide_complexes()
    {
      return {{"ZnOH+", 1., {{"Zn2+", 1.}, {"H+", -1.}}, -8.96, 56.1e3, 0.703e-9},
              {"Zn(OH)2", 0., {{"Zn2+", 1.}, {"H+", -2.}}, -16.9, 0., 0.703e-9}};
    }

    /** Zn(OH)2, amorphous, and ZnO (minteq.v4.dat; molar volumes of wulfingite, 3.05 g/cm^3, and zincite, 5.61 g/cm^3: CRC
     * Handbook). */
    std::vector<Solid>
    zinc_oxides()
    {
      return {{"Zn(OH)2", {{"Zn2+", 1.}, {"H+", -2.}}, 12.47, 99.4e-3 / 3050., "minteq.v4.dat (amorphous)"},
              {"ZnO", {{"Zn2+", 1.}, {"H+", -2.}}, 11.33, 81.38e-3 / 5610., "minteq.v4.dat"}};
    }

    /**
     * Zinc sulfate and sulfuric acid. log K: HSO4- 1.988, ZnSO4(0) 2.37, Zn(SO4)2 2- 3.28 (phreeqc.dat). Diffusivities: ions by
     * limiting conductivities (CRC Handbook), HSO4- 1.33e-9 (phreeqc.dat); complexes: that of Zn2+, assumed. Zinc hydroxide
     * sulfate Zn4(OH)6SO4.5H2O: log K 28.4 (minteq.v4.dat); molar volume of namuwite, 549.7 g/mol over 2.77 g/cm^3.
     */
    const DataSet<ChemistryData> zinc_sulfate("ZnSO4 + H2SO4", [] {
      ChemistryData data;
      data.source  = "phreeqc.dat (Parkhurst and Appelo 2013), solids: minteq.v4.dat; diffusivities: CRC Handbook, of complexes: "
                     "that of Zn2+ (assumed)";
      data.species = zinc_hydroxide_complexes();
      data.species.insert(data.species.begin(), {{"Zn2+", 2., {{"Zn2+", 1.}}, 0., 0., 0.703e-9},
                                                 {"SO4 2-", -2., {{"SO4 2-", 1.}}, 0., 0., 1.065e-9},
                                                 {"HSO4-", -1., {{"H+", 1.}, {"SO4 2-", 1.}}, 1.988, 16.1e3, 1.33e-9}});
      ChemicalSpecies pair{"ZnSO4(0)", 0., {{"Zn2+", 1.}, {"SO4 2-", 1.}}, 2.37, 0., 0.703e-9};
      ChemicalSpecies triple{"Zn(SO4)2 2-", -2., {{"Zn2+", 1.}, {"SO4 2-", 2.}}, 3.28, 0., 0.703e-9};
      pair.is_ion_pair = triple.is_ion_pair = true;
      data.species.push_back(pair);
      data.species.push_back(triple);
      data.solids = zinc_oxides();
      data.solids.insert(
        data.solids.begin(),
        {"ZHS", {{"Zn2+", 4.}, {"SO4 2-", 1.}, {"H+", -6.}}, 28.4, 549.7e-3 / 2770., "minteq.v4.dat; density of namuwite"});
      return data;
    });

    /** Zinc chloride to ZnCl4 2-: log K 0.43, 0.45, 0.5, 0.2 (phreeqc.dat). Orderings only in concentrated solution. */
    const DataSet<ChemistryData> zinc_chloride("ZnCl2", [] {
      ChemistryData data;
      data.source  = "phreeqc.dat (Parkhurst and Appelo 2013), solids: minteq.v4.dat; diffusivities: CRC Handbook, of complexes: "
                     "that of Zn2+ (assumed)";
      data.species = zinc_hydroxide_complexes();
      data.species.insert(data.species.begin(),
                          {{"Zn2+", 2., {{"Zn2+", 1.}}, 0., 0., 0.703e-9}, {"Cl-", -1., {{"Cl-", 1.}}, 0., 0., 2.03e-9}});
      const double log_k[] = {0.43, 0.45, 0.5, 0.2}, enthalpy[] = {32.6e3, 35.6e3, 40.0e3, 45.9e3};
      const char  *name[] = {"ZnCl+", "ZnCl2", "ZnCl3-", "ZnCl4 2-"};
      for (unsigned int n = 1; n <= 4; ++n)
        data.species.push_back({name[n - 1], 2. - n, {{"Zn2+", 1.}, {"Cl-", 1. * n}}, log_k[n - 1], enthalpy[n - 1], 0.703e-9});
      data.solids = zinc_oxides();
      return data;
    });
  } // namespace
} // namespace zincfield

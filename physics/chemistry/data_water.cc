#include "physics/chemistry/chemical_data.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /**
     * H+ and OH-: Kw = 1.0e-14 at 25 degC, enthalpy 55.8 kJ/mol (CRC Handbook). Diffusivities from the limiting conductivities
     * 349.65 and 198 S cm^2/mol (CRC Handbook). Measured.
     */
    const DataSet<ChemistryData> water("water", [] {
      ChemistryData data;
      data.source  = "CRC Handbook: Kw, limiting conductivities; measured";
      data.species = {{"H+", 1., {{"H+", 1.}}, 0., 0., 9.31e-9}, {"OH-", -1., {{"H+", -1.}}, -14., 55.8e3, 5.27e-9}};
      return data;
    });
  } // namespace
} // namespace zincfield

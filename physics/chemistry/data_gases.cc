#include "physics/chemistry/chemical_data.h"
#include "physics/data_sets.h"

namespace zincfield
{
  namespace
  {
    /** A dissolved gas that reacts with no other species of the solution. */
    ChemistryData
    lone_gas(const std::string &name, const double diffusivity)
    {
      ChemistryData data;
      data.source  = "diffusivity: E. L. Cussler, Diffusion, 3rd ed. (2009), table 5.2-1";
      data.species = {{name, 0., {{name, 1.}}, 0., 0., diffusivity}};
      return data;
    }

    /** O2 and H2 in water at 25 degC; under air water holds 0.258 mmol/L of O2 (CRC Handbook), brine less. Measured. */
    const DataSet<ChemistryData> oxygen("O2", [] { return lone_gas("O2", 2.10e-9); });
    const DataSet<ChemistryData> hydrogen("H2", [] { return lone_gas("H2", 4.50e-9); });
  } // namespace
} // namespace zincfield

#include "solver/input/declare_chemistry.h"

#include "physics/chemistry/chemistry.h"

namespace zincfield
{
  namespace
  {
    /** Of the electrolyte's data set, to which mobilities can be scaled. */
    MeasuredTransport
    measured_transport(const Salt &salt, const double temperature)
    {
      MeasuredTransport measured;
      measured.cation                                    = salt.cation();
      measured.anion                                     = salt.anion();
      measured.concentration                             = salt.bulk_concentration();
      const SaltProperties<double> p                     = salt.properties(measured.concentration, temperature);
      const auto [diffusivity_cation, diffusivity_anion] = salt.ion_diffusivities(temperature);
      measured.conductivity                              = p.conductivity;
      measured.diffusivity                               = p.diffusivity;
      measured.transference                              = p.transference;
      measured.ideal_diffusivity = 2. * diffusivity_cation * diffusivity_anion / (diffusivity_cation + diffusivity_anion);
      return measured;
    }
  } // namespace

  void
  declare_chemistry(Parameters &p, Case &data)
  {
    auto chemistry = std::make_shared<Chemistry>();
    bool used      = data.transport == "aqueous chemistry";
    p.section("Chemistry", "Of aqueous chemistry: components, species in equilibrium with them, solids, and the bulk.",
              [&](Parameters &keys) {
      const bool        has_salt = data.salt != nullptr && used && !keys.describing();
      MeasuredTransport measured;
      if (has_salt)
        measured = measured_transport(*data.salt, data.temperature);
      chemistry->declare(keys, data.temperature, has_salt ? &measured : nullptr);
      if (used && !keys.describing())
        chemistry->complete(keys);
    });
    if (!used || p.describing())
      return;
    if (!data.species.empty())
      p.reject("Species", "those of \"aqueous chemistry\" stand in the section Chemistry",
               "Chemistry/Components, Chemistry/Species");
    for (unsigned int i = 0; i < chemistry->species().size(); ++i)
      {
        Species species;
        species.name                  = chemistry->species()[i].name;
        species.charge                = chemistry->species()[i].charge;
        species.diffusivity           = chemistry->diffusivity(i);
        species.bulk_concentration    = chemistry->bulk_concentration(i);
        species.reference_temperature = data.temperature;
        data.species.push_back(species);
      }
    data.conductivity = chemistry->bulk_conductivity();
    data.chemistry    = chemistry;
  }
} // namespace zincfield

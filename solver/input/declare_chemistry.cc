#include "solver/input/declare_chemistry.h"
#include "solver/input/checks.h"

#include "physics/chemistry/chemistry.h"

namespace zincfield
{
  namespace
  {
    /** Of the electrolyte's data set, to which mobilities can be scaled. */
    MeasuredTransport
    measured_transport(const Salt &salt, const double temperature, const double concentration)
    {
      MeasuredTransport measured;
      measured.cation                                    = salt.cation();
      measured.anion                                     = salt.anion();
      measured.concentration                             = concentration;
      const SaltProperties<double> p                     = salt.properties(measured.concentration, temperature);
      const auto [diffusivity_cation, diffusivity_anion] = salt.ion_diffusivities(temperature);
      measured.conductivity                              = p.conductivity;
      measured.diffusivity                               = p.diffusivity;
      measured.transference                              = p.transference;
      measured.ideal_diffusivity = 2. * diffusivity_cation * diffusivity_anion / (diffusivity_cation + diffusivity_anion);
      return measured;
    }
  } // namespace

  namespace
  {
    /** [mol/m^3] Between which zinc sulfate is concentrated and its properties are measured, and the share of other ions and of
     * acid that leaves them as they are. */
    constexpr double least_concentrated = 500., most_concentrated = 3000., small_share = 0.02;

    /** The measured properties of the bulk, where it is concentrated zinc sulfate and next to nothing else. */
    std::optional<MeasuredTransport>
    of_concentrated_zinc_sulfate(Parameters &keys, const double temperature)
    {
      Chemistry trial;
      trial.declare(keys, temperature, nullptr);
      trial.complete(keys);
      double zinc = 0., sulfate = 0., others = 0.;
      for (const Component &component : trial.components())
        (component.name == "Zn2+" ? zinc : component.name == "SO4 2-" ? sulfate : others) += std::abs(component.total);
      if (zinc < least_concentrated || zinc > most_concentrated || std::abs(sulfate - zinc) + others > small_share * zinc)
        return {};
      return measured_transport(*Registry<Salt>::make("ZnSO4 1 M"), temperature, zinc);
    }
  } // namespace

  void
  declare_chemistry(Parameters &p, Case &data)
  {
    auto chemistry = std::make_shared<Chemistry>();
    bool used      = data.transport == "aqueous chemistry";
    p.section("Chemistry",
              "Of aqueous chemistry, and of Poisson-Nernst-Planck where it is given: components, species in equilibrium with them, "
              "solids, and the bulk.",
              [&](Parameters &keys) {
      used = used || (data.transport == "Poisson-Nernst-Planck" && !keys.describing() &&
                      (keys.given("Data sets") || keys.given("pH") || keys.given("Components")));
      std::optional<MeasuredTransport> measured;
      if (data.salt != nullptr && used && !keys.describing())
        measured = measured_transport(*data.salt, data.temperature, data.salt->bulk_concentration());
      else if (used && !keys.describing())
        measured = of_concentrated_zinc_sulfate(keys, data.temperature);
      chemistry->declare(keys, data.temperature, measured ? &*measured : nullptr);
      if (used && !keys.describing())
        chemistry->complete(keys);
    });
    if (!used || p.describing())
      return;
    if (!data.species.empty())
      p.reject("Species", "those of a chemistry stand in the section Chemistry", "Chemistry/Components, Chemistry/Species");
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

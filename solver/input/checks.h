#pragma once

#include "physics/registry.h"
#include "physics/transport/transport_model.h"
#include "solver/input/case.h"
#include "solver/input/input_error.h"

#include <algorithm>
#include <sstream>

namespace zincfield
{
  /** Coatings, their layers and their materials: what they name exists, and the transport model finds what it needs. */
  void
  check_coatings(const Parameters &parameters, const Case &data);

  /** Double layers, whether resolved, capacitances or wall laws: where they have a meaning, and what they need. */
  void
  check_double_layers(const Parameters &parameters, const Case &data);

  /** Currents that reactions cannot carry, and rates that refer to ions which the bulk does not have. */
  void
  check_kinetics(const Parameters &parameters, const Case &data);

  /** What metal that grows has no room for. */
  void
  check_growth(const Parameters &parameters, const Case &data);

  /** Steps of a protocol that never end, and what they ask for and the cell does not have. */
  void
  check_protocol(const Parameters &parameters, const Case &data);

  /** The names and areas of a mesh: conditions that would act nowhere, regions of which nothing is said. */
  void
  check_mesh(const Parameters &parameters, const Case &data);

  /** Rejects a coarse mesh of too many cells before any is made. Throws TooManyCells where a geometry does not get that far. */
  void
  check_cells(const Parameters &parameters, const Case &data);

  /** The checks that span sections, in the order in which their errors are named; one that fails says nothing of the others. */
  std::vector<void (*)(const Parameters &, const Case &)>
  checks_of_a_case();

  /** As messages print it. */
  inline std::string
  number(const double value)
  {
    std::ostringstream text;
    text << value;
    return text.str();
  }

  template <typename List>
  bool
  contains(const List &list, const std::string &name)
  {
    return std::find(list.begin(), list.end(), name) != list.end();
  }

  /** What could stand in place of `wanted`, and the nearest of it; `none` where nothing could. */
  inline std::string
  alternatives(const std::vector<std::string> &names, const std::string &wanted, const std::string &none)
  {
    const std::string hint = did_you_mean(wanted, names);
    return names.empty() ? none : join_alternatives(names) + (hint.empty() ? "" : ". " + hint);
  }

  inline bool
  is_metal(const Boundary &boundary)
  {
    return boundary.condition == Condition::electrode || boundary.condition == Condition::counter_electrode;
  }

  inline unsigned int
  count(const Case &data, const Condition condition)
  {
    return std::count_if(data.boundaries.begin(), data.boundaries.end(),
                         [&](const Boundary &b) { return b.condition == condition; });
  }

  /** Those of the case's transport model. */
  inline ModelTraits
  traits_of(const Case &data)
  {
    return Registry<TransportModel>::make(data.transport)->traits();
  }

  /** What a transport model takes from the case itself; materials, reactions and lengths follow from the mesh. */
  inline TransportSetup
  transport_setup(const Case &data)
  {
    TransportSetup setup;
    setup.temperature           = data.temperature;
    setup.conductivity          = data.conductivity;
    setup.salt                  = data.salt;
    setup.species               = data.species;
    setup.chemistry             = data.chemistry;
    setup.relative_permittivity = data.relative_permittivity;
    setup.ion_diameter          = data.ion_diameter;
    return setup;
  }

  inline bool
  is_electroneutral_with_ions(const Case &data)
  {
    const ModelTraits traits = traits_of(data);
    return traits.follows_species && !traits.resolves_charge;
  }
} // namespace zincfield

#pragma once

#include "solver/input/checks.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  /** What rules about keys without effect have in common: questions to a case, and reasons. */
  constexpr const char *no_permittivity          = "a steady current in an electroneutral medium does not depend on it";
  constexpr const char *at_reference_temperature = "the cell is at the reference temperature";
  constexpr const char *no_activation_energy     = "without an Activation energy values hold at any temperature";
  constexpr const char *screened = "an electroneutral medium screens it, and a steady current does not depend on it";
  constexpr const char *not_in_films_without_mesh = "a film without a mesh carries current along its normal only";

  inline std::string
  quoted(const std::string &text)
  {
    return "\"" + text + "\"";
  }

  /** Whether the input sets this key, or something in this section. */
  inline bool
  has(const Case &data, const std::string &key)
  {
    return data.given.count(key) > 0;
  }

  /** The value that the input gives a key; empty where it gives none. */
  inline std::string
  value_of(const Case &data, const std::string &key)
  {
    const auto found = data.given.find(key);
    return found == data.given.end() ? "" : found->second.value;
  }

  /** Whether the run asks for nothing but a steady state. */
  inline bool
  is_steady_only(const Case &data)
  {
    return !data.is_transient() && !data.impedance.wanted();
  }

  inline bool
  is_same(const double a, const double b)
  {
    return std::abs(a - b) < 1e-9 * std::abs(b);
  }

  /** Whether a part of the cell is made of the material, without a coating. */
  inline bool
  is_region(const Case &data, const std::string &material)
  {
    return contains(data.geometry->material_names(), material);
  }

  /** Whether an enabled coating has a layer of the material and `is_such`. */
  template <typename Predicate>
  bool
  any_coating_of(const Case &data, const std::string &material, const Predicate &is_such)
  {
    for (const Coating &coating : data.coatings)
      for (const CoatingLayer &layer : coating.layers)
        if (coating.enabled && layer.material == material && is_such(coating))
          return true;
    return false;
  }

  inline bool
  is_used(const Case &data, const std::string &material)
  {
    return is_region(data, material) || any_coating_of(data, material, [](const Coating &) { return true; });
  }

  template <typename Predicate>
  bool
  any_material(const Case &data, const Predicate &is_such)
  {
    return std::any_of(data.materials.begin(), data.materials.end(),
                       [&](const auto &entry) { return is_used(data, entry.first) && is_such(entry.second); });
  }

  /** Whether the coating has no mesh, whatever `automatic` chooses. */
  inline bool
  is_without_mesh(const Case &data, const Coating &coating)
  {
    return coating.representation == Representation::thin || coating.representation == Representation::lumped ||
           (coating.representation == Representation::automatic &&
            !contains(data.geometry->coatable_boundaries(), coating.surface));
  }
} // namespace zincfield

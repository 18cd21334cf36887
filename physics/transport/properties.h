#pragma once

#include <array>

namespace zincfield
{
  /** Most fields (concentrations and potential) that one run may solve for. */
  constexpr unsigned int max_fields = 12;

  /** Most dissolved species, those that follow from others by equilibria included. */
  constexpr unsigned int max_species = 16;

  /** Most transport properties of one material at one point. */
  constexpr unsigned int max_properties = 2 * max_species + 3;

  /** Transport properties of one material at one point; what each entry means is the model's matter. */
  using Properties = std::array<double, max_properties>;
} // namespace zincfield

#pragma once

#include <array>

namespace zincfield
{
  /** Most fields (concentrations and potential) that one run may solve for. */
  constexpr unsigned int max_fields = 12;

  /** Most dissolved species, those that follow from others by equilibria included. */
  constexpr unsigned int max_species = 16;

  /** Most reactions in the pores of one scaffold. */
  constexpr unsigned int max_scaffold_reactions = 8;

  /** Where the properties of a scaffold begin, behind those of transport in the solution. */
  constexpr unsigned int scaffold_properties = 2 * max_species + 3;

  /** Most properties of one material at one point. */
  constexpr unsigned int max_properties = scaffold_properties + 4 + max_scaffold_reactions;

  /** Transport properties of one material at one point; what each entry means is the model's matter. */
  using Properties = std::array<double, max_properties>;
} // namespace zincfield

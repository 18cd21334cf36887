#pragma once

#include "solver/input/input_error.h"

#include "physics/parameters.h"

#include <string>

namespace zincfield
{
  /** The variables of an expression, with their meaning: for messages, the template and the manual. */
  extern const char *const expression_variables;

  /**
   * A constant with unit (`300 nm`), or an expression in x, y, z, height, distance_from_tip [um] and depth [0..1], followed by
   * its unit in brackets (`50 + 20*height [nm]`); muParser's functions and `pi` are known.
   * Throws InputError at `place` if the text is wrong and, when the value is asked for, if it is not finite or out of `range`.
   */
  SpatialValue
  parse_spatial_value(const std::string &text, const std::string &unit, const Range &range, const InputPlace &place);
} // namespace zincfield

#pragma once

#include "solver/input/description.h"
#include "solver/input/prm_reader.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace zincfield
{
  /** All sections of an input; values and named sections from the example where there is one. */
  SectionDescription
  describe_input(const InputSection *example);

  /** The small valid input that the template takes its physical values and names from. */
  std::string
  example_input();

  /** A complete, commented and valid input; of a geometry or a transport model that are named, a short one. Throws
   * std::invalid_argument where a name is neither. */
  void
  write_template(std::ostream &stream, const std::vector<std::string> &kinds = {});

  /** The parameter reference of the manual, in Markdown. */
  void
  write_reference(std::ostream &stream);
} // namespace zincfield

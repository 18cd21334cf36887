#pragma once

#include "solver/input/input_error.h"

#include <map>
#include <string>

namespace zincfield
{
  /** Sees to it that the names of cases can be those of folders, side by side and beside the program's own files, on any file
   * system. */
  class CaseNames
  {
  public:
    /** Throws InputError at the `place` where the name comes from. */
    void
    add(const std::string &name, const InputPlace &place);

  private:
    std::map<std::string, std::string> name_in_; // by folder, in small letters
  };
} // namespace zincfield

#pragma once

#include <functional>

namespace zincfield
{
  /** Does something on the first rank; an InputError or MachineError there is thrown on all ranks. */
  void
  on_first_rank(const std::function<void()> &action);
} // namespace zincfield

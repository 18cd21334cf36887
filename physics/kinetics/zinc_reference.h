#pragma once

namespace zincfield
{
  /** Standard potential of Zn2+ + 2e- = Zn against the standard hydrogen electrode [V]. Source: CRC Handbook. Measured. */
  constexpr double zinc_standard_potential = -0.7618;
} // namespace zincfield

#pragma once

namespace zincfield
{
  /** Faraday constant [C/mol], exact in the SI of 2019. */
  constexpr double faraday_constant = 96485.33212;

  /** Avogadro constant [1/mol], exact in the SI of 2019. */
  constexpr double avogadro_constant = 6.02214076e23;

  /** Molar gas constant [J/(mol K)], exact in the SI of 2019. */
  constexpr double gas_constant = 8.314462618;

  /** Vacuum permittivity [F/m], CODATA 2018. */
  constexpr double vacuum_permittivity = 8.8541878128e-12;

  /** Length of one mesh unit [m]: meshes are built and written in micrometres. */
  constexpr double mesh_unit = 1e-6;

  /** A length [m] in mesh units. */
  constexpr double
  in_mesh_units(const double metres)
  {
    return metres * 1e6;
  }

  /** Thermal voltage RT/F [V] at the temperature T [K]. */
  constexpr double
  thermal_voltage(const double temperature)
  {
    return gas_constant * temperature / faraday_constant;
  }
} // namespace zincfield

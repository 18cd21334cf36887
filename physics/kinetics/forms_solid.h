#pragma once

namespace zincfield
{
  /** A reaction that leaves a solid on the surface without passing a current: its current_density() is -F times the rate. */
  class FormsSolid
  {
  public:
    virtual ~FormsSolid() = default;

    /** Molar volume [m^3/mol]; 0: not known. */
    virtual double
    solid_volume() const = 0;
  };
} // namespace zincfield

#pragma once

#include "physics/parameters.h"

#include <string>
#include <vector>

namespace zincfield
{
  /**
   * An electron conductor with pores: a felt, a network of tubes, a conducting coating. Averaged over its volume, where solution
   * and solid stand side by side; values may vary through it (`depth`) and along it.
   *
   * Porosity, tortuosity and the transport of ions are those of the material that it is a part of.
   * Source: Newman and Tobias, J. Electrochem. Soc. 109 (1962) 1183; Newman and Thomas-Alyea, Electrochemical Systems, 3rd ed.,
   * chapter 22.
   */
  struct Scaffold
  {
    /** Surface of the solid per volume of the scaffold [1/m]. */
    SpatialValue area = 0.;
    /** sigma [S/m] of the scaffold as a whole: i_s = -sigma grad phi_s. */
    SpatialValue conductivity = 0.;
    /** sigma -> infinity: all of it has the potential of the metal that it touches. */
    bool perfect_conductor = false;
    /** Tangential over normal sigma; 0: that of the material's transport of ions. */
    double anisotropy = 0.;
    /** Electrode reactions on its surface, by name. */
    std::vector<std::string> reactions;
    /** Of the double layer [F/m^2], per true area. */
    double capacitance = 0.;

    /** Whether what deposits takes the room of the solution: d eps/dt = -a V_m i_Zn/(zF). */
    bool fills = false;
    /** Porosity at which the pores are closed. */
    double closing_porosity = 0.;
    /** m in a = a_0 (eps/eps_0)^m: 1/2 in cylindrical pores. */
    double area_exponent = 0.;

    bool
    is_constant() const
    {
      return area.is_constant() && conductivity.is_constant();
    }

    /** Names the keys. Returns whether any of them is given; `porosity`: of the material. */
    bool
    declare(Parameters &parameters, const SpatialValue &porosity);
  };
} // namespace zincfield

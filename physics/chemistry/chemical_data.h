#pragma once

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace zincfield
{
  /** A component of the solution: an ion of which others are made, and whose total no reaction in the solution changes. */
  struct Component
  {
    std::string name;
    double      charge = 0.;
    /** [mol/m^3] of the bulk, all species that contain it counted by how often they do. NaN: not given. */
    double total = std::numeric_limits<double>::quiet_NaN();
  };

  /**
   * A dissolved species and how it is made of components: `a_i = 10^log_k prod_j a_j^nu_ij`, activities on the scale of mol/L.
   *
   * Water takes part with activity 1 and is left out: OH- is nu = -1 of H+ with log K = log Kw. Of a component itself nu = 1 and
   * log K = 0. The charge is that of its components.
   */
  struct ChemicalSpecies
  {
    std::string                   name;
    double                        charge = 0.;
    std::map<std::string, double> composition; // nu by name of the component
    /** log10 of the formation constant at 25 degC, and the enthalpy of formation [J/mol] by which it follows the temperature. */
    double log_k = 0., enthalpy = 0.;
    /** [m^2/s] at infinite dilution and 25 degC. */
    double diffusivity = 0.;
    /** Whether the ions are only paired: a measured mean activity coefficient holds such species already. */
    bool is_ion_pair = false;
    /** Given by the user; NaN: by the activity model. */
    double      activity_coefficient = std::numeric_limits<double>::quiet_NaN();
    std::string source               = "";
  };

  /** A solid that precipitates and dissolves: at saturation `log10 prod_j a_j^nu_j = log_k`. */
  struct Solid
  {
    std::string                   name;
    std::map<std::string, double> composition; // what one mole of it releases
    double                        log_k        = 0.;
    double                        molar_volume = 0.; // [m^3/mol]; 0: not known
    std::string                   source       = "";
  };

  /** A named set of components (those with composition of themselves), species and solids. A value that it lacks is left out. */
  struct ChemistryData
  {
    std::vector<ChemicalSpecies> species;
    std::vector<Solid>           solids;
    std::string                  source = "";
    /** Where equilibrium is wrong, and why; empty: nowhere known. */
    std::string caveat = "";
  };
} // namespace zincfield

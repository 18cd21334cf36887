#pragma once

#include "solver/assembly/sampling.h"

#include <map>
#include <string>
#include <vector>

namespace zincfield
{
  /** One reported number. NaN: it does not exist for this case. */
  struct Quantity
  {
    double      value = std::numeric_limits<double>::quiet_NaN();
    std::string unit;
    double      error = std::numeric_limits<double>::quiet_NaN(); // estimated, in `unit`
    double      bound = std::numeric_limits<double>::quiet_NaN(); // of the error up to a constant, dual-weighted
    double      jump  = std::numeric_limits<double>::quiet_NaN(); // between the cells where it is taken, of a value at one point
    double      representation = std::numeric_limits<double>::quiet_NaN(); // share of `error` that films without a mesh cost
    std::string note;                                             // a caution to be printed with it
  };

  /** The numbers of one solution, by name, in the order in which they are reported. */
  struct Report
  {
    std::vector<std::string>        order;
    std::map<std::string, Quantity> quantities;
    std::map<std::string, Quantity> voltage_split; // ohmic, concentration, activation, film [V]
    std::map<std::string, double>   balance;       // relative, "charge" and by species

    void
    add(const std::string &name, double value, const std::string &unit, const std::string &note = "")
    {
      if (quantities.count(name) == 0)
        order.push_back(name);
      quantities[name].value = value;
      quantities[name].unit  = unit;
      quantities[name].note  = note;
    }
  };

  /**
   * Everything a run reports about a solution (MODEL: total and mean current, uniformity, field, concentrations, numbers of
   * Wagner and Sand, voltage split, balances), without error estimates.
   * `boundary_flux`: int n.flux_f dS by boundary id, from the residual [A/m^2 times mesh units]. `film_states`: as of Sampler.
   */
  template <int dim>
  Report
  measure(const Discretization<dim>                             &discretization,
          const CellModel                                       &model,
          const StateVector                                     &state,
          double                                                 electrode_potential,
          const std::vector<std::array<double, max_fields>> &boundary_flux,
          const FilmValues                                      &film_states = {});

  /**
   * Fill in the error of every quantity from its values on a sequence of meshes, coarsest first: the last change d_l times q/(1-q), with q the
   * factor by which the error has fallen, kept between 1/4 and 3/4. It is the ratio of the dual-weighted bounds where there are any, else that of
   * the last changes, d_l/d_{l-1} (2/3 where only two values are known). It falls by no more than q/2 from one mesh to the next: a value that
   * happens to change little is not exact. Nor is one at a point that later meshes leave as it is: its error is at least half of its `jump`.
   */
  void
  estimate_errors(std::vector<Report> &history);
} // namespace zincfield

#pragma once

#include <limits>
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
    std::string note;                                                      // a caution to be printed with it
  };

  /** The numbers of one solution, by name, in the order in which they are reported. */
  struct Report
  {
    std::vector<std::string>        order;
    std::map<std::string, Quantity> quantities;
    std::map<std::string, Quantity> voltage_split; // ohmic, concentration, activation, film [V]
    std::map<std::string, double>   balance;       // relative, "charge" and by species

    void
    add(const std::string &name, const Quantity &quantity)
    {
      if (quantities.count(name) == 0)
        order.push_back(name);
      quantities[name] = quantity;
    }
  };
} // namespace zincfield

#pragma once

#include "physics/registry.h"
#include "postprocess/quantities/measurements.h"
#include "postprocess/report.h"

#include <optional>

namespace zincfield
{
  /** What tables, figures and files say of a reported number. */
  struct QuantityDescription
  {
    unsigned int place;              // in the order of the report
    std::string  unit;               // SI
    std::string  label;              // in figures: "mean current density"
    bool         in_history = false; // whether history.csv has a column of it
  };

  /**
   * The change of a reported number with the state: int w(i, x) di dS over the working electrode plus of_potential dphi_m, with i
   * the local current density [A/m^2]: n.i, or what deposits zinc.
   */
  struct Functional
  {
    double scale = 1.; // a change that counts as 1: the number itself, or 1 where it is a share
    std::function<double(double current, const Location &)> weight; // [unit of the number per (A/m^2 times mesh units)]; empty: 0
    double                                                  of_potential  = 0.;
    bool                                                    of_deposition = false; // i is the current that deposits zinc
  };

  /** A reported number: its name, how it is measured, and the functional by which meshes are refined for it. Registers with
   * Register<QuantityKind, Kind>. */
  class QuantityKind
  {
  public:
    virtual ~QuantityKind() = default;

    virtual QuantityDescription
    description() const = 0;

    /** Whether a case has anything of the kind: others do not report it at all. */
    virtual bool
    concerns(const Measurements &) const
    {
      return true;
    }

    /** Value and note; NaN where it does not exist. An empty unit stands for that of the description. */
    virtual Quantity
    measure(const Measurements &measurements) const = 0;

    /** The same of other boundaries, reported as "name/boundary". */
    virtual std::map<std::string, Quantity>
    at_other_boundaries(const Measurements &) const
    {
      return {};
    }

    /** Of numbers that the accuracy of a run is judged by; none where the load prescribes the number, or where it does not exist.
     */
    virtual std::optional<Functional>
    functional(const ElectrodeIntegrals &) const
    {
      return {};
    }
  };

  /** A number and what is to be said of it. */
  Quantity
  reported(double value, const std::string &note = "");

  /** A number that does not exist, and why. */
  Quantity
  not_defined(const std::string &note = "");

  /** All kinds with their names, in the order of the report. */
  const std::vector<std::pair<std::string, std::unique_ptr<QuantityKind>>> &
  quantity_kinds();
} // namespace zincfield

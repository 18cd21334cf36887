#pragma once

#include "physics/parameters.h"

#include <memory>
#include <string>
#include <utility>

namespace zincfield
{
  /** A unit of measurement, from udunits2's data base plus the electrochemist's `Ah`, `M` (mol/L) and `deg`. */
  class Unit
  {
  public:
    /** Throws std::invalid_argument if `text` is no unit. Blanks multiply: `ohm cm^2`, `mA cm-2`. Empty or `1`: a plain number. */
    explicit Unit(const std::string &text);

    const std::string &
    text() const
    {
      return text_;
    }
    bool
    is_plain_number() const;
    bool
    same_dimension(const Unit &other) const;
    double
    to_si(double value) const;
    double
    from_si(double value) const;
    /** Of the coherent SI unit of the same dimension, in base units: "m-2.A". */
    std::string
    si_text() const;
    /** "length", "current density": the field's word for the dimension, or "quantity". */
    std::string
    dimension() const;

  private:
    struct Implementation;
    std::string                           text_;
    std::shared_ptr<const Implementation> implementation_;
  };

  /** `3 um` in SI units. Throws std::invalid_argument, saying what is wrong with `text`. */
  double
  parse_quantity(const std::string &text, const std::string &unit);

  /** Number and unit of a quantity as it was written: `20 mA/cm^2` is (20, "mA/cm^2"), a plain number has the unit "1". */
  std::pair<double, std::string>
  split_quantity(const std::string &text);

  /** Whether the text begins with a number and has no formula after it. */
  bool
  is_quantity(const std::string &text);

  /** The shortest text in `unit` that parse_quantity() reads back as exactly this value. */
  std::string
  quantity_text(double value_in_si, const std::string &unit);

  /** The same for people: up to six digits. */
  std::string
  rounded_quantity_text(double value_in_si, const std::string &unit);

  /** `a length > 0, for example "10 um"`. */
  std::string
  allowed_quantity(const std::string &unit, const Range &range);

  /** A value inside the range, near one of the unit. */
  std::string
  example_quantity(const std::string &unit, const Range &range);
} // namespace zincfield

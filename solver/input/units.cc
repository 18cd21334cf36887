#include "solver/input/units.h"

#include <udunits2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <stdexcept>

namespace zincfield
{
  namespace
  {
    ut_system *
    unit_system()
    {
      static ut_system *const system = [] {
        ut_set_error_message_handler(ut_ignore);
        ut_system *const made = ut_read_xml(nullptr);
        if (made == nullptr)
          throw std::runtime_error("The data base of udunits2 cannot be read; is UDUNITS2_XML_PATH set to another file?");
        const auto add = [made](const char *symbol, const char *definition) {
          ut_unit *const unit = ut_parse(made, definition, UT_UTF8);
          ut_map_symbol_to_unit(symbol, UT_UTF8, unit);
          ut_free(unit);
        };
        add("Ah", "A h");
        add("M", "mol/L");
        add("deg", "degree");
        add("Ohm", "ohm");
        return made;
      }();
      return system;
    }

    ut_status
    keep_underlying(const ut_unit *, double, const ut_unit *underlying, double, void *result)
    {
      *static_cast<ut_unit **>(result) = ut_clone(underlying);
      return UT_SUCCESS;
    }

    /** The coherent SI unit: udunits2 writes any other as scale and origin over a product of base units. */
    ut_unit *
    coherent_unit(const ut_unit *unit)
    {
      ut_unit   *result         = nullptr;
      ut_visitor visitor        = {};
      visitor.visit_basic       = [](const ut_unit *, void *) { return UT_SUCCESS; };
      visitor.visit_product     = [](const ut_unit *, int, const ut_unit *const *, const int *, void *) { return UT_SUCCESS; };
      visitor.visit_galilean    = keep_underlying;
      visitor.visit_timestamp   = [](const ut_unit *, const ut_unit *, double, void *) { return UT_VISIT_ERROR; };
      visitor.visit_logarithmic = [](const ut_unit *, double, const ut_unit *, void *) { return UT_VISIT_ERROR; };
      if (ut_accept_visitor(unit, &visitor, &result) != UT_SUCCESS)
        return nullptr;
      return result != nullptr ? result : ut_clone(unit);
    }

    /** udunits2 reads "3 m" as a unit of three metres, and "s since 2000" as a date: not meant by anyone here. */
    bool
    looks_like_unit(const std::string &text)
    {
      const bool starts_with_number =
        std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '.' || text[0] == '+' || text[0] == '-';
      return (!starts_with_number || text == "1" || text.rfind("1/", 0) == 0) && text.find('@') == std::string::npos &&
             text.find(" since") == std::string::npos && text.find(" from") == std::string::npos &&
             std::count(text.begin(), text.end(), '(') == std::count(text.begin(), text.end(), ')');
    }

    std::string
    number_text(const double value, const int n_digits)
    {
      std::array<char, 40> buffer;
      std::snprintf(buffer.data(), buffer.size(), "%.*g", n_digits, value);
      // 300, not 3e+02
      if (std::abs(value) >= 1. && std::abs(value) < 1e6 && std::string(buffer.data()).find('e') != std::string::npos)
        std::snprintf(buffer.data(), buffer.size(), "%.0f", std::stod(buffer.data()));
      return buffer.data();
    }

    std::string
    with_unit(const std::string &number, const Unit &unit)
    {
      return unit.text() == "1" || unit.text().empty() ? number : number + " " + unit.text();
    }

    std::string
    with_article(const std::string &word)
    {
      return (std::string("aeio").find(word[0]) != std::string::npos ? "an " : "a ") + word;
    }
  } // namespace

  /** si = value*factor + offset, or value/divisor + offset where the unit is smaller than the SI unit: 300 nm is 300/1e9 m exactly.
   */
  struct Unit::Implementation
  {
    ut_unit *coherent;
    bool     dimensionless;
    double   factor, divisor, offset;

    Implementation(ut_unit *const unit, ut_unit *const coherent)
      : coherent(coherent)
      , dimensionless(ut_is_dimensionless(unit) != 0)
    {
      cv_converter *const converter = ut_get_converter(unit, coherent);
      offset                        = cv_convert_double(converter, 0.);
      // udunits2 multiplies its factors up; the last digit is noise.
      const auto rounded = [](const double value) {
        const double few_digits = std::stod(number_text(value, 14));
        return std::abs(few_digits - value) < 1e-15 * std::abs(value) ? few_digits : value;
      };
      factor  = rounded(cv_convert_double(converter, 1.) - offset);
      divisor = rounded(1. / factor);
      cv_free(converter);
      ut_free(unit);
    }
    ~Implementation()
    {
      ut_free(coherent);
    }
    Implementation(const Implementation &) = delete;
    Implementation &
    operator=(const Implementation &) = delete;
  };

  Unit::Unit(const std::string &text)
    : text_(text.empty() ? "1" : text)
  {
    ut_unit *const unit     = looks_like_unit(text_) ? ut_parse(unit_system(), text_.c_str(), UT_UTF8) : nullptr;
    ut_unit *const coherent = unit != nullptr ? coherent_unit(unit) : nullptr;
    if (coherent == nullptr)
      {
        ut_free(unit);
        throw std::invalid_argument("\"" + text_ + "\" is not a unit");
      }
    implementation_ = std::make_shared<const Implementation>(unit, coherent);
  }

  bool
  Unit::is_plain_number() const
  {
    return implementation_->dimensionless && same_dimension(Unit("1"));
  }

  bool
  Unit::same_dimension(const Unit &other) const
  {
    return ut_compare(implementation_->coherent, other.implementation_->coherent) == 0;
  }

  double
  Unit::to_si(const double value) const
  {
    const Implementation &i = *implementation_;
    return (i.factor < 1. ? value / i.divisor : value * i.factor) + i.offset;
  }

  double
  Unit::from_si(const double value) const
  {
    const Implementation &i = *implementation_;
    return i.factor < 1. ? (value - i.offset) * i.divisor : (value - i.offset) / i.factor;
  }

  std::string
  Unit::si_text() const
  {
    std::array<char, 200> buffer{};
    ut_format(implementation_->coherent, buffer.data(), buffer.size(), UT_ASCII);
    return buffer.data();
  }

  std::string
  Unit::dimension() const
  {
    static const std::vector<std::pair<const char *, const char *>> names = {{"1", "number"},
                                                                             {"m", "length"},
                                                                             {"m^2", "area"},
                                                                             {"s", "time"},
                                                                             {"1/s", "rate"},
                                                                             {"m/s", "velocity"},
                                                                             {"K", "temperature"},
                                                                             {"V", "potential"},
                                                                             {"V/m", "electric field"},
                                                                             {"A", "current"},
                                                                             {"A/m", "current per depth"},
                                                                             {"A/m^2", "current density"},
                                                                             {"A/m^3", "current per volume"},
                                                                             {"S/m", "conductivity"},
                                                                             {"ohm m^2", "area resistance"},
                                                                             {"m^2/s", "diffusivity"},
                                                                             {"mol/m^3", "concentration"},
                                                                             {"J/mol", "molar energy"},
                                                                             {"F/m^2", "capacitance per area"},
                                                                             {"C/m^2", "charge per area"},
                                                                             {"kg/m^3", "density"},
                                                                             {"kg/mol", "molar mass"},
                                                                             {"1/m", "area per volume"},
                                                                             {"rad", "angle"}};
    for (const auto &[unit, name] : names)
      if (same_dimension(Unit(unit)))
        return name;
    return "quantity";
  }

  namespace
  {
    /** ": is um meant?" for uM where a length is wanted: the letters in another case, or the usual slip with degrees. */
    std::string
    unit_meant(const std::string &got, const Unit &wanted)
    {
      static const std::vector<std::string> common     = {"nm",    "um",    "mm",     "cm",    "m",       "mV",       "V",
                                                          "K",     "s",     "ms",     "h",     "mA/cm^2", "uA/cm^2",  "A/cm^2",
                                                          "A/m^2", "mS/cm", "S/cm",   "S/m",   "mol/L",   "mmol/L",   "mol/m^3",
                                                          "M",     "mM",    "cm^2/s", "m^2/s", "kJ/mol",  "ohm cm^2", "ohm m^2"};
      const auto                            lower_case = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(), [](const unsigned char c) { return std::tolower(c); });
        return text;
      };
      if ((got == "C" || got == "deg" || got == "c") && wanted.same_dimension(Unit("degC")))
        return ": is degC meant?";
      for (const std::string &candidate : common)
        if (candidate != got && lower_case(candidate) == lower_case(got) && Unit(candidate).same_dimension(wanted))
          return ": is " + candidate + " meant?";
      return "";
    }

    Unit
    unit_or_hint(const std::string &got, const Unit &wanted)
    {
      try
        {
          return Unit(got);
        }
      catch (const std::invalid_argument &problem)
        {
          throw std::invalid_argument(problem.what() + unit_meant(got, wanted));
        }
    }
  } // namespace

  double
  parse_quantity(const std::string &text, const std::string &unit_text)
  {
    const Unit  unit(unit_text);
    const char *begin = text.c_str(), *const end = begin + text.size();
    if (begin != end && *begin == '+')
      ++begin;
    double     number = 0.;
    const auto parsed = std::from_chars(begin, end, number);
    if (parsed.ec == std::errc::result_out_of_range)
      throw std::invalid_argument("the number is too large or too small for a computer");
    if (parsed.ec != std::errc())
      throw std::invalid_argument(text.empty() ? "there is no value"
                                  : text.rfind("\u2212", 0) == 0 || text.rfind("\u2013", 0) == 0
                                    ? "the minus sign is not that of the keyboard (\"-\")"
                                    : "this is not a number with its unit");
    if (!std::isfinite(number))
      throw std::invalid_argument("the number is not finite");

    std::string got(parsed.ptr, end);
    got.erase(0, got.find_first_not_of(' '));
    if (got[0] == ',')
      {
        std::string point = text;
        point.replace(point.find(','), 1, ".");
        throw std::invalid_argument("the number has a comma: decimals take a point, as in \"" + point +
                                    "\", and thousands nothing");
      }
    if (got.empty() && !unit.is_plain_number())
      throw std::invalid_argument("the unit is missing: write \"" + with_unit(std::string(text), unit) + "\" if " + unit.text() +
                                  " is meant");
    const Unit given = unit_or_hint(got, unit);
    if (!given.same_dimension(unit))
      throw std::invalid_argument("the unit " + given.text() + " is that of " + with_article(given.dimension()) + ", not of " +
                                  with_article(unit.dimension()) + unit_meant(got, unit));
    const double value = given.to_si(number);
    if (!std::isfinite(value))
      throw std::invalid_argument("the number is not finite");
    return value;
  }

  std::pair<double, std::string>
  split_quantity(const std::string &text)
  {
    const char *begin = text.c_str(), *const end = begin + text.size();
    if (begin != end && *begin == '+')
      ++begin;
    double      number = std::numeric_limits<double>::quiet_NaN();
    std::string unit(std::from_chars(begin, end, number).ptr, end);
    unit.erase(0, unit.find_first_not_of(' '));
    return {number, unit.empty() ? "1" : unit};
  }

  bool
  is_quantity(const std::string &text)
  {
    const auto parts = split_quantity(text);
    try
      {
        return std::isfinite(parts.first) && !Unit(parts.second).text().empty();
      }
    catch (const std::invalid_argument &)
      {
        return false;
      }
  }

  std::string
  quantity_text(const double value_in_si, const std::string &unit_text)
  {
    const Unit unit(unit_text);
    for (int n_digits = 1; n_digits <= 17; ++n_digits)
      {
        const std::string text = with_unit(number_text(unit.from_si(value_in_si), n_digits), unit);
        if (parse_quantity(text, unit_text) == value_in_si)
          return text;
      }
    return number_text(value_in_si, 17) + " " + unit.si_text();
  }

  std::string
  rounded_quantity_text(const double value_in_si, const std::string &unit_text)
  {
    const Unit unit(unit_text);
    return with_unit(number_text(unit.from_si(value_in_si), 6), unit);
  }

  std::string
  allowed_quantity(const std::string &unit_text, const Range &range)
  {
    const Unit  unit(unit_text);
    std::string text = with_article(unit.dimension());
    if (std::isfinite(range.lower))
      text += (range.lower_included ? " >= " : " > ") +
              (range.lower == 0. && unit.from_si(0.) == 0. ? "0" : rounded_quantity_text(range.lower, unit_text));
    if (std::isfinite(range.upper))
      text += (std::isfinite(range.lower) ? " and" : "") + std::string(range.upper_included ? " <= " : " < ") +
              rounded_quantity_text(range.upper, unit_text);
    return text + ", for example \"" + example_quantity(unit_text, range) + "\"";
  }

  std::string
  example_quantity(const std::string &unit_text, const Range &range)
  {
    const Unit        unit(unit_text);
    const std::string dimension = unit.dimension();
    // A value that somebody might mean; any other quantity starts with 10 of its customary unit.
    const double first = dimension == "temperature"   ? 25.
                         : dimension == "diffusivity" ? unit.from_si(1e-10)
                         : dimension == "number"      ? 1.
                                                      : 10.;
    for (const double candidate : {first, 1., 0.5, 100., 1000., -1.})
      {
        if (range.contains(unit.to_si(candidate)))
          return with_unit(number_text(candidate, 6), unit);
      }
    const double middle = std::isfinite(range.lower) && std::isfinite(range.upper) ? 0.5 * (range.lower + range.upper)
                          : std::isfinite(range.lower)                             ? range.lower + unit.to_si(1.)
                                                                                   : range.upper - unit.to_si(1.);
    return with_unit(number_text(unit.from_si(middle), 6), unit);
  }
} // namespace zincfield

#include "solver/input/spatial_expression.h"

#include "solver/input/expression_table.h"
#include "solver/input/input_tree.h"
#include "solver/input/plain_text.h"
#include "solver/input/units.h"

#include <muParser.h>

#include <sstream>

namespace zincfield
{
  const char *const expression_variables =
    "x, y, z, height, distance_from_tip (all in um) and depth (0 on the metal side of a layer, 1 on "
    "the electrolyte side)";

  namespace
  {
    /** muParser keeps addresses of its variables: parser and location live and move together. */
    struct Formula
    {
      mu::Parser parser;
      Location   location;

      explicit Formula(const std::string &text)
      {
        parser.DefineVar("x", &location.x);
        parser.DefineVar("y", &location.y);
        parser.DefineVar("z", &location.z);
        parser.DefineVar("height", &location.height);
        parser.DefineVar("distance_from_tip", &location.distance_from_tip);
        parser.DefineVar("depth", &location.depth);
        parser.DefineConst("pi", 3.14159265358979323846);
        parser.DefineFun("table", expression_table);
        parser.SetExpr(text);
      }

      double
      evaluate(const Location &at)
      {
        location = at;
        return parser.Eval();
      }
    };

    std::string
    location_text(const Location &l)
    {
      std::ostringstream text;
      text << "x = " << l.x << ", y = " << l.y << ", z = " << l.z << ", height = " << l.height
           << ", distance_from_tip = " << l.distance_from_tip << " (um), depth = " << l.depth;
      return text.str();
    }

    /** "300 nm", "-2e3 A/m^2", and whatever is clearly neither that nor a formula; not "3*x", "5 - x" or "x". */
    bool
    is_constant_with_unit(const std::string &text)
    {
      char *end = nullptr;
      std::strtod(text.c_str(), &end);
      if (end == text.c_str())
        return text.find_first_of("0123456789xyzhd(") == std::string::npos;
      const std::string rest = normalise_blanks(end);
      return rest.empty() || std::isalpha(static_cast<unsigned char>(rest[0])) || rest[0] == '%' || (rest[0] & 0x80) != 0 ||
             rest.rfind("1/", 0) == 0;
    }

    /** muParser would let an expression set its variables. */
    bool
    has_assignment(const std::string &formula)
    {
      for (std::size_t i = formula.find('='); i != std::string::npos; i = formula.find('=', i + 1))
        {
          const bool comparison = (i > 0 && std::string("=<>!").find(formula[i - 1]) != std::string::npos) ||
                                  (i + 1 < formula.size() && formula[i + 1] == '=');
          if (!comparison)
            return true;
        }
      return false;
    }

    std::string
    example_expression(const std::string &unit)
    {
      return "1 + 0.5*height" + (Unit(unit).is_plain_number() ? "" : " [" + unit + "]");
    }

    [[noreturn]] void
    reject_syntax(const std::string &formula, const std::string &reason, const std::string &unknown_name, const InputPlace &place)
    {
      const std::string problem = unknown_name.empty()
                                    ? "the expression \"" + printable(formula, 300) + "\" cannot be read (" + reason + ")"
                                    : "\"" + unknown_name + "\" is not a variable or function of the expression";
      throw InputError(place, problem,
                       std::string("the variables ") + expression_variables +
                         ", and functions such as min, max, exp, sqrt, sin, and table(depth, 0, 1, 0.5, 2, 1, 4)",
                       did_you_mean(unknown_name, {"height", "distance_from_tip", "depth", "min", "max", "exp", "sqrt", "tanh",
                                                   "abs", "pi", "table"}));
    }

    double
    checked(
      const double value_in_si, const std::string &unit, const Range &range, const InputPlace &place, const Location *location)
    {
      const std::string where = location == nullptr ? "" : " at " + location_text(*location);
      if (!std::isfinite(value_in_si))
        throw InputError(place, "the value is not finite" + where, allowed_quantity(unit, range));
      if (!range.contains(value_in_si))
        throw InputError(
          place, "the value is out of range" + (location == nullptr ? "" : ": " + rounded_quantity_text(value_in_si, unit) + where),
          allowed_quantity(unit, range));
      return value_in_si;
    }

    /** The compiled formula; throws InputError if it is none. */
    std::shared_ptr<Formula>
    compile(const std::string &formula, const InputPlace &place)
    {
      if (has_assignment(formula))
        reject_syntax(formula, "it sets a value", "", place);
      try
        {
          const auto compiled = std::make_shared<Formula>(formula);
          compiled->parser.Eval();
          if (compiled->parser.GetNumResults() != 1)
            reject_syntax(formula, "it has several values", "", place);
          return compiled;
        }
      catch (const mu::ParserError &error)
        {
          const bool unknown_name = error.GetCode() == mu::ecUNASSIGNABLE_TOKEN;
          reject_syntax(formula, error.GetMsg(), unknown_name ? normalise_blanks(error.GetToken()) : "", place);
        }
    }

    SpatialValue
    parse_formula(const std::string &text,
                  const std::string &formula,
                  const Unit        &given,
                  const std::string &unit,
                  const Range       &range,
                  const InputPlace  &place)
    {
      const std::shared_ptr<Formula> compiled = compile(formula, place);
      if (compiled->parser.GetUsedVar().empty())
        return checked(given.to_si(compiled->parser.Eval()), unit, range, place, nullptr);
      return SpatialValue(text, [compiled, given, unit, range, place](const Location &location) {
        return checked(given.to_si(compiled->evaluate(location)), unit, range, place, &location);
      });
    }
  } // namespace

  SpatialValue
  parse_spatial_value(const std::string &text, const std::string &unit_text, const Range &range, const InputPlace &place)
  {
    const Unit        unit(unit_text);
    const std::string allowed     = allowed_quantity(unit_text, range);
    const bool        has_bracket = !text.empty() && text.back() == ']' && text.find('[') != std::string::npos;
    try
      {
        if (has_bracket)
          {
            const std::size_t bracket = text.rfind('[');
            const std::string inside  = normalise_blanks(text.substr(bracket + 1, text.size() - bracket - 2));
            const Unit        given(inside);
            if (!given.same_dimension(unit))
              parse_quantity("1 " + inside, unit_text); // throws with the two dimensions
            return parse_formula(text, text.substr(0, bracket), given, unit_text, range, place);
          }
        if (is_constant_with_unit(text))
          return checked(parse_quantity(text, unit_text), unit_text, range, place, nullptr);
      }
    catch (const std::invalid_argument &problem)
      {
        throw InputError(place, problem.what(), allowed + ", or an expression such as \"" + example_expression(unit_text) + "\"");
      }
    if (!unit.is_plain_number())
      throw InputError(place, "the unit of the expression is missing",
                       "the unit in brackets at the end, for example \"" + example_expression(unit_text) + "\"");
    return parse_formula(text, text, Unit("1"), unit_text, range, place);
  }
} // namespace zincfield

#include "solver/results/quantities_table.h"

#include "solver/input/units.h"
#include "solver/results/summary.h"
#include "solver/support/output_file.h"
#include "solver/support/printf_text.h"

#include <algorithm>
#include <cmath>

namespace zincfield
{
  namespace
  {
    /** A cell as spreadsheets read it: in quotes where it holds a comma, a quote or a line's end. */
    std::string
    cell(const std::string &text)
    {
      if (text.find_first_of(",\"\n") == std::string::npos)
        return text;
      std::string quoted = "\"";
      for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
      return quoted + "\"";
    }

    std::string
    as_text(const double x)
    {
      return std::isfinite(x) ? text("%.15g", x) : "";
    }

    /** The parameter of this key; null where the case has none. */
    const ChangedParameter *
    find(const Case &data, const std::string &key)
    {
      const auto &all = data.changed_parameters;
      const auto  found =
        std::find_if(all.begin(), all.end(), [&](const ChangedParameter &parameter) { return parameter.key == key; });
      return found == all.end() ? nullptr : &*found;
    }

    /** The unit of the first number of this key; empty where all are words. */
    std::string
    unit_of(const std::vector<Case> &cases, const std::string &key)
    {
      for (const Case &data : cases)
        if (const ChangedParameter *const parameter = find(data, key); parameter && parameter->word.empty())
          return parameter->unit;
      return "";
    }

    /** A number in this unit, or a word. */
    std::string
    as_text(const ChangedParameter &parameter, const std::string &unit)
    {
      if (!parameter.word.empty())
        return parameter.word;
      return as_text(parameter.unit == unit ? parameter.value : Unit(unit).from_si(Unit(parameter.unit).to_si(parameter.value)));
    }

    /** The names in all lists, each once, in the order in which they come. */
    void
    join(std::vector<std::string> &names, const std::string &name)
    {
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  } // namespace

  void
  write_quantities(const std::string &directory, const std::vector<Case> &cases, const std::vector<CaseResult> &results)
  {
    std::vector<std::string>           parameters;
    const std::vector<std::string>     quantities = quantity_names(results);
    std::map<std::string, std::string> units;
    for (std::size_t v = 0; v < results.size(); ++v)
      {
        for (const auto &parameter : cases[v].changed_parameters)
          join(parameters, parameter.key);
        for (const std::string &name : results[v].report.order)
          units[name] = results[v].report.quantities.at(name).unit;
      }
    std::string table = "variant";
    for (const std::string &key : parameters)
      {
        const std::string unit = unit_of(cases, key);
        table += "," + cell(key + (unit.empty() || unit == "1" ? "" : " [" + unit + "]"));
      }
    for (const std::string &name : quantities)
      table += "," + cell(name + " [" + units[name] + "]") + "," + cell("error of " + name);
    for (std::size_t v = 0; v < results.size(); ++v)
      {
        table += "\n" + cell(results[v].name);
        for (const std::string &key : parameters)
          {
            const ChangedParameter *const parameter = find(cases[v], key);
            table += "," + (parameter ? cell(as_text(*parameter, unit_of(cases, key))) : "");
          }
        for (const std::string &name : quantities)
          {
            const auto &all   = results[v].report.quantities;
            const auto  found = all.find(name);
            table += found == all.end() ? ",," : "," + as_text(found->second.value) + "," + as_text(found->second.error);
          }
      }
    write_whole(directory + "/quantities.csv", table + "\n");
  }
} // namespace zincfield

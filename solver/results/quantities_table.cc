#include "solver/results/quantities_table.h"

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

    /** The names in all lists, each once, in the order in which they come. */
    void
    join(std::vector<std::string> &names, const std::string &name)
    {
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  } // namespace

  void
  write_quantities(const std::string &directory, const std::vector<Case> &cases, const std::vector<VariantResult> &results)
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
      table += "," + cell(key);
    for (const std::string &name : quantities)
      table += "," + cell(name + " [" + units[name] + "]") + "," + cell("error of " + name);
    for (std::size_t v = 0; v < results.size(); ++v)
      {
        table += "\n" + cell(results[v].name);
        for (const std::string &key : parameters)
          {
            const auto &all   = cases[v].changed_parameters;
            const auto  found = std::find_if(all.begin(), all.end(), [&](const auto &parameter) { return parameter.key == key; });
            table += "," + (found == all.end() ? "" : cell(as_text(found->value) + (found->unit.empty() ? "" : " " + found->unit)));
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

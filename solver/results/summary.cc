#include "solver/results/summary.h"

#include "postprocess/quantities/quantity_kind.h"
#include "solver/support/customary_unit.h"
#include "solver/support/output_file.h"
#include "version.h"

#include <deal.II/base/config.h>
#include <deal.II/base/vectorization.h>

#include <nlohmann/json.hpp>
#include <petscversion.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace zincfield
{
  using OrderedJson = nlohmann::ordered_json;

  namespace
  {
    OrderedJson
    json_number(const double x)
    {
      return std::isfinite(x) ? OrderedJson(x) : OrderedJson(nullptr);
    }

    OrderedJson
    to_json(const Quantity &quantity)
    {
      OrderedJson json = {{"value", json_number(quantity.value)}, {"unit", quantity.unit}, {"error", json_number(quantity.error)}};
      if (!quantity.note.empty())
        json["note"] = quantity.note;
      return json;
    }

    OrderedJson
    to_json(const Spectrum &spectrum)
    {
      OrderedJson arcs = OrderedJson::array();
      for (const Arc &arc : spectrum.arcs())
        arcs.push_back({{"frequency", arc.frequency}, {"unit", "Hz"}, {"minus_imaginary_part", arc.height}});
      return {
        {"high_frequency_resistance",
         {{"value", spectrum.high_frequency_resistance()}, {"unit", "ohm m^2"}, {"frequency", spectrum.points.front().frequency}}},
        {"polarisation_resistance",
         {{"value", spectrum.polarisation_resistance()}, {"unit", "ohm m^2"}, {"frequency", spectrum.points.back().frequency}}},
        {"arcs", arcs}};
    }

    /** Whether parameters were fitted to the measurement on a case. */
    bool
    is_fitted(const Case &data, const std::vector<FitResult> &fits)
    {
      return std::any_of(fits.begin(), fits.end(), [&](const FitResult &result) {
        return std::find(result.fit.variants.begin(), result.fit.variants.end(), data.variant) != result.fit.variants.end();
      });
    }

    OrderedJson
    to_json(const Case &data, const std::vector<FitResult> &fits)
    {
      return {{"quantity", data.measurement.quantity},
              {"value", data.measurement.value},
              {"unit", Registry<QuantityKind>::make(data.measurement.quantity)->description().unit},
              {"fitted", is_fitted(data, fits)},
              {"source", data.measurement.source}};
    }

    OrderedJson
    to_json(const FitResult &result)
    {
      OrderedJson parameters = OrderedJson::object();
      for (const FittedParameter &parameter : result.fit.parameters)
        parameters[parameter.key] = {{"value", parameter.value}, {"unit", parameter.unit}};
      return {{"parameters", parameters},
              {"variants", result.fit.variants},
              {"applies_to", result.fit.applies_to},
              {"deviation", result.rms},
              {"evaluations", result.evaluations}};
    }

    OrderedJson
    to_json(const ProtocolStepResult &step)
    {
      static const char *const drives[] = {"galvanostatic", "potentiostatic", "sweep", "rest"};
      OrderedJson              json     = {{"step", step.name},
                                           {"drive", drives[static_cast<unsigned int>(step.drive)]},
                                           {"begin_s", step.begin},
                                           {"end_s", step.end},
                                           {"ended_because", step.reason},
                                           {"charge_C_per_m2", step.charge},
                                           {"electrode_potential_V", step.potential}};
      if (std::isfinite(step.deposit))
        json["deposit_C_per_m2"] = step.deposit;
      if (std::isfinite(step.efficiency))
        json["coulombic_efficiency_of_cycle"] = step.efficiency;
      if (std::isfinite(step.transition_time))
        json["transition_time_s"] = step.transition_time;
      return json;
    }

    OrderedJson
    to_json(const GrowthResult &growth)
    {
      OrderedJson json = {{"ended_because", growth.reason},
                          {"time_s", growth.time},
                          {"volume_against_charge", json_number(growth.volume_error)},
                          {"steps", growth.steps},
                          {"rejected_steps", growth.rejected_steps},
                          {"solves", growth.solves},
                          {"seconds_of_start", growth.start_s},
                          {"seconds_of_step", growth.step_s}};
      for (const auto &[name, quantity] : growth.quantities)
        json["quantities"][name] = to_json(quantity);
      return json;
    }

    OrderedJson
    to_json(const ChangedParameter &parameter)
    {
      const std::string &word = parameter.word;
      if (word.empty())
        return {{"value", json_number(parameter.value)}, {"unit", parameter.unit}};
      if (word == "true" || word == "yes" || word == "false" || word == "no")
        return {{"value", word == "true" || word == "yes"}};
      return {{"value", word}};
    }

    std::string
    date()
    {
      const std::time_t now = std::time(nullptr);
      char              text[40];
      std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
      return text;
    }

    /** A run that ends before its last variant leaves "unfinished" behind, whatever ended it. */
    std::string
    status(const std::vector<Case> &cases, const std::vector<CaseResult> &results)
    {
      if (results.size() < cases.size())
        return "unfinished";
      return std::all_of(results.begin(), results.end(), [](const CaseResult &result) { return result.failure.empty(); })
               ? "complete"
               : "not converged";
    }

    /** What tables and figures say of the reported numbers. */
    OrderedJson
    kinds_of_quantities()
    {
      OrderedJson json;
      for (const auto &[name, kind] : quantity_kinds())
        {
          const QuantityDescription of   = kind->description();
          const CustomaryUnit       unit = customary_unit(of.unit);
          json[name]                     = {{"label", of.label},
                                            {"meaning", Registry<QuantityKind>::entries().at(name).doc},
                                            {"unit", of.unit},
                                            {"customary_unit", unit.name},
                                            {"factor", unit.factor}};
        }
      return json;
    }

    OrderedJson
    program()
    {
      char mpi[MPI_MAX_LIBRARY_VERSION_STRING];
      int  length = 0;
      MPI_Get_library_version(mpi, &length);
      const std::string mpi_text(mpi, length);
      return {{"name", "zincfield"},
              {"version", version},
              {"git", git_revision},
              {"libraries",
               {{"dealii", DEAL_II_PACKAGE_VERSION},
                {"petsc", std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
                            std::to_string(PETSC_VERSION_SUBMINOR)},
                {"mpi", mpi_text.substr(0, mpi_text.find(','))}}},
              {"lanes", dealii::VectorizedArray<double>::size()},
              {"ranks", dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)},
              {"date", date()}};
    }
  } // namespace

  void
  write_summary(const std::string             &directory,
                const std::vector<Case>       &cases,
                const std::vector<CaseResult> &results,
                const std::vector<FitResult>  &fits)
  {
    const Case &first = cases.front();
    OrderedJson json;
    json["program"]  = program();
    json["case"]     = {{"title", first.title},
                        {"input", first.input_file},
                        {"transport", first.transport},
                        {"geometry", first.geometry_kind},
                        {"dimension", first.geometry->dimension()},
                        {"axisymmetric", first.geometry->axisymmetric()}};
    json["geometry"] = {{"kind", first.geometry_kind},
                        {"symmetric", first.geometry->symmetry_planes()},
                        {"boundaries", first.geometry->boundary_names()}, // by the numbers in field files
                        {"materials", first.geometry->material_names()},  // before coatings
                        {"feature_size", first.geometry->feature_size()}};
    json["status"]   = status(cases, results);
    json["missing"]  = OrderedJson::array();
    for (unsigned int v = results.size(); v < cases.size(); ++v)
      json["missing"].push_back(cases[v].variant);
    for (const FitResult &result : fits)
      json["fits"][result.fit.name] = to_json(result);
    json["quantities"] = kinds_of_quantities();
    json["variants"]   = OrderedJson::object();
    for (unsigned int v = 0; v < results.size(); ++v)
      {
        const CaseResult &result  = results[v];
        OrderedJson      &variant = json["variants"][result.name];
        variant["parameters"]     = OrderedJson::object();
        for (const auto &parameter : cases[v].changed_parameters)
          variant["parameters"][parameter.key] = to_json(parameter);
        if (!cases[v].measurement.quantity.empty())
          variant["measurement"] = to_json(cases[v], fits);
        if (!result.label.empty())
          variant["label"] = result.label;
        if (!result.notes.empty())
          variant["notes"] = result.notes;
        if (!result.failure.empty())
          variant["failure"] = result.failure;
        variant["quantities"] = OrderedJson::object();
        for (const std::string &name : result.report.order)
          variant["quantities"][name] = to_json(result.report.quantities.at(name));
        for (const auto &entry : result.report.voltage_split)
          variant["voltage_split"][entry.first] = to_json(entry.second);
        for (const auto &entry : result.report.balance)
          variant["balance"][entry.first] = json_number(entry.second);
        if (!result.impedance.points.empty())
          variant["impedance"] = to_json(result.impedance);
        variant["mesh"]   = {{"cells", result.cells}, {"unknowns", result.unknowns}, {"cycles", result.cycles}};
        variant["solver"] = {{"newton_steps", result.newton_steps},
                             {"linear_iterations", result.linear_iterations},
                             {"operator_evaluations", result.operator_evaluations},
                             {"peak_bytes", result.peak_bytes}};
        if (cases[v].is_transient() && !cases[v].growth.wanted)
          variant["solver"].update({{"time_steps", result.time_steps},
                                    {"rejected_time_steps", result.rejected_steps},
                                    {"time_steps_by_order", result.steps_by_order}});
        else
          variant["solver"].update(
            {{"preconditioner", result.preconditioner}, {"setup_s", result.setup_s}, {"solve_s", result.solve_s}});
        if (!result.growth.quantities.empty())
          variant["growth"] = to_json(result.growth);
        for (const ProtocolStepResult &step : result.protocol)
          variant["programme"].push_back(to_json(step));
        variant["wall_time_s"] = result.wall_time_s;
      }
    write_whole(directory + "/summary.json", json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
  }

  namespace
  {
    std::string
    rounded(const Quantity &q)
    {
      const double factor = customary_unit(q.unit).factor;
      char         text[60];
      if (!std::isfinite(q.value))
        return "-";
      if (!std::isfinite(q.error) || q.error <= 1e-9 * std::abs(q.value)) // below the solver's tolerance
        std::snprintf(text, sizeof(text), "%.5g", factor * q.value + 0.); // no "-0"
      else
        std::snprintf(text, sizeof(text), "%.5g ± %.1g", factor * q.value, factor * q.error);
      return text;
    }

    /** Printed columns: bytes that do not continue a character. */
    std::size_t
    width(const std::string &s)
    {
      return std::count_if(s.begin(), s.end(), [](const char c) { return (c & 0xC0) != 0x80; });
    }

    /** Of the widest cell. */
    std::size_t
    width(const std::vector<std::string> &column)
    {
      std::size_t widest = 0;
      for (const std::string &cell : column)
        widest = std::max(widest, width(cell));
      return widest;
    }

    std::string
    aligned(const std::vector<std::vector<std::string>> &columns)
    {
      std::string table;
      for (unsigned int row = 0; row < columns.front().size(); ++row)
        {
          for (unsigned int c = 0; c < columns.size(); ++c)
            table +=
              columns[c][row] + (c + 1 < columns.size() ? std::string(width(columns[c]) - width(columns[c][row]) + 2, ' ') : "");
          table += "\n";
        }
      return table;
    }
  } // namespace

  std::string
  failures(const std::vector<CaseResult> &results)
  {
    std::string  text;
    unsigned int n = 0;
    for (const CaseResult &result : results)
      if (!result.failure.empty())
        {
          ++n;
          text += " Variant \"" + result.name + "\": " + result.failure;
        }
    if (n == 0 || results.size() == 1)
      return n == 0 ? "" : text.substr(1);
    return std::to_string(n) + " of " + std::to_string(results.size()) + " variants " + (n == 1 ? "was" : "were") + " not solved." +
           text;
  }

  std::string
  comparison(const std::vector<Case> &cases, const std::vector<CaseResult> &results, const std::vector<FitResult> &fits)
  {
    std::string text;
    for (unsigned int v = 0; v < results.size(); ++v)
      if (const Measurement &measured = cases[v].measurement; !measured.quantity.empty())
        {
          const auto found    = results[v].report.quantities.find(measured.quantity);
          Quantity   computed = found == results[v].report.quantities.end() ? Quantity() : found->second, given = computed;
          given.value = measured.value;
          given.error = 0.;
          text += (text.empty() ? "" : "\n") + std::string("measured on \"") + cases[v].variant + "\": " + measured.quantity + " " +
                  rounded(given) + " " + customary_unit(computed.unit).name + ", computed " + rounded(computed) +
                  (is_fitted(cases[v], fits) ? " (fitted)" : "");
        }
    return text;
  }

  std::vector<std::string>
  quantity_names(const std::vector<CaseResult> &results)
  {
    std::vector<std::string> names;
    for (const CaseResult &result : results)
      for (const std::string &name : result.report.order)
        if (std::find(names.begin(), names.end(), name) == names.end())
          names.push_back(name);
    return names;
  }

  namespace
  {
    /** Takes the rows out, but the first one, that no column has a number for: they do not apply to any of these cases. */
    void
    drop_empty_rows(std::vector<std::string>              &names,
                    std::vector<std::string>              &units,
                    std::vector<std::vector<std::string>> &columns)
    {
      const std::string nothing = rounded(Quantity());
      for (std::size_t row = names.size(); row-- > 1;)
        if (std::all_of(columns.begin(), columns.end(), [&](const auto &column) { return column[row] == nothing; }))
          {
            names.erase(names.begin() + row);
            units.erase(units.begin() + row);
            for (auto &column : columns)
              column.erase(column.begin() + row);
          }
    }
  } // namespace

  namespace
  {
    /** Printed columns of a page, and cases that stand side by side on it. */
    constexpr std::size_t page = 150, most_side_by_side = 6;

    /** Share of the current from which on the rest counts as an efficiency near 1. */
    constexpr double little_lost = 1e-2;

    /** Where an efficiency rounds to 1, what lacks is the number that tells cases apart. */
    void
    add_what_is_lost(const std::vector<CaseResult>         &results,
                     std::vector<std::string>              &names,
                     std::vector<std::string>              &units,
                     std::vector<std::vector<std::string>> &columns)
    {
      const auto row = std::find(names.begin(), names.end(), "coulombic_efficiency") - names.begin();
      if (row == static_cast<std::ptrdiff_t>(names.size()))
        return;
      names.insert(names.begin() + row + 1, "1 - coulombic_efficiency");
      units.insert(units.begin() + row + 1, units[row]);
      for (std::size_t c = 0; c < columns.size(); ++c)
        {
          const auto found = results[c].report.quantities.find("coulombic_efficiency");
          Quantity   lost;
          if (found != results[c].report.quantities.end() && found->second.value < 1. && found->second.value > 1. - little_lost)
            {
              lost       = found->second;
              lost.value = 1. - lost.value;
              if (lost.value <= 1e-9)
                lost = Quantity();
            }
          columns[c].insert(columns[c].begin() + row + 1, rounded(lost));
        }
    }

    /** One table of many cases: a row each, with as many of the numbers as a page is wide. */
    std::string
    one_row_each(const std::vector<std::string>              &names,
                 const std::vector<std::string>              &units,
                 const std::vector<std::vector<std::string>> &columns)
    {
      std::vector<std::vector<std::string>> block;
      std::size_t                           used = 0, shown = 0;
      for (; shown < names.size(); ++shown)
        {
          std::vector<std::string> column = {names[shown], units[shown]};
          for (const auto &of_case : columns)
            column.push_back(of_case[shown]);
          used += width(column) + 2;
          if (used > page && block.size() > 1)
            break;
          block.push_back(column);
        }
      block.front()[0] = "case";
      block.front()[1].clear();
      return aligned(block) + (shown < names.size() ? "The other numbers are in quantities.csv.\n" : "");
    }
  } // namespace

  std::string
  summary_table(const std::vector<CaseResult> &results)
  {
    std::vector<std::string>       names(1, "quantity"), units(1, "unit");
    const std::vector<std::string> quantities = quantity_names(results);
    for (const std::string &name : quantities)
      {
        names.push_back(name);
        for (const CaseResult &result : results)
          if (const auto found = result.report.quantities.find(name); found != result.report.quantities.end())
            {
              units.push_back(customary_unit(found->second.unit).name);
              break;
            }
      }
    std::vector<std::string> parts;
    for (const CaseResult &result : results)
      for (const auto &entry : result.report.voltage_split)
        if (std::find(parts.begin(), parts.end(), entry.first) == parts.end())
          parts.push_back(entry.first);
    for (const std::string &part : parts)
      {
        names.push_back("voltage_split/" + part);
        units.push_back(customary_unit("V").name);
      }
    std::vector<std::vector<std::string>> columns;
    for (const CaseResult &result : results)
      {
        columns.push_back({result.name + (result.failure.empty() ? "" : " (not converged)")});
        for (const std::string &name : quantities)
          {
            const auto found = result.report.quantities.find(name);
            columns.back().push_back(rounded(found == result.report.quantities.end() ? Quantity() : found->second));
          }
        for (const std::string &part : parts)
          {
            const auto found = result.report.voltage_split.find(part);
            columns.back().push_back(rounded(found == result.report.voltage_split.end() ? Quantity() : found->second));
          }
      }

    add_what_is_lost(results, names, units, columns);
    drop_empty_rows(names, units, columns);
    if (results.size() > most_side_by_side)
      return one_row_each(names, units, columns);

    // Side by side, as many at a time as a page is wide.
    std::string table;
    for (std::size_t begin = 0; begin < columns.size();)
      {
        std::vector<std::vector<std::string>> block = {names, units};
        std::size_t                           used  = 36;
        do
          {
            used += width(columns[begin]) + 2;
            if (used > page && block.size() > 2)
              break;
            block.push_back(columns[begin++]);
        } while (begin < columns.size());
        table += (table.empty() ? "" : "\n") + aligned(block);
      }
    return table;
  }
} // namespace zincfield

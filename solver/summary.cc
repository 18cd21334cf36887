#include "solver/summary.h"

#include "solver/errors.h"
#include "version.h"

#include <deal.II/base/config.h>
#include <deal.II/base/vectorization.h>

#include <nlohmann/json.hpp>
#include <petscversion.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace zincfield
{
  using Json = nlohmann::ordered_json;

  namespace
  {
    Json
    number(const double x)
    {
      return std::isfinite(x) ? Json(x) : Json(nullptr);
    }

    Json
    to_json(const Quantity &quantity)
    {
      Json json = {{"value", number(quantity.value)}, {"unit", quantity.unit}, {"error", number(quantity.error)}};
      if (!quantity.note.empty())
        json["note"] = quantity.note;
      return json;
    }

    std::string
    date()
    {
      const std::time_t now = std::time(nullptr);
      char              text[40];
      std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
      return text;
    }

    Json
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
                {"petsc", std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." + std::to_string(PETSC_VERSION_SUBMINOR)},
                {"mpi", mpi_text.substr(0, mpi_text.find(','))}}},
              {"lanes", dealii::VectorizedArray<double>::size()},
              {"ranks", dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)},
              {"date", date()}};
    }
  } // namespace

  void
  write_summary(const std::string &directory, const std::vector<Case> &cases, const std::vector<VariantResult> &results)
  {
    const Case &first = cases.front();
    Json        json;
    json["program"]  = program();
    json["case"]     = {{"title", first.title},
                        {"input", first.input_file},
                        {"transport", first.transport},
                        {"geometry", first.geometry_kind},
                        {"dimension", first.geometry->dimension()},
                        {"axisymmetric", first.geometry->axisymmetric()}};
    json["geometry"] = {{"kind", first.geometry_kind}, {"symmetric", first.geometry->symmetry_planes()}, {"feature_size", first.geometry->feature_size()}};
    json["variants"] = Json::object();
    for (unsigned int v = 0; v < results.size(); ++v)
      {
        const VariantResult &result  = results[v];
        Json                &variant = json["variants"][result.name];
        variant["parameters"]        = Json::object();
        for (const auto &parameter : cases[v].changed_parameters)
          variant["parameters"][parameter.key] = {{"value", number(parameter.value)}, {"unit", parameter.unit}};
        if (!result.failure.empty())
          variant["failure"] = result.failure;
        for (const std::string &name : result.report.order)
          variant["quantities"][name] = to_json(result.report.quantities.at(name));
        for (const auto &entry : result.report.voltage_split)
          variant["voltage_split"][entry.first] = to_json(entry.second);
        for (const auto &entry : result.report.balance)
          variant["balance"][entry.first] = number(entry.second);
        variant["mesh"]        = {{"cells", result.cells}, {"unknowns", result.unknowns}, {"cycles", result.cycles}};
        variant["solver"]      = {{"newton_steps", result.newton_steps},
                                  {"linear_iterations", result.linear_iterations},
                                  {"operator_evaluations", result.operator_evaluations},
                                  {"preconditioner", result.preconditioner},
                                  {"setup_s", result.setup_s},
                                  {"solve_s", result.solve_s},
                                  {"peak_bytes", result.peak_bytes}};
        variant["wall_time_s"] = result.wall_time_s;
      }
    // Written aside and renamed: a summary is whole or is not there.
    const std::string path = directory + "/summary.json";
    {
      std::ofstream file(path + ".part");
      file << json.dump(2) << "\n";
      if (!file.flush())
        throw MachineError("Cannot write " + path + ": the disk is full or the folder cannot be written.");
    }
    std::filesystem::rename(path + ".part", path);
  }

  std::string
  summary_table(const std::vector<VariantResult> &results)
  {
    const auto cell = [](const Quantity &q) -> std::string {
      char text[60];
      if (!std::isfinite(q.value))
        return "-";
      if (!std::isfinite(q.error) || q.error == 0.)
        std::snprintf(text, sizeof(text), "%.5g", q.value);
      else
        std::snprintf(text, sizeof(text), "%.5g ± %.1g", q.value, q.error);
      return text;
    };
    const auto width = [](const std::string &s) { // printed columns: bytes that do not continue a character
      return std::count_if(s.begin(), s.end(), [](const char c) { return (c & 0xC0) != 0x80; });
    };

    std::vector<std::vector<std::string>> rows(1, {"quantity", "unit"});
    for (const VariantResult &result : results)
      rows[0].push_back(result.name);
    const auto add = [&](const std::string &name, const std::string &unit, const std::function<const Quantity &(const Report &)> &get) {
      rows.push_back({name, unit});
      for (const VariantResult &result : results)
        rows.back().push_back(cell(get(result.report)));
    };
    for (const std::string &name : results.front().report.order)
      add(name, results.front().report.quantities.at(name).unit, [&](const Report &r) -> const Quantity & { return r.quantities.at(name); });
    for (const auto &entry : results.front().report.voltage_split)
      add("voltage_split/" + entry.first, "V", [&](const Report &r) -> const Quantity & { return r.voltage_split.at(entry.first); });

    std::vector<long> widths(rows[0].size(), 0);
    for (const auto &row : rows)
      for (unsigned int c = 0; c < row.size(); ++c)
        widths[c] = std::max(widths[c], static_cast<long>(width(row[c])));
    std::string table;
    for (const auto &row : rows)
      {
        for (unsigned int c = 0; c < row.size(); ++c)
          table += row[c] + std::string(c + 1 < row.size() ? widths[c] - width(row[c]) + 2 : 0, ' ');
        table += "\n";
      }
    return table;
  }
} // namespace zincfield

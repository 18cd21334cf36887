#include "solver/checkpoint/stored_result.h"

#include <cmath>

namespace zincfield
{
  using Json = nlohmann::json;

  namespace
  {
    Json
    stored(const Quantity &q)
    {
      return {zincfield::stored(q.value), q.unit, zincfield::stored(q.error), zincfield::stored(q.bound), zincfield::stored(q.jump), q.note};
    }

    Quantity
    quantity(const Json &json)
    {
      return {number(json[0]), json[1], number(json[2]), number(json[3]), number(json[4]), json[5]};
    }

    template <typename Values>
    Json
    stored_map(const Values &values)
    {
      Json json = Json::object();
      for (const auto &[name, value] : values)
        json[name] = stored(value);
      return json;
    }

    Json
    stored_report(const Report &report)
    {
      Json balance = Json::object();
      for (const auto &[name, value] : report.balance)
        balance[name] = zincfield::stored(value);
      return {{"order", report.order}, {"quantities", stored_map(report.quantities)}, {"voltage split", stored_map(report.voltage_split)}, {"balance", balance}};
    }

    Report
    report_from(const Json &json)
    {
      Report report;
      report.order = json["order"].get<std::vector<std::string>>();
      for (const auto &entry : json["quantities"].items())
        report.quantities[entry.key()] = quantity(entry.value());
      for (const auto &entry : json["voltage split"].items())
        report.voltage_split[entry.key()] = quantity(entry.value());
      for (const auto &entry : json["balance"].items())
        report.balance[entry.key()] = number(entry.value());
      return report;
    }
  } // namespace

  Json
  stored(const double value)
  {
    if (std::isinf(value))
      return value > 0. ? "inf" : "-inf";
    return std::isnan(value) ? Json(nullptr) : Json(value);
  }

  double
  number(const Json &json)
  {
    if (json.is_string())
      return json == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
  }

  Json
  stored(const std::vector<Report> &reports)
  {
    Json json = Json::array();
    for (const Report &report : reports)
      json.push_back(stored_report(report));
    return json;
  }

  std::vector<Report>
  reports(const Json &json)
  {
    std::vector<Report> result;
    for (const Json &one : json)
      result.push_back(report_from(one));
    return result;
  }

  Json
  stored(const std::vector<ProgrammeStepResult> &steps)
  {
    Json json = Json::array();
    for (const ProgrammeStepResult &step : steps)
      json.push_back({step.name, step.reason, static_cast<int>(step.drive), stored(step.begin), stored(step.end), stored(step.charge), stored(step.potential), stored(step.transition_time)});
    return json;
  }

  std::vector<ProgrammeStepResult>
  programme_steps(const Json &json)
  {
    std::vector<ProgrammeStepResult> steps;
    for (const Json &one : json)
    {
      ProgrammeStepResult step;
      step.name            = one[0];
      step.reason          = one[1];
      step.drive           = static_cast<Drive>(one[2].get<int>());
      step.begin           = number(one[3]);
      step.end             = number(one[4]);
      step.charge          = number(one[5]);
      step.potential       = number(one[6]);
      step.transition_time = number(one[7]);
      steps.push_back(step);
    }
    return steps;
  }

  namespace
  {
    Json
    stored_spectrum(const Spectrum &spectrum)
    {
      const auto complex = [](const std::complex<double> &z) { return Json::array({zincfield::stored(z.real()), zincfield::stored(z.imag())}); };
      Json       points  = Json::array();
      for (const ImpedancePoint &p : spectrum.points)
        points.push_back({zincfield::stored(p.frequency), complex(p.cell), complex(p.working_electrode), complex(p.electrolyte), complex(p.counter_electrode), p.iterations});
      return {{"points", points}, {"counter electrode", spectrum.has_counter_electrode}};
    }

    Spectrum
    spectrum_from(const Json &json)
    {
      const auto complex = [](const Json &z) { return std::complex<double>(number(z[0]), number(z[1])); };
      Spectrum   spectrum;
      for (const Json &p : json["points"])
        spectrum.points.push_back({number(p[0]), complex(p[1]), complex(p[2]), complex(p[3]), complex(p[4]), p[5].get<unsigned int>()});
      spectrum.has_counter_electrode = json["counter electrode"];
      return spectrum;
    }
  } // namespace

  Json
  stored(const VariantResult &result)
  {
    return {{"name", result.name},
            {"report", stored_report(result.report)},
            {"cells", result.cells},
            {"unknowns", result.unknowns},
            {"cycles", result.cycles},
            {"newton steps", result.newton_steps},
            {"linear iterations", result.linear_iterations},
            {"operator evaluations", stored(result.operator_evaluations)},
            {"setup seconds", result.setup_s},
            {"solve seconds", result.solve_s},
            {"peak bytes", result.peak_bytes},
            {"seconds", result.wall_time_s},
            {"preconditioner", result.preconditioner},
            {"label", result.label},
            {"notes", result.notes},
            {"programme", stored(result.programme)},
            {"impedance", stored_spectrum(result.impedance)},
            {"time steps", result.time_steps},
            {"rejected time steps", result.rejected_steps},
            {"time steps by order", result.steps_by_order}};
  }

  VariantResult
  result(const Json &json)
  {
    VariantResult result;
    result.name                 = json["name"];
    result.report               = report_from(json["report"]);
    result.cells                = json["cells"];
    result.unknowns             = json["unknowns"];
    result.cycles               = json["cycles"];
    result.newton_steps         = json["newton steps"];
    result.linear_iterations    = json["linear iterations"];
    result.operator_evaluations = number(json["operator evaluations"]);
    result.setup_s              = json["setup seconds"];
    result.solve_s              = json["solve seconds"];
    result.peak_bytes           = json["peak bytes"];
    result.wall_time_s          = json["seconds"];
    result.preconditioner       = json["preconditioner"];
    result.notes                = json["notes"].get<std::vector<std::string>>();
    result.label                = json["label"];
    result.programme            = programme_steps(json["programme"]);
    result.impedance            = spectrum_from(json["impedance"]);
    result.time_steps           = json["time steps"];
    result.rejected_steps       = json["rejected time steps"];
    result.steps_by_order       = json["time steps by order"];
    return result;
  }

  Json
  stored(const std::vector<FitResult> &fits)
  {
    Json json = Json::array();
    for (const FitResult &one : fits)
    {
      Json parameters = Json::array();
      for (const FittedParameter &parameter : one.fit.parameters)
        parameters.push_back(stored(parameter.value));
      json.push_back({{"name", one.fit.name}, {"values", parameters}, {"deviation", stored(one.rms)}, {"evaluations", one.evaluations}});
    }
    return json;
  }

  std::vector<FitResult>
  fits(const Json &json, const std::vector<Fit> &asked)
  {
    std::vector<FitResult> results;
    for (std::size_t i = 0; i < json.size(); ++i)
    {
      FitResult one{asked.at(i), number(json[i]["deviation"]), json[i]["evaluations"]};
      for (std::size_t p = 0; p < one.fit.parameters.size(); ++p)
        one.fit.parameters[p].value = number(json[i]["values"].at(p));
      results.push_back(one);
    }
    return results;
  }
} // namespace zincfield

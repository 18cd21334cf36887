#include "solver/results/stored_result.h"

#include "solver/results/record.h"

#include <cmath>
#include <regex>
#include <stdexcept>

namespace zincfield
{
  using Json = nlohmann::json;

  namespace
  {
    // The members of each record, in the order in which they are stored; `R` is the record or a constant one.

    template <typename R>
    auto
    members(R &r, const Quantity &)
    {
      return all_members(r, r.value, r.unit, r.error, r.bound, r.jump, r.representation, r.note);
    }

    template <typename R>
    auto
    members(R &r, const Report &)
    {
      return all_members(r, r.order, r.quantities, r.voltage_split, r.balance);
    }

    template <typename R>
    auto
    members(R &r, const ProtocolStepResult &)
    {
      return all_members(r, r.name, r.reason, r.drive, r.begin, r.end, r.charge, r.moved, r.deposit, r.efficiency, r.potential,
                         r.transition_time);
    }

    template <typename R>
    auto
    members(R &r, const ProtocolResult &)
    {
      return all_members(r, r.steps, r.report, r.electrode_potential, r.film_states, r.most_crowded, r.time_steps, r.rejected_steps,
                         r.newton_steps, r.linear_iterations, r.mesh_changes, r.steps_by_order, r.sum_of_unknowns, r.failure);
    }

    template <typename R>
    auto
    members(R &r, const ImpedancePoint &)
    {
      return all_members(r, r.frequency, r.cell, r.working_electrode, r.electrolyte, r.counter_electrode, r.iterations);
    }

    template <typename R>
    auto
    members(R &r, const Spectrum &)
    {
      return all_members(r, r.points, r.has_counter_electrode);
    }

    template <typename R>
    auto
    members(R &r, const GrowthResult &)
    {
      return all_members(r, r.quantities, r.reason, r.time, r.volume_error, r.steps, r.rejected_steps, r.solves, r.start_s,
                         r.step_s);
    }

    template <typename R>
    auto
    members(R &r, const CaseResult &)
    {
      return all_members(r, r.name, r.report, r.cells, r.unknowns, r.cycles, r.newton_steps, r.linear_iterations,
                         r.operator_evaluations, r.setup_s, r.solve_s, r.peak_bytes, r.wall_time_s, r.preconditioner, r.protocol,
                         r.time_steps, r.rejected_steps, r.steps_by_order, r.growth, r.impedance, r.label, r.notes, r.failure);
    }

    template <typename R>
    auto
    members(R &r, const FittedParameter &)
    {
      return all_members(r, r.key, r.value, r.unit);
    }

    template <typename R>
    auto
    members(R &r, const Fit &)
    {
      return all_members(r, r.name, r.parameters, r.variants, r.applies_to);
    }

    template <typename R>
    auto
    members(R &r, const FitResult &)
    {
      return all_members(r, r.fit, r.rms, r.evaluations);
    }

    [[noreturn]] void
    wrong(const std::string &wanted, const Json &json)
    {
      const std::string text = json.is_structured() ? json.type_name() : json.dump(-1, ' ', false, Json::error_handler_t::replace);
      throw std::runtime_error(wanted + " is expected in place of " + (text.size() > 60 ? text.substr(0, 60) + "..." : text));
    }

    void
    require_array(const Json &json, const std::size_t size, const std::string &what)
    {
      if (!json.is_array() || json.size() != size)
        wrong("a list of the " + std::to_string(size) + " " + what, json);
    }

    /** How a type is stored and read; a record unless it is one of the specialisations below. */
    template <typename T, typename = void>
    struct Form
    {
      static Json
      write(const T &record)
      {
        Json json = Json::array();
        std::apply([&](const auto &...member) { (json.push_back(Form<std::decay_t<decltype(member)>>::write(member)), ...); },
                   members(record, record));
        return json;
      }
      static void
      read(const Json &json, T &record)
      {
        const auto all = members(record, record);
        require_array(json, std::tuple_size_v<decltype(all)>, "members of a record");
        std::size_t i = 0;
        std::apply([&](auto &...member) { (Form<std::decay_t<decltype(member)>>::read(json[i++], member), ...); }, all);
      }
    };

    template <>
    struct Form<double>
    {
      static Json
      write(const double value)
      {
        return stored(value);
      }
      static void
      read(const Json &json, double &value)
      {
        value = number(json);
      }
    };

    template <>
    struct Form<std::string>
    {
      static Json
      write(const std::string &text)
      {
        return text;
      }
      static void
      read(const Json &json, std::string &text)
      {
        if (!json.is_string())
          wrong("a text", json);
        text = json.get<std::string>();
      }
    };

    template <>
    struct Form<bool>
    {
      static Json
      write(const bool value)
      {
        return value;
      }
      static void
      read(const Json &json, bool &value)
      {
        if (!json.is_boolean())
          wrong("true or false", json);
        value = json.get<bool>();
      }
    };

    template <>
    struct Form<unsigned int>
    {
      static Json
      write(const unsigned int value)
      {
        return value;
      }
      static void
      read(const Json &json, unsigned int &value)
      {
        if (!json.is_number_unsigned() || json.get<std::uint64_t>() > std::numeric_limits<unsigned int>::max())
          wrong("a whole number", json);
        value = json.get<unsigned int>();
      }
    };

    template <>
    struct Form<Drive>
    {
      static Json
      write(const Drive drive)
      {
        return static_cast<unsigned int>(drive);
      }
      static void
      read(const Json &json, Drive &drive)
      {
        unsigned int number = 0;
        Form<unsigned int>::read(json, number);
        if (number > static_cast<unsigned int>(Drive::rest))
          wrong("a drive", json);
        drive = static_cast<Drive>(number);
      }
    };

    template <>
    struct Form<std::complex<double>>
    {
      static Json
      write(const std::complex<double> &z)
      {
        return {stored(z.real()), stored(z.imag())};
      }
      static void
      read(const Json &json, std::complex<double> &z)
      {
        require_array(json, 2, "parts of a complex number");
        z = {number(json[0]), number(json[1])};
      }
    };

    template <>
    struct Form<dealii::CellId>
    {
      static Json
      write(const dealii::CellId &cell)
      {
        return cell.to_string();
      }
      static void
      read(const Json &json, dealii::CellId &cell)
      {
        std::string text;
        Form<std::string>::read(json, text);
        if (!std::regex_match(text, std::regex("[0-9]{1,9}_(0:|1:[0-7]|[2-9]:[0-7]{2,9})")) ||
            text.size() - text.find(':') - 1 != text[text.find('_') + 1] - std::size_t('0'))
          wrong("a cell", json); // deal.II would not look
        cell = dealii::CellId(text);
      }
    };

    template <typename T>
    struct Form<std::vector<T>>
    {
      static Json
      write(const std::vector<T> &values)
      {
        Json json = Json::array();
        for (const T &value : values)
          json.push_back(Form<T>::write(value));
        return json;
      }
      static void
      read(const Json &json, std::vector<T> &values)
      {
        if (!json.is_array())
          wrong("a list", json);
        values.resize(json.size());
        for (std::size_t i = 0; i < values.size(); ++i)
          Form<T>::read(json[i], values[i]);
      }
    };

    template <typename T, std::size_t n>
    struct Form<std::array<T, n>>
    {
      static Json
      write(const std::array<T, n> &values)
      {
        return Form<std::vector<T>>::write({values.begin(), values.end()});
      }
      static void
      read(const Json &json, std::array<T, n> &values)
      {
        require_array(json, n, "values");
        for (std::size_t i = 0; i < n; ++i)
          Form<T>::read(json[i], values[i]);
      }
    };

    /** As a list of pairs: keys of any type, names of any text. */
    template <typename Key, typename T>
    struct Form<std::map<Key, T>>
    {
      static Json
      write(const std::map<Key, T> &values)
      {
        Json json = Json::array();
        for (const auto &[key, value] : values)
          json.push_back({Form<Key>::write(key), Form<T>::write(value)});
        return json;
      }
      static void
      read(const Json &json, std::map<Key, T> &values)
      {
        if (!json.is_array())
          wrong("a list", json);
        values.clear();
        for (const Json &pair : json)
          {
            require_array(pair, 2, "parts of an entry");
            Key key;
            Form<Key>::read(pair[0], key);
            Form<T>::read(pair[1], values[key]);
          }
      }
    };

    template <typename T>
    T
    read(const Json &json)
    {
      T value;
      Form<T>::read(json, value);
      return value;
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
    if (json == "inf" || json == "-inf")
      return json == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
    if (!json.is_null() && !json.is_number())
      wrong("a number", json);
    return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
  }

  Json
  stored(const std::vector<Report> &reports)
  {
    return Form<std::vector<Report>>::write(reports);
  }

  std::vector<Report>
  reports(const Json &json)
  {
    return read<std::vector<Report>>(json);
  }

  Json
  stored(const ProtocolResult &result)
  {
    return Form<ProtocolResult>::write(result);
  }

  ProtocolResult
  protocol_result(const Json &json)
  {
    return read<ProtocolResult>(json);
  }

  Json
  stored(const CaseResult &result)
  {
    return Form<CaseResult>::write(result);
  }

  CaseResult
  result(const Json &json)
  {
    return read<CaseResult>(json);
  }

  Json
  stored(const std::vector<FitResult> &fits)
  {
    return Form<std::vector<FitResult>>::write(fits);
  }

  std::vector<FitResult>
  fits(const Json &json)
  {
    return read<std::vector<FitResult>>(json);
  }
} // namespace zincfield

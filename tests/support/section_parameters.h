#pragma once

#include "physics/parameters.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace zincfield::testing
{
  /** Thrown by FixedParameters where a program would print an InputError. */
  struct Rejected : std::runtime_error
  {
    using std::runtime_error::runtime_error;
  };

  /** The keys of one section, given in a test: numbers (SI), texts, and values that vary. Subsections: `section/key`. */
  struct FixedParameters : Parameters
  {
    std::map<std::string, double>       numbers;
    std::map<std::string, std::string>  texts;
    std::map<std::string, SpatialValue> fields;
    bool                                template_only = false;

    FixedParameters() = default;
    FixedParameters(std::map<std::string, double> n, std::map<std::string, std::string> t = {},
                    std::map<std::string, SpatialValue> f = {})
      : numbers(std::move(n))
      , texts(std::move(t))
      , fields(std::move(f))
    {
    }

    void
    quantity(const std::string &key, double &value, const std::string &, const Range &range, const std::string &) override
    {
      if (numbers.count(key))
      {
        value = numbers.at(key);
        if (!range.contains(value))
          reject(key, "out of range", "");
      }
      else if (std::isnan(value) && !template_only)
        reject(key, "missing", "");
    }
    void
    expression(const std::string &key, SpatialValue &value, const std::string &unit, const Range &range,
               const std::string &doc) override
    {
      if (fields.count(key))
        value = fields.at(key);
      else if (value.is_constant())
      {
        double number = value({});
        quantity(key, number, unit, range, doc);
        value = number;
      }
    }
    void
    integer(const std::string &key, unsigned int &value, unsigned int, unsigned int, const std::string &) override
    {
      if (numbers.count(key))
        value = static_cast<unsigned int>(numbers.at(key));
    }
    void
    boolean(const std::string &key, bool &value, const std::string &) override
    {
      if (numbers.count(key))
        value = numbers.at(key) != 0.;
    }
    void
    choice(const std::string &key, std::string &value, const std::vector<std::string> &allowed, const std::string &doc) override
    {
      text(key, value, doc);
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        reject(key, "not allowed", value);
    }
    void
    text(const std::string &key, std::string &value, const std::string &) override
    {
      if (texts.count(key))
        value = texts.at(key);
      else if (value == "?" && !template_only)
        reject(key, "missing", "");
    }
    void
    list(const std::string &key, std::vector<std::string> &value, const std::string &doc) override
    {
      if (!texts.count(key))
      {
        if (value == std::vector<std::string>{"?"} && !template_only)
          reject(key, "missing", doc);
        return;
      }
      value.clear();
      std::string rest = texts.at(key) + ",";
      for (std::size_t comma; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1))
      {
        const auto first = rest.find_first_not_of(' ');
        if (first < comma)
          value.push_back(rest.substr(first, comma - first));
      }
    }
    void
    section(const std::string &name, const std::string &, const std::function<void(Parameters &)> &body) override
    {
      FixedParameters child = below(name);
      body(child);
    }
    void
    named_sections(const std::string                                            &name, const std::string &,
                   const std::function<void(const std::string &, Parameters &)> &body) override
    {
      const FixedParameters parent = below(name);
      std::set<std::string> names;
      if (template_only)
        names.insert("<name>");
      const auto collect = [&names](const auto &map)
      {
        for (const auto &entry : map)
          if (entry.first.find('/') != std::string::npos)
            names.insert(entry.first.substr(0, entry.first.find('/')));
      };
      collect(parent.numbers);
      collect(parent.texts);
      collect(parent.fields);
      for (const auto &n : names)
      {
        FixedParameters child = parent.below(n);
        body(n, child);
      }
    }
    bool
    given(const std::string &key) const override
    {
      return !template_only && (numbers.count(key) || texts.count(key) || fields.count(key));
    }
    bool
    describing() const override
    {
      return template_only;
    }
    [[noreturn]] void
    reject(const std::string &key, const std::string &problem, const std::string &allowed) const override
    {
      throw Rejected(key + ": " + problem + "; allowed: " + allowed);
    }

    FixedParameters
    below(const std::string &name) const
    {
      FixedParameters child;
      child.template_only = template_only;
      const auto copy     = [&name](const auto &from, auto &to)
      {
        for (const auto &entry : from)
          if (entry.first.compare(0, name.size() + 1, name + "/") == 0)
            to[entry.first.substr(name.size() + 1)] = entry.second;
      };
      copy(numbers, child.numbers);
      copy(texts, child.texts);
      copy(fields, child.fields);
      return child;
    }
  };
} // namespace zincfield::testing

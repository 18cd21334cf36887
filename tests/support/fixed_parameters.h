#pragma once

#include "physics/parameters.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace zincfield
{
  /**
   * Parameters from a list in the test: numbers in SI units, values that vary, everything else as text; a key of a subsection is
   * `section/key`. Checks ranges and missing or unused keys as the input layer does, but throws std::invalid_argument with
   * "key: problem; allowed".
   */
  class FixedParameters : public Parameters
  {
  public:
    struct Value
    {
      Value() = default;
      Value(const double number)
        : number(number)
      {}
      Value(const int number)
        : number(number)
      {}
      Value(const char *text)
        : text(text)
      {}
      Value(const std::string &text)
        : text(text)
      {}
      Value(const SpatialValue &field)
        : field(field)
        , varies(true)
      {}
      double       number = 0.;
      std::string  text;
      SpatialValue field;
      bool         varies = false;
    };

    FixedParameters(std::map<std::string, Value> values, const bool describing = false)
      : values_(std::move(values))
      , describing_(describing)
    {}

    void
    quantity(const std::string &key, double &value, const std::string &, const Range &range, const std::string &) override
    {
      if (given(key))
        value = use(key).number;
      if (describing_)
        return;
      if (std::isnan(value) || (given(key) && !range.contains(value)))
        reject(key, std::isnan(value) ? "missing" : "out of range", "a number in range");
    }
    void
    expression(
      const std::string &key, SpatialValue &value, const std::string &unit, const Range &range, const std::string &doc) override
    {
      if (given(key) && values_.at(key).varies)
        value = use(key).field;
      else if (given(key) || value.is_constant())
        {
          double number = value.is_constant() ? value({}) : 0.;
          quantity(key, number, unit, range, doc);
          value = SpatialValue(number);
        }
    }
    void
    integer(const std::string &key, unsigned int &value, unsigned int lowest, unsigned int highest, const std::string &) override
    {
      if (given(key))
        value = static_cast<unsigned int>(use(key).number);
      if (value < lowest || value > highest)
        reject(key, "out of range", "an integer in range");
    }
    void
    boolean(const std::string &key, bool &value, const std::string &) override
    {
      if (given(key))
        value = use(key).number != 0.;
    }
    void
    choice(const std::string &key, std::string &value, const std::vector<std::string> &allowed, const std::string &) override
    {
      text(key, value, "");
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end() && !describing_)
        reject(key, "not a choice", "one of the choices");
    }
    void
    text(const std::string &key, std::string &value, const std::string &) override
    {
      if (given(key))
        value = use(key).text;
      if (value == "?" && !describing_)
        reject(key, "missing", "a text");
    }
    void
    list(const std::string &key, std::vector<std::string> &value, const std::string &) override
    {
      if (given(key))
        {
          value.clear();
          std::string rest = use(key).text + ",";
          for (std::size_t comma; (comma = rest.find(',')) != std::string::npos; rest.erase(0, comma + 1))
            if (const auto first = rest.find_first_not_of(' '); first < comma)
              value.push_back(rest.substr(first, comma - first));
        }
      if (value == std::vector<std::string>{"?"} && !describing_)
        reject(key, "missing", "a list");
    }
    void
    section(const std::string &name, const std::string &, const std::function<void(Parameters &)> &body) override
    {
      FixedParameters inside = below(name);
      body(inside);
      for (const auto &key : inside.used_)
        used_.insert(name + "/" + key);
    }
    void
    named_sections(const std::string                                            &name,
                   const std::string                                            &doc,
                   const std::function<void(const std::string &, Parameters &)> &body) override
    {
      section(name, doc, [&](Parameters &p) {
        auto                 &inside = static_cast<FixedParameters &>(p);
        std::set<std::string> names;
        for (const auto &value : inside.values_)
          names.insert(value.first.substr(0, value.first.find('/')));
        if (describing_)
          names.insert("NAME");
        for (const auto &child : names)
          inside.section(child, "", [&](Parameters &q) { body(child, q); });
      });
    }
    bool
    given(const std::string &key) const override
    {
      return values_.count(key) == 1;
    }
    bool
    describing() const override
    {
      return describing_;
    }
    [[noreturn]] void
    reject(const std::string &key, const std::string &problem, const std::string &allowed) const override
    {
      throw std::invalid_argument(key + ": " + problem + "; " + allowed);
    }

    /** Keys that nobody has asked for. */
    std::vector<std::string>
    unused() const
    {
      std::vector<std::string> keys;
      for (const auto &value : values_)
        if (used_.count(value.first) == 0)
          keys.push_back(value.first);
      return keys;
    }

  private:
    const Value &
    use(const std::string &key)
    {
      used_.insert(key);
      return values_.at(key);
    }

    FixedParameters
    below(const std::string &name) const
    {
      FixedParameters inside({}, describing_);
      for (const auto &value : values_)
        if (value.first.compare(0, name.size() + 1, name + "/") == 0)
          inside.values_[value.first.substr(name.size() + 1)] = value.second;
      return inside;
    }

    std::map<std::string, Value> values_;
    std::set<std::string>        used_;
    bool                         describing_ = false;
  };
} // namespace zincfield

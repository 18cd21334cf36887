#pragma once

#include "physics/parameters.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace zincfield
{
  /**
   * Parameters from a list in the test: numbers in SI units, everything else as text. Checks ranges and missing or unused keys
   * as the input layer does, but throws std::invalid_argument with "key: problem; allowed".
   */
  class FixedParameters : public Parameters
  {
  public:
    struct Value
    {
      Value(const double number)
        : number(number)
      {
      }
      Value(const int number)
        : number(number)
      {
      }
      Value(const char *text)
        : text(text)
      {
      }
      Value(const std::string &text)
        : text(text)
      {
      }
      double      number = 0.;
      std::string text;
    };

    FixedParameters(std::map<std::string, Value> values)
      : values_(std::move(values))
    {
    }

    void
    quantity(const std::string &key, double &value, const std::string &, const Range &range, const std::string &) override
    {
      if (given(key))
        value = use(key).number;
      if (!range.contains(value))
        reject(key, value != value ? "missing" : "out of range", "a number in range");
    }
    void
    expression(const std::string &key, SpatialValue &value, const std::string &, const Range &, const std::string &) override
    {
      if (given(key))
        value = SpatialValue(use(key).number);
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
      if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        reject(key, "not a choice", "one of the choices");
    }
    void
    text(const std::string &key, std::string &value, const std::string &) override
    {
      if (given(key))
        value = use(key).text;
      if (value == "?")
        reject(key, "missing", "a text");
    }
    void
    list(const std::string &key, std::vector<std::string> &value, const std::string &) override
    {
      if (given(key))
        value = {use(key).text};
    }
    void
    section(const std::string &, const std::string &, const std::function<void(Parameters &)> &) override
    {
    }
    void
    named_sections(const std::string &, const std::string &,
                   const std::function<void(const std::string &, Parameters &)> &) override
    {
    }
    bool
    given(const std::string &key) const override
    {
      return values_.count(key) == 1;
    }
    bool
    describing() const override
    {
      return false;
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
      used_[key] = true;
      return values_.at(key);
    }

    std::map<std::string, Value> values_;
    std::map<std::string, bool>  used_;
  };
} // namespace zincfield

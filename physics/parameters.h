#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace zincfield
{
  /** A point at which a value that varies in space or along a surface is asked for. Lengths in micrometres. */
  struct Location
  {
    double x = 0., y = 0., z = 0.;
    /** Height of the metal surface point under this location above the base plane. */
    double height = 0.;
    /** Distance from the nearest tip of the metal surface, measured along the projected base plane. */
    double distance_from_tip = 0.;
    /** Relative position across a coating layer: 0 on the metal side, 1 on the electrolyte side. */
    double depth = 0.;
    /** Principal curvatures of the metal under a point of its surface [1/um], positive where the metal is convex; 0 where nobody
     * asked for them. */
    std::array<double, 2> curvature{};
    /** Thickness of a film on metal that grows over that of its profile; 0 where it is torn or buried. */
    double film_share = 1.;
    /** What has precipitated on the metal: how much thicker than at the start a layer is that grows by it [m]. */
    double grown = 0.;
  };

  /** A scalar in SI units that is constant or varies with the Location. Made by Parameters::expression(). */
  class SpatialValue
  {
  public:
    SpatialValue(const double constant = 0.)
      : constant_(constant)
    {}

    SpatialValue(std::string text, std::function<double(const Location &)> function)
      : text_(std::move(text))
      , function_(std::move(function))
    {}

    bool
    is_constant() const
    {
      return !function_;
    }

    /** Whether it is this number everywhere. */
    bool
    is(const double constant) const
    {
      return is_constant() && constant_ == constant;
    }

    double
    operator()(const Location &location) const
    {
      return function_ ? function_(location) : constant_;
    }

    /** The text of a varying value as the user wrote it; empty for a constant. */
    const std::string &
    text() const
    {
      return text_;
    }

  private:
    double                                  constant_ = 0.;
    std::string                             text_;
    std::function<double(const Location &)> function_;
  };

  /** The values a parameter may take, in SI units. */
  struct Range
  {
    double lower = -std::numeric_limits<double>::infinity(), upper = std::numeric_limits<double>::infinity();
    bool   lower_included = true, upper_included = true;

    static Range
    any()
    {
      return {};
    }
    static Range
    positive()
    {
      return {0., std::numeric_limits<double>::infinity(), false, true};
    }
    static Range
    non_negative()
    {
      return {0., std::numeric_limits<double>::infinity(), true, true};
    }
    static Range
    between(const double a, const double b)
    {
      return {a, b, true, true};
    }
    bool
    contains(const double value) const
    {
      return (lower_included ? value >= lower : value > lower) && (upper_included ? value <= upper : value < upper);
    }
  };

  /** The default of a quantity that the user must give. */
  constexpr double required_value = std::numeric_limits<double>::signaling_NaN();

  /**
   * One section of an input file, as seen by the object that it describes. The object names each of its keys once; the same
   * walk reads a file, checks it, writes the template and writes the parameter reference.
   *
   * Every value passed in holds the default, in SI units; `required_value` (a text: "?") marks one that must be given.
   * `unit` is the customary unit: the user may write any unit of the same dimension.
   */
  class Parameters
  {
  public:
    virtual ~Parameters() = default;

    virtual void
    quantity(const std::string &key, double &value, const std::string &unit, const Range &range, const std::string &doc) = 0;

    /** A constant with unit (`300 nm`), or an expression followed by its unit in brackets (`50 + 20*height [nm]`). */
    virtual void
    expression(
      const std::string &key, SpatialValue &value, const std::string &unit, const Range &range, const std::string &doc) = 0;

    virtual void
    integer(const std::string &key, unsigned int &value, unsigned int lowest, unsigned int highest, const std::string &doc) = 0;

    virtual void
    boolean(const std::string &key, bool &value, const std::string &doc) = 0;

    virtual void
    choice(const std::string &key, std::string &value, const std::vector<std::string> &allowed, const std::string &doc) = 0;

    /**
     * A choice among registered kinds, each with keys of its own in the same section: `body` names the keys of one kind. Reading,
     * it is called for the kind chosen; describing, for every kind, the one in `value` last. Use declare_kind().
     */
    virtual void
    kinds(const std::string                                            &key,
          std::string                                                  &value,
          const std::vector<std::pair<std::string, std::string>>       &names_and_docs,
          const std::string                                            &doc,
          const std::function<void(const std::string &, Parameters &)> &body)
    {
      std::vector<std::string> names;
      for (const auto &name : names_and_docs)
        names.push_back(name.first);
      choice(key, value, names, doc);
      body(value, *this);
    }

    virtual void
    text(const std::string &key, std::string &value, const std::string &doc) = 0;

    /** A file that exists: read, `path` is absolute, and what the user wrote is relative to the input file that names it. Empty:
     * none. */
    virtual void
    file(const std::string &key, std::string &path, const std::string &doc)
    {
      text(key, path, doc);
    }

    /** Comma-separated names. */
    virtual void
    list(const std::string &key, std::vector<std::string> &value, const std::string &doc) = 0;

    virtual void
    section(const std::string &name, const std::string &doc, const std::function<void(Parameters &)> &body) = 0;

    /** Any number of subsections of the section `name`, each called by a name of the user's choice. */
    virtual void
    named_sections(const std::string                                            &name,
                   const std::string                                            &doc,
                   const std::function<void(const std::string &, Parameters &)> &body) = 0;

    /** Whether the user set this key (false while a template is being written). */
    virtual bool
    given(const std::string &key) const = 0;

    /** Whether this walk only describes the parameters: nothing was read and nothing may be rejected. */
    virtual bool
    describing() const = 0;

    /** Reject the value of `key` (empty: the whole section; "a/b": of a section inside): throws InputError with file, line,
     * section, key and value. */
    [[noreturn]] virtual void
    reject(const std::string &key, const std::string &problem, const std::string &allowed) const = 0;
  };
} // namespace zincfield

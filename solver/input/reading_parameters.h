#pragma once

#include "solver/input/input_tree.h"
#include "solver/input/used_input.h"

#include "physics/parameters.h"

namespace zincfield
{
  struct ChangedParameter;
  class GatheredErrors;

  /** Reads one section of an input: checks each value against its type, unit and range, and remembers what was asked for. */
  class ReadingParameters : public Parameters
  {
  public:
    /** Numbers that a variant or the command line set are noted in `changed`, where given; mistakes are gathered in `errors`, where
     * given, and the first one is thrown elsewhere. */
    ReadingParameters(InputSection                  &section,
                      UsedInput                     &used,
                      std::vector<ChangedParameter> *changed = nullptr,
                      GatheredErrors                *errors  = nullptr)
      : section_(section)
      , used_(used)
      , changed_(changed)
      , errors_(errors)
    {}

    void
    quantity(const std::string &key, double &value, const std::string &unit, const Range &range, const std::string &doc) override;
    void
    expression(
      const std::string &key, SpatialValue &value, const std::string &unit, const Range &range, const std::string &doc) override;
    void
    integer(
      const std::string &key, unsigned int &value, unsigned int lowest, unsigned int highest, const std::string &doc) override;
    void
    boolean(const std::string &key, bool &value, const std::string &doc) override;
    void
    choice(const std::string &key, std::string &value, const std::vector<std::string> &allowed, const std::string &doc) override;
    void
    text(const std::string &key, std::string &value, const std::string &doc) override;
    void
    file(const std::string &key, std::string &path, const std::string &doc) override;
    void
    list(const std::string &key, std::vector<std::string> &value, const std::string &doc) override;
    void
    section(const std::string &name, const std::string &doc, const std::function<void(Parameters &)> &body) override;
    void
    named_sections(const std::string                                            &name,
                   const std::string                                            &doc,
                   const std::function<void(const std::string &, Parameters &)> &body) override;
    bool
    given(const std::string &key) const override;
    bool
    describing() const override
    {
      return false;
    }
    [[noreturn]] void
    reject(const std::string &key, const std::string &problem, const std::string &allowed) const override;

  private:
    /** Whether `read` was carried out; false: its error was gathered. */
    template <typename Read>
    bool
    succeeds(const Read &read);

    /** The entry, marked as used; null: the default holds. Its text goes into the used input. */
    InputEntry *
    take(const std::string &key, const std::string &default_text, bool required, const std::string &allowed);

    void
    note_number(const InputEntry &entry) const;

    /** The same of choices, texts, lists, formulas, true and false. */
    void
    note_word(const InputEntry &entry) const;

    InputSection                  &section_;
    UsedInput                     &used_;
    std::vector<ChangedParameter> *changed_;
    GatheredErrors                *errors_;
  };
} // namespace zincfield

#pragma once

#include "solver/input/input_tree.h"

#include "physics/parameters.h"

#include <memory>
#include <string>
#include <vector>

namespace zincfield
{
  /** What may stand where a file is asked for. */
  extern const char *const file_allowed;

  struct SectionDescription;

  /** The keys of one registered kind. */
  struct KindDescription
  {
    std::string                         name, doc;
    std::shared_ptr<SectionDescription> keys;
  };

  /** A key, a section, or a choice among kinds, as it is declared. */
  struct ItemDescription
  {
    std::string name, doc;
    /** Of a key. */
    std::string value, allowed;
    bool        required = false; // without default
    bool        example  = false; // the value is that of the example input
    bool        optional = false; // its presence has a meaning of its own
    /** Of a choice among kinds; the one in `value` included. */
    std::vector<KindDescription> kinds;
    /** Of a section; null: this is a key. */
    std::shared_ptr<SectionDescription> section;
    bool                                named = false; // a section whose subsections carry names of the user's choice
  };

  /** The first kind before `kind` that has keys of the same names, as the salts do; null if there is none. */
  const KindDescription *
  described_before(const ItemDescription &item, const KindDescription &kind);

  struct SectionDescription
  {
    std::vector<ItemDescription> items;

    ItemDescription *
    find(const std::string &name);

    /** Whether both have items of the same names. */
    bool
    same_names(const SectionDescription &other) const;
  };

  /**
   * Describes what an object declares instead of reading it. With an example input, values and named sections come from there
   * (the template); without one, every named section is described once (the reference).
   */
  class DescribingParameters : public Parameters
  {
  public:
    explicit DescribingParameters(SectionDescription &description, const InputSection *example = nullptr)
      : description_(description)
      , example_(example)
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
    kinds(const std::string                                            &key,
          std::string                                                  &value,
          const std::vector<std::pair<std::string, std::string>>       &names_and_docs,
          const std::string                                            &doc,
          const std::function<void(const std::string &, Parameters &)> &body) override;
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
      return true;
    }
    [[noreturn]] void
    reject(const std::string &key, const std::string &problem, const std::string &allowed) const override;

  private:
    void
    add(const std::string &key, const std::string &value, bool required, const std::string &allowed, const std::string &doc);
    std::string
    example_value(const std::string &key) const;

    SectionDescription &description_;
    const InputSection *example_;
  };
} // namespace zincfield

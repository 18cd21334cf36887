#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace zincfield
{
  /** The name that stands for "no data set": every value comes from the input. */
  inline const std::string no_data_set = "none";

  /**
   * Named sets of physical data of the kind `Record`. A set registers itself from its own file:
   * `static const DataSet<Record> s("name", [] { Record r; ...; return r; });` A record carries its `source`.
   */
  template <typename Record>
  class DataSet
  {
  public:
    DataSet(const std::string &name, std::function<Record()> make)
    {
      table()[name] = std::move(make);
    }

    /** `none` and the names of all sets. */
    static std::vector<std::string>
    names()
    {
      std::vector<std::string> list = {no_data_set};
      for (const auto &entry : table())
        list.push_back(entry.first);
      return list;
    }

    /** The set `name`; for `none` (and for a name that does not exist) a record with nothing in it. */
    static Record
    get(const std::string &name)
    {
      const auto entry = table().find(name);
      return entry == table().end() ? Record() : entry->second();
    }

  private:
    static std::map<std::string, std::function<Record()>> &
    table()
    {
      static std::map<std::string, std::function<Record()>> map;
      return map;
    }
  };
} // namespace zincfield

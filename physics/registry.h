#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace zincfield
{
  /** The kinds of `Base` that the program knows, by name. A kind registers itself from its own file: no list to edit. */
  template <typename Base>
  class Registry
  {
  public:
    struct Entry
    {
      std::string                            doc;
      std::function<std::unique_ptr<Base>()> make;
    };

    static std::map<std::string, Entry> &
    entries()
    {
      static std::map<std::string, Entry> map;
      return map;
    }

    static std::vector<std::string>
    names()
    {
      std::vector<std::string> list;
      for (const auto &entry : entries())
        list.push_back(entry.first);
      return list;
    }

    /** A new object of the kind `name`, which must exist. */
    static std::unique_ptr<Base>
    make(const std::string &name)
    {
      return entries().at(name).make();
    }
  };

  /** Registers `Derived` under `name` while the program starts: `static const Register<Base, Derived> r("name", "doc");` */
  template <typename Base, typename Derived>
  struct Register
  {
    Register(const std::string &name, const std::string &doc)
    {
      Registry<Base>::entries()[name] = {doc, [] { return std::make_unique<Derived>(); }};
    }
  };
} // namespace zincfield

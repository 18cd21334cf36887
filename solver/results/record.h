#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

namespace zincfield
{
  namespace record
  {
    struct Anything
    {
      template <typename T>
      operator T() const;
    };

    template <typename Record, std::size_t... i>
    auto takes(std::index_sequence<i...>) -> decltype(Record{((void)i, Anything())...}, std::true_type());

    template <typename Record, std::size_t n, typename = void>
    struct Takes : std::false_type
    {};

    template <typename Record, std::size_t n>
    struct Takes<Record, n, std::void_t<decltype(takes<Record>(std::make_index_sequence<n>()))>> : std::true_type
    {};

    /** Number of members of an aggregate: the most values that it can be initialised from. */
    template <typename Record, std::size_t n = 0>
    constexpr std::size_t
    n_members()
    {
      if constexpr (Takes<Record, n + 1>::value)
        return n_members<Record, n + 1>();
      else
        return n;
    }
  } // namespace record

  /** References to all members of a record. Does not compile where one is left out: who adds a member to a record is told of its
   * list. */
  template <typename Record, typename... Members>
  std::tuple<Members &...>
  all_members(const Record &, Members &...members)
  {
    static_assert(record::n_members<Record>() == sizeof...(Members),
                  "A member of the record is missing from the list of its members.");
    return std::tie(members...);
  }
} // namespace zincfield

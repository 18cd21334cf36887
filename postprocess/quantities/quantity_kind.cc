#include "postprocess/quantities/quantity_kind.h"

#include <algorithm>

namespace zincfield
{
  Quantity
  reported(const double value, const std::string &note)
  {
    Quantity quantity;
    quantity.value = value;
    quantity.note  = note;
    return quantity;
  }

  Quantity
  not_defined(const std::string &note)
  {
    return reported(std::numeric_limits<double>::quiet_NaN(), note);
  }

  const std::vector<std::pair<std::string, std::unique_ptr<QuantityKind>>> &
  quantity_kinds()
  {
    static const auto kinds = [] {
      std::vector<std::pair<std::string, std::unique_ptr<QuantityKind>>> list;
      for (const std::string &name : Registry<QuantityKind>::names())
        list.emplace_back(name, Registry<QuantityKind>::make(name));
      std::sort(list.begin(), list.end(),
                [](const auto &a, const auto &b) { return a.second->description().place < b.second->description().place; });
      return list;
    }();
    return kinds;
  }
} // namespace zincfield

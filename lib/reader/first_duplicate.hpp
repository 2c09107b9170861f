#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace weightkin::detail {

/// A name that two of `items` have, or nothing. O(n log n) whatever the names are, 8 bytes an
/// item; n < 2^32.
template <class Items, class Name>
[[nodiscard]] std::optional<std::string_view> first_duplicate(const Items& items, Name name_of) {
  // Sorted by hash first, so that names are hardly ever looked at; by name among equal hashes, so
  // that names chosen to collide cost no more than a sort of names.
  struct hashed {
    std::uint32_t hash;
    std::uint32_t item;
  };
  const auto name = [&](const hashed& row) { return std::string_view(name_of(items[row.item])); };
  std::vector<hashed> rows(items.size());
  for (std::uint32_t item = 0; item < rows.size(); ++item)
    rows[item] = {static_cast<std::uint32_t>(std::hash<std::string_view>()(name_of(items[item]))),
                  item};
  std::sort(rows.begin(), rows.end(), [&](const hashed& a, const hashed& b) {
    return a.hash != b.hash ? a.hash < b.hash : name(a) < name(b);
  });
  const auto twice =
      std::adjacent_find(rows.begin(), rows.end(), [&](const hashed& a, const hashed& b) {
        return a.hash == b.hash && name(a) == name(b);
      });
  if (twice == rows.end()) return std::nullopt;
  return name(*twice);
}

} // namespace weightkin::detail

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>

#include "registry/search_key.hpp"
#include "registry/sql_connection.hpp"

namespace weightkin::detail {

/// Keys lie in the database in blocks of so many components, channel by channel, so that a query
/// reads a few large values and only the channels it needs. A block never changes once it is
/// written; components that came after the last block wait in `key_tail`, a row each.
inline constexpr std::size_t block_rows = 256;

/// Keys that are looked at together, in host byte order.
struct key_group {
  std::span<const std::uint64_t> components;
  std::span<const std::int8_t> bytes;  ///< of the first two channels
  std::span<const std::int16_t> words; ///< of the last two
};
using group_sink = std::function<void(key_channel channel, const key_group& group)>;

/// Blocks that a handle has read already, as long as they fit.
class key_cache {
public:
  explicit key_cache(std::uint64_t most) : most_(most) {}
  /// Forgets everything when the index is not the one it knows.
  void belongs_to(const std::vector<std::byte>& identity);
  [[nodiscard]] const std::vector<std::byte>* find(std::int64_t block) const;
  void keep(std::int64_t block, const std::vector<std::byte>& data);

private:
  std::uint64_t most_;
  std::uint64_t held_ = 0;
  std::vector<std::byte> identity_;
  std::unordered_map<std::int64_t, std::vector<std::byte>> blocks_;
};

/// Inside a write: appends a component's key.
[[nodiscard]] result<void> append_key(sql_connection& sql, std::uint64_t component,
                                      const search_key& key);

/// Inside a write, at its end and now and then in long ones: writes blocks of the keys that wait,
/// until fewer than a block are left. Counting them costs a server more than adding one.
[[nodiscard]] result<void> pack_keys(sql_connection& sql);

/// Inside a write: takes a component's key out.
[[nodiscard]] result<void> remove_key(sql_connection& sql, std::uint64_t component);

/// Inside a read: components whose keys still lie in blocks but do not count.
[[nodiscard]] result<std::unordered_set<std::uint64_t>> removed_keys(sql_connection& sql);

/// Inside a read: walks the keys of `channels`, in the order components were added.
[[nodiscard]] result<void> walk_keys(sql_connection& sql, key_cache& cache,
                                     std::span<const key_channel> channels, const group_sink& sink);

} // namespace weightkin::detail

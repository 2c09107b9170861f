#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace weightkin::detail {

/// A set of indices as disjoint ranges that do not touch: what of a whole has been added so far.
class index_ranges {
public:
  struct range {
    std::uint64_t first = 0;
    std::uint64_t end = 0; ///< one past the last
    friend bool operator==(const range&, const range&) = default;
  };

  [[nodiscard]] bool overlaps(std::uint64_t first, std::uint64_t end) const;
  [[nodiscard]] bool overlaps(const index_ranges& other) const;
  [[nodiscard]] bool covers(std::uint64_t first, std::uint64_t end) const;
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  /// What of [first, end) is in the set, in order.
  [[nodiscard]] std::vector<range> within(std::uint64_t first, std::uint64_t end) const;
  [[nodiscard]] std::vector<range> all() const;

  /// \pre no index of [first, end) is in the set.
  void add(std::uint64_t first, std::uint64_t end);
  /// \pre the sets are disjoint.
  void add(const index_ranges& other);

  void save(std::vector<std::byte>& bytes) const;
  /// Reads what `save` wrote from the front of `bytes`, which it advances. \returns false for
  /// anything else and for indices of `limit` and more. Memory: a small multiple of the bytes read.
  [[nodiscard]] bool load(std::span<const std::byte>& bytes, std::uint64_t limit);

  friend bool operator==(const index_ranges&, const index_ranges&) = default;

private:
  std::map<std::uint64_t, std::uint64_t> end_of_; ///< by first
  std::uint64_t count_ = 0;
};

} // namespace weightkin::detail

#include "fingerprint/digests/merkle.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <weightkin/kernel/blake3.hpp>

#include "kernel/state_bytes.hpp"

// Leaves and inner nodes are hashed with different first bytes, so that neither can be passed off
// as the other (RFC 6962, section 2.1).
namespace weightkin::detail {
namespace {

constexpr std::byte leaf_mark{0};
constexpr std::byte node_mark{1};

digest node_of(const digest& left, const digest& right) {
  return blake3_hasher()
      .update(std::span(&node_mark, 1))
      .update(std::as_bytes(std::span(left.bytes)))
      .update(std::as_bytes(std::span(right.bytes)))
      .finish();
}

/// Joining neighbours level by level, an odd last one going up as it is, cuts every list at the
/// largest power of two below its length.
digest root_of(std::vector<digest> level) {
  if (level.empty()) return blake3({});
  while (level.size() > 1) {
    for (std::size_t i = 0; 2 * i < level.size(); ++i)
      level[i] = 2 * i + 1 < level.size() ? node_of(level[2 * i], level[2 * i + 1]) : level[2 * i];
    level.resize((level.size() + 1) / 2);
  }
  return level.front();
}

} // namespace

digest named_root(std::span<const merkle_entry> entries) {
  std::vector<merkle_entry> sorted(entries.begin(), entries.end());
  std::sort(sorted.begin(), sorted.end(), [](const merkle_entry& a, const merkle_entry& b) {
    return a.name != b.name ? a.name < b.name : a.value < b.value;
  });
  std::vector<digest> leaves;
  for (const merkle_entry& entry : sorted) {
    std::vector<std::byte> start{leaf_mark};
    put_number(start, static_cast<std::uint32_t>(entry.name.size()));
    leaves.push_back(blake3_hasher()
                         .update(start)
                         .update(std::as_bytes(std::span(entry.name)))
                         .update(std::as_bytes(std::span(entry.value.bytes)))
                         .finish());
  }
  return root_of(std::move(leaves));
}

digest nameless_root(std::span<const merkle_entry> entries) {
  std::vector<digest> values;
  for (const merkle_entry& entry : entries)
    values.push_back(entry.value);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (digest& value : values)
    value = blake3_hasher()
                .update(std::span(&leaf_mark, 1))
                .update(std::as_bytes(std::span(value.bytes)))
                .finish();
  return root_of(std::move(values));
}

} // namespace weightkin::detail

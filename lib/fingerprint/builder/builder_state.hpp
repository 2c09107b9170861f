#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

#include "fingerprint/digests/tensor_digests.hpp"
#include "fingerprint/sums/tensor_sums.hpp"
#include "kernel/index_ranges.hpp"

namespace weightkin {

/// One tensor on its way into a fingerprint.
struct tensor_progress {
  tensor_progress(const tensor_declaration& tensor, std::uint64_t seed, const unit_axis* axis,
                  bool with_digests);

  [[nodiscard]] result<void> add(std::uint64_t first, std::uint64_t count,
                                 std::span<const std::byte> packed);
  /// \pre nothing is in both.
  [[nodiscard]] result<void> merge(const tensor_progress& other);
  [[nodiscard]] bool complete() const { return added.count() == elements; }
  [[nodiscard]] tensor_print finish() const;

  void save(std::vector<std::byte>& bytes) const;
  [[nodiscard]] result<void> load(std::span<const std::byte>& bytes);

  std::uint64_t elements;
  detail::index_ranges added;
  detail::tensor_sums sums;
  std::optional<detail::tensor_digests> digests;
};

struct fingerprint_builder::state {
  /// \pre `contents` fits `tensors`.
  state(std::vector<tensor_declaration> tensors, inventory contents, std::uint64_t seed,
        bool digests);

  [[nodiscard]] result<void> check_range(std::size_t tensor, std::uint64_t first,
                                         std::uint64_t count) const;

  std::vector<tensor_declaration> tensors;
  inventory contents;
  std::uint64_t seed;
  bool digests;
  std::vector<tensor_progress> made;
  /// What builders must have in common to be merged: declarations, inventory and options as bytes.
  std::vector<std::byte> head;
};

namespace detail {

/// Bytes of `count` packed elements; the last byte of the 4- and 6-bit types may be filled in part.
[[nodiscard]] std::uint64_t packed_bytes_of(dtype type, std::uint64_t count);

/// True when no element before `element` shares a byte with it.
[[nodiscard]] bool begins_byte(dtype type, std::uint64_t element);

} // namespace detail
} // namespace weightkin

#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel/print_ops.hpp"

namespace weightkin::detail {

/// Elements of one tensor that lie in one group, widened.
template <class Real>
struct print_piece {
  const Real* values;
  std::uint64_t first;              ///< index of the first element in its tensor
  std::size_t count;                ///< first mod 1024 + count <= 1024
  print_cast precision = cast_none; ///< what the values were widened from, if it is one of these
  bool sketched = false;            ///< `sketch_groups` added them to the sketch
};

/// Adds `packed_groups::count` groups of packed bfloat16, from number `group` on, to the sketch.
/// \returns false, having added nothing, where this kernel or these numbers do not allow it; groups
///          are then sketched one by one, by `add_piece`
[[nodiscard]] bool sketch_groups(const print_ops& ops, const print_hashes& hashes,
                                 std::uint64_t group, const std::byte* packed,
                                 std::uint64_t* buckets);

/// Adds what does not depend on rows: counts, checksums, sketch, magnitudes.
/// \param sampled magnitudes are of a sixteenth of the blocks (the tensor is large)
/// \returns the operations with which moments of these elements may be taken: `ops`, or the
///          portable ones where `ops` cannot do them
[[nodiscard]] const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes,
                                         bool sampled, const print_piece<float>& piece,
                                         open_totals& open);
[[nodiscard]] const print_ops& add_piece(const print_ops& ops, const print_hashes& hashes,
                                         bool sampled, const print_piece<double>& piece,
                                         open_totals& open);

} // namespace weightkin::detail

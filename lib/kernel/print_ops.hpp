#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "kernel/kernel_list.hpp"
#include "kernel/print_totals.hpp"

/// What one instruction set has to supply for the sums of fingerprints. Sums are of integers, so
/// kernels agree bit for bit by construction; tests compare them all the same.
namespace weightkin::detail {

/// Consecutive whole blocks of one group.
template <class Real>
struct print_run {
  const Real* values = nullptr;          ///< 16 a block
  const std::uint64_t* hashes = nullptr; ///< one a block
  std::size_t blocks = 0;
  std::size_t first = 0; ///< number of the first block in its group
  /// Of the values, if it is known: rounding to it changes none of them.
  print_cast precision = cast_none;
  std::uint64_t turn = 0; ///< what block numbers are combined with to find their rows

  [[nodiscard]] std::size_t row(std::size_t block) const noexcept {
    return static_cast<std::size_t>((first + block) ^ turn);
  }
};

/// Consecutive whole groups of bfloat16, which are sketched together.
struct packed_groups {
  static constexpr std::size_t count = 8;

  const std::byte* packed = nullptr;
  const std::uint64_t* hashes = nullptr; ///< one a block
  const std::uint64_t* turns = nullptr;  ///< as in `print_run`, one a group
};

/// What the numbers of some blocks allow.
enum class print_manner {
  wild,   ///< the portable kernel only
  tame,   ///< finite and below 8 in size
  gentle, ///< `print_gentle` besides
};

struct print_ops {
  /// hash(first), hash(first + 1), ... into `out`.
  void (*hash)(index_hash hash, std::uint64_t first, std::size_t count, std::uint64_t* out);
  /// `count` packed 16-bit floats to f32, exactly.
  void (*widen_bf16)(const std::byte* packed, std::size_t count, float* out);
  void (*widen_f16)(const std::byte* packed, std::size_t count, float* out);
  /// Counts and checksums. \returns `wild`, having added
  /// nothing, when these blocks are for the portable kernel: it takes every float and has no
  /// manners (`tame` for all).
  print_manner (*survey)(const print_run<float>& run, print_totals& totals);
  /// Adds to the buckets. \returns by how much every bucket is too large besides: not to
  /// take that away each time is a sixth of the work. \pre `survey` took the blocks
  std::uint64_t (*sketch)(const print_run<float>& run, std::uint64_t* buckets);
  /// Adds to buckets that were moved. \pre `survey` found the blocks gentle
  void (*sketch_gently)(const print_run<float>& run, double* moved);
  /// Adds 16 * blocks values, at most a group. Those whose bit is set in the lowest 16 of their
  /// block's hash are subtracted from the features (`hashes` null: none is). \pre as `sketch`
  void (*moments)(const float* values, std::size_t blocks, const std::uint64_t* hashes,
                  print_moments& sums);
  /// Adds consecutive rows, at most a group of elements in all, to `to` and what they have in
  /// common to `sums`, except features. \param hashes one for 16 columns; 16 floats behind the
  /// values are readable. \pre as `sketch`
  void (*rows)(const float* values, std::size_t columns, std::size_t rows,
               const std::uint64_t* hashes, print_row* to, print_moments& sums);
  /// Adds to the buckets. \returns false, having added nothing, when these numbers are too far
  /// apart in size, or too large, to be added together. Null: there is no such thing
  bool (*sketch_packed)(const packed_groups& groups, std::uint64_t* buckets) = nullptr;
  /// The same with `moments` and `rows` that take gentle numbers only; null: there are none.
  const print_ops* gently = nullptr;
};

struct print_kernel {
  std::string_view name; ///< "portable", "sse4", "avx2", "avx512", "neon"
  const print_ops* ops = nullptr;
};

/// Plain C++, any values.
extern const print_ops portable_print_ops;

/// The vector kernels compiled in that this machine can run, slowest first.
void add_simd_print_kernels(kernel_list<print_kernel>& kernels) noexcept;

/// The kernels this machine can run, the portable one first, the fastest last.
[[nodiscard]] std::span<const print_kernel> all_print_kernels() noexcept;

} // namespace weightkin::detail

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// Everything one pass over a pair of equally long element sequences a, b yields.
/// Sums run over the positions where both elements are finite; `elements` counts all positions.
/// *Exact*: the same bits for every kernel, thread count, compiler and storage (see
/// docs/summation.md).
struct pair_stats {
  std::uint64_t elements = 0;    ///< positions compared
  std::uint64_t finite = 0;      ///< positions where both are finite; every sum below is over these
  std::uint64_t nonfinite_a = 0; ///< NaN or infinite elements of a
  std::uint64_t nonfinite_b = 0; ///< likewise of b
  std::uint64_t bit_equal = 0;   ///< same dtype: identical bits; else: the element of the more
                               ///< precise dtype rounds (nearest even) to exactly the other's bits
  std::uint64_t sign_equal = 0; ///< finite positions with equal sign (-1, 0, +1)
  std::uint64_t zero_a = 0;     ///< finite positions where a is +-0
  std::uint64_t zero_b = 0;     ///< likewise b
  std::uint64_t zero_both = 0;  ///< finite positions where both are
  double sum_a = 0;             ///< sum a
  double sum_b = 0;             ///< sum b
  double sum_aa = 0;            ///< sum a^2
  double sum_bb = 0;            ///< sum b^2
  double sum_ab = 0;            ///< sum a b
  double sum_abs_diff = 0;      ///< sum |a-b|
  double sum_sq_diff = 0;       ///< sum (a-b)^2, accumulated directly
  double max_abs_diff = 0;      ///< largest |a-b|
};

/// One implementation of the fused pass for one instruction set.
class pair_kernel {
public:
  /// The implementation: both sides' types, packed elements, how many.
  using function = pair_stats (*)(dtype type_a, const std::byte* a, dtype type_b,
                                  const std::byte* b, std::size_t count);

  /// `name` must be of static storage.
  constexpr pair_kernel(std::string_view name, function run) : name_(name), run_(run) {}

  /// The instruction set: "portable", "avx2", ...
  [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }

  /// The statistics of `count` packed elements; `count` at most `pair_segment`. Any alignment.
  [[nodiscard]] pair_stats operator()(dtype type_a, const std::byte* a, dtype type_b,
                                      const std::byte* b, std::size_t count) const {
    return run_(type_a, a, type_b, b, count);
  }

private:
  std::string_view name_;
  function run_;
};

/// Elements one kernel call covers at most; segment results are added in order of position.
inline constexpr std::size_t pair_segment = std::size_t{1} << 20;

/// The kernels this machine can run, the portable one first, the fastest last. Never empty.
[[nodiscard]] std::span<const pair_kernel> all_pair_kernels() noexcept;

/// How a pass is run; no field changes a single bit of the answer.
struct pair_pass_options {
  unsigned threads = 1;                ///< 0: as many as the machine has
  const pair_kernel* kernel = nullptr; ///< null: the fastest this machine has
  progress_meter* meter = nullptr;     ///< advanced by the bytes read from both sides
};

/// One pass over two tensors with equally many elements, in C order of each (shapes may differ).
/// Complex tensors are passed over as pairs of reals. Memory: a few tiles per thread.
/// \returns `bad_argument` when the element counts differ or only one side is complex, `cancelled`,
///          or the medium's `io` error.
[[nodiscard]] result<pair_stats> measure_pair(const tensor_view& a, const tensor_view& b,
                                              const pair_pass_options& options = {});

/// The statistics of a followed by b: what `measure_pair` computes from its segments, in order.
void append(pair_stats& total, const pair_stats& next) noexcept;

} // namespace weightkin

#pragma once

#include <cstddef>
#include <cstdint>

#include <weightkin/core/dtype.hpp>

#include "kernel/chunk_ops.hpp"

namespace weightkin::detail {

/// A run of packed elements of one dtype, also widened: `wide` is f32 or f64 according to the pass.
template <class Real>
struct widened_run {
  dtype type;
  const std::byte* packed;
  const Real* wide;
};

/// Positions of `count` where both sides hold "the same" element:
/// - one dtype: identical bits;
/// - two float formats: the value of the more precise one (more fraction bits, then more exponent
///   bits) rounds, to nearest even, to exactly the other's bits; a NaN goes with any NaN;
/// - otherwise (an integer or bool on either side, a tie of precision, f8_e8m0): equal numbers.
/// Runs of `group_elements` multiples, as `round_equal_function` wants them.
[[nodiscard]] std::uint64_t count_bit_equal(const chunk_ops& ops, const widened_run<float>& a,
                                            const widened_run<float>& b, std::size_t count);
[[nodiscard]] std::uint64_t count_bit_equal(const chunk_ops& ops, const widened_run<double>& a,
                                            const widened_run<double>& b, std::size_t count);

} // namespace weightkin::detail

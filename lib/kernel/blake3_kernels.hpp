#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "kernel/blake3_compress.hpp"
#include "kernel/kernel_list.hpp"

namespace weightkin::detail {

/// The two loops of BLAKE3 that have independent iterations, for one instruction set. All kernels
/// give the same bits.
struct blake3_kernel {
  std::string_view name; ///< "portable", "sse4", "avx2", "avx512", "neon"
  std::size_t lanes = 1; ///< inputs compressed together
  /// Chaining values of `count` whole chunks that lie one after the other, numbered from `counter`.
  void (*chunks)(const std::byte* bytes, std::size_t count, std::uint64_t counter,
                 words8* values) = nullptr;
  /// Chaining values of `count` parents of the pairs (children[2i], children[2i + 1]). `values` may
  /// be `children`.
  void (*parents)(const words8* children, std::size_t count, words8* values) = nullptr;
};

/// Every kernel this machine can run, slowest first; the first is portable.
[[nodiscard]] std::span<const blake3_kernel> all_blake3_kernels() noexcept;

/// blake3_simd.cpp: those with vectors.
void add_simd_blake3_kernels(kernel_list<blake3_kernel>& kernels) noexcept;

/// Most lanes any kernel has.
inline constexpr std::size_t blake3_most_lanes = 16;

} // namespace weightkin::detail

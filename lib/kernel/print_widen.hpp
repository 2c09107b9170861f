#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <weightkin/core/dtype.hpp>

#include "kernel/print_ops.hpp"

namespace weightkin::detail {

/// The type of the real numbers a tensor is made of: complex elements are two of them.
[[nodiscard]] constexpr dtype real_part_of(dtype type) noexcept {
  switch (type) {
  case dtype::c32: return dtype::f16;
  case dtype::c64: return dtype::f32;
  case dtype::c128: return dtype::f64;
  default: return type;
  }
}

/// Whether f32 holds every number of a real type.
[[nodiscard]] constexpr bool fits_float(dtype type) noexcept {
  switch (type) {
  case dtype::u32:
  case dtype::i32:
  case dtype::u64:
  case dtype::i64:
  case dtype::f64: return false;
  default: return true;
  }
}

/// Elements [first, first + count) of a packed run of a real type, widened. 4- and 6-bit elements
/// may begin inside a byte. \pre count <= 1024, and for f32 `fits_float(type)`
void widen_piece(const print_ops& ops, dtype type, std::span<const std::byte> packed,
                 std::size_t first, std::size_t count, float* out);
void widen_piece(const print_ops& ops, dtype type, std::span<const std::byte> packed,
                 std::size_t first, std::size_t count, double* out);

} // namespace weightkin::detail

#include "kernel/print_widen.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <weightkin/core/element_reader.hpp>

#include "kernel/byte_floats.hpp"

namespace weightkin::detail {
namespace {

/// 4- and 6-bit elements: from the byte boundary before the first one on.
void widen_small(dtype type, std::span<const std::byte> packed, std::size_t first,
                 std::size_t count, float* out) {
  constexpr std::size_t period = 4; // elements after which both widths begin a byte again
  std::array<float, print_group + period> window;
  const std::size_t skipped = first % period;
  widen_to_f32(type, packed.subspan((first - skipped) * bits_of(type) / 8), skipped + count,
               window.data());
  std::copy_n(window.begin() + static_cast<std::ptrdiff_t>(skipped), count, out);
}

} // namespace

void widen_piece(const print_ops& ops, dtype type, std::span<const std::byte> packed,
                 std::size_t first, std::size_t count, float* out) {
  if (!is_byte_sized(type)) return widen_small(type, packed, first, count, out);
  const auto piece = packed.subspan(first * bits_of(type) / 8, count * bits_of(type) / 8);
  if (type == dtype::f32) {
    std::memcpy(out, piece.data(), piece.size());
  } else if (type == dtype::bf16) {
    ops.widen_bf16(piece.data(), count, out);
  } else if (type == dtype::f16) {
    ops.widen_f16(piece.data(), count, out);
  } else if (const byte_float_table* table = byte_floats_of(type)) {
    for (std::size_t i = 0; i < count; ++i)
      out[i] = (*table)[std::to_integer<std::size_t>(piece[i])];
  } else {
    widen_to_f32(type, piece, count, out);
  }
}

void widen_piece(const print_ops&, dtype type, std::span<const std::byte> packed, std::size_t first,
                 std::size_t count, double* out) {
  widen_to_f64(type, packed.subspan(first * bits_of(type) / 8, count * bits_of(type) / 8), count,
               out);
}

} // namespace weightkin::detail

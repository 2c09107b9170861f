#include "reader/convert/narrow_elements.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>

namespace weightkin {
namespace {

constexpr std::size_t piece_values = 1024;

/// `value` as f32, rounded to odd: towards zero, and then up to the odd neighbour if anything was
/// lost. Rounding the result to a type with at least two bits less is as good as rounding `value`.
float rounded_to_odd(double value) noexcept {
  auto single = static_cast<float>(value);
  if (std::isnan(value) || static_cast<double>(single) == value) return single;
  auto bits = std::bit_cast<std::uint32_t>(single);
  const bool is_beyond = std::fabs(static_cast<double>(single)) > std::fabs(value);
  if (is_beyond) --bits; // towards zero, from infinity too
  return std::bit_cast<float>(bits | 1U);
}

/// Writes one value; true when it was finite and is now infinite.
bool store(double value, dtype to, std::byte* out) noexcept {
  if (to == dtype::f32) {
    const auto single = static_cast<float>(value);
    std::memcpy(out, &single, sizeof single);
    return std::isinf(single) && !std::isinf(value);
  }
  const float odd = rounded_to_odd(value);
  const std::uint16_t bits = to == dtype::f16 ? narrow_f16(odd) : narrow_bf16(odd);
  std::memcpy(out, &bits, sizeof bits);
  const float stored = to == dtype::f16 ? widen_f16(bits) : widen_bf16(bits);
  return std::isinf(stored) && !std::isinf(value);
}

} // namespace

std::uint64_t narrow_elements(dtype from, std::span<const std::byte> packed, std::size_t count,
                              dtype to, std::byte* out) {
  std::array<double, piece_values> values;
  std::uint64_t overflowed = 0;
  for (std::size_t done = 0; done < count;) {
    const std::size_t part = std::min(piece_values, count - done);
    // Pieces begin on whole bytes, for 4- and 6-bit types too.
    widen_to_f64(from, packed.subspan(done * bits_of(from) / 8), part, values.data());
    for (std::size_t i = 0; i < part; ++i)
      overflowed += store(values[i], to, out + (done + i) * (bits_of(to) / 8)) ? 1 : 0;
    done += part;
  }
  return overflowed;
}

} // namespace weightkin

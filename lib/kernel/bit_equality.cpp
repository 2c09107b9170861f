#include "kernel/bit_equality.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

#include <weightkin/core/float_formats.hpp>

#include "kernel/small_rounding.hpp"

namespace weightkin::detail {
namespace {

template <class Stored>
Stored load(const std::byte* packed, std::size_t index) noexcept {
  Stored value;
  std::memcpy(&value, packed + index * sizeof value, sizeof value);
  return value;
}

template <class Predicate>
std::uint64_t count_where(std::size_t count, Predicate same) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < count; ++i)
    equal += same(i) ? 1U : 0U;
  return equal;
}

template <class Pattern>
std::uint64_t identical(const std::byte* a, const std::byte* b, std::size_t count) {
  return count_where(count,
                     [=](std::size_t i) { return load<Pattern>(a, i) == load<Pattern>(b, i); });
}

/// Identical patterns of a byte-sized dtype.
std::uint64_t identical_bytes(std::size_t size, const std::byte* a, const std::byte* b,
                              std::size_t count) {
  switch (size) {
  case 1: return identical<std::uint8_t>(a, b, count);
  case 2: return identical<std::uint16_t>(a, b, count);
  case 4: return identical<std::uint32_t>(a, b, count);
  case 8: return identical<std::uint64_t>(a, b, count);
  default: break;
  }
  return count_where(
      count, [=](std::size_t i) { return std::memcmp(a + i * size, b + i * size, size) == 0; });
}

/// f64 to f32 so that a later rounding to at most 22 bits comes out as if made at once: inexact
/// results get an odd last bit.
float round_to_odd(double value) noexcept {
  const auto nearest = static_cast<float>(value);
  if (static_cast<double>(nearest) == value || value != value) return nearest;
  const auto bits = std::bit_cast<std::uint32_t>(nearest);
  if ((bits & 1U) != 0) return nearest;
  // The neighbour on the other side of `value` is odd; infinity steps down to the largest number.
  const bool too_large = (value < 0 ? -static_cast<double>(nearest)
                                    : static_cast<double>(nearest)) > (value < 0 ? -value : value);
  return std::bit_cast<float>(too_large ? bits - 1U : bits + 1U);
}

float to_f32(float value) noexcept { return value; }
float to_f32(double value) noexcept { return round_to_odd(value); }

std::optional<small_float> format_of(dtype type) noexcept {
  switch (type) {
  case dtype::f16: return f16_format;
  case dtype::f8_e4m3fn: return f8_e4m3fn_format;
  case dtype::f8_e5m2: return f8_e5m2_format;
  case dtype::f8_e4m3fnuz: return f8_e4m3fnuz_format;
  case dtype::f8_e5m2fnuz: return f8_e5m2fnuz_format;
  case dtype::f6_e2m3: return f6_e2m3_format;
  case dtype::f6_e3m2: return f6_e3m2_format;
  case dtype::f4_e2m1: return f4_e2m1_format;
  default: return std::nullopt;
  }
}

/// Element `index` of a packed run of `bits`-wide elements, lowest bits first.
std::uint32_t load_packed(const std::byte* packed, std::size_t bits, std::size_t index) noexcept {
  const std::size_t at = index * bits;
  auto window = std::to_integer<std::uint32_t>(packed[at / 8]);
  if (at % 8 + bits > 8) window |= std::to_integer<std::uint32_t>(packed[at / 8 + 1]) << 8;
  return (window >> (at % 8)) & ((1U << bits) - 1U);
}

/// Above: the float formats between which one is "more precise"; e8m0 is a scale, not a number
/// format with a precision.
bool is_float(dtype type) noexcept { return is_real(type) && type != dtype::f8_e8m0; }

bool more_precise(dtype x, dtype y) noexcept {
  const dtype_traits tx = traits_of(x);
  const dtype_traits ty = traits_of(y);
  if (tx.mantissa_bits != ty.mantissa_bits) return tx.mantissa_bits > ty.mantissa_bits;
  return tx.exponent_bits > ty.exponent_bits;
}

/// Where the precise side is NaN, whether the coarse one is; else whether `narrow_at(i)` says so.
template <class Real, class NarrowEqual>
std::uint64_t count_rounded(const widened_run<Real>& precise, const widened_run<Real>& coarse,
                            std::size_t count, NarrowEqual narrow_equal) {
  return count_where(count, [&](std::size_t i) {
    return std::isnan(precise.wide[i]) ? std::isnan(coarse.wide[i])
                                       : narrow_equal(precise.wide[i], i);
  });
}

template <class Real>
std::uint64_t rounded_equal(const chunk_ops& ops, const widened_run<Real>& precise,
                            const widened_run<Real>& coarse, std::size_t count) {
  if constexpr (sizeof(Real) == sizeof(float)) {
    if (coarse.type == dtype::bf16) return ops.bf16_round_equal(coarse.packed, precise.wide, count);
    if (coarse.type == dtype::f16) return ops.f16_round_equal(coarse.packed, precise.wide, count);
  }
  if (coarse.type == dtype::f32)
    return count_rounded(precise, coarse, count, [&](Real value, std::size_t i) {
      return std::bit_cast<std::uint32_t>(static_cast<float>(value)) ==
             load<std::uint32_t>(coarse.packed, i);
    });
  if (coarse.type == dtype::bf16)
    return count_rounded(precise, coarse, count, [&](Real value, std::size_t i) {
      return narrow_bf16(to_f32(value)) == load<std::uint16_t>(coarse.packed, i);
    });
  const auto format = format_of(coarse.type);
  if (!format) return 0;
  if constexpr (sizeof(Real) == sizeof(float)) {
    const small_rounding rounding(*format);
    return count_rounded(precise, coarse, count, [&](float value, std::size_t i) {
      return rounding.gives(value, coarse.wide[i]);
    });
  }
  return count_rounded(precise, coarse, count, [&](Real value, std::size_t i) {
    return narrow(*format, to_f32(value)) == load_packed(coarse.packed, bits_of(coarse.type), i);
  });
}

/// Any integer or bool as sign and magnitude, so that all of them compare exactly.
struct whole_number {
  bool negative;
  std::uint64_t magnitude;
  friend bool operator==(const whole_number&, const whole_number&) = default;
};

template <class Stored>
whole_number load_whole(const std::byte* packed, std::size_t index) noexcept {
  const auto value = load<Stored>(packed, index);
  const bool negative = value < Stored{0};
  // NOLINTNEXTLINE(bugprone-signed-char-misuse): sign extension is what makes 0 - wrapped right
  const auto wrapped = static_cast<std::uint64_t>(value);
  return {negative, negative ? 0U - wrapped : wrapped};
}

std::optional<whole_number> whole_at(dtype type, const std::byte* packed,
                                     std::size_t index) noexcept {
  switch (type) {
  case dtype::boolean: return whole_number{false, load<std::uint8_t>(packed, index) != 0 ? 1U : 0U};
  case dtype::u8: return load_whole<std::uint8_t>(packed, index);
  case dtype::i8: return load_whole<std::int8_t>(packed, index);
  case dtype::u16: return load_whole<std::uint16_t>(packed, index);
  case dtype::i16: return load_whole<std::int16_t>(packed, index);
  case dtype::u32: return load_whole<std::uint32_t>(packed, index);
  case dtype::i32: return load_whole<std::int32_t>(packed, index);
  case dtype::u64: return load_whole<std::uint64_t>(packed, index);
  case dtype::i64: return load_whole<std::int64_t>(packed, index);
  default: return std::nullopt;
  }
}

/// The whole number a finite f64 is, if it is one of at most 64 bits.
std::optional<whole_number> whole_of(double value) noexcept {
  const double magnitude = value < 0 ? -value : value;
  if (!(magnitude < 0x1p64)) return std::nullopt;
  const auto whole = static_cast<std::uint64_t>(magnitude);
  if (static_cast<double>(whole) != magnitude) return std::nullopt;
  return whole_number{value < 0, whole};
}

template <class Real>
std::optional<whole_number> whole_side(const widened_run<Real>& run, std::size_t index) noexcept {
  if (const auto stored = whole_at(run.type, run.packed, index)) return stored;
  return whole_of(static_cast<double>(run.wide[index]));
}

template <class Real>
std::uint64_t count_equal(const chunk_ops& ops, const widened_run<Real>& a,
                          const widened_run<Real>& b, std::size_t count) {
  if (a.type == b.type) {
    if (is_byte_sized(a.type))
      return identical_bytes(bits_of(a.type) / 8, a.packed, b.packed, count);
    return count_where(count, [&](std::size_t i) {
      return load_packed(a.packed, bits_of(a.type), i) == load_packed(b.packed, bits_of(a.type), i);
    });
  }
  if (is_float(a.type) && is_float(b.type)) {
    if (more_precise(a.type, b.type)) return rounded_equal(ops, a, b, count);
    if (more_precise(b.type, a.type)) return rounded_equal(ops, b, a, count);
  }
  if (is_real(a.type) && is_real(b.type))
    return count_where(count, [&](std::size_t i) { return a.wide[i] == b.wide[i]; });
  return count_where(count, [&](std::size_t i) {
    const auto x = whole_side(a, i);
    return x && x == whole_side(b, i);
  });
}

} // namespace

std::uint64_t count_bit_equal(const chunk_ops& ops, const widened_run<float>& a,
                              const widened_run<float>& b, std::size_t count) {
  return count_equal(ops, a, b, count);
}

std::uint64_t count_bit_equal(const chunk_ops& ops, const widened_run<double>& a,
                              const widened_run<double>& b, std::size_t count) {
  return count_equal(ops, a, b, count);
}

} // namespace weightkin::detail

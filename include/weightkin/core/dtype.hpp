#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace weightkin {

/// The type of one stored element: every type of safetensors and PyTorch.
/// The numbers are shared with the C API and never change.
enum class dtype : std::uint8_t {
  boolean = 1,
  u8 = 2,
  i8 = 3,
  u16 = 4,
  i16 = 5,
  u32 = 6,
  i32 = 7,
  u64 = 8,
  i64 = 9,
  f16 = 10,
  bf16 = 11,
  f32 = 12,
  f64 = 13,
  c32 = 14,  ///< complex of two f16
  c64 = 15,  ///< complex of two f32
  c128 = 16, ///< complex of two f64
  f8_e4m3fn = 17,
  f8_e5m2 = 18,
  f8_e4m3fnuz = 19,
  f8_e5m2fnuz = 20,
  f8_e8m0 = 21, ///< 2^(b-127), no sign, no zero: a block scale
  f6_e2m3 = 22,
  f6_e3m2 = 23,
  f4_e2m1 = 24, ///< two per byte, low nibble first
};

/// What kind of number an element is; decides which questions make sense for it.
enum class number_class : std::uint8_t { boolean, integer, real, complex };

/// Everything a caller needs to know about a dtype, in one constant row.
struct dtype_traits {
  dtype type;            ///< the type this row is about
  std::string_view name; ///< lower-case, as printed in reports: "bf16", "f8_e4m3fn"
  std::uint16_t bits;    ///< bits one element occupies in memory
  number_class kind;     ///< what number an element is
  std::int16_t
      mantissa_bits; ///< stored fraction bits of a real (or of each half of a complex); 0 otherwise
  std::int16_t exponent_bits; ///< stored exponent bits; 0 for non-reals
};

/// The row of `type`. Total over the enumerators above; constexpr, no allocation.
[[nodiscard]] constexpr dtype_traits traits_of(dtype type) noexcept {
  switch (type) {
  case dtype::boolean: return {type, "bool", 8, number_class::boolean, 0, 0};
  case dtype::u8: return {type, "u8", 8, number_class::integer, 0, 0};
  case dtype::i8: return {type, "i8", 8, number_class::integer, 0, 0};
  case dtype::u16: return {type, "u16", 16, number_class::integer, 0, 0};
  case dtype::i16: return {type, "i16", 16, number_class::integer, 0, 0};
  case dtype::u32: return {type, "u32", 32, number_class::integer, 0, 0};
  case dtype::i32: return {type, "i32", 32, number_class::integer, 0, 0};
  case dtype::u64: return {type, "u64", 64, number_class::integer, 0, 0};
  case dtype::i64: return {type, "i64", 64, number_class::integer, 0, 0};
  case dtype::f16: return {type, "f16", 16, number_class::real, 10, 5};
  case dtype::bf16: return {type, "bf16", 16, number_class::real, 7, 8};
  case dtype::f32: return {type, "f32", 32, number_class::real, 23, 8};
  case dtype::f64: return {type, "f64", 64, number_class::real, 52, 11};
  case dtype::c32: return {type, "c32", 32, number_class::complex, 10, 5};
  case dtype::c64: return {type, "c64", 64, number_class::complex, 23, 8};
  case dtype::c128: return {type, "c128", 128, number_class::complex, 52, 11};
  case dtype::f8_e4m3fn: return {type, "f8_e4m3fn", 8, number_class::real, 3, 4};
  case dtype::f8_e5m2: return {type, "f8_e5m2", 8, number_class::real, 2, 5};
  case dtype::f8_e4m3fnuz: return {type, "f8_e4m3fnuz", 8, number_class::real, 3, 4};
  case dtype::f8_e5m2fnuz: return {type, "f8_e5m2fnuz", 8, number_class::real, 2, 5};
  case dtype::f8_e8m0: return {type, "f8_e8m0", 8, number_class::real, 0, 8};
  case dtype::f6_e2m3: return {type, "f6_e2m3", 6, number_class::real, 3, 2};
  case dtype::f6_e3m2: return {type, "f6_e3m2", 6, number_class::real, 2, 3};
  case dtype::f4_e2m1: return {type, "f4_e2m1", 4, number_class::real, 1, 2};
  }
  return {type, "unknown", 8, number_class::integer, 0, 0};
}

/// The name as printed in reports: "bf16", "f8_e4m3fn". Static storage.
[[nodiscard]] constexpr std::string_view name_of(dtype type) noexcept {
  return traits_of(type).name;
}
/// Bits one element occupies: 4 and 6 for the smallest floats.
[[nodiscard]] constexpr std::size_t bits_of(dtype type) noexcept { return traits_of(type).bits; }
/// True for floating-point types, of whatever width.
[[nodiscard]] constexpr bool is_real(dtype type) noexcept {
  return traits_of(type).kind == number_class::real;
}
/// True for types whose elements are pairs of reals.
[[nodiscard]] constexpr bool is_complex(dtype type) noexcept {
  return traits_of(type).kind == number_class::complex;
}

/// True when one element fills whole bytes (all but the 4- and 6-bit floats).
[[nodiscard]] constexpr bool is_byte_sized(dtype type) noexcept { return bits_of(type) % 8 == 0; }

/// Bytes that `count` packed elements occupy, or nothing when the product overflows 64 bits or does
/// not fill whole bytes.
[[nodiscard]] constexpr std::optional<std::uint64_t> bytes_of(dtype type,
                                                              std::uint64_t count) noexcept {
  const std::uint64_t bits = bits_of(type);
  if (count > UINT64_MAX / bits) return std::nullopt;
  if ((count * bits) % 8 != 0) return std::nullopt;
  return count * bits / 8;
}

} // namespace weightkin

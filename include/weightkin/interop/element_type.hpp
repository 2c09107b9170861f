#pragma once

#include <complex>
#include <concepts>
#include <cstdint>
#include <type_traits>

#include <weightkin/core/dtype.hpp>

namespace weightkin {

/// Which dtype a C++ element type is stored as. Specialise it for half-precision types of your own
/// whose memory is one plain element: `static constexpr dtype value`.
template <class Element>
struct element_type {};

/// `bool` in memory.
template <>
struct element_type<bool> {
  static constexpr dtype value = dtype::boolean; ///< what it is stored as
};
/// `float` in memory.
template <>
struct element_type<float> {
  static constexpr dtype value = dtype::f32; ///< what it is stored as
};
/// `double` in memory.
template <>
struct element_type<double> {
  static constexpr dtype value = dtype::f64; ///< what it is stored as
};
/// `std::complex<float>` in memory.
template <>
struct element_type<std::complex<float>> {
  static constexpr dtype value = dtype::c64; ///< what it is stored as
};
/// `std::complex<double>` in memory.
template <>
struct element_type<std::complex<double>> {
  static constexpr dtype value = dtype::c128; ///< what it is stored as
};
/// Integers, by width and sign.
template <std::integral Integer>
struct element_type<Integer> {
  /// What it is stored as.
  static constexpr dtype value = [] {
    constexpr bool is_signed = std::is_signed_v<Integer>;
    switch (sizeof(Integer)) {
    case 1: return is_signed ? dtype::i8 : dtype::u8;
    case 2: return is_signed ? dtype::i16 : dtype::u16;
    case 4: return is_signed ? dtype::i32 : dtype::u32;
    default: return is_signed ? dtype::i64 : dtype::u64;
    }
  }();
};

/// A C++ type that a stored element can be read as in place.
template <class Element>
concept stored_element = requires {
  { element_type<Element>::value } -> std::convertible_to<dtype>;
};

/// `element_type<Element>::value`.
template <stored_element Element>
inline constexpr dtype element_type_v = element_type<Element>::value;

} // namespace weightkin

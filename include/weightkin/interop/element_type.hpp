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

template <>
struct element_type<bool> {
  static constexpr dtype value = dtype::boolean;
};
template <>
struct element_type<float> {
  static constexpr dtype value = dtype::f32;
};
template <>
struct element_type<double> {
  static constexpr dtype value = dtype::f64;
};
template <>
struct element_type<std::complex<float>> {
  static constexpr dtype value = dtype::c64;
};
template <>
struct element_type<std::complex<double>> {
  static constexpr dtype value = dtype::c128;
};
template <std::integral Integer>
struct element_type<Integer> {
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

template <stored_element Element>
inline constexpr dtype element_type_v = element_type<Element>::value;

} // namespace weightkin

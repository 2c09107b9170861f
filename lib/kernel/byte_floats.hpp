#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>

namespace weightkin::detail {

/// The value of every byte of an 8-bit float format.
using byte_float_table = std::array<float, 256>;

template <class Widen>
constexpr byte_float_table make_byte_float_table(Widen widen_one) {
  byte_float_table table{};
  for (std::size_t bits = 0; bits < table.size(); ++bits)
    table[bits] = widen_one(static_cast<std::uint8_t>(bits));
  return table;
}

template <small_float Format>
inline constexpr byte_float_table byte_floats = make_byte_float_table([](std::uint8_t bits) {
  return widen(Format, bits);
});

inline constexpr byte_float_table byte_scales = make_byte_float_table(widen_f8_e8m0);

/// The table of an 8-bit float type; null for every other type.
constexpr const byte_float_table* byte_floats_of(dtype type) noexcept {
  switch (type) {
  case dtype::f8_e4m3fn: return &byte_floats<f8_e4m3fn_format>;
  case dtype::f8_e5m2: return &byte_floats<f8_e5m2_format>;
  case dtype::f8_e4m3fnuz: return &byte_floats<f8_e4m3fnuz_format>;
  case dtype::f8_e5m2fnuz: return &byte_floats<f8_e5m2fnuz_format>;
  case dtype::f8_e8m0: return &byte_scales;
  default: return nullptr;
  }
}

} // namespace weightkin::detail

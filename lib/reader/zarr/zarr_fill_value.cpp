#include "reader/zarr/zarr_fill_value.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <weightkin/core/float_formats.hpp>

namespace weightkin {
namespace {

template <class Number>
std::vector<std::byte> bytes_of_number(Number number) {
  std::vector<std::byte> bytes(sizeof number);
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::optional<double> real_of(const json_value& value) {
  if (const auto number = value.number()) return number;
  const std::string* word = value.text();
  if (word == nullptr) return std::nullopt;
  if (*word == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (*word == "Infinity") return std::numeric_limits<double>::infinity();
  if (*word == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::nullopt;
}

template <class Integer>
std::optional<std::vector<std::byte>> integer_bytes(const json_value& value) {
  if (const std::uint64_t* whole = value.whole()) {
    if (*whole > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()))
      return std::nullopt;
    return bytes_of_number(static_cast<Integer>(*whole));
  }
  constexpr double exact_integers = 0x1p53; // beyond, a negative number has lost digits
  const auto number = value.number();
  const bool fits = number && std::trunc(*number) == *number && *number > -exact_integers &&
                    *number < exact_integers &&
                    *number >= static_cast<double>(std::numeric_limits<Integer>::min()) &&
                    *number <= static_cast<double>(std::numeric_limits<Integer>::max());
  if (!fits) return std::nullopt;
  return bytes_of_number(static_cast<Integer>(*number));
}

std::optional<std::vector<std::byte>> boolean_bytes(const json_value& value) {
  if (const bool* truth = value.boolean()) return bytes_of_number<std::uint8_t>(*truth ? 1 : 0);
  const std::uint64_t* whole = value.whole(); // version 2 writes 0 and 1 as well
  if (whole == nullptr || *whole > 1) return std::nullopt;
  return bytes_of_number(static_cast<std::uint8_t>(*whole));
}

std::optional<std::vector<std::byte>> real_bytes(const json_value& value, dtype type) {
  const auto number = real_of(value);
  if (!number) return std::nullopt;
  const auto single = static_cast<float>(*number);
  switch (type) {
  case dtype::f64: return bytes_of_number(*number);
  case dtype::f32: return bytes_of_number(single);
  case dtype::f16: return bytes_of_number(narrow_f16(single));
  case dtype::bf16: return bytes_of_number(narrow_bf16(single));
  case dtype::f8_e4m3fn:
    return bytes_of_number(static_cast<std::uint8_t>(narrow(f8_e4m3fn_format, single)));
  case dtype::f8_e5m2:
    return bytes_of_number(static_cast<std::uint8_t>(narrow(f8_e5m2_format, single)));
  case dtype::f8_e4m3fnuz:
    return bytes_of_number(static_cast<std::uint8_t>(narrow(f8_e4m3fnuz_format, single)));
  case dtype::f8_e5m2fnuz:
    return bytes_of_number(static_cast<std::uint8_t>(narrow(f8_e5m2fnuz_format, single)));
  default: return std::nullopt;
  }
}

/// A list of two parts, or one real number.
std::optional<std::vector<std::byte>> complex_bytes(const json_value& value, dtype type) {
  const dtype part = type == dtype::c64 ? dtype::f32 : dtype::f64;
  const json_value zero(0.0);
  const json_value::array* both = value.items();
  if (both != nullptr && both->size() != 2) return std::nullopt;
  auto bytes = real_bytes(both == nullptr ? value : (*both)[0], part);
  const auto imaginary = real_bytes(both == nullptr ? zero : (*both)[1], part);
  if (!bytes || !imaginary) return std::nullopt;
  bytes->insert(bytes->end(), imaginary->begin(), imaginary->end());
  return bytes;
}

} // namespace

std::optional<std::vector<std::byte>> zarr_fill_value(const json_value& value, dtype type) {
  if (value.is_null()) return std::vector<std::byte>(bits_of(type) / 8);
  switch (type) {
  case dtype::boolean: return boolean_bytes(value);
  case dtype::u8: return integer_bytes<std::uint8_t>(value);
  case dtype::i8: return integer_bytes<std::int8_t>(value);
  case dtype::u16: return integer_bytes<std::uint16_t>(value);
  case dtype::i16: return integer_bytes<std::int16_t>(value);
  case dtype::u32: return integer_bytes<std::uint32_t>(value);
  case dtype::i32: return integer_bytes<std::int32_t>(value);
  case dtype::u64: return integer_bytes<std::uint64_t>(value);
  case dtype::i64: return integer_bytes<std::int64_t>(value);
  case dtype::c64:
  case dtype::c128: return complex_bytes(value, type);
  default: return real_bytes(value, type);
  }
}

} // namespace weightkin

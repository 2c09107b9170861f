#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/float_formats.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/kernel/blake3.hpp>

// Digests as docs/fingerprint-format.md, section 4, words them: one value at a time, whole buffers.
namespace weightkin::test {

using byte_string = std::vector<std::byte>;

template <class Number>
void append_number(byte_string& bytes, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    bytes.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i)));
}

inline void append_text(byte_string& bytes, std::string_view text) {
  for (const char letter : text)
    bytes.push_back(static_cast<std::byte>(letter));
}

inline void append_digest(byte_string& bytes, const digest& value) {
  for (const std::uint8_t byte : value.bytes)
    bytes.push_back(static_cast<std::byte>(byte));
}

/// The pattern of `value` in a narrower IEEE-like format, or nothing when it is not in it: found by
/// looking through all patterns' values once.
class narrow_patterns {
public:
  explicit narrow_patterns(float (*widen_one)(std::uint16_t)) {
    for (std::uint32_t bits = 0; bits < 65536; ++bits) {
      const float value = widen_one(static_cast<std::uint16_t>(bits));
      if (!std::isnan(value)) known_.emplace_back(std::bit_cast<std::uint32_t>(value), bits);
    }
    std::sort(known_.begin(), known_.end());
  }
  [[nodiscard]] std::optional<std::uint16_t> of(double value) const {
    const auto single = static_cast<float>(value);
    if (static_cast<double>(single) != value) return std::nullopt;
    const auto bits = std::bit_cast<std::uint32_t>(single);
    const auto at = std::lower_bound(known_.begin(), known_.end(), std::pair(bits, 0U));
    if (at == known_.end() || at->first != bits) return std::nullopt;
    return static_cast<std::uint16_t>(at->second);
  }

private:
  std::vector<std::pair<std::uint32_t, std::uint32_t>> known_;
};

inline void append_real_tile(byte_string& bytes, std::span<const double> values) {
  static const narrow_patterns bf16(widen_bf16);
  static const narrow_patterns f16(widen_f16);
  const auto all = [&](auto fits) {
    return std::all_of(values.begin(), values.end(),
                       [&](double value) { return std::isnan(value) || fits(value); });
  };
  byte_string packed;
  int tag = 4;
  if (all([](double value) { return bf16.of(value).has_value(); })) {
    tag = 1;
    for (const double value : values)
      append_number(packed, std::isnan(value) ? std::uint16_t{0x7FC0} : *bf16.of(value));
  } else if (all([](double value) { return f16.of(value).has_value(); })) {
    tag = 2;
    for (const double value : values)
      append_number(packed, std::isnan(value) ? std::uint16_t{0x7E00} : *f16.of(value));
  } else if (all([](double value) {
               return static_cast<double>(static_cast<float>(value)) == value;
             })) {
    tag = 3;
    for (const double value : values)
      append_number(packed, std::isnan(value)
                                ? 0x7FC00000U
                                : std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  } else {
    for (const double value : values)
      append_number(packed,
                    std::isnan(value) ? 0x7FF8000000000000U : std::bit_cast<std::uint64_t>(value));
  }
  append_number(bytes, static_cast<std::uint8_t>(tag));
  append_digest(bytes, blake3(packed));
}

/// \param values as 128-bit numbers, so that every integer type is the same.
inline void append_integer_tile(byte_string& bytes, std::span<const __int128> values) {
  struct format {
    int tag, size;
    __int128 least, most;
  };
  const __int128 one = 1;
  const format formats[] = {{5, 1, -(one << 7), (one << 7) - 1},
                            {6, 2, -(one << 15), (one << 15) - 1},
                            {7, 4, -(one << 31), (one << 31) - 1},
                            {8, 8, -(one << 63), (one << 63) - 1},
                            {9, 8, 0, (one << 64) - 1}};
  for (const format& each : formats) {
    if (!std::all_of(values.begin(), values.end(),
                     [&](__int128 value) { return value >= each.least && value <= each.most; }))
      continue;
    byte_string packed;
    for (const __int128 value : values)
      for (int i = 0; i < each.size; ++i)
        packed.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i)));
    append_number(bytes, static_cast<std::uint8_t>(each.tag));
    append_digest(bytes, blake3(packed));
    return;
  }
}

inline std::vector<__int128> integers_of(dtype type, std::span<const std::byte> packed) {
  const std::size_t size = bits_of(type) / 8;
  const bool is_signed =
      type == dtype::i8 || type == dtype::i16 || type == dtype::i32 || type == dtype::i64;
  std::vector<__int128> values;
  for (std::size_t at = 0; at < packed.size(); at += size) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, packed.data() + at, size); // little-endian hosts only, as the tests are
    __int128 value = static_cast<__int128>(bits);
    if (is_signed && (bits >> (8 * size - 1)) != 0) value -= static_cast<__int128>(1) << (8 * size);
    if (type == dtype::boolean) value = bits != 0 ? 1 : 0;
    values.push_back(value);
  }
  return values;
}

inline std::vector<double> reals_of(dtype type, std::span<const std::byte> packed,
                                    std::size_t count) {
  if (type == dtype::c32) type = dtype::f16;
  if (type == dtype::c64) type = dtype::f32;
  if (type == dtype::c128) type = dtype::f64;
  std::vector<double> values(count);
  widen_to_f64(type, packed, count, values.data());
  return values;
}

inline digest expected_value_digest(const tensor_declaration& tensor,
                                    std::span<const std::byte> packed) {
  std::vector<std::uint64_t> shape = tensor.shape;
  if (is_complex(tensor.type)) shape.push_back(2);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent;
  std::erase(shape, 1U);
  byte_string bytes;
  append_text(bytes, "weightkin.value.v1");
  append_number(bytes, std::uint8_t{0});
  append_text(bytes, is_complex(tensor.type) ? "c" : is_real(tensor.type) ? "f" : "i");
  append_number(bytes, static_cast<std::uint32_t>(shape.size()));
  for (const std::uint64_t extent : shape)
    append_number(bytes, extent);
  const bool real = is_real(tensor.type) || is_complex(tensor.type);
  const auto reals = real ? reals_of(tensor.type, packed, count) : std::vector<double>();
  const auto integers = real ? std::vector<__int128>() : integers_of(tensor.type, packed);
  for (std::uint64_t first = 0; first < count; first += 16384) {
    const std::size_t length = std::min<std::uint64_t>(16384, count - first);
    if (real)
      append_real_tile(bytes, std::span(reals).subspan(first, length));
    else
      append_integer_tile(bytes, std::span(integers).subspan(first, length));
  }
  return blake3(bytes);
}

} // namespace weightkin::test

#include "fingerprint/digests/tile_packer.hpp"

#include <bit>
#include <utility>

#include <weightkin/core/element_reader.hpp>

#include "fingerprint/digests/host_order.hpp"
#include "fingerprint/digests/tile_loops.hpp"

namespace weightkin::detail {
namespace {

/// Room for `bytes` bytes; what was there is gone.
std::byte* room(std::vector<std::byte>& buffer, std::size_t bytes) {
  if (buffer.size() < bytes) buffer.resize(bytes);
  return buffer.data();
}

/// Integers of one type in the narrower or wider type `To`.
template <class Stored, class To>
packed_tile convert(tile_format format, std::span<const std::byte> packed, std::size_t count,
                    std::vector<std::byte>& buffer) {
  std::byte* out = room(buffer, count * sizeof(To));
  map_words<Stored, To>(packed.data(), out, count,
                        [](Stored value) { return static_cast<To>(value); });
  make_little_endian(sizeof(To), {out, count * sizeof(To)});
  return {format, {out, count * sizeof(To)}};
}

/// What each pattern of a float of 8 bits and less is in bfloat16.
std::vector<std::uint16_t> bf16_table(dtype type) {
  const std::size_t patterns = std::size_t{1} << std::min<std::size_t>(bits_of(type), 8);
  std::vector<std::uint16_t> table;
  for (std::size_t i = 0; i < patterns; ++i) {
    const std::byte alone[] = {static_cast<std::byte>(i)};
    float value = 0;
    widen_to_f32(type, alone, 1, &value);
    table.push_back(bf16_of(std::bit_cast<std::uint32_t>(value)));
  }
  return table;
}

/// Whether both ends of a range, and so all of it, are numbers of `To`.
template <class To, class Stored>
bool holds(Stored least, Stored largest) {
  return std::in_range<To>(least) && std::in_range<To>(largest);
}

} // namespace

template <class Stored>
packed_tile tile_packer::pack_integer(std::span<const std::byte> packed, std::size_t count) {
  Stored least = 0;
  Stored largest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = load_word<Stored>(packed.data(), i);
    least = std::min(least, value);
    largest = std::max(largest, value);
  }
  if (holds<std::int8_t>(least, largest))
    return convert<Stored, std::int8_t>(tile_format::i8, packed, count, result_);
  if (holds<std::int16_t>(least, largest))
    return convert<Stored, std::int16_t>(tile_format::i16, packed, count, result_);
  if (holds<std::int32_t>(least, largest))
    return convert<Stored, std::int32_t>(tile_format::i32, packed, count, result_);
  if (holds<std::int64_t>(least, largest))
    return convert<Stored, std::int64_t>(tile_format::i64, packed, count, result_);
  return convert<Stored, std::uint64_t>(tile_format::u64, packed, count, result_);
}

packed_tile tile_packer::pack_f32(std::span<const std::byte> packed, std::size_t count) {
  const std::byte* words = packed.data();
  if (all_words<std::uint32_t>(words, count, fits_bf16)) {
    std::byte* out = room(result_, 2 * count);
    map_words<std::uint32_t, std::uint16_t>(words, out, count, bf16_of);
    return {tile_format::bf16, make_little_endian(2, {out, 2 * count})};
  }
  if (all_words<std::uint32_t>(words, count, fits_f16)) {
    std::byte* out = room(result_, 2 * count);
    map_words<std::uint32_t, std::uint16_t>(words, out, count, f16_of);
    return {tile_format::f16, make_little_endian(2, {out, 2 * count})};
  }
  const auto is_number = [](std::uint32_t bits) { return !is_nan_f32(bits); };
  if (!host_is_big && all_words<std::uint32_t>(words, count, is_number))
    return {tile_format::f32, packed.first(4 * count)};
  std::byte* out = room(result_, 4 * count);
  map_words<std::uint32_t, std::uint32_t>(words, out, count, [](std::uint32_t bits) {
    return is_nan_f32(bits) ? std::uint32_t{0x7FC00000} : bits;
  });
  return {tile_format::f32, make_little_endian(4, {out, 4 * count})};
}

packed_tile tile_packer::pack_f64(std::span<const std::byte> packed, std::size_t count) {
  const std::byte* words = packed.data();
  const auto narrowed = [](std::uint64_t bits) {
    return std::bit_cast<std::uint32_t>(static_cast<float>(std::bit_cast<double>(bits)));
  };
  const auto fits_f32 = [&](std::uint64_t bits) {
    const auto back = static_cast<double>(std::bit_cast<float>(narrowed(bits)));
    return (std::bit_cast<std::uint64_t>(back) == bits) || is_nan_f64(bits);
  };
  if (all_words<std::uint64_t>(words, count, fits_f32)) {
    std::byte* out = room(widened_, 4 * count);
    map_words<std::uint64_t, std::uint32_t>(words, out, count, narrowed);
    return pack_f32({out, 4 * count}, count);
  }
  const auto is_number = [](std::uint64_t bits) { return !is_nan_f64(bits); };
  if (!host_is_big && all_words<std::uint64_t>(words, count, is_number))
    return {tile_format::f64, packed.first(8 * count)};
  std::byte* out = room(result_, 8 * count);
  map_words<std::uint64_t, std::uint64_t>(words, out, count, [](std::uint64_t bits) {
    return is_nan_f64(bits) ? std::uint64_t{0x7FF8000000000000} : bits;
  });
  return {tile_format::f64, make_little_endian(8, {out, 8 * count})};
}

packed_tile tile_packer::pack_f16(std::span<const std::byte> packed, std::size_t count) {
  const std::byte* words = packed.data();
  if (all_words<std::uint16_t>(words, count,
                               [](std::uint16_t half) { return fits_bf16(f32_of_f16(half)); })) {
    std::byte* out = room(result_, 2 * count);
    map_words<std::uint16_t, std::uint16_t>(
        words, out, count, [](std::uint16_t half) { return bf16_of(f32_of_f16(half)); });
    return {tile_format::bf16, make_little_endian(2, {out, 2 * count})};
  }
  const auto is_number = [](std::uint16_t bits) { return !is_nan_f16(bits); };
  if (!host_is_big && all_words<std::uint16_t>(words, count, is_number))
    return {tile_format::f16, packed.first(2 * count)};
  std::byte* out = room(result_, 2 * count);
  map_words<std::uint16_t, std::uint16_t>(words, out, count, [](std::uint16_t bits) {
    return is_nan_f16(bits) ? std::uint16_t{0x7E00} : bits;
  });
  return {tile_format::f16, make_little_endian(2, {out, 2 * count})};
}

packed_tile tile_packer::pack_bf16(std::span<const std::byte> packed, std::size_t count) {
  const std::byte* words = packed.data();
  const auto is_number = [](std::uint16_t bits) { return !is_nan_bf16(bits); };
  if (!host_is_big && all_words<std::uint16_t>(words, count, is_number))
    return {tile_format::bf16, packed.first(2 * count)};
  std::byte* out = room(result_, 2 * count);
  map_words<std::uint16_t, std::uint16_t>(words, out, count, [](std::uint16_t bits) {
    return is_nan_bf16(bits) ? std::uint16_t{0x7FC0} : bits;
  });
  return {tile_format::bf16, make_little_endian(2, {out, 2 * count})};
}

/// Every format of 8 bits and less is a subset of bfloat16.
packed_tile tile_packer::pack_small_float(dtype type, std::span<const std::byte> packed,
                                          std::size_t count) {
  const std::vector<std::uint16_t> table = bf16_table(type);
  std::byte* out = room(result_, 2 * count);
  const std::size_t width = bits_of(type);
  const auto byte_at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(packed[i]); };
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t bit = i * width;
    std::uint32_t window = byte_at(bit / 8) >> (bit % 8);
    if (bit % 8 + width > 8) window |= byte_at(bit / 8 + 1) << (8 - bit % 8);
    store_word(out, i, table[window & (table.size() - 1)]);
  }
  return {tile_format::bf16, make_little_endian(2, {out, 2 * count})};
}

packed_tile tile_packer::pack(dtype type, std::span<const std::byte> packed, std::size_t count) {
  switch (type) {
  case dtype::f32: return pack_f32(packed, count);
  case dtype::f64: return pack_f64(packed, count);
  case dtype::f16: return pack_f16(packed, count);
  case dtype::bf16: return pack_bf16(packed, count);
  case dtype::u8: return pack_integer<std::uint8_t>(packed, count);
  case dtype::i8: return pack_integer<std::int8_t>(packed, count);
  case dtype::u16: return pack_integer<std::uint16_t>(packed, count);
  case dtype::i16: return pack_integer<std::int16_t>(packed, count);
  case dtype::u32: return pack_integer<std::uint32_t>(packed, count);
  case dtype::i32: return pack_integer<std::int32_t>(packed, count);
  case dtype::u64: return pack_integer<std::uint64_t>(packed, count);
  case dtype::i64: return pack_integer<std::int64_t>(packed, count);
  case dtype::boolean: {
    std::byte* out = room(result_, count);
    map_words<std::uint8_t, std::uint8_t>(packed.data(), out, count, [](std::uint8_t value) {
      return static_cast<std::uint8_t>(value != 0 ? 1 : 0);
    });
    return {tile_format::i8, {out, count}};
  }
  default: return pack_small_float(type, packed, count);
  }
}

} // namespace weightkin::detail

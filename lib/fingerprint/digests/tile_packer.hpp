#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/core/dtype.hpp>

namespace weightkin::detail {

/// The formats that tiles of a value digest are packed in; the numbers are part of the digest.
enum class tile_format : std::uint8_t {
  bf16 = 1,
  f16 = 2,
  f32 = 3,
  f64 = 4,
  i8 = 5,
  i16 = 6,
  i32 = 7,
  i64 = 8,
  u64 = 9,
};

struct packed_tile {
  tile_format format;
  std::span<const std::byte> bytes; ///< little-endian
};

/// Brings the elements of a tile into the first format that holds each of them exactly
/// (docs/fingerprint-format.md, section 4, "Value digest"). Reuses its memory from tile to tile.
class tile_packer {
public:
  /// \param type neither complex nor anything but what `packed` holds `count` elements of, in host
  /// byte order.
  /// \returns bytes that live until the next call or as long as `packed`, whichever ends first.
  [[nodiscard]] packed_tile pack(dtype type, std::span<const std::byte> packed, std::size_t count);

private:
  packed_tile pack_f32(std::span<const std::byte> packed, std::size_t count);
  packed_tile pack_f64(std::span<const std::byte> packed, std::size_t count);
  packed_tile pack_f16(std::span<const std::byte> packed, std::size_t count);
  packed_tile pack_bf16(std::span<const std::byte> packed, std::size_t count);
  packed_tile pack_small_float(dtype type, std::span<const std::byte> packed, std::size_t count);
  template <class Stored>
  packed_tile pack_integer(std::span<const std::byte> packed, std::size_t count);

  std::vector<std::byte> widened_;
  std::vector<std::byte> result_;
};

} // namespace weightkin::detail

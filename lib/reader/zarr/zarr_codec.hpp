#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// How the bytes of a chunk are compressed.
enum class zarr_codec : std::uint8_t { none, zlib, gzip, zstd, blosc };

/// Decompresses a whole file into exactly `bytes` bytes.
/// \returns `bad_format`/`compress` when the stream is broken or makes another size, or when the
///          file is larger than that much could compress to.
[[nodiscard]] result<std::vector<std::byte>> decompress(zarr_codec codec, const byte_source& file,
                                                        std::size_t bytes);

} // namespace weightkin

#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/wire/msgpack.hpp"

namespace weightkin {

/// Types of the MessagePack extensions by which Flax stores what MessagePack has no word for.
inline constexpr std::int8_t flax_array = 1;   ///< a NumPy or JAX array
inline constexpr std::int8_t flax_complex = 2; ///< a Python complex number
inline constexpr std::int8_t flax_scalar = 3;  ///< a NumPy scalar, as an array without axes

/// The key by which a map says that it is an array in chunks.
inline constexpr std::string_view flax_chunked_key = "__msgpack_chunked_array__";

/// Where a value lies, for messages: the file and the path of keys that lead to it.
struct flax_place {
  const std::shared_ptr<const byte_source>& file;
  std::string_view path;

  [[nodiscard]] error refuse(fault why, std::uint64_t offset, std::string_view what) const;
};

/// The payload of an array extension, [begin, begin + size) of the file: a MessagePack list of
/// shape, NumPy type name and bytes. The tensor has no name.
[[nodiscard]] result<stored_tensor> read_flax_array(const flax_place& place, std::uint64_t begin,
                                                    std::uint64_t size);

/// The rest of a map that began with `flax_chunked_key`: the key's value, then "shape" and
/// "chunks". \param pairs how many the map has, that key's included
[[nodiscard]] result<stored_tensor> read_flax_chunks(const flax_place& place, byte_cursor& cursor,
                                                     std::uint64_t pairs);

} // namespace weightkin

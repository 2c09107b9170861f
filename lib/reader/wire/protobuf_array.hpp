#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "reader/wire/protobuf_file.hpp"

namespace weightkin {

/// Where the raw little-endian bytes of a tensor lie.
struct placed_bytes {
  std::shared_ptr<const byte_source> bytes;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// Which numbers a repeated field may hold.
enum class proto_range : std::uint8_t { any_bits, signed_integers, booleans };

/// How the numbers of a repeated field are written, and what they are.
struct proto_number {
  proto_wire wire = proto_wire::varint;
  unsigned bytes = 0; ///< that one number stands for, once raw
  proto_range range = proto_range::any_bits;
};

inline constexpr proto_number proto_float{proto_wire::fixed32, 4};
inline constexpr proto_number proto_double{proto_wire::fixed64, 8};

/// The numbers of the repeated field `field` of the message `where`, in order, as raw bytes: in
/// place when they lie so in the file (one packed run of floats or doubles), else put together in
/// memory that `file` bounds.
/// \param expected_bytes what the tensor's shape needs
/// \returns `bad_format`: `shape` when there are more or fewer numbers, `format` for a number that
///          the type cannot hold, `protobuf`, `limit`.
[[nodiscard]] result<placed_bytes> place_proto_array(proto_file& file, const proto_field& where,
                                                     std::uint32_t field, proto_number number,
                                                     std::uint64_t expected_bytes,
                                                     std::string_view tensor);

/// How many numbers the repeated field `field` of the message `where` has.
[[nodiscard]] result<std::uint64_t> count_proto_array(const proto_file& file,
                                                      const proto_field& where, std::uint32_t field,
                                                      proto_wire wire);

} // namespace weightkin

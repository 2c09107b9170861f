#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/reader/byte_source.hpp>

#include "reader/wire/protobuf.hpp"

namespace weightkin {

/// What TensorFlow's DataType numbers mean here.
struct tensor_type {
  enum class kind : std::uint8_t {
    number,
    text,   ///< strings: no weights, skipped
    handle, ///< resources and variants: stand for something that is not in the file
  };
  kind what = kind::number;
  dtype type = dtype::f32; ///< of numbers
};

/// \param where what a message begins with after the offset: "tensor 'w'"
/// \returns `bad_format`/`dtype` for numbers that mean nothing and for references, `unsupported`
///          for types without a counterpart here.
[[nodiscard]] result<tensor_type> tensor_type_of(std::uint64_t number, std::string_view label,
                                                 std::uint64_t offset, std::string_view where);

/// The extents in a TensorShapeProto {2: dim {1: size}, 3: unknown_rank}.
/// \returns `bad_format`: `shape` for a negative extent or an unknown rank, `overflow` when their
///          product does not fit 64 bits, `limit` for too many, `protobuf`.
[[nodiscard]] result<std::vector<std::uint64_t>>
tensor_shape_of(const byte_source& source, const proto_field& field, std::string_view where);

/// Bytes of `shape` elements of `type`; `overflow` when they do not fit 64 bits.
[[nodiscard]] result<std::uint64_t> packed_bytes_of(dtype type,
                                                    const std::vector<std::uint64_t>& shape,
                                                    std::string_view label, std::uint64_t offset,
                                                    std::string_view where);

} // namespace weightkin

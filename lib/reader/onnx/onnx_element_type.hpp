#pragma once

#include <cstdint>
#include <string_view>

#include <weightkin/core/dtype.hpp>

#include "reader/wire/protobuf_array.hpp"

namespace weightkin {

/// The fields of TensorProto that hold numbers one by one.
enum class onnx_typed_field : std::uint32_t {
  none = 0,
  float_data = 4,
  int32_data = 5,
  int64_data = 7,
  double_data = 10,
  uint64_data = 11,
};

/// How codes of less than a byte are numbers, where no dtype of ours holds them.
enum class onnx_codes : std::uint8_t { none, unsigned_integer, signed_integer };

/// One row of the table of element types (TensorProto.DataType).
struct onnx_element_type {
  std::uint64_t code;
  std::string_view name;
  dtype type;             ///< as which it is read; f32 for codes of less than a byte
  unsigned bits;          ///< of one element in raw bytes
  onnx_typed_field field; ///< where its numbers lie when they are not raw bytes
  proto_number number;    ///< what one of those is
  onnx_codes codes = onnx_codes::none;
};

/// The row of `code`, or null when there is none. Text (code 8) has one with 0 bits.
[[nodiscard]] const onnx_element_type* onnx_element_type_of(std::uint64_t code) noexcept;

} // namespace weightkin

#include "reader/onnx/onnx_element_type.hpp"

#include <algorithm>
#include <array>

namespace weightkin {
namespace {

constexpr auto float_data = onnx_typed_field::float_data;
constexpr auto int32_data = onnx_typed_field::int32_data;
constexpr auto int64_data = onnx_typed_field::int64_data;
constexpr auto double_data = onnx_typed_field::double_data;
constexpr auto uint64_data = onnx_typed_field::uint64_data;

constexpr proto_number bits(unsigned bytes) { return {proto_wire::varint, bytes}; }
constexpr proto_number integer(unsigned bytes) {
  return {proto_wire::varint, bytes, proto_range::signed_integers};
}
constexpr proto_number truth{proto_wire::varint, 1, proto_range::booleans};

// A complex element is two numbers; a number of the types below a byte is one byte of several.
constexpr std::array<onnx_element_type, 26> rows{{
    {1, "float", dtype::f32, 32, float_data, proto_float},
    {2, "uint8", dtype::u8, 8, int32_data, bits(1)},
    {3, "int8", dtype::i8, 8, int32_data, integer(1)},
    {4, "uint16", dtype::u16, 16, int32_data, bits(2)},
    {5, "int16", dtype::i16, 16, int32_data, integer(2)},
    {6, "int32", dtype::i32, 32, int32_data, integer(4)},
    {7, "int64", dtype::i64, 64, int64_data, integer(8)},
    {8, "string", dtype::u8, 0, onnx_typed_field::none, {}},
    {9, "bool", dtype::boolean, 8, int32_data, truth},
    {10, "float16", dtype::f16, 16, int32_data, bits(2)},
    {11, "double", dtype::f64, 64, double_data, proto_double},
    {12, "uint32", dtype::u32, 32, uint64_data, bits(4)},
    {13, "uint64", dtype::u64, 64, uint64_data, bits(8)},
    {14, "complex64", dtype::c64, 64, float_data, proto_float},
    {15, "complex128", dtype::c128, 128, double_data, proto_double},
    {16, "bfloat16", dtype::bf16, 16, int32_data, bits(2)},
    {17, "float8e4m3fn", dtype::f8_e4m3fn, 8, int32_data, bits(1)},
    {18, "float8e4m3fnuz", dtype::f8_e4m3fnuz, 8, int32_data, bits(1)},
    {19, "float8e5m2", dtype::f8_e5m2, 8, int32_data, bits(1)},
    {20, "float8e5m2fnuz", dtype::f8_e5m2fnuz, 8, int32_data, bits(1)},
    {21, "uint4", dtype::f32, 4, int32_data, bits(1), onnx_codes::unsigned_integer},
    {22, "int4", dtype::f32, 4, int32_data, bits(1), onnx_codes::signed_integer},
    {23, "float4e2m1", dtype::f4_e2m1, 4, int32_data, bits(1)},
    {24, "float8e8m0", dtype::f8_e8m0, 8, int32_data, bits(1)},
    {25, "uint2", dtype::f32, 2, int32_data, bits(1), onnx_codes::unsigned_integer},
    {26, "int2", dtype::f32, 2, int32_data, bits(1), onnx_codes::signed_integer},
}};

} // namespace

const onnx_element_type* onnx_element_type_of(std::uint64_t code) noexcept {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const onnx_element_type& candidate) {
    return candidate.code == code;
  });
  return row == rows.end() ? nullptr : &*row;
}

} // namespace weightkin

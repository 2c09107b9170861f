#pragma once

#include <array>
#include <string_view>

#include <weightkin/core/dtype.hpp>

namespace weightkin {

struct safetensors_dtype {
  std::string_view name;
  dtype type;
};

/// The types of the format in its own order, which its writers sort by (backwards).
inline constexpr std::array<safetensors_dtype, 22> safetensors_dtypes{{
    {"BOOL", dtype::boolean},
    {"F4", dtype::f4_e2m1},
    {"F6_E2M3", dtype::f6_e2m3},
    {"F6_E3M2", dtype::f6_e3m2},
    {"U8", dtype::u8},
    {"I8", dtype::i8},
    {"F8_E5M2", dtype::f8_e5m2},
    {"F8_E4M3", dtype::f8_e4m3fn},
    {"F8_E8M0", dtype::f8_e8m0},
    {"F8_E4M3FNUZ", dtype::f8_e4m3fnuz},
    {"F8_E5M2FNUZ", dtype::f8_e5m2fnuz},
    {"I16", dtype::i16},
    {"U16", dtype::u16},
    {"F16", dtype::f16},
    {"BF16", dtype::bf16},
    {"I32", dtype::i32},
    {"U32", dtype::u32},
    {"F32", dtype::f32},
    {"C64", dtype::c64},
    {"F64", dtype::f64},
    {"I64", dtype::i64},
    {"U64", dtype::u64},
}};

} // namespace weightkin

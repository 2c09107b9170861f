#include "reader/numpy/numpy_type.hpp"

#include <array>

namespace weightkin {
namespace {

struct number_type {
  std::string_view code; ///< kind and item size; empty when NumPy itself has no such type
  std::string_view name;
  dtype type;
};

constexpr std::array<number_type, 20> number_types{{
    {"b1", "bool", dtype::boolean},
    {"i1", "int8", dtype::i8},
    {"u1", "uint8", dtype::u8},
    {"i2", "int16", dtype::i16},
    {"u2", "uint16", dtype::u16},
    {"i4", "int32", dtype::i32},
    {"u4", "uint32", dtype::u32},
    {"i8", "int64", dtype::i64},
    {"u8", "uint64", dtype::u64},
    {"f2", "float16", dtype::f16},
    {"f4", "float32", dtype::f32},
    {"f8", "float64", dtype::f64},
    {"c8", "complex64", dtype::c64},
    {"c16", "complex128", dtype::c128},
    {"", "bfloat16", dtype::bf16},
    {"", "float8_e4m3fn", dtype::f8_e4m3fn},
    {"", "float8_e5m2", dtype::f8_e5m2},
    {"", "float8_e4m3fnuz", dtype::f8_e4m3fnuz},
    {"", "float8_e5m2fnuz", dtype::f8_e5m2fnuz},
    {"", "float8_e8m0fnu", dtype::f8_e8m0},
}};

bool is_order_mark(char c) noexcept { return c == '<' || c == '>' || c == '|' || c == '='; }

} // namespace

std::optional<numpy_type> numpy_type_of(std::string_view descr) noexcept {
  char mark = '=';
  if (!descr.empty() && is_order_mark(descr.front())) {
    mark = descr.front();
    descr.remove_prefix(1);
  }
  if (descr.empty()) return std::nullopt;
  for (const number_type& row : number_types)
    if (row.code == descr) return numpy_type{row.type, mark == '>' && bits_of(row.type) > 8};
  return std::nullopt;
}

bool names_numpy_objects(std::string_view descr) noexcept {
  if (!descr.empty() && is_order_mark(descr.front())) descr.remove_prefix(1);
  return descr.starts_with('O');
}

std::optional<dtype> numpy_type_named(std::string_view name) noexcept {
  for (const number_type& row : number_types)
    if (row.name == name) return row.type;
  return std::nullopt;
}

} // namespace weightkin

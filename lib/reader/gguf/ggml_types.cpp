#include "reader/gguf/ggml_types.hpp"

#include <algorithm>

namespace weightkin {
namespace {

constexpr std::array<std::uint8_t, 1> at_start{0};
constexpr std::array<std::uint8_t, 2> two_at_start{0, 2};
constexpr std::array<std::uint8_t, 1> at_end_of_q6_k{208};

using halves = std::span<const std::uint8_t>;

constexpr ggml_type plain(std::uint32_t code, dtype type) {
  return {code, name_of(type), 1, bits_of(type) / 8, 1, nullptr, type, halves{}};
}

constexpr std::array<ggml_type, 35> types{{
    plain(0, dtype::f32),
    plain(1, dtype::f16),
    {2, "q4_0", 32, 18, 32, decode_q4_0, {}, at_start},
    {3, "q4_1", 32, 20, 32, decode_q4_1, {}, {}},
    {6, "q5_0", 32, 22, 32, decode_q5_0, {}, {}},
    {7, "q5_1", 32, 24, 32, decode_q5_1, {}, {}},
    {8, "q8_0", 32, 34, 32, decode_q8_0, {}, at_start},
    {9, "q8_1", 32, 36, 32, decode_q8_1, {}, {}},
    {10, "q2_k", 256, 84, 16, decode_q2_k, {}, {}},
    {11, "q3_k", 256, 110, 16, decode_q3_k, {}, {}},
    {12, "q4_k", 256, 144, 32, decode_q4_k, {}, two_at_start},
    {13, "q5_k", 256, 176, 32, decode_q5_k, {}, {}},
    {14, "q6_k", 256, 210, 16, decode_q6_k, {}, at_end_of_q6_k},
    {15, "q8_k", 256, 292, 256, decode_q8_k, {}, {}},
    {16, "iq2_xxs", 256, 66, 32, decode_iq2_xxs, {}, {}},
    {17, "iq2_xs", 256, 74, 16, decode_iq2_xs, {}, {}},
    {18, "iq3_xxs", 256, 98, 32, decode_iq3_xxs, {}, {}},
    {19, "iq1_s", 256, 50, 32, decode_iq1_s, {}, {}},
    {20, "iq4_nl", 32, 18, 32, decode_iq4_nl, {}, {}},
    {21, "iq3_s", 256, 110, 32, decode_iq3_s, {}, {}},
    {22, "iq2_s", 256, 82, 16, decode_iq2_s, {}, {}},
    {23, "iq4_xs", 256, 136, 32, decode_iq4_xs, {}, {}},
    plain(24, dtype::i8),
    plain(25, dtype::i16),
    plain(26, dtype::i32),
    plain(27, dtype::i64),
    plain(28, dtype::f64),
    {29, "iq1_m", 256, 56, 16, decode_iq1_m, {}, {}},
    plain(30, dtype::bf16),
    {34, "tq1_0", 256, 54, 256, decode_tq1_0, {}, {}},
    {35, "tq2_0", 256, 66, 256, decode_tq2_0, {}, {}},
    {39, "mxfp4", 32, 17, 32, decode_mxfp4, {}, halves{}},
    {40, "nvfp4", 64, 36, 16, decode_nvfp4, {}, {}},
    {41, "q1_0", 128, 18, 128, decode_q1_0, {}, {}},
    {42, "q2_0", 64, 18, 64, decode_q2_0, {}, {}},
}};

/// Q4_2 and Q4_3; three interleavings of Q4_0; three of IQ4_NL.
constexpr std::array<std::uint32_t, 8> removed{4, 5, 31, 32, 33, 36, 37, 38};

} // namespace

const ggml_type* ggml_type_of(std::uint32_t code) noexcept {
  const auto* const row = std::lower_bound(
      types.begin(), types.end(), code,
      [](const ggml_type& type, std::uint32_t wanted) { return type.code < wanted; });
  return row != types.end() && row->code == code ? row : nullptr;
}

bool is_removed_ggml_type(std::uint32_t code) noexcept {
  return std::find(removed.begin(), removed.end(), code) != removed.end();
}

std::span<const ggml_type> all_ggml_types() noexcept { return types; }

} // namespace weightkin

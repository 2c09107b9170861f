#pragma once

#include <cstddef>

/// One function per block type of ggml: `count` whole blocks at `blocks`, little-endian, become
/// `count` times the block's values at `out`. Any byte is a valid block: a scale that is not finite
/// gives values that are not. f32 operations in the written order, scale products first; callers
/// and tests rely on the exact bits. The layouts are described where they are decoded.
namespace weightkin {

using block_decoder = void (*)(const std::byte* blocks, std::size_t count, float* out);

// legacy_blocks.cpp: 32 values and one scale
void decode_q4_0(const std::byte* blocks, std::size_t count, float* out);
void decode_q4_1(const std::byte* blocks, std::size_t count, float* out);
void decode_q5_0(const std::byte* blocks, std::size_t count, float* out);
void decode_q5_1(const std::byte* blocks, std::size_t count, float* out);
void decode_q8_0(const std::byte* blocks, std::size_t count, float* out);
void decode_q8_1(const std::byte* blocks, std::size_t count, float* out);

// k_quants.cpp: 256 values in runs of 16 or 32 whose scales are quantised themselves
void decode_q2_k(const std::byte* blocks, std::size_t count, float* out);
void decode_q3_k(const std::byte* blocks, std::size_t count, float* out);
void decode_q4_k(const std::byte* blocks, std::size_t count, float* out);
void decode_q5_k(const std::byte* blocks, std::size_t count, float* out);
void decode_q6_k(const std::byte* blocks, std::size_t count, float* out);
void decode_q8_k(const std::byte* blocks, std::size_t count, float* out);

// lattice_quants.cpp: groups of 4 or 8 values are points of a fixed lattice subset
void decode_iq2_xxs(const std::byte* blocks, std::size_t count, float* out);
void decode_iq2_xs(const std::byte* blocks, std::size_t count, float* out);
void decode_iq2_s(const std::byte* blocks, std::size_t count, float* out);
void decode_iq3_xxs(const std::byte* blocks, std::size_t count, float* out);
void decode_iq3_s(const std::byte* blocks, std::size_t count, float* out);
void decode_iq1_s(const std::byte* blocks, std::size_t count, float* out);
void decode_iq1_m(const std::byte* blocks, std::size_t count, float* out);

// codebook_blocks.cpp: each value is one of sixteen
void decode_iq4_nl(const std::byte* blocks, std::size_t count, float* out);
void decode_iq4_xs(const std::byte* blocks, std::size_t count, float* out);
void decode_mxfp4(const std::byte* blocks, std::size_t count, float* out);
void decode_nvfp4(const std::byte* blocks, std::size_t count, float* out);

// ternary_blocks.cpp: one or two bits, or a base-3 digit, a value
void decode_tq1_0(const std::byte* blocks, std::size_t count, float* out);
void decode_tq2_0(const std::byte* blocks, std::size_t count, float* out);
void decode_q1_0(const std::byte* blocks, std::size_t count, float* out);
void decode_q2_0(const std::byte* blocks, std::size_t count, float* out);

} // namespace weightkin

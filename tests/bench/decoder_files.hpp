#pragma once

#include <cstdint>
#include <filesystem>

namespace weightkin::bench {

/// How a decoder-only language model looks: RMSNorm, grouped queries, gated MLP.
struct decoder_shape {
  std::uint64_t width = 1024;
  std::uint64_t hidden = 2816;
  std::uint64_t heads = 16; ///< each of width / heads rows
  std::uint64_t key_groups = 4;
  std::uint64_t words = 8192;
  std::uint64_t layers = 1;
};

/// The shape with as many layers as fill `bytes` in bf16.
[[nodiscard]] decoder_shape decoder_of_size(std::uint64_t bytes);

/// What the written model is of the one with the same `seed`.
enum class descent {
  itself,     ///< the reference
  changed,    ///< noise of a seventh of each row's size: Pearson .99
  rearranged, ///< likewise; stream, hidden units, key groups and heads inside them in another order
};

/// Writes a safetensors file of bf16 tensors, row by row. \returns whether that worked.
[[nodiscard]] bool write_decoder(const std::filesystem::path& path, const decoder_shape& shape,
                                 std::uint64_t seed, descent kind);

} // namespace weightkin::bench

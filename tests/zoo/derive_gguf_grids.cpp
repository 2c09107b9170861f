#include "derive_gguf_grids.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <weightkin/core/float_formats.hpp>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

float as_f16(float value) { return widen_f16(narrow_f16(value)); }

/// The value of largest size, with its sign.
float extreme(const float* values, std::size_t count) {
  float found = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (std::fabs(values[i]) > std::fabs(found)) found = values[i];
  return found;
}

void round_q8_0(float* values, std::size_t count) {
  const float scale = std::fabs(extreme(values, count)) / 127;
  const float stored = as_f16(scale);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = scale == 0 ? 0 : std::round(values[i] / scale) * stored;
}

void round_q4_0(float* values, std::size_t count) {
  const float scale = extreme(values, count) / -8;
  const float stored = as_f16(scale);
  for (std::size_t i = 0; i < count; ++i) {
    const float code = scale == 0 ? 8 : std::min(15.0F, std::floor(values[i] / scale + 8.5F));
    values[i] = (code - 8) * stored;
  }
}

/// 256 values: eight blocks of 32 with scales and minima of six bits.
void round_q4_k(float* values) {
  std::array<float, 8> scales{}, minima{};
  for (std::size_t block = 0; block < 8; ++block) {
    const auto [least, most] = std::minmax_element(values + 32 * block, values + 32 * block + 32);
    minima[block] = -std::min(0.0F, *least);
    scales[block] = (std::max(0.0F, *most) + minima[block]) / 15;
  }
  const float d = as_f16(*std::max_element(scales.begin(), scales.end()) / 63);
  const float m = as_f16(*std::max_element(minima.begin(), minima.end()) / 63);
  for (std::size_t block = 0; block < 8; ++block) {
    const float scale = d == 0 ? 0 : d * std::min(63.0F, std::nearbyint(scales[block] / d));
    const float low = m == 0 ? 0 : m * std::min(63.0F, std::nearbyint(minima[block] / m));
    for (std::size_t i = 32 * block; i < 32 * block + 32; ++i) {
      const float code =
          scale == 0 ? 0 : std::clamp(std::nearbyint((values[i] + low) / scale), 0.0F, 15.0F);
      values[i] = scale * code - low;
    }
  }
}

/// 256 values: sixteen blocks of 16 with signed scales of eight bits.
void round_q6_k(float* values) {
  std::array<float, 16> scales{};
  float top = 0;
  for (std::size_t block = 0; block < 16; ++block) {
    scales[block] = extreme(values + 16 * block, 16) / -32;
    if (std::fabs(scales[block]) > std::fabs(top)) top = scales[block];
  }
  const float d = as_f16(top / -128);
  for (std::size_t block = 0; block < 16; ++block) {
    const float scale =
        d == 0 ? 0 : d * std::clamp(std::nearbyint(scales[block] / d), -128.0F, 127.0F);
    for (std::size_t i = 16 * block; i < 16 * block + 16; ++i)
      values[i] =
          scale == 0 ? 0 : scale * std::clamp(std::nearbyint(values[i] / scale), -32.0F, 31.0F);
  }
}

void round_blocks(std::vector<float>& values, gguf_grid grid) {
  const bool super = grid == gguf_grid::q4_k || grid == gguf_grid::q6_k;
  const std::size_t block = super ? 256 : 32;
  std::size_t at = 0;
  for (; at + block <= values.size(); at += block) {
    float* const first = values.data() + at;
    switch (grid) {
    case gguf_grid::q8_0: round_q8_0(first, block); break;
    case gguf_grid::q4_0: round_q4_0(first, block); break;
    case gguf_grid::q4_k: round_q4_k(first); break;
    case gguf_grid::q6_k: round_q6_k(first); break;
    }
  }
  for (; at < values.size(); at += 32)
    round_q8_0(values.data() + at, std::min<std::size_t>(32, values.size() - at));
}

constexpr std::array grid_names{"q8_0", "q4_0", "q4_k", "q6_k"};

} // namespace

descendant quantised_gguf(const zoo_model& parent, gguf_grid grid) {
  descendant child = copy_of(parent, "quantised", grid_names.at(static_cast<std::size_t>(grid)));
  child.truth.operations = {operation_kind::quantised};
  child.truth.provable = descent_direction::subject_from_reference;
  for (zoo_tensor& tensor : child.model.tensors)
    if (tensor.shape.size() >= 2) round_blocks(tensor.values, grid);
  return child;
}

} // namespace weightkin::zoo

#pragma once

#include "descent.hpp"

/// The grids of GGUF's block types as llama.cpp fills them without importance weights, as
/// dequantised floats. All matrices are rounded, token tables too; vectors stay f32. Super-blocks
/// of 256 run over rows where rows are shorter, and what is left over at the end is Q8_0: files
/// keep such tensors in another type, small models have no others.
namespace weightkin::zoo {

enum class gguf_grid { q8_0, q4_0, q4_k, q6_k };
[[nodiscard]] descendant quantised_gguf(const zoo_model& parent, gguf_grid grid);

} // namespace weightkin::zoo

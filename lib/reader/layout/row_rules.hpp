#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Rows (axis 0) as models with rotate-half rotary embeddings keep them, from rows in which the two
/// halves of each head alternate: head h, half s, pair i lies at h*hd + 2i + s and belongs to
/// h*hd + s*hd/2 + i.
/// \returns nothing when the rows are not `heads` heads of an even number of rows.
[[nodiscard]] std::optional<stored_tensor> undo_rope_pairs(const stored_tensor& tensor,
                                                           std::uint64_t heads);

/// Fused query, key and value rows [heads, 3, hd] from [3, heads, hd].
/// \returns nothing when the rows are not three times `heads` heads.
[[nodiscard]] std::optional<stored_tensor> heads_before_qkv(const stored_tensor& tensor,
                                                            std::uint64_t heads);

/// Fused rows grouped by key head, [kv_heads, q.. k v, hd], from the three apart.
/// \param parts q, k and v
[[nodiscard]] std::optional<stored_tensor> group_qkv(std::span<const stored_tensor> parts,
                                                     std::uint64_t kv_heads);

} // namespace weightkin

#pragma once

#include <cstddef>
#include <cstdint>

#include "descent.hpp"

/// Changes of few directions: adapters that were merged, directions removed, tensors made new.
namespace weightkin::zoo {

enum class low_rank_targets {
  query_value, ///< q_proj and v_proj: the customary default
  all_maps,    ///< every linear map
};
/// W + s B A with random factors of `rank`; `relative` is the size of the change relative to the
/// tensor's. Everything else stays bit for bit.
[[nodiscard]] descendant low_rank_updated(const zoo_model& parent, std::size_t rank,
                                          double relative, low_rank_targets targets,
                                          std::uint64_t seed);
/// One direction of the stream projected out of what writes it. `embedding`: of the token table
/// too, else of o_proj and down_proj alone.
[[nodiscard]] descendant direction_removed(const zoo_model& parent, bool embedding,
                                           std::uint64_t seed);

enum class renewed_part {
  token_tables,
  last_feed_forward,
  half_of_the_layers, ///< the upper half
  three_in_ten,       ///< 30 % of the linear maps, chosen at random
};
/// Normal values of the old size in place of some tensors' values; nothing of those descends.
[[nodiscard]] descendant partly_reinitialised(const zoo_model& parent, renewed_part part,
                                              std::uint64_t seed);
/// Changed everywhere but in token tables, which stay bit for bit (white change of `relative`
/// size).
[[nodiscard]] descendant partly_frozen(const zoo_model& parent, double relative,
                                       std::uint64_t seed);

} // namespace weightkin::zoo

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <weightkin/core/result.hpp>

#include "align/search/head_turns.hpp"
#include "align/search/network_match.hpp"

namespace weightkin::detail {

/// The four matrices of one attention block, each with its rows of heads as units.
struct attention_parts {
  stream_matrix q, k, v, o;
};

/// Which head is which. Query heads stay with their group: those that share keys and values.
struct head_order {
  std::size_t head_width = 0;        ///< 0: not known, nothing was found
  std::vector<std::int64_t> head_of; ///< per query head of the subject, the reference's
  std::vector<std::int64_t> group_of;
  bool identity = true; ///< nothing better than the heads' numbers was found
  head_turns values;    ///< fitted to the values; the outputs only chose whether they are used
  head_turns keys;      ///< fitted to the keys; the queries only chose whether they are used
  /// Of the values' part, by heads or by the rows in them, which took no part in the search but for
  /// choosing between the order found and the numbers; what is expected of strangers accounts for
  /// that.
  order_evidence evidence;
};

/// Finds the order of groups and of heads in them from the products Q_h^T K_g, which no change of
/// basis inside a head alters, and asks the products O_h V_g separately. The width of a head is not
/// stored with the tensors: of those in use that divide the rows, the one whose heads correspond
/// best. \param dimensions of the subject's stream to look at. \returns the medium's `io` error.
/// Cost: 6 * rows^2 * dimensions unless rows are plainly in order; memory 8 bytes * rows^2.
[[nodiscard]] result<head_order> match_heads(const attention_parts& subject,
                                             const attention_parts& reference,
                                             const std::vector<std::size_t>& dimensions,
                                             const search_options& options);

} // namespace weightkin::detail

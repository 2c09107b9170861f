#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/result.hpp>

#include "align/search/chain_map.hpp"
#include "align/search/search_options.hpp"

namespace weightkin::detail {

/// The order of units that makes a chain's tensors resemble their counterparts most.
struct chain_match {
  /// Per group, per unit of the subject: unit of the reference. Fixed groups keep their order.
  std::vector<std::vector<std::size_t>> order;
  /// Per group: share of units whose nearest unit according to tensors that were not looked at is
  /// the one found; 1 / units expected of strangers. NaN when no tensor was left for asking.
  std::vector<double> agreement;
  /// Per group that could not be asked: what others that were derived from it imply
  /// (chain_settling::implied); else NaN.
  std::vector<double> implied;
  std::vector<bool> fitted; ///< per tensor of the chain: the order was chosen by its values
  double similarity = 0;    ///< mean correlation with the counterparts over the fitted tensors
  double identity_similarity = 0; ///< the same with every unit at its number
  std::vector<std::string> limits;
};

/// Weight matching: one order of units after the other is replaced by the assignment that is best
/// while all others stay, until none gains. Once from every unit at its number; once building up,
/// each group first matched by tensors whose other axes are settled; the better of the two counts,
/// and the first when they are equal. Tensors are left out as far as
/// shapes allow (chain_settling::choose_fitted), to be asked afterwards. Deterministic; threads do
/// not matter. \returns the medium's `io` error. Cost: a sweep takes units^2 * 1024 multiplications
/// a tensor and an assignment a group. Memory: both sides of all matrices as f32, at most 2^28
/// elements, beyond which tensors stay out.
[[nodiscard]] result<chain_match> match_chain(const model_ref& subject, const model_ref& reference,
                                              const chain_map& chain,
                                              const search_options& options);

} // namespace weightkin::detail

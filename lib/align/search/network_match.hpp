#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/metric/permutation_test.hpp>

#include "align/search/order_evidence.hpp"
#include "align/search/search_options.hpp"
#include "align/search/tensor_placement.hpp"

namespace weightkin::detail {

/// A matrix between the residual stream and units: which axis is the stream, how the stream is
/// changed before it is looked at, and which of the other axis' entries are the units (a part of
/// what is fused).
struct stream_matrix {
  const tensor_view* view = nullptr;
  axis_change stream;
  std::size_t first = 0;
  std::size_t units = 0;
};

/// The order of one group of units, found on one part of the evidence and checked on the rest.
struct unit_order {
  std::vector<std::int64_t> of; ///< per subject unit the reference's; no_counterpart for extras
  bool identity = true;         ///< nothing better than the units' numbers was found
  order_evidence evidence;      ///< of what was held out, for this order
  /// Per subject unit, read off the last part (down), where units changed sign in the parts behind
  /// the first and those parts agree on which; else empty.
  std::vector<std::int8_t> sign;
  /// Per subject unit: whether its rows resemble its counterpart's beyond chance.
  std::vector<bool> alike;
};

/// Finds the order of hidden units: on the first part (gate rows; up rows where there is no gate),
/// each row of the subject in the reference, then asks the other parts (up, down), each unit's rows
/// scaled to length 1 and joined, for some of the units. Units may have changed sign in those.
/// Where numbers explain the first part at all but a fiftieth of the units asked, or the other
/// parts at least as well as the order found (by every other answer; the rest is the evidence),
/// they stay. Units beyond the reference's number may repeat one that has a counterpart already.
/// Parts come in the same order on both sides. \param dimensions of the subject's stream
/// to look at. \returns the medium's `io` error. Cost: units_a * units_b * dimensions unless
/// numbers explain it.
[[nodiscard]] result<unit_order> match_network(const std::vector<stream_matrix>& subject,
                                               const std::vector<stream_matrix>& reference,
                                               const std::vector<std::size_t>& dimensions,
                                               const search_options& options);

/// The units of a stream_matrix as rows along some dimensions of the (changed) stream.
/// \returns the medium's `io` error.
[[nodiscard]] result<unit_matrix>
units_of(const stream_matrix& part, const std::vector<std::size_t>& dimensions, unsigned threads);

} // namespace weightkin::detail

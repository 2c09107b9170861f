#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/lineage/operation.hpp>

namespace weightkin {

/// The singular values of what changed in one tensor, beside those of a Gaussian difference of the
/// same size and shape. A few that stick out are what an adapter or a removed direction leaves;
/// independent noise has none; training has a slope.
struct change_spectrum {
  std::string tensor; ///< the subject's name
  /// The operation that the tensor is an example of.
  operation_kind operation = operation_kind::none;
  // What was looked at: the same rows and columns of both sides.
  std::uint64_t rows = 0;        ///< of the sample
  std::uint64_t columns = 0;     ///< likewise
  std::uint64_t all_rows = 0;    ///< of the tensor: axis 0
  std::uint64_t all_columns = 0; ///< of the tensor: all other axes
  double relative_size = 0;      ///< root mean square of the difference over the reference's
  /// Squared singular values, largest first, as shares of their sum; at most 64 of them.
  std::vector<double> shares;
  /// What a Gaussian difference is expected to have at the same places.
  std::vector<double> gaussian_shares;
  /// The largest share of a Gaussian difference is above this about once in a thousand.
  double gaussian_edge = 0;
  /// How many of all shares are above the edge.
  std::uint64_t above_edge = 0;
  double share_above_edge = 0; ///< their sum
};

} // namespace weightkin

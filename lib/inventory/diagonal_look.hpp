#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::detail {

/// Whether values of a matrix depend on how far they are from its diagonal.
struct diagonal_look {
  bool diagonal = false; ///< the diagonal itself stands out
  bool beside = false;   ///< some of the four neighbours on either side of it do
};

/// Where units are in no order, entry (i, i) is one like any other, and so is (i, i + 1). A matrix
/// that began as the identity keeps its diagonal through training, and one that mixes positions
/// or times has a band: either way rows and columns count the same things, and strangers
/// correspond by number. Looks at 9 neighbours in each of at most 64 rows. A diagonal of a
/// deviation's size is seen; a smaller one is less than 1/n of the variance of n columns. Nothing
/// stands out in tensors that are no matrices (axes of length one aside) or smaller than 16 x 16.
/// Rows that are not finite there are passed over. \returns the medium's error. Cost: 64 short
/// reads.
[[nodiscard]] result<diagonal_look> look_at_diagonal(const tensor_view& view);

} // namespace weightkin::detail

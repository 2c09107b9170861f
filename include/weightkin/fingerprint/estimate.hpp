#pragma once

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin {

/// A number estimated from sketches and its standard error.
struct estimate {
  double value = 0;          ///< the estimated number
  double standard_error = 0; ///< infinite where nothing is known
};

/// Similarity of two tensors of equal element count, from their fingerprints. NaN, with an infinite
/// standard error, where a side has no sketch, sizes differ, a variance is zero, or (`cosine` and
/// `relative_l2`) moments were left out. The longer of two sketches is folded to the other's
/// length. Standard errors include what coding the buckets costs.
struct print_similarity {
  estimate pearson;     ///< 0 if unrelated; standard error (1 - r^2) / sqrt(buckets)
  estimate cosine;      ///< from sketch and moments
  estimate relative_l2; ///< ||a - b|| / ||b||
};
/// Estimates from two fingerprints of tensors. Cost: one pass over the sketches.
[[nodiscard]] print_similarity estimate_similarity(const tensor_print& a, const tensor_print& b);

} // namespace weightkin

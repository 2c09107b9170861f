#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/compare.hpp>
#include <weightkin/lineage/operation.hpp>
#include <weightkin/lineage/pair_summary.hpp>

namespace weightkin {

/// A tensor that may carry a verdict on both sides.
struct matched_tensor {
  std::size_t subject = 0;
  std::size_t reference = 0;
  std::size_t component = 0; ///< of the subject
  double square = 0; ///< sum of squared differences, each side's mean taken off; NaN from prints
};

/// What is kept of one comparison among many.
struct confirmed_pair {
  pair_summary summary;
  std::vector<matched_tensor> matched;
  // Per component of the subject:
  std::vector<direction_finding> directions; ///< what casts prove
  /// Found with every unit where it was, so that distances mean something.
  std::vector<bool> in_place;
};

/// One model as the comparisons of many need it. Borrowed.
struct pair_side {
  const fingerprint* print = nullptr;
  std::span<const tensor_view> weights; ///< empty: not at hand
};

/// Compares weights where both sides have them, else fingerprints.
/// \returns what the comparison returns; `bad_argument` when the weights fall into other components
///          than their fingerprint says.
[[nodiscard]] result<confirmed_pair>
confirm_pair(const pair_side& subject, const pair_side& reference, const compare_options& options);

/// \returns `bad_argument` when seeds differ or an inventory does not fit its tensors.
[[nodiscard]] result<void> check_prints(std::span<const fingerprint> prints, std::uint64_t seed);

/// Corrects the p-values of all pairs' components together (Holm). \param untested how many more
/// tests there could have been; they count as tests that found nothing.
void correct_for_pairs(std::span<pair_summary* const> pairs, std::size_t untested);

/// `log10_alpha` divided by the number of pairs.
[[nodiscard]] ruling_options at_level_of(const ruling_options& options, std::size_t pairs);

} // namespace weightkin

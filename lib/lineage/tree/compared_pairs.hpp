#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/lent_weights.hpp>
#include <weightkin/lineage/tree.hpp>

#include "lineage/scan/checked_loans.hpp"
#include "lineage/scan/confirmed_pair.hpp"

namespace weightkin {

/// What a tree is asked to be grown from. Borrowed.
struct forest_work {
  std::span<const fingerprint> models;
  const weight_lender& lend;
  const tree_options& options;
};

/// Two models and what was found between them.
struct compared_pair {
  std::size_t subject = 0;
  std::size_t reference = 0;
  confirmed_pair found;
};

using compared_pairs = std::vector<compared_pair>;

/// Compares every model with every other: weights where `work.lend` lends them, else fingerprints.
/// \param loans of `work.lend`, which tell afterwards what could not be used.
/// \returns what the comparisons do; `cancelled`.
[[nodiscard]] result<compared_pairs> compare_all(const forest_work& work, checked_loans& loans);

} // namespace weightkin

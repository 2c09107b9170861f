#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/scan.hpp>
#include <weightkin/registry/fingerprint_index.hpp>

namespace weightkin {

/// Lends the weights of a model in an index; nothing where they are not at hand. They are checked
/// against its fingerprint (lent_weights.hpp): names of models are not unique.
using index_lender = std::function<result<std::optional<lent_weights>>(const index_entry& model)>;

/// How an index is asked.
struct index_scan_options {
  scan_options scan;            ///< `population` is set to the number of models in the index
  candidate_options candidates; ///< how they are chosen
};

/// What an index says of a subject.
struct index_answer {
  std::uint64_t models = 0;                ///< in the index; all of them count as tried
  std::vector<exact_match> exact;          ///< models that have parts of the subject, exactly
  std::vector<index_candidate> candidates; ///< nearest first
  /// Over the candidates, by their place above: reference r is candidates[r]. Absent when there are
  /// none.
  std::optional<scan_result> scan;
};

/// Looks for the ancestors of `subject` in `index`: exact matches, candidates by keys, then `scan`
/// over the candidates' fingerprints (and weights, where `lend` has them), corrected for all models
/// of the index. \returns what these return. Memory: the candidates' fingerprints.
[[nodiscard]] result<index_answer> scan_index(fingerprint_index& index, const fingerprint& subject,
                                              std::span<const tensor_view> subject_weights,
                                              const index_lender& lend,
                                              const index_scan_options& options = {});

} // namespace weightkin

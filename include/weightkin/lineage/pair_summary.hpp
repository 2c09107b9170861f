#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// What remains of the ruling on one component when many pairs are looked at.
struct component_summary {
  std::size_t component = 0;              ///< index into the subject's components
  std::string id;                         ///< the subject's
  std::string reference_id;               ///< empty: nothing in the reference corresponds
  verdict ruling = verdict::undetermined; ///< the verdict
  change_kind change = change_kind::none; ///< how it was changed, where that shows
  std::string sentence;                   ///< the evidence in one sentence
  std::uint64_t parameters_compared = 0;  ///< in pairs that may carry a verdict
  double pearson = 0;                     ///< weighted median; 0 if unrelated
  double common_variance = 0;             ///< share that the reference explains
  double common_variance_error = 0;       ///< its standard error
  double log10_p = 0;                     ///< before any correction for other components and pairs
  double log10_p_holm = 0; ///< after Holm over all components of all pairs that the call was about
  double minimum_detectable = 0; ///< at the level that one pair has
};

/// One comparison among many. Its verdicts hold at the family-wise level: `ruling_options::
/// log10_alpha`, divided by the number of pairs, is what each comparison was given.
struct pair_summary {
  verdict overall = verdict::undetermined; ///< the strongest finding, or why there is none
  std::string sentence;                    ///< overall, in one sentence
  evidence_source source = evidence_source::fingerprints; ///< what was looked at
  std::vector<component_summary> components;              ///< the subject's, in its order
};

} // namespace weightkin

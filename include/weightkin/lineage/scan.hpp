#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/affinity.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/lineage/lent_weights.hpp>
#include <weightkin/lineage/pair_summary.hpp>

namespace weightkin {

/// Numbers that decide whether one of two candidates is called nearer. Printed in every report.
struct separation_options {
  /// Of what sets the other apart, the subject has at most this share: 0 says that the candidate
  /// lies between the subject and the other, one half that the subject turns off midway.
  double nearest_share = 0.25;
  /// By so many standard errors that share has to stay below one half.
  double errors = 5;
};

/// How references are scanned.
struct scan_options {
  ruling_options ruling;   ///< `log10_alpha` holds for all references and components together
  std::size_t confirm = 8; ///< references compared in full, per component of the subject
  /// How many references there were in all, where those given were chosen from more: levels and
  /// corrections are for so many. Fewer than given counts as those given; at most 10^12.
  std::size_t population = 0;
  separation_options separation;      ///< when one is called nearer than another
  unsigned threads = 0;               ///< 0: as many as the machine has; never changes the answer
  progress_callback on_progress;      ///< may cancel
  std::span<const map_rule> map = {}; ///< for comparisons of weights; borrowed for the call
};

/// One reference: how near it looks, and what came of comparing it.
struct scan_candidate {
  std::size_t reference = 0; ///< index into the references
  model_summary model;       ///< its name, format and size
  affinity similar;          ///< of the whole model
  bool compared = false;     ///< among the nearest of some component; only these can be found
  pair_summary pair;         ///< meaningful when compared
};

/// Why `nearer` was called nearer than `farther`, or neither was.
struct candidate_separation {
  std::size_t nearer = 0;  ///< index into the references
  std::size_t farther = 0; ///< likewise
  bool separable = false;  ///< false: neither is nearer
  /// Of what sets `farther` apart from `nearer`, the share that the subject has; NaN when the
  /// fingerprints do not tell.
  double share = 0;
  double share_error = 0; ///< its standard error
};

/// Where one component of the subject comes from, as far as the references tell.
struct component_origin {
  std::string id;                              ///< the subject's component
  component_kind kind = component_kind::model; ///< what it is for
  std::uint64_t parameters = 0;                ///< of the subject's component
  double share = 0;                            ///< of the subject's parameters
  std::vector<std::size_t> found; ///< references with a finding, strongest verdict first
  /// Those that no other found reference is nearer than: one is the nearest; several are not
  /// separable; none when nothing was found.
  std::vector<std::size_t> nearest;
  std::vector<candidate_separation> separations; ///< every pair of found references
  std::string sentence;                          ///< what was found, in one sentence
};

/// The answer to "which of these does SUBJECT descend from?".
struct scan_result {
  model_summary subject;                    ///< the model in question
  std::vector<scan_candidate> candidates;   ///< nearest first; ranks are no evidence
  std::vector<component_origin> components; ///< the subject's, in its order
  std::size_t references = 0;               ///< in all, `scan_options::population`
  std::size_t compared = 0;                 ///< how many were compared in full
  std::size_t tests = 0; ///< components times references that p-values are corrected for
  verdict overall = verdict::undetermined; ///< the strongest of the comparisons'
  std::string sentence;                    ///< the answer in one sentence
  ruling_options options;          ///< as given; comparisons got log10_alpha - log10(references)
  separation_options separation;   ///< as given
  std::vector<std::string> limits; ///< what this scan cannot see
};

/// Looks for the ancestors of `subject` among `references`: ranks them by affinity for each
/// component (exact digests, then sketches, then invariants), compares the best `confirm` of each
/// in full, and says of each component whether one of the found references is nearer than the
/// others. Rank never convicts: a finding is a verdict of the comparison at the level divided by
/// the number of references, all of them, compared or not.
/// \param subject_weights the subject's tensors in the order of its fingerprint; empty: not at
///        hand, then fingerprints are compared. \param lend likewise for the references; may be
///        empty.
/// Weights are checked before they are compared (lent_weights.hpp).
/// \returns `bad_argument` for no references or too large a population, fingerprints of different
///          seeds or with inventories that do not fit, `subject_weights` that are not those of its
///          fingerprint; what `lend` fails with; `cancelled`, `io`, `no_memory`.
/// Deterministic: same inputs and options, same answer, whatever the threads.
/// Cost: 10 ms a reference and component for the ranks, then the comparisons, and for weights that
/// are compared a fingerprint each.
[[nodiscard]] result<scan_result> scan(const fingerprint& subject,
                                       std::span<const tensor_view> subject_weights,
                                       std::span<const fingerprint> references,
                                       const weight_lender& lend, const scan_options& options = {});

} // namespace weightkin

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/kernel/pair_stats.hpp>
#include <weightkin/lineage/change_spectrum.hpp>
#include <weightkin/lineage/operation.hpp>
#include <weightkin/lineage/possible_explanation.hpp>
#include <weightkin/lineage/verdict.hpp>
#include <weightkin/metric/pair_metrics.hpp>
#include <weightkin/metric/permutation_test.hpp>

namespace weightkin {

/// How it is known whether the elements of a pair are equal.
enum class equality_basis : std::uint8_t {
  elements = 0, ///< each was looked at: `pair_stats` are complete
  digest = 1,   ///< equal value digests: equal beyond doubt
  checksum = 2, ///< equal checksums of 64 bits, and nothing else that contradicts: no accident, but
                ///< no proof against somebody who wanted them equal
  unknown = 3,  ///< not known to be equal; how many elements are is unknown too
};

/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(equality_basis basis) noexcept;

/// What a search for rearrangements had to do with a pair.
enum class fit_kind : std::uint8_t {
  none = 0,   ///< nothing: tests of it are exact
  axis = 1,   ///< the order of the units that its test compares was searched, by other tensors
  values = 2, ///< its own values chose the arrangement: shown, tested by nothing
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(fit_kind fit) noexcept;

/// Everything measured on one pair of tensors. Where `basis` is not `elements`, of `stats` only
/// `elements` and the counts of non-finite elements are known (and that all bits are equal, where
/// they are), and `metrics` are estimates.
struct tensor_evidence {
  std::size_t subject = 0;                     ///< index into the subject's tensors
  std::size_t reference = 0;                   ///< index into the reference's tensors
  std::size_t component = 0;                   ///< index into `comparison::components`
  std::string subject_name;                    ///< as in the subject
  std::string reference_name;                  ///< as in the reference
  match_kind match = match_kind::name;         ///< how the two found each other
  fit_kind fitted = fit_kind::none;            ///< what a search had to do with them
  dtype subject_type = dtype::f32;             ///< of its elements
  dtype reference_type = dtype::f32;           ///< of its elements
  std::vector<std::uint64_t> shape;            ///< of both; slowest axis first
  tensor_role role = tensor_role::unknown;     ///< of the subject's tensor
  int layer = -1;                              ///< -1: outside of layers
  std::uint64_t parameters = 0;                ///< of the subject's tensor
  evidence_use use = evidence_use::convicting; ///< the weaker of both sides'
  exclusion why = exclusion::none;             ///< why it may not convict
  std::string detail;                          ///< the same for people; may be empty
  std::string group;    ///< permutation group it was tested in; empty if none
  pair_stats stats;     ///< a is the subject, b the reference
  pair_metrics metrics; ///< of `stats`
  /// The bits differ, but no element by more than undoing a lossy layout rule on either side may
  /// leave (`tensor_encoding::undo_error`): the same values, in another container.
  bool same_once_undone = false;
  bool rounded = false; ///< all elements are equal, but only after a cast that lost bits
  equality_basis basis = equality_basis::elements; ///< how equality is known
  double pearson_error = 0; ///< standard error of `metrics.pearson`; 0 when it is no estimate
  // Shares expected of unrelated tensors with these distributions of values.
  double bit_equal_chance = 0;      ///< of equal bits
  double sign_equal_chance = 0;     ///< of equal signs
  permutation_evidence permutation; ///< null_kind::none when not tested
};

/// A tensor without a counterpart, and why.
struct unmatched_tensor {
  side of = side::subject;      ///< whose tensor it is
  std::size_t tensor = 0;       ///< index into that side's tensors
  std::string name;             ///< as in its model
  std::string component;        ///< its id
  std::uint64_t parameters = 0; ///< its elements
  std::string reason;           ///< why nothing corresponds
};

/// How much of the reference's component has a counterpart in a component of the subject, whether
/// the values are alike or not: read it beside the verdict.
struct reference_cover {
  std::uint64_t parameters = 0; ///< of the reference's component
  /// Of these, in tensors that are paired with one of the subject's component. Each counts once,
  /// however often it is repeated, and with no more elements than lie on the subject's.
  std::uint64_t paired = 0;
};

/// The ruling on one component of the subject.
struct component_ruling {
  std::string id;                              ///< the subject's component
  component_kind kind = component_kind::model; ///< what the component is for
  std::string reference_id; ///< the reference's component it was aligned with; empty if none
  verdict ruling = verdict::undetermined;         ///< the verdict
  change_kind change = change_kind::none;         ///< how it was changed, where that shows
  std::string sentence;                           ///< the evidence in one sentence
  std::vector<possible_explanation> explanations; ///< what remains possible

  std::uint64_t parameters = 0;             ///< of the subject's component
  double share = 0;                         ///< of the subject's parameters
  std::uint64_t parameters_compared = 0;    ///< in pairs that may carry a verdict
  std::uint64_t parameters_descriptive = 0; ///< in pairs that are shown and counted only
  std::uint64_t parameters_excluded = 0;    ///< in tensors that say nothing
  std::uint64_t parameters_unmatched = 0;   ///< in tensors without a counterpart
  /// Elements with equal bits (after a cast, if dtypes differ); from fingerprints only those of
  /// tensors that are equal throughout.
  std::uint64_t parameters_bit_equal = 0;
  std::size_t tensors_compared = 0;  ///< likewise, counted in tensors
  std::size_t tensors_excluded = 0;  ///< likewise
  std::size_t tensors_unmatched = 0; ///< likewise

  // Parameter-weighted medians over the convicting pairs; NaN when there are none.
  double cosine = 0;                   ///< as in `pair_metrics`
  double cosine_if_unrelated = 0;      ///< what strangers of these moments show
  double pearson = 0;                  ///< 0 if unrelated
  double relative_l2 = 0;              ///< as in `pair_metrics`
  double relative_l2_if_unrelated = 0; ///< what strangers show
  double bit_equal_share = 0;          ///< of elements with equal bits
  double bit_equal_chance = 0;         ///< what strangers show

  permutation_evidence evidence;  ///< all groups combined
  std::size_t groups = 0;         ///< independent permutation groups combined
  std::string strongest_group;    ///< the group with the smallest p, for localised descent
  permutation_evidence strongest; ///< its evidence
  double common_variance = 0;     ///< share of the compared parameters' variance that the reference
                                  ///< explains; NaN when nothing was compared
  double common_variance_error = 0; ///< its standard error; 0 when it is no estimate
  double log10_p = 0;      ///< all groups combined or the strongest group (corrected for their
                           ///< number), whichever is smaller, corrected for that choice
  double log10_p_holm = 0; ///< after Holm over the components tested
  /// What of feed-forward networks survives a change of the residual stream's basis, from
  /// fingerprints that have anchors; null_kind::none elsewhere.
  permutation_evidence anchors;
  std::size_t anchored_networks = 0; ///< feed-forward networks that were compared so
  double anchors_log10_p_holm = 0;   ///< after Holm over components with anchors, times two
  /// Smallest effect that would have been found with probability one half; never below the floor.
  double minimum_detectable = 0;
  /// Where the ruling rests on rearranged weights: how they were rearranged. Of several stacks of
  /// layers (an encoder and a decoder): layers, stream and tokens of the first, units of all.
  std::optional<component_correspondence> arrangement;
  /// Of tensors that took no part in choosing the order of their units; no exact null holds, so it
  /// counts only above `ruling_options::searched_floor`. null_kind::none without such tensors.
  permutation_evidence searched;
  std::size_t searched_groups = 0;           ///< groups that `searched` combines
  std::vector<operation_finding> operations; ///< readings of the change: see there
  direction_finding direction;               ///< who came first, where that is proven
  /// What changed in one tensor that shows the first of them; only of weights.
  std::optional<change_spectrum> spectrum = {};
  /// What a search for rearrangements looked for here and what came of it, a line each; those lines
  /// of `comparison::searched` that are about this component.
  std::vector<std::string> search_notes = {};
  /// Nothing without a component of the reference, and where a stored result does not tell.
  std::optional<reference_cover> cover = {};
};

/// A file that a model was read from.
struct model_file {
  std::string name;             ///< as the model's name is written: the last part of its path
  std::uint64_t size_bytes = 0; ///< of the whole file
  std::string sha256;           ///< of the whole file, 64 lower-case hexadecimal digits
};

/// How a model's files were read, as far as it decides what is compared.
struct model_opening {
  bool as_stored = false;      ///< names, axes and values as the files have them; nothing undone
  bool lenient_pickle = false; ///< unknown classes in pickles were inert values, not an error
  friend bool operator==(const model_opening&, const model_opening&) = default;
};

/// A model in a comparison.
struct model_summary {
  std::string name;             ///< path or label it was opened with
  std::string format;           ///< of its container
  std::uint64_t tensors = 0;    ///< how many
  std::uint64_t parameters = 0; ///< elements, tied tensors once
  /// For those who want to repeat the comparison; empty where nobody asked for digests.
  std::vector<model_file> files = {};
  /// Nothing for fingerprints and tensors in memory, and where a stored result does not tell.
  std::optional<model_opening> opened = {};
};

/// Options that influence the numbers; printed in every report.
struct ruling_options {
  double log10_alpha = -5;    ///< family-wise level over the components of one comparison
  double effect_floor = 0.02; ///< smaller dependence occurs between innocents (see docs/methods.md)
  /// `derived` means: at least this share of the compared variance is common.
  double derived_share = 0.90;
  /// Units whose order was searched must share more than this: independently trained networks have
  /// some units in common, which a search finds (see docs/methods.md).
  double searched_floor = 0.15;
  std::uint64_t seed = 0x77656967'68746b69; ///< of samples and permutations
  // The sample a test looks at, per group and per tensor. A comparison of more than 64 tensors that
  // may carry a verdict halves both: its evidence adds up over the tensors. Reports print what was
  // used.
  std::uint64_t max_units = 256;    ///< rows of a sample
  std::uint64_t max_features = 128; ///< columns of a sample
};

/// How far a comparison goes where tensors do not lie on each other by name, role and shape.
enum class search_depth : std::uint8_t {
  automatic = 0, ///< `full` where its cost, known from shapes alone, is small; else `layers`
  direct = 1,    ///< no search
  layers = 2,    ///< layers left out, repeated or moved; experts; stored transposes
  full = 3,      ///< also tokens, units, heads and the residual stream's basis
};
/// The stable lower-case name, as in reports and on the command line. Static storage.
[[nodiscard]] std::string_view name_of(search_depth depth) noexcept;

/// What a caller asked of a comparison of weights besides `ruling_options`; with both, and the
/// files, it can be repeated.
struct asked_search {
  search_depth depth = search_depth::automatic; ///< how far to look for rearrangements
  double seconds = 0;                           ///< a search may take; 0: no limit
  std::string component_map; ///< `component_map_digest`, 64 hexadecimal digits; empty: no map
};

/// What a comparison looked at.
enum class evidence_source : std::uint8_t { weights = 0, fingerprints = 1 };
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(evidence_source source) noexcept;

/// The answer to "does SUBJECT descend from REFERENCE?".
struct comparison {
  model_summary subject;                             ///< the model in question
  model_summary reference;                           ///< the model it may descend from
  evidence_source source = evidence_source::weights; ///< what was looked at
  std::vector<component_ruling> components;          ///< the subject's, in its order
  std::vector<tensor_evidence> tensors;              ///< in the subject's order
  std::vector<unmatched_tensor> unmatched;           ///< of either side
  /// The strongest finding, else the most informative non-finding.
  verdict overall = verdict::undetermined;
  std::string sentence;               ///< overall, in one sentence
  std::uint64_t parameters_found = 0; ///< of the subject, in components with a finding
  ruling_options options;             ///< as used
  /// Rearrangements that were looked for, in words; each line begins with its component's id.
  std::vector<std::string> searched;
  std::vector<std::string> limits; ///< what this comparison cannot see
  /// Nothing where fingerprints were compared, and where a stored result does not tell.
  std::optional<asked_search> asked = {};
  /// Of the reference, in tensors that are paired with one of a component with a finding: what of
  /// it may be in the subject. Counted as in `reference_cover`, over the whole reference; nothing
  /// where a stored result does not tell.
  std::optional<std::uint64_t> reference_parameters_found = {};
};

/// True where both are rulings on one subject, as far as they tell: its name, size and components,
/// and its files with their digests, which both or neither must have.
[[nodiscard]] bool same_subject(const comparison& one, const comparison& other);

} // namespace weightkin

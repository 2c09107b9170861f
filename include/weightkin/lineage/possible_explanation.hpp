#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weightkin {

/// What remains possible after a ruling on a component. The numbers never change; later versions
/// add further ones.
enum class explanation_kind : std::int32_t {
  unlisted = 0, ///< none of those below: `possible_explanation::name` is the whole sentence
  // Where a dependence was found.
  subject_trained_on = 1,   ///< the subject was trained on from the reference
  reference_trained_on = 2, ///< the other way round
  subject_made = 3,         ///< the direction is proven: the subject came from the reference
  reference_made = 4,       ///< the direction is proven: the reference came from the subject
  third_model = 5,          ///< both come from a third model
  same_initialisation = 6,  ///< both were trained apart from one random initialisation
  young_initialisation = 7, ///< so much is common because neither was trained for long since
  // Where all bits are equal.
  cast_from_finer = 8,      ///< the side with the coarser dtype was made from the other
  order_unknown = 9,        ///< which of two copies was first
  third_model_copy = 10,    ///< both are copies of a third model
  unknown_fixed_table = 11, ///< few equal tensors: constructions that this version does not know
  frozen_layer = 12,        ///< few equal tensors: copied into a component of another origin
  equal_elsewhere = 13,   ///< `name` tensors that cannot carry a verdict have the reference's bits
  subject_reencoded = 14, ///< stored by the scheme `name`; `remark`: how much else may differ
  reference_reencoded = 15, ///< likewise
  // Adapter factors over a base that is elsewhere.
  unrelated_adapters = 16,    ///< of one base
  adapter_trained_on = 17,    ///< one from the other
  adapters_to_be_merged = 18, ///< into their bases: that comparison would decide
  // Where nothing was found.
  similarity_alone = 19,     ///< no test could be made, and similarity does not tell
  unrelated = 20,            ///< nothing more than that
  changed_too_much = 21,     ///< related, but not to be seen in so few weights
  unlucky_draw = 22,         ///< unrelated, and yet a hint
  weakly_related = 23,       ///< a hint of little
  initialised_apart = 24,    ///< from the reference
  rearranged = 25,           ///< descended and rearranged; nothing was searched
  rearranged_deeper = 26,    ///< likewise, in ways that the depth of search leaves out
  rearranged_otherwise = 27, ///< likewise, in ways that no search undoes
  another_ancestor = 28,     ///< descended, but not from this reference
  // Where nothing was compared.
  alike_anyhow = 29, ///< tensors that are alike, or not, between unrelated models too
  other_shapes = 30, ///< which neither show nor exclude descent
  // Where only what survives another basis of the residual stream was found.
  subject_rebased = 31,   ///< the subject descends, in another basis or with most of it replaced
  reference_rebased = 32, ///< the reference does
  trained_on_unseen = 33, ///< either way, and what tests by index need was left out
  no_such_component = 34, ///< of the reference: nothing was compared, nothing is said
};
/// The stable lower-case name. Static storage.
[[nodiscard]] std::string_view name_of(explanation_kind kind) noexcept;

/// One explanation that remains possible, with what its sentence names.
struct possible_explanation {
  explanation_kind kind = explanation_kind::unlisted; ///< which
  std::string name = {};                              ///< as `kind` says; empty for most kinds
  std::string remark = {};                            ///< likewise
  friend bool operator==(const possible_explanation&, const possible_explanation&) = default;
};

/// The sentence that reports have for it: no capital first, no full stop last.
[[nodiscard]] std::string sentence_of(const possible_explanation& explanation);

/// The explanation that `sentence_of` gives this sentence for; `unlisted` for every other sentence,
/// so that \code sentence_of(explanation_of(sentence)) == sentence \endcode for all of them.
[[nodiscard]] possible_explanation explanation_of(std::string_view sentence);

} // namespace weightkin

#include <array>

#include <weightkin/lineage/possible_explanation.hpp>

namespace weightkin {
namespace {

/// A sentence is `before`, a name, `between`, a remark, `after`. Those without a name are `before`
/// alone.
struct sentence_parts {
  explanation_kind kind;
  std::string_view id;
  std::string_view before;
  std::string_view between = {};
  std::string_view after = {};

  [[nodiscard]] bool names() const noexcept { return !between.empty(); }
};

constexpr std::string_view only_weights = "; whether values lie on its grid only the weights show";

constexpr std::array sentences{
    sentence_parts{explanation_kind::subject_trained_on, "subject_trained_on",
                   "the subject was trained on from the reference"},
    sentence_parts{explanation_kind::reference_trained_on, "reference_trained_on",
                   "the reference was trained on from the subject"},
    sentence_parts{explanation_kind::subject_made, "subject_made",
                   "the subject was made from the reference"},
    sentence_parts{explanation_kind::reference_made, "reference_made",
                   "the reference was made from the subject"},
    sentence_parts{explanation_kind::third_model, "third_model", "both come from a third model"},
    sentence_parts{explanation_kind::same_initialisation, "same_initialisation",
                   "both were trained apart from one random initialisation (the same seed)"},
    sentence_parts{explanation_kind::young_initialisation, "young_initialisation",
                   "both left one random initialisation only a short while ago, so that most of it "
                   "is still there"},
    sentence_parts{explanation_kind::cast_from_finer, "cast_from_finer",
                   "the cast lost bits: the coarser copy was made from the finer one, or from an "
                   "equal of it"},
    sentence_parts{explanation_kind::order_unknown, "order_unknown",
                   "the bits do not tell which of the two was first"},
    sentence_parts{explanation_kind::third_model_copy, "third_model_copy",
                   "both are copies of a third model"},
    sentence_parts{explanation_kind::unknown_fixed_table, "unknown_fixed_table",
                   "a fixed construction this version does not know (name it in a component map to "
                   "exclude it)"},
    sentence_parts{explanation_kind::frozen_layer, "frozen_layer",
                   "a copied and frozen layer in an otherwise unrelated component"},
    sentence_parts{explanation_kind::equal_elsewhere, "equal_elsewhere", "",
                   " tensors that cannot carry a verdict have the reference's bits: fixed tables, "
                   "or copies; look at them one by one"},
    sentence_parts{explanation_kind::subject_reencoded, "subject_reencoded",
                   "the subject, stored as ", ", is the reference re-encoded", only_weights},
    sentence_parts{explanation_kind::reference_reencoded, "reference_reencoded",
                   "the reference, stored as ", ", is the subject re-encoded", only_weights},
    sentence_parts{explanation_kind::unrelated_adapters, "unrelated_adapters",
                   "unrelated adapters of one base: single factors then correlate with either "
                   "sign"},
    sentence_parts{explanation_kind::adapter_trained_on, "adapter_trained_on",
                   "one adapter was trained on from the other"},
    sentence_parts{explanation_kind::adapters_to_be_merged, "adapters_to_be_merged",
                   "merge each adapter into its base and compare the results against the base to "
                   "decide"},
    sentence_parts{explanation_kind::similarity_alone, "similarity_alone",
                   "unrelated or related: similarity alone does not tell"},
    sentence_parts{explanation_kind::unrelated, "unrelated", "unrelated"},
    sentence_parts{explanation_kind::changed_too_much, "changed_too_much",
                   "related, but changed too much to be seen in so few weights"},
    sentence_parts{explanation_kind::unlucky_draw, "unlucky_draw",
                   "unrelated, and an unlucky draw"},
    sentence_parts{explanation_kind::weakly_related, "weakly_related", "weakly related"},
    sentence_parts{explanation_kind::initialised_apart, "initialised_apart",
                   "initialised apart from the reference"},
    sentence_parts{explanation_kind::rearranged, "rearranged",
                   "descended, but permuted, rotated or otherwise rearranged since (not searched)"},
    sentence_parts{explanation_kind::rearranged_deeper, "rearranged_deeper",
                   "descended, but its units or its residual stream were rearranged since (not "
                   "searched at this depth)"},
    sentence_parts{explanation_kind::rearranged_otherwise, "rearranged_otherwise",
                   "descended, but rearranged in a way that the search does not undo, or too "
                   "changed for it"},
    sentence_parts{explanation_kind::another_ancestor, "another_ancestor",
                   "descended from a model that is not this reference"},
    sentence_parts{explanation_kind::alike_anyhow, "alike_anyhow",
                   "such tensors are alike, or not, between unrelated models too"},
    sentence_parts{explanation_kind::other_shapes, "other_shapes",
                   "different shapes neither show nor exclude descent"},
    sentence_parts{explanation_kind::no_such_component, "no_such_component",
                   "the reference has no such component: nothing was compared, and nothing is said "
                   "about where this one comes from"},
    sentence_parts{explanation_kind::subject_rebased, "subject_rebased",
                   "the subject descends from the reference, and its residual stream was rotated, "
                   "reordered or rescaled since, or gains were folded and the rest of the weights "
                   "replaced"},
    sentence_parts{explanation_kind::reference_rebased, "reference_rebased",
                   "the reference descends from the subject in that way"},
    sentence_parts{explanation_kind::trained_on_unseen, "trained_on_unseen",
                   "one was trained on from the other: what tests by index need was left out, so "
                   "that it cannot be told from the above"},
};

const sentence_parts* parts_of(explanation_kind kind) noexcept {
  for (const sentence_parts& parts : sentences)
    if (parts.kind == kind) return &parts;
  return nullptr;
}

/// `unlisted` where the sentence is not made of these parts.
possible_explanation read_as(const sentence_parts& parts, std::string_view sentence) {
  if (!parts.names()) return {sentence == parts.before ? parts.kind : explanation_kind::unlisted};
  if (!sentence.starts_with(parts.before)) return {};
  sentence.remove_prefix(parts.before.size());
  const auto between = sentence.find(parts.between);
  if (between == 0 || between == std::string_view::npos) return {};
  const std::string_view rest = sentence.substr(between + parts.between.size());
  if (!rest.ends_with(parts.after)) return {};
  const auto remark = rest.substr(0, rest.size() - parts.after.size());
  return {parts.kind, std::string(sentence.substr(0, between)), std::string(remark)};
}

} // namespace

std::string_view name_of(explanation_kind kind) noexcept {
  if (kind == explanation_kind::unlisted) return "unlisted";
  const sentence_parts* parts = parts_of(kind);
  return parts == nullptr ? "unknown" : parts->id;
}

std::string sentence_of(const possible_explanation& explanation) {
  const sentence_parts* parts = parts_of(explanation.kind);
  if (parts == nullptr) return explanation.name;
  std::string out(parts->before);
  if (!parts->names()) return out;
  return out.append(explanation.name)
      .append(parts->between)
      .append(explanation.remark)
      .append(parts->after);
}

possible_explanation explanation_of(std::string_view sentence) {
  for (const sentence_parts& parts : sentences)
    if (auto read = read_as(parts, sentence); read.kind != explanation_kind::unlisted) return read;
  return {explanation_kind::unlisted, std::string(sentence)};
}

} // namespace weightkin

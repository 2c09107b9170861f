#include "lineage/explanation.hpp"

#include <algorithm>
#include <cmath>

#include "lineage/arrangement_text.hpp"
#include "lineage/bit_census.hpp"
#include "lineage/component_evidence.hpp"
#include "lineage/number_text.hpp"

namespace weightkin {
namespace {

/// `parameters` were compared, of the component's; and what could not be for want of a counterpart.
std::string coverage(const component_ruling& ruling, std::uint64_t parameters) {
  const auto share = [&](std::uint64_t part) {
    return ruling.parameters == 0
               ? 0.0
               : static_cast<double>(part) / static_cast<double>(ruling.parameters);
  };
  std::string text = percent_text(share(parameters)) + " of its " + count_text(ruling.parameters) +
                     " parameters compared";
  if (ruling.parameters_unmatched > 0)
    text += "; " + percent_text(share(ruling.parameters_unmatched)) +
            " have no counterpart, and nothing is said about those";
  return text;
}

std::string effect_text(const permutation_evidence& evidence) {
  return "effect " + number_text(evidence.effect) +
         " (0 if unrelated), z = " + number_text(evidence.z, 4);
}

/// The p-value is the one that counted: corrected for every look and for the components.
std::string test_text(const component_ruling& ruling, const permutation_evidence& evidence) {
  return effect_text(evidence) + ", " + p_text(ruling.log10_p_holm) + " after correction";
}

/// The strongest group decided, not all together.
bool rests_on_one_group(const component_ruling& ruling, const ruling_options& options) {
  const bool smaller = log10_p_of_strongest(ruling) < ruling.evidence.log10_p;
  return ruling.evidence.effect < options.effect_floor ||
         (smaller && ruling.strongest.effect >= options.effect_floor);
}

/// What a fingerprint does not tell is said to be unknown.
std::string known_text(double value, int digits = 3) {
  return std::isnan(value) ? "unknown" : number_text(value, digits);
}

std::string common_text(const component_ruling& ruling) {
  std::string text = percent_text(ruling.common_variance);
  if (ruling.common_variance_error > 0)
    text += " (standard error " + percent_text(ruling.common_variance_error) + ")";
  return text + " of the variance is common";
}

std::string similarity_text(const component_ruling& ruling) {
  if (std::isnan(ruling.cosine) && std::isnan(ruling.relative_l2)) return "similarity unknown";
  return "cosine " + known_text(ruling.cosine, 4) + " (" + known_text(ruling.cosine_if_unrelated) +
         " if unrelated), relative L2 " + known_text(ruling.relative_l2) + " (" +
         known_text(ruling.relative_l2_if_unrelated) + " if unrelated)";
}

std::string power_text(const component_ruling& ruling) {
  return "a correlation of " + number_text(ruling.minimum_detectable, 2) +
         " would have been found with probability one half, a larger one more surely";
}

explanation_kind rearranged_unseen(search_depth depth) {
  switch (depth) {
  case search_depth::full: return explanation_kind::rearranged_otherwise;
  case search_depth::layers: return explanation_kind::rearranged_deeper;
  default: return explanation_kind::rearranged;
  }
}

bool is_open(const component_ruling& ruling, explanation_kind kind) {
  return std::any_of(ruling.explanations.begin(), ruling.explanations.end(),
                     [&](const possible_explanation& one) { return one.kind == kind; });
}

void leave_open(component_ruling& ruling, explanation_kind kind) {
  ruling.explanations.push_back({kind});
}

void add_common_descents(component_ruling& ruling) {
  leave_open(ruling, explanation_kind::subject_trained_on);
  leave_open(ruling, explanation_kind::reference_trained_on);
  leave_open(ruling, explanation_kind::third_model);
}

} // namespace

void explain_identity(component_ruling& ruling, const bit_census& bits) {
  ruling.sentence = "every compared element has the reference's bits";
  if (bits.any_cast) ruling.sentence += " once the finer dtype is rounded to the coarser";
  if (bits.any_undone)
    ruling.sentence += ", up to the last place of what a container's value rule was applied to";
  if (!std::isnan(ruling.bit_equal_chance))
    ruling.sentence +=
        " (" + percent_text(ruling.bit_equal_chance) + " equal bits expected by chance)";
  ruling.sentence +=
      "; " + coverage(ruling, ruling.parameters_compared + ruling.parameters_descriptive);
  if (bits.by_checksum > 0)
    ruling.sentence += "; of " + std::to_string(bits.by_checksum) +
                       " tensors this is known by checksums of 64 bits, confirmed by counts, "
                       "extremes and sketches: "
                       "no accident, but values could have been chosen to meet them";
  if (bits.any_rounded)
    leave_open(ruling, explanation_kind::cast_from_finer);
  else
    leave_open(ruling, explanation_kind::order_unknown);
  leave_open(ruling, explanation_kind::third_model_copy);
}

void explain_dependence(component_ruling& ruling, const ruling_options& options) {
  const bool local = rests_on_one_group(ruling, options);
  if (ruling.arrangement) ruling.sentence = "once " + arrangement_text(*ruling.arrangement) + ": ";
  ruling.sentence += test_text(ruling, local ? ruling.strongest : ruling.evidence);
  if (local) ruling.sentence += " in group " + ruling.strongest_group;
  ruling.sentence += "; " + similarity_text(ruling) + "; " + common_text(ruling) + "; " +
                     coverage(ruling, ruling.parameters_compared);
  add_common_descents(ruling);
  if (ruling.ruling == verdict::related) leave_open(ruling, explanation_kind::same_initialisation);
  if (ruling.ruling == verdict::derived) leave_open(ruling, explanation_kind::young_initialisation);
}

void explain_rearranged_copy(component_ruling& ruling) {
  ruling.sentence = "every compared element has the reference's bits once " +
                    arrangement_text(*ruling.arrangement) + "; " +
                    coverage(ruling, ruling.parameters_compared);
  add_common_descents(ruling);
}

void explain_searched(component_ruling& ruling, const ruling_options& options) {
  ruling.sentence = "once " + arrangement_text(*ruling.arrangement) +
                    ", tensors that took no part in that search share " +
                    effect_text(ruling.searched) + ", where units of unrelated models stay below " +
                    number_text(options.searched_floor) + "; " + similarity_text(ruling) + "; " +
                    common_text(ruling) + "; " + coverage(ruling, ruling.parameters_compared);
  add_common_descents(ruling);
  if (ruling.ruling == verdict::related) leave_open(ruling, explanation_kind::same_initialisation);
}

void explain_isolated_copies(component_ruling& ruling, const bit_census& bits) {
  ruling.sentence =
      std::to_string(bits.equal) + " of " + std::to_string(bits.tested) +
      " tensors have the reference's bits, and nothing else in the component depends on it";
  leave_open(ruling, explanation_kind::unknown_fixed_table);
  leave_open(ruling, explanation_kind::frozen_layer);
}

void explain_adapter(component_ruling& ruling) {
  ruling.sentence =
      "adapter factors over a base that is elsewhere: " + similarity_text(ruling) +
      "; no permutation null holds for them, because two adapters of one base share its unit order";
  if (ruling.tensors_compared > 0 && ruling.parameters_compared == 0)
    ruling.sentence = "adapter factors over a base that is elsewhere; no permutation null holds "
                      "for them, because two "
                      "adapters of one base share its unit order";
  leave_open(ruling, explanation_kind::unrelated_adapters);
  leave_open(ruling, explanation_kind::adapter_trained_on);
  leave_open(ruling, explanation_kind::adapters_to_be_merged);
}

void explain_low_power(component_ruling& ruling) {
  if (ruling.groups == 0) {
    ruling.sentence = "no test could be made: units of the two sides do not correspond, or nothing "
                      "is known of them; " +
                      similarity_text(ruling);
    leave_open(ruling, explanation_kind::similarity_alone);
    return;
  }
  ruling.sentence =
      test_text(ruling, ruling.evidence) + "; too little to go by: only " + power_text(ruling);
  leave_open(ruling, explanation_kind::unrelated);
  leave_open(ruling, explanation_kind::changed_too_much);
}

void explain_hint(component_ruling& ruling, const ruling_options& options) {
  ruling.sentence = test_text(ruling, ruling.evidence) +
                    " hints at dependence but does not reach 10^" +
                    number_text(options.log10_alpha);
  leave_open(ruling, explanation_kind::unlucky_draw);
  leave_open(ruling, explanation_kind::weakly_related);
}

void explain_silence(component_ruling& ruling, bool below_floor, const ruling_options& options) {
  ruling.sentence = test_text(ruling, ruling.evidence) + "; " + similarity_text(ruling) + "; " +
                    power_text(ruling);
  if (below_floor)
    ruling.sentence += "; the dependence seen is below " + number_text(options.effect_floor) +
                       ", which independently trained models can show";
  leave_open(ruling, explanation_kind::initialised_apart);
  leave_open(ruling, explanation_kind::rearranged);
  leave_open(ruling, explanation_kind::another_ancestor);
}

void explain_nothing_compared(component_ruling& ruling) {
  if (ruling.ruling == verdict::non_evidential) {
    ruling.sentence =
        "nothing in it can speak about descent: constructions, constants, vectors or buffers only";
    leave_open(ruling, explanation_kind::alike_anyhow);
    return;
  }
  if (ruling.reference_id.empty()) {
    ruling.sentence = "the reference has no component with tensors of these roles and shapes";
    leave_open(ruling, explanation_kind::no_such_component);
    return;
  }
  ruling.sentence = "no tensor that could carry a verdict has a counterpart of the same shape";
  leave_open(ruling, explanation_kind::other_shapes);
}

void mention_equal_bits(component_ruling& ruling, const bit_census& bits) {
  if (bits.descriptive_matrices_equal == 0) return;
  ruling.explanations.push_back(
      {explanation_kind::equal_elsewhere, std::to_string(bits.descriptive_matrices_equal)});
}

std::string search_text(search_depth depth) {
  const std::string always = "searched: names, prefixes, naming dialects, equal content, and "
                             "assignment by role, layer and shape";
  switch (depth) {
  case search_depth::full:
    return always + "; matrices stored transposed; layers left out, repeated or moved; experts; "
                    "tokens; reordered, flipped, added and left out units, heads and stream "
                    "dimensions; a rotated residual stream; not searched: networks inside which "
                    "values were mixed (other than values and outputs of attention), tensors split "
                    "in other ways, merges with models that were not given";
  case search_depth::layers:
    return always + "; matrices stored transposed; layers left out, repeated or moved; experts; "
                    "not searched at this depth: reordered units and tokens, changed widths, a "
                    "rotated residual stream";
  default:
    return always + ", with weights in stored order; not searched: permuted or rotated units, "
                    "changed width or depth, transposed or re-split tensors, merges";
  }
}

void mention_search(component_ruling& ruling, search_depth depth) {
  for (possible_explanation& explanation : ruling.explanations)
    if (explanation.kind == explanation_kind::rearranged)
      explanation.kind = rearranged_unseen(depth);
}

std::optional<search_depth> noted_search(const component_ruling& ruling) {
  for (const search_depth depth : {search_depth::full, search_depth::layers, search_depth::direct})
    if (is_open(ruling, rearranged_unseen(depth))) return depth;
  return std::nullopt;
}

bool may_share_a_start(const component_ruling& ruling) {
  return is_open(ruling, explanation_kind::same_initialisation) ||
         is_open(ruling, explanation_kind::young_initialisation);
}

void mention_direction(component_ruling& ruling) {
  using enum explanation_kind;
  if (ruling.direction.which == descent_direction::undetermined) return;
  const bool subject = ruling.direction.which == descent_direction::subject_from_reference;
  std::erase_if(ruling.explanations, [&](const possible_explanation& explanation) {
    return explanation.kind == (subject ? reference_trained_on : subject_trained_on) ||
           explanation.kind == same_initialisation || explanation.kind == young_initialisation;
  });
  for (possible_explanation& explanation : ruling.explanations)
    if (explanation.kind == (subject ? subject_trained_on : reference_trained_on))
      explanation.kind = subject ? subject_made : reference_made;
}

std::vector<std::string> general_limits(const ruling_options& options) {
  return {
      "rulings hold against this reference only; another ancestor is not excluded",
      search_text(search_depth::direct),
      "tests sample at most " + std::to_string(options.max_units) + " units and " +
          std::to_string(options.max_features) +
          " features per tensor; similarity and bit counts cover every element",
      std::string(
          "similarity does not tell direction; only what one side lost or repeats of the other "
          "does (rounding, zeros, copied layers, mixtures), unless somebody made it up on purpose"),
      "training on another model's outputs (distillation) leaves no trace in weights",
      "nothing here can prove that weights were made from scratch",
  };
}

std::vector<std::string> fingerprint_limits(const ruling_options& options) {
  auto limits = general_limits(options);
  limits[2] = "made from fingerprints, not from weights: equality is known by tensor only (value "
              "digests, or checksums after a cast), similarity is an estimate from sketches, tests "
              "see 16 projections of at most 128 units of a tensor";
  limits.emplace_back(
      "what each tensor is was claimed when the fingerprints were made; a component "
      "map cannot be applied afterwards");
  limits.emplace_back("fingerprints do not show the texture of a change (tuned or noised), nor "
                      "grids that no file declares");
  limits.emplace_back("rotated, reordered and rescaled residual streams are searched by anchors of "
                      "feed-forward networks where both fingerprints have them and hidden units "
                      "kept their order; they can show that models are related, no more");
  return limits;
}

} // namespace weightkin

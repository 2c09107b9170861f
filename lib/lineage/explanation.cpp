#include "lineage/explanation.hpp"

#include <algorithm>
#include <cmath>

#include "lineage/arrangement_text.hpp"
#include "lineage/bit_census.hpp"
#include "lineage/number_text.hpp"

namespace weightkin {
namespace {

constexpr const char* subject_trained_on = "the subject was trained on from the reference";
constexpr const char* reference_trained_on = "the reference was trained on from the subject";
constexpr const char* one_initialisation =
    "both were trained apart from one random initialisation (the same seed)";
constexpr const char* initialisation_left =
    "both left one random initialisation only a short while ago, so that most of it is still there";

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
  const double groups = std::log10(static_cast<double>(std::max<std::size_t>(ruling.groups, 1)));
  const bool smaller = ruling.strongest.log10_p + groups < ruling.evidence.log10_p;
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
         " or more would have been found with probability one half";
}

std::string rearranged_unseen(search_depth depth) {
  switch (depth) {
  case search_depth::full:
    return "descended, but rearranged in a way that the search does not undo, or too changed for "
           "it";
  case search_depth::layers:
    return "descended, but its units or its residual stream were rearranged since (not searched at "
           "this depth)";
  default: return "descended, but permuted, rotated or otherwise rearranged since (not searched)";
  }
}

void add_common_descents(component_ruling& ruling) {
  ruling.explanations.emplace_back(subject_trained_on);
  ruling.explanations.emplace_back(reference_trained_on);
  ruling.explanations.emplace_back("both come from a third model");
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
    ruling.explanations.emplace_back(
        "the cast lost bits: the coarser copy was made from the finer one, or from an equal of it");
  else
    ruling.explanations.emplace_back("the bits do not tell which of the two was first");
  ruling.explanations.emplace_back("both are copies of a third model");
}

void explain_dependence(component_ruling& ruling, const ruling_options& options) {
  const bool local = rests_on_one_group(ruling, options);
  if (ruling.arrangement) ruling.sentence = "once " + arrangement_text(*ruling.arrangement) + ": ";
  ruling.sentence += test_text(ruling, local ? ruling.strongest : ruling.evidence);
  if (local) ruling.sentence += " in group " + ruling.strongest_group;
  ruling.sentence += "; " + similarity_text(ruling) + "; " + common_text(ruling) + "; " +
                     coverage(ruling, ruling.parameters_compared);
  add_common_descents(ruling);
  if (ruling.ruling == verdict::related) ruling.explanations.emplace_back(one_initialisation);
  if (ruling.ruling == verdict::derived) ruling.explanations.emplace_back(initialisation_left);
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
  if (ruling.ruling == verdict::related) ruling.explanations.emplace_back(one_initialisation);
}

void explain_isolated_copies(component_ruling& ruling, const bit_census& bits) {
  ruling.sentence =
      std::to_string(bits.equal) + " of " + std::to_string(bits.tested) +
      " tensors have the reference's bits, and nothing else in the component depends on it";
  ruling.explanations.emplace_back(
      "a fixed construction this version does not know (name it in a component map to exclude it)");
  ruling.explanations.emplace_back("a copied and frozen layer in an otherwise unrelated component");
}

void explain_adapter(component_ruling& ruling) {
  ruling.sentence =
      "adapter factors over a base that is elsewhere: " + similarity_text(ruling) +
      "; no permutation null holds for them, because two adapters of one base share its unit order";
  if (ruling.tensors_compared > 0 && ruling.parameters_compared == 0)
    ruling.sentence = "adapter factors over a base that is elsewhere; no permutation null holds "
                      "for them, because two "
                      "adapters of one base share its unit order";
  ruling.explanations.emplace_back(
      "unrelated adapters of one base: single factors then correlate with either sign");
  ruling.explanations.emplace_back("one adapter was trained on from the other");
  ruling.explanations.emplace_back(
      "merge each adapter into its base and compare the results against the base to decide");
}

void explain_low_power(component_ruling& ruling) {
  if (ruling.groups == 0) {
    ruling.sentence = "no test could be made: units of the two sides do not correspond, or nothing "
                      "is known of them; " +
                      similarity_text(ruling);
    ruling.explanations.emplace_back("unrelated or related: similarity alone does not tell");
    return;
  }
  ruling.sentence =
      test_text(ruling, ruling.evidence) + "; too little to go by: only " + power_text(ruling);
  ruling.explanations.emplace_back("unrelated");
  ruling.explanations.emplace_back("related, but changed too much to be seen in so few weights");
}

void explain_hint(component_ruling& ruling, const ruling_options& options) {
  ruling.sentence = test_text(ruling, ruling.evidence) +
                    " hints at dependence but does not reach 10^" +
                    number_text(options.log10_alpha);
  ruling.explanations.emplace_back("unrelated, and an unlucky draw");
  ruling.explanations.emplace_back("weakly related");
}

void explain_silence(component_ruling& ruling, bool below_floor, const ruling_options& options) {
  ruling.sentence = test_text(ruling, ruling.evidence) + "; " + similarity_text(ruling) + "; " +
                    power_text(ruling);
  if (below_floor)
    ruling.sentence += "; the dependence seen is below " + number_text(options.effect_floor) +
                       ", which independently trained models can show";
  ruling.explanations.emplace_back("initialised apart from the reference");
  ruling.explanations.emplace_back(rearranged_unseen(search_depth::direct));
  ruling.explanations.emplace_back("descended from a model that is not this reference");
}

void explain_nothing_compared(component_ruling& ruling) {
  if (ruling.ruling == verdict::non_evidential) {
    ruling.sentence =
        "nothing in it can speak about descent: constructions, constants, vectors or buffers only";
    ruling.explanations.emplace_back(
        "such tensors are alike, or not, between unrelated models too");
    return;
  }
  if (ruling.reference_id.empty()) {
    ruling.sentence = "the reference has no component with tensors of these roles and shapes";
    ruling.explanations.emplace_back("the reference has no such component: nothing was compared, "
                                     "and nothing is said about where this one comes from");
    return;
  }
  ruling.sentence = "no tensor that could carry a verdict has a counterpart of the same shape";
  ruling.explanations.emplace_back("different shapes neither show nor exclude descent");
}

void mention_equal_bits(component_ruling& ruling, const bit_census& bits) {
  if (bits.descriptive_matrices_equal == 0) return;
  ruling.explanations.push_back(std::to_string(bits.descriptive_matrices_equal) +
                                " tensors that cannot carry a verdict have the reference's bits: "
                                "fixed tables, or copies; look at them one by one");
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
  for (std::string& explanation : ruling.explanations)
    if (explanation == rearranged_unseen(search_depth::direct))
      explanation = rearranged_unseen(depth);
}

std::optional<search_depth> noted_search(const component_ruling& ruling) {
  for (const search_depth depth : {search_depth::full, search_depth::layers, search_depth::direct})
    if (std::find(ruling.explanations.begin(), ruling.explanations.end(),
                  rearranged_unseen(depth)) != ruling.explanations.end())
      return depth;
  return std::nullopt;
}

bool may_share_a_start(const component_ruling& ruling) {
  return std::any_of(
      ruling.explanations.begin(), ruling.explanations.end(), [](const std::string& explanation) {
        return explanation == one_initialisation || explanation == initialisation_left;
      });
}

void mention_direction(component_ruling& ruling) {
  if (ruling.direction.which == descent_direction::undetermined) return;
  const bool subject = ruling.direction.which == descent_direction::subject_from_reference;
  std::erase_if(ruling.explanations, [&](const std::string& explanation) {
    return explanation == (subject ? reference_trained_on : subject_trained_on) ||
           explanation == one_initialisation || explanation == initialisation_left;
  });
  for (std::string& explanation : ruling.explanations)
    if (explanation == (subject ? subject_trained_on : reference_trained_on))
      explanation = subject ? "the subject was made from the reference"
                            : "the reference was made from the subject";
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

#include "evaluation_tables.hpp"

#include <algorithm>
#include <set>

#include "evaluation_page.hpp"

namespace weightkin::evaluation {

std::vector<const measured_pair*> pairs_of(pair_span pairs, const std::string& set,
                                           const std::string& backbone) {
  std::vector<const measured_pair*> chosen;
  for (const measured_pair& pair : pairs)
    if ((set.empty() || pair.set == set) && (backbone.empty() || pair.backbone == backbone))
      chosen.push_back(&pair);
  return chosen;
}

std::string short_strength(const measured_pair& pair) {
  return pair.recipe == "quantised" ? pair.strength.substr(0, pair.strength.find(','))
                                    : pair.strength;
}

std::string family_of(const std::string& recipe) {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> families{
      {"another dtype or grid",
       {"cast", "quantised", "quantised_gguf", "quantised_codebook",
        "quantised_with_compensation"}},
      {"noise or part of the weights changed", {"noised", "noised_alike"}},
      {"reordered",
       {"stream_permuted", "units_permuted", "units_flipped", "heads_permuted", "values_permuted",
        "query_pairs_flipped", "all_permuted"}},
      {"rescaled",
       {"feed_forward_rescaled", "values_rescaled", "stream_rescaled", "gains_folded",
        "gains_replaced"}},
      {"turned inside heads", {"query_planes_turned", "values_mixed"}},
      {"rotated (T3, e1, e2, e3)", {"rotated", "e1", "e2", "e3"}},
      {"single weights pruned", {"pruned_by_magnitude", "pruned_at_random", "pattern_pruned"}},
      {"width cut",
       {"hidden_pruned", "stream_pruned", "heads_pruned", "key_heads_pruned",
        "hidden_and_stream_pruned"}},
      {"layers left out, repeated, inserted",
       {"depth_pruned", "depth_upscaled", "e5", "passed_through", "passed_through_stranger"}},
      {"units split", {"e4"}},
      {"experts", {"upcycled", "upcycled_apart"}},
      {"merged",
       {"merged_linearly", "merged_linearly_three", "merged_spherically", "merged_tasks",
        "merged_dare", "merged_ties", "e7"}},
      {"vocabulary",
       {"vocabulary_extended", "vocabulary_shuffled", "vocabulary_truncated", "e6", "e8"}},
      {"low-rank changes", {"low_rank_updated", "direction_removed"}},
  };
  for (const auto& [family, recipes] : families)
    if (std::find(recipes.begin(), recipes.end(), recipe) != recipes.end()) return family;
  return recipe;
}

std::string scope_section(pair_span pairs) {
  std::set<std::string> backbones;
  for (const measured_pair& pair : pairs)
    backbones.insert(pair.backbone);
  page_table table({"backbone", "bases", "trained children", "children by recipes",
                    "the same, exchanged", "trained, then rearranged", "same initialisation",
                    "stranger pairs", "children of strangers"});
  for (const std::string& backbone : backbones) {
    std::set<std::string> bases;
    for (const measured_pair* pair : pairs_of(pairs, "", backbone))
      for (const std::string& file : {pair->subject, pair->reference})
        if (file.starts_with(backbone + "/") && file.ends_with("/base.safetensors"))
          bases.insert(file);
    const auto count = [&](const char* set) {
      return std::to_string(pairs_of(pairs, set, backbone).size());
    };
    table.add({backbone, std::to_string(bases.size()), count(set_name::trained),
               count(set_name::derived), count(set_name::reversed), count(set_name::combined),
               count(set_name::siblings), count(set_name::stranger), count(set_name::estranged)});
  }
  return "In all " + std::to_string(pairs.size()) + " comparisons.\n\n" + table.text();
}

std::string bars_section(pair_span pairs) {
  page_table table({"bar", "measured", "held", "a test fails without it"});
  for (const bar& one : bars_of(pairs))
    table.add({one.promise, one.measured, one.kept ? "yes" : "**no**", one.required ? "yes" : ""});
  return table.text();
}

std::map<std::string, std::string> all_sections(pair_span pairs) {
  return {{"scope", scope_section(pairs)},
          {"bars", bars_section(pairs)},
          {"strangers", strangers_section(pairs)},
          {"uniformity", uniformity_section(pairs)},
          {"scores", scores_section(pairs)},
          {"scores by family", scores_by_family_section(pairs)},
          {"other backbones", other_backbones_section(pairs)},
          {"verdicts", verdicts_section(pairs)},
          {"components", components_section(pairs)},
          {"attacks", attacks_section(pairs)},
          {"combined", combined_section(pairs)},
          {"operations", operations_section(pairs)},
          {"confusion", confusion_section(pairs)},
          {"direction", direction_section(pairs)},
          {"maps", maps_section(pairs)},
          {"merges", merges_section(pairs)}};
}

} // namespace weightkin::evaluation

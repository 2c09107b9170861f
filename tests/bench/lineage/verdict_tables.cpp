// What is ruled on every derivation, and on every way to hide one.
#include <algorithm>
#include <map>

#include <weightkin/lineage/operation.hpp>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"

namespace weightkin::evaluation {
namespace {

struct verdict_count {
  std::map<std::string, std::size_t> words;
  std::map<int, std::size_t> operations;
  std::size_t pairs = 0, found = 0, undecided = 0;
  double weakest = -1e9, effect = 0, searched = 0;
};

/// A finding stands on its exact tests or on the searched ones, whichever says more.
double strongest_p(const measured_component& part) {
  return std::min(part.log10_p, part.searched_log10_p);
}

void count(verdict_count& sum, const measured_pair& pair) {
  ++sum.pairs;
  if (pair.components.empty()) {
    ++sum.words["error"];
    return;
  }
  const measured_component& part = pair.first();
  ++sum.words[part.ruling];
  sum.found += pair.found();
  sum.undecided += !pair.found() && part.ruling == "undetermined";
  sum.weakest = std::max(sum.weakest, strongest_p(part));
  sum.effect += part.effect;
  sum.searched += part.searched_effect;
  for (const int kind : pair.named_operations)
    ++sum.operations[kind];
}

template <class Key, class Name>
std::string listed(const std::map<Key, std::size_t>& counts, Name name) {
  std::string text;
  for (const auto& [key, count] : counts)
    text += (text.empty() ? "" : ", ") + std::string(name(key)) + " " + std::to_string(count);
  return text;
}

std::string words_of(const verdict_count& sum) {
  return listed(sum.words, [](const std::string& word) { return word; });
}

std::string operations_of(const verdict_count& sum) {
  return listed(sum.operations,
                [](int kind) { return name_of(static_cast<operation_kind>(kind)); });
}

std::string mean(double sum, std::size_t count) {
  return decimals(sum / static_cast<double>(count), 3);
}

struct attack {
  const char* id;
  const char* what;
  std::vector<std::string> recipes;
};

const std::vector<attack>& attacks() {
  static const std::vector<attack> all{
      {"T1", "residual stream reordered", {"stream_permuted"}},
      {"T2", "hidden units reordered", {"units_permuted"}},
      {"T3", "residual stream rotated", {"rotated"}},
      {"T4", "queries and keys turned, values mixed", {"query_planes_turned", "values_mixed"}},
      {"T5", "norm gains moved or replaced", {"gains_folded", "gains_replaced"}},
      {"T6",
       "factors moved between tensors",
       {"feed_forward_rescaled", "values_rescaled", "stream_rescaled"}},
      {"T7", "heads reordered", {"heads_permuted"}},
      {"T8", "signs flipped", {"units_flipped", "values_permuted", "query_pairs_flipped"}},
      {"T1 T2 T7 T8", "all reorderings at once", {"all_permuted"}},
      {"T9", "layers left out or repeated", {"depth_pruned", "depth_upscaled"}},
      {"T9", "experts from dense networks", {"upcycled", "upcycled_apart"}},
      {"T9",
       "width cut",
       {"hidden_pruned", "stream_pruned", "heads_pruned", "key_heads_pruned",
        "hidden_and_stream_pruned"}},
      {"T9",
       "vocabulary changed",
       {"vocabulary_extended", "vocabulary_shuffled", "vocabulary_truncated"}},
      {"e1", "rotation, new gains, units, heads and scales", {"e1"}},
      {"e2", "e1, low-rank noise and rounding to 8 bits", {"e2"}},
      {"e3", "width padded and spread by a rotation", {"e3"}},
      {"e4", "every unit split in two", {"e4"}},
      {"e5", "identity layers inserted", {"e5"}},
      {"e6", "tokenizer replaced", {"e6"}},
      {"e7", "merged with an aligned stranger", {"e7"}},
      {"e8", "a few token rows trained again", {"e8"}},
  };
  return all;
}

} // namespace

std::string verdicts_section(pair_span pairs) {
  std::vector<std::string> order;
  std::map<std::string, std::pair<std::vector<std::string>, verdict_count>> sums;
  for (const char* set : {set_name::trained, set_name::siblings, set_name::derived})
    for (const measured_pair* pair : pairs_of(pairs, set)) {
      const std::string strength = short_strength(*pair);
      const std::string key = pair->backbone + "/" + pair->recipe + "/" + strength;
      auto& [labels, sum] = sums[key];
      if (labels.empty()) {
        order.push_back(key);
        labels = {pair->backbone, pair->recipe, strength};
      }
      count(sum, *pair);
    }
  std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return (sums[a].first[0] == "decoder") > (sums[b].first[0] == "decoder");
  });
  page_table table({"backbone", "derivation", "strength", "pairs", "found", "abstained", "silent",
                    "verdicts", "effect", "searched effect", "weakest log10 p",
                    "operations named"});
  for (const std::string& key : order) {
    const auto& [labels, sum] = sums[key];
    table.add({labels[0], labels[1], labels[2], std::to_string(sum.pairs),
               std::to_string(sum.found), std::to_string(sum.undecided),
               std::to_string(sum.pairs - sum.found - sum.undecided), words_of(sum),
               mean(sum.effect, sum.pairs), mean(sum.searched, sum.pairs), decimals(sum.weakest, 1),
               operations_of(sum)});
  }
  return table.text();
}

std::string attacks_section(pair_span pairs) {
  page_table table({"attack", "what", "recipe", "found", "verdicts", "weakest log10 p",
                    "mean effect", "mean searched effect"});
  for (const attack& one : attacks())
    for (const std::string& recipe : one.recipes) {
      verdict_count sum;
      for (const measured_pair* pair : pairs_of(pairs, set_name::derived, "decoder"))
        if (pair->recipe == recipe) count(sum, *pair);
      if (sum.pairs == 0) continue;
      table.add({one.id, one.what, recipe, of_total(sum.found, sum.pairs), words_of(sum),
                 decimals(sum.weakest, 1), mean(sum.effect, sum.pairs),
                 mean(sum.searched, sum.pairs)});
    }
  return table.text();
}

} // namespace weightkin::evaluation

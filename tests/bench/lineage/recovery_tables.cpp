// What was done, who came first, and which part is which: how much of the truth was recovered.
#include <algorithm>
#include <map>
#include <set>

#include <weightkin/lineage/operation.hpp>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"

namespace weightkin::evaluation {
namespace {

std::string kind_name(int kind) { return std::string(name_of(static_cast<operation_kind>(kind))); }

std::vector<const measured_pair*> children(pair_span pairs) {
  std::vector<const measured_pair*> all = pairs_of(pairs, set_name::trained);
  for (const measured_pair* pair : pairs_of(pairs, set_name::derived))
    all.push_back(pair);
  return all;
}

struct typing_count {
  std::size_t right = 0, missed = 0, wrong = 0;
  [[nodiscard]] double f1() const {
    return 2.0 * static_cast<double>(right) / static_cast<double>(2 * right + missed + wrong);
  }
};

bool names(const std::vector<int>& kinds, int kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string share_text(const share_right& share) {
  if (share.asked == 0) return "-";
  return decimals(100.0 * static_cast<double>(share.right) / static_cast<double>(share.asked), 2) +
         " % of " + std::to_string(share.asked);
}

void add_to(share_right& sum, const share_right& more) {
  sum.right += more.right;
  sum.asked += more.asked;
}

} // namespace

std::string operations_section(pair_span pairs) {
  std::map<int, typing_count> kinds;
  typing_count all;
  for (const measured_pair* pair : children(pairs)) {
    for (const int kind : pair->true_operations) {
      const bool right = names(pair->named_operations, kind);
      ++(right ? kinds[kind].right : kinds[kind].missed);
    }
    for (const int kind : pair->named_operations)
      if (!names(pair->true_operations, kind)) ++kinds[kind].wrong;
  }
  page_table table(
      {"operation", "named rightly", "not named", "named wrongly", "precision", "recall", "F1"});
  const auto add = [&](const std::string& title, const typing_count& n) {
    const auto right = static_cast<double>(n.right);
    table.add({title, std::to_string(n.right), std::to_string(n.missed), std::to_string(n.wrong),
               decimals(right / static_cast<double>(n.right + n.wrong), 3),
               decimals(right / static_cast<double>(n.right + n.missed), 3), decimals(n.f1(), 3)});
  };
  for (const auto& [kind, n] : kinds) {
    add(kind_name(kind), n);
    all.right += n.right;
    all.missed += n.missed;
    all.wrong += n.wrong;
  }
  add("all", all);
  return table.text();
}

std::string confusion_section(pair_span pairs) {
  std::map<std::string, std::map<std::string, std::size_t>> counts;
  std::map<std::string, std::size_t> totals;
  for (const measured_pair* pair : children(pairs)) {
    std::string truth;
    for (const int kind : pair->true_operations)
      truth += (truth.empty() ? "" : " + ") + kind_name(kind);
    if (truth.empty()) truth = "(nothing)";
    ++totals[truth];
    for (const int kind : pair->named_operations)
      ++counts[truth][kind_name(kind)];
    if (pair->named_operations.empty()) ++counts[truth][pair->found() ? "nothing" : "not found"];
  }
  page_table table({"truth", "pairs", "named"});
  for (const auto& [truth, total] : totals) {
    std::string named;
    for (const auto& [name, count] : counts[truth])
      named += (named.empty() ? "" : ", ") + name + " " + std::to_string(count);
    table.add({truth, std::to_string(total), named});
  }
  return table.text();
}

std::string direction_section(pair_span pairs) {
  struct direction_count {
    std::size_t right = 0, wrong = 0, open = 0;
  };
  std::map<std::string, direction_count> provable, others;
  for (const measured_pair& pair : pairs) {
    const bool child = pair.set == set_name::trained || pair.set == set_name::derived;
    const bool back = pair.set == set_name::reversed;
    if (!child && !back && pair.set != set_name::siblings) continue;
    direction_count& count =
        (pair.provable != 0 ? provable : others)[pair.set + ": " + pair.recipe];
    const int truth = static_cast<int>(back ? descent_direction::reference_from_subject
                                            : descent_direction::subject_from_reference);
    if (pair.direction == 0)
      ++count.open;
    else
      ++(pair.direction == truth && !pair.common_ancestor ? count.right : count.wrong);
  }
  page_table table({"pairs", "provable", "right", "wrong", "undetermined"});
  const auto add_all = [&](const auto& counts, const std::string& word, bool quiet_too) {
    direction_count all;
    for (const auto& [key, count] : counts) {
      if (quiet_too || count.right + count.wrong > 0)
        table.add({key, word, std::to_string(count.right), std::to_string(count.wrong),
                   std::to_string(count.open)});
      all.right += count.right;
      all.wrong += count.wrong;
      all.open += count.open;
    }
    table.add({"all", word, std::to_string(all.right), std::to_string(all.wrong),
               std::to_string(all.open)});
  };
  add_all(provable, "yes", true);
  add_all(others, "no", false);
  return table.text();
}

namespace {

struct map_count {
  share_right layers, units, heads, stream, tokens;
};

void add(map_count& sum, const measured_pair& pair) {
  add_to(sum.layers, pair.layers);
  add_to(sum.units, pair.hidden_units);
  add_to(sum.heads, pair.heads);
  add_to(sum.stream, pair.stream);
  add_to(sum.tokens, pair.tokens);
}

} // namespace

std::string combined_section(pair_span pairs) {
  struct combined_count {
    std::size_t pairs = 0, found = 0;
    double weakest = -1e9;
    map_count maps;
  };
  std::map<std::string, combined_count> sums;
  for (const measured_pair* pair : pairs_of(pairs, set_name::combined)) {
    combined_count& sum = sums[pair->backbone + ": " + pair->strength + "; " + pair->recipe];
    ++sum.pairs;
    sum.found += pair->found();
    if (!pair->components.empty())
      sum.weakest =
          std::max(sum.weakest, std::min(pair->first().log10_p, pair->first().searched_log10_p));
    add(sum.maps, *pair);
  }
  page_table table({"trained, then", "found", "weakest log10 p", "layers", "hidden units", "heads",
                    "residual dimensions"});
  for (const auto& [title, sum] : sums)
    table.add({title, of_total(sum.found, sum.pairs), decimals(sum.weakest, 1),
               share_text(sum.maps.layers), share_text(sum.maps.units), share_text(sum.maps.heads),
               share_text(sum.maps.stream)});
  return table.text();
}

std::string maps_section(pair_span pairs) {
  std::map<std::string, map_count> sums;
  map_count all;
  for (const measured_pair* pair : pairs_of(pairs, set_name::derived)) {
    if (pair->layers.asked + pair->hidden_units.asked + pair->heads.asked + pair->stream.asked +
            pair->tokens.asked ==
        0)
      continue;
    add(sums[pair->backbone + ": " + pair->recipe], *pair);
    add(all, *pair);
  }
  page_table table({"child", "layers", "hidden units", "heads", "residual dimensions", "tokens"});
  const auto line = [&](const std::string& title, const map_count& sum) {
    table.add({title, share_text(sum.layers), share_text(sum.units), share_text(sum.heads),
               share_text(sum.stream), share_text(sum.tokens)});
  };
  for (const auto& [title, sum] : sums)
    line(title, sum);
  line("all", all);
  return table.text();
}

std::string merges_section(pair_span pairs) {
  struct merge_count {
    std::map<std::string, std::size_t> methods;
    std::size_t pairs = 0, all_parents = 0, extra = 0;
    double worst = 0, sum = 0, unexplained = 0;
  };
  std::map<std::string, merge_count> sums;
  for (const measured_pair* pair : pairs_of(pairs, set_name::derived)) {
    if (pair->merge.method.empty()) continue;
    merge_count& sum = sums[pair->backbone + ": " + pair->recipe + ", " + pair->strength];
    ++sum.pairs;
    ++sum.methods[pair->merge.method];
    sum.all_parents += pair->merge.contributors == pair->merge.parents;
    sum.worst = std::max(sum.worst, pair->merge.worst_error);
    sum.sum += pair->merge.worst_error;
    sum.unexplained += pair->merge.unexplained;
  }
  page_table table({"mixture", "pairs", "method named", "all parents counted", "mean error",
                    "largest error", "unexplained"});
  for (const auto& [title, sum] : sums) {
    std::string named;
    for (const auto& [name, count] : sum.methods)
      named += (named.empty() ? "" : ", ") + name + " " + std::to_string(count);
    const auto n = static_cast<double>(sum.pairs);
    table.add({title, std::to_string(sum.pairs), named, of_total(sum.all_parents, sum.pairs),
               decimals(sum.sum / n, 4), decimals(sum.worst, 4), decimals(sum.unexplained / n, 4)});
  }
  return table.text();
}

} // namespace weightkin::evaluation

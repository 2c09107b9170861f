// How well scores tell relatives from strangers: ours beside the published methods'.
#include <map>
#include <set>

#include "baseline.hpp"
#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"
#include "score_statistics.hpp"

namespace weightkin::evaluation {
namespace {

constexpr const char* ours = "weightkin";

double score_of(const measured_pair& pair, const std::string& method) {
  if (method == ours) return pair.score;
  const auto found = pair.baselines.find(method);
  if (found != pair.baselines.end()) return found->second;
  for (const baseline& one : all_baselines())
    if (one.name == method) return one.no_evidence;
  return 0;
}

/// Pairs on which the published methods were not asked are in nobody's scores but ours: a stranger
/// without a score would count for them.
std::vector<double> scores_of(const std::vector<const measured_pair*>& pairs,
                              const std::string& method) {
  std::vector<double> scores;
  for (const measured_pair* pair : pairs)
    if (method == ours || !pair->baselines.empty()) scores.push_back(score_of(*pair, method));
  return scores;
}

struct classes {
  std::vector<const measured_pair*> relatives;
  std::vector<const measured_pair*> strangers;
};

classes classes_of(pair_span pairs, const std::string& backbone) {
  classes sorted;
  for (const char* set : {set_name::trained, set_name::derived, set_name::combined})
    for (const measured_pair* pair : pairs_of(pairs, set, backbone))
      sorted.relatives.push_back(pair);
  for (const char* set : {set_name::stranger, set_name::estranged})
    for (const measured_pair* pair : pairs_of(pairs, set, backbone))
      sorted.strangers.push_back(pair);
  return sorted;
}

std::vector<std::string> methods(bool any_backbone) {
  std::vector<std::string> names{ours};
  for (const baseline& one : all_baselines())
    if (!any_backbone || one.any_backbone) names.push_back(one.name);
  return names;
}

std::size_t answered(const std::vector<const measured_pair*>& pairs, const std::string& method) {
  std::size_t count = 0;
  for (const measured_pair* pair : pairs)
    count += method == ours || pair->baselines.count(method) != 0;
  return count;
}

void add_method(page_table& table, const std::string& method, const classes& sorted) {
  const auto high = scores_of(sorted.relatives, method), low = scores_of(sorted.strangers, method);
  const scored_classes scores{high, low};
  table.add({method, of_total(answered(sorted.relatives, method), high.size()),
             decimals(best_accuracy(scores), 4), decimals(area_under_curve(scores), 4),
             decimals(partial_area(scores, 0.05), 4), decimals(mahalanobis_distance(scores), 2),
             decimals(true_positive_rate(scores, 0.01), 4),
             decimals(true_positive_rate(scores, 0.001), 4)});
}

page_table score_table() {
  return page_table({"method", "could answer", "ACC", "AUC", "pAUC (FPR <= 5 %)", "MD",
                     "TPR at 1 % FPR", "TPR at 0.1 % FPR"});
}

} // namespace

std::string scores_section(pair_span pairs) {
  const classes sorted = classes_of(pairs, "decoder");
  page_table table = score_table();
  for (const std::string& method : methods(false))
    add_method(table, method, sorted);
  return "Decoders: " + std::to_string(sorted.relatives.size()) + " relatives, " +
         std::to_string(sorted.strangers.size()) + " strangers.\n\n" + table.text();
}

std::string other_backbones_section(pair_span pairs) {
  std::string text;
  std::set<std::string> backbones;
  for (const measured_pair& pair : pairs)
    if (pair.backbone != "decoder") backbones.insert(pair.backbone);
  page_table table({"backbone", "relatives", "strangers", "method", "ACC", "AUC",
                    "pAUC (FPR <= 5 %)", "TPR at 1 % FPR"});
  for (const std::string& backbone : backbones) {
    const classes sorted = classes_of(pairs, backbone);
    for (const std::string& method : methods(true)) {
      if (answered(sorted.relatives, method) == 0) continue;
      const auto high = scores_of(sorted.relatives, method);
      const auto low = scores_of(sorted.strangers, method);
      const scored_classes scores{high, low};
      table.add({backbone, std::to_string(high.size()), std::to_string(low.size()), method,
                 decimals(best_accuracy(scores), 4), decimals(area_under_curve(scores), 4),
                 decimals(partial_area(scores, 0.05), 4),
                 decimals(true_positive_rate(scores, 0.01), 4)});
    }
  }
  return table.text();
}

std::string scores_by_family_section(pair_span pairs) {
  const classes sorted = classes_of(pairs, "decoder");
  std::vector<std::string> order;
  std::map<std::string, std::vector<const measured_pair*>> families;
  for (const measured_pair* pair : sorted.relatives) {
    const std::string family = family_of(pair->recipe);
    if (families[family].empty()) order.push_back(family);
    families[family].push_back(pair);
  }
  std::vector<std::string> titles{"what was done", "pairs"};
  for (const std::string& method : methods(false))
    titles.push_back(method);
  page_table table(titles);
  for (const std::string& family : order) {
    std::vector<std::string> cells{family, std::to_string(families[family].size())};
    for (const std::string& method : methods(false)) {
      const auto high = scores_of(families[family], method);
      const auto low = scores_of(sorted.strangers, method);
      cells.push_back(decimals(area_under_curve({high, low}), 3) + " / " +
                      decimals(true_positive_rate({high, low}, 0.01), 3));
    }
    table.add(cells);
  }
  return table.text();
}

} // namespace weightkin::evaluation

// What is said of models that share nothing.
#include <algorithm>
#include <cmath>
#include <map>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"
#include "score_statistics.hpp"

namespace weightkin::evaluation {
namespace {

struct stranger_count {
  std::size_t pairs = 0, components = 0, findings = 0, undecided = 0, searched = 0;
  double least_p = 0, most_effect = 0, most_searched = 0;
};

void count(stranger_count& sum, const measured_pair& pair) {
  ++sum.pairs;
  for (const measured_component& part : pair.components) {
    if (!part.compared) continue;
    ++sum.components;
    sum.findings += part.finding;
    sum.undecided += part.ruling == "undetermined";
    sum.least_p = std::min(sum.least_p, part.log10_p);
    sum.most_effect = std::max(sum.most_effect, part.effect);
    sum.searched += part.searched_units > 0;
    sum.most_searched = std::max(sum.most_searched, part.searched_effect);
  }
}

void add(page_table& table, const std::string& title, const std::string& what,
         const stranger_count& sum) {
  table.add({title, what, std::to_string(sum.pairs), std::to_string(sum.components),
             std::to_string(sum.findings), std::to_string(sum.undecided), decimals(sum.least_p, 1),
             decimals(sum.most_effect, 3), std::to_string(sum.searched),
             sum.searched > 0 ? decimals(sum.most_searched, 3) : "-"});
}

std::string kind_of(const measured_pair& pair) {
  if (pair.set == set_name::estranged) return "children of strangers";
  return pair.strength.empty() ? pair.recipe : pair.recipe + ", " + pair.strength;
}

} // namespace

std::string strangers_section(pair_span pairs) {
  std::map<std::pair<std::string, std::string>, stranger_count> sums;
  stranger_count all;
  for (const char* set : {set_name::stranger, set_name::estranged})
    for (const measured_pair* pair : pairs_of(pairs, set)) {
      count(sums[{pair->backbone, kind_of(*pair)}], *pair);
      count(all, *pair);
    }
  page_table table({"backbone", "strangers", "pairs", "components compared", "findings",
                    "undetermined", "smallest log10 p", "largest effect", "searches with evidence",
                    "largest searched effect"});
  for (const auto& [key, sum] : sums)
    add(table, key.first, key.second, sum);
  add(table, "all", "", all);
  return table.text();
}

std::string uniformity_section(pair_span pairs) {
  std::map<std::string, std::vector<const null_value*>> axes;
  for (const measured_pair* pair : pairs_of(pairs, set_name::stranger))
    for (const null_value& one : pair->nulls)
      axes[one.axis].push_back(&one);
  page_table table({"axis", "tests", "KS distance", "KS p", "P(p < .05)", "P(p < .01)",
                    "P(p < .001)", "mean z", "sd z", "largest effect"});
  for (const auto& [axis, tests] : axes) {
    std::vector<double> values;
    double sum = 0, squares = 0, effect = 0;
    for (const null_value* one : tests) {
      values.push_back(one->p);
      sum += one->z;
      squares += one->z * one->z;
      effect = std::max(effect, one->effect);
    }
    const auto n = static_cast<double>(values.size());
    const auto below = [&](double level) {
      return static_cast<double>(
                 std::count_if(values.begin(), values.end(), [&](double p) { return p < level; })) /
             n;
    };
    const uniformity flat = test_uniformity(values);
    table.add({axis, std::to_string(values.size()), decimals(flat.distance, 4), decimals(flat.p, 4),
               decimals(below(0.05), 4), decimals(below(0.01), 4), decimals(below(0.001), 4),
               decimals(sum / n, 3),
               decimals(std::sqrt(std::max(0.0, squares / n - sum * sum / n / n)), 3),
               decimals(effect, 3)});
  }
  return table.text();
}

} // namespace weightkin::evaluation

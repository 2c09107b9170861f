// What is promised, and whether it was kept. Required bars held when they were written; the others
// are aims, and docs/evaluation.md says why they are not met.
#include <algorithm>
#include <cmath>
#include <functional>

#include <weightkin/lineage/operation.hpp>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"
#include "score_statistics.hpp"

namespace weightkin::evaluation {
namespace {

using choice = std::function<bool(const measured_pair&)>;

struct tally {
  std::size_t right = 0, asked = 0;
  [[nodiscard]] double share() const {
    return asked == 0 ? 1 : static_cast<double>(right) / static_cast<double>(asked);
  }
};

tally count(pair_span pairs, const choice& asked, const choice& right) {
  tally sum;
  for (const measured_pair& pair : pairs)
    if (asked(pair)) {
      ++sum.asked;
      sum.right += right(pair);
    }
  return sum;
}

bool is_child(const measured_pair& pair) {
  return pair.set == set_name::trained || pair.set == set_name::derived;
}

bool is_stranger(const measured_pair& pair) {
  return pair.set == set_name::stranger || pair.set == set_name::estranged;
}

bool is_found(const measured_pair& pair) { return pair.found(); }

choice of_family(const std::string& family) {
  return [family](const measured_pair& pair) {
    return pair.set == set_name::derived && family_of(pair.recipe) == family;
  };
}

/// "3 bits, groups of 32".
bool has_three_bits(const measured_pair& pair) {
  return pair.set == set_name::derived && pair.recipe == "quantised" && pair.strength[0] >= '3';
}

bool names_quantised(const measured_pair& pair) {
  const auto& kinds = pair.named_operations;
  return std::find(kinds.begin(), kinds.end(), static_cast<int>(operation_kind::quantised)) !=
         kinds.end();
}

class bar_list {
public:
  explicit bar_list(pair_span pairs) : pairs_(pairs) {}

  void all(const std::string& promise, const choice& asked, const choice& right, bool required) {
    at_least(promise, 1, count(pairs_, asked, right), required);
  }
  void at_least(const std::string& promise, double share, const tally& sum, bool required) {
    if (sum.asked > 0)
      bars_.push_back({promise, of_total(sum.right, sum.asked), sum.share() >= share, required});
  }
  void share(const std::string& promise, double least, share_right measured_pair::*part) {
    tally sum;
    for (const measured_pair& pair : pairs_)
      if (pair.set == set_name::derived) {
        sum.right += (pair.*part).right;
        sum.asked += (pair.*part).asked;
      }
    at_least(promise, least, sum, false);
  }
  void add(bar one) { bars_.push_back(std::move(one)); }
  [[nodiscard]] std::vector<bar> take() { return std::move(bars_); }

private:
  pair_span pairs_;
  std::vector<bar> bars_;
};

bool direction_is_right(const measured_pair& pair) {
  const auto truth = pair.set == set_name::reversed ? descent_direction::reference_from_subject
                                                    : descent_direction::subject_from_reference;
  return pair.direction == static_cast<int>(truth) && !pair.common_ancestor;
}

void add_uniformity(pair_span pairs, bar_list& bars) {
  std::map<std::string, std::vector<double>> axes;
  for (const measured_pair* pair : pairs_of(pairs, set_name::stranger))
    for (const null_value& one : pair->nulls)
      axes[one.axis].push_back(one.p);
  std::size_t flat = 0;
  for (const auto& [axis, values] : axes)
    flat += test_uniformity(values).p > 0.01;
  if (!axes.empty())
    bars.add({"p-values of strangers are uniform on every axis (KS p > .01)",
              of_total(flat, axes.size()) + " axes", flat == axes.size(), false});
}

void add_typing(pair_span pairs, bar_list& bars) {
  std::size_t right = 0, wrong = 0, missed = 0;
  for (const measured_pair& pair : pairs) {
    if (!is_child(pair)) continue;
    std::size_t both = 0;
    for (const int kind : pair.true_operations)
      both += std::count(pair.named_operations.begin(), pair.named_operations.end(), kind);
    right += both;
    missed += pair.true_operations.size() - both;
    wrong += pair.named_operations.size() - both;
  }
  const double f1 =
      2.0 * static_cast<double>(right) / static_cast<double>(2 * right + missed + wrong);
  if (right + missed + wrong > 0)
    bars.add({"operations are typed with F1 >= .90", decimals(f1, 3), f1 >= 0.9, false});
}

} // namespace

std::vector<bar> bars_of(pair_span pairs) {
  bar_list bars(pairs);
  bars.all(
      "no comparison fails", [](const auto&) { return true; },
      [](const auto& pair) { return pair.failure.empty(); }, true);
  bars.all(
      "no finding between strangers", is_stranger, [](const auto& pair) { return !pair.found(); },
      true);
  bars.all(
      "every direction that is given is right",
      [](const auto& pair) { return pair.direction != 0; }, direction_is_right, true);
  bars.all(
      "a direction wherever containment proves one",
      [](const auto& pair) { return pair.provable != 0; }, direction_is_right, false);
  bars.all("every copy in another dtype or grid is found", of_family("another dtype or grid"),
           is_found, true);
  bars.all(
      "every trained child is found",
      [](const auto& pair) { return pair.set == set_name::trained; }, is_found, false);
  bars.all(
      "every child of the same function is found (T1 to T8, e1, e3, e5)",
      [](const auto& pair) {
        const std::string family = family_of(pair.recipe);
        return pair.set == set_name::derived &&
               (family == "reordered" || family == "rescaled" || family == "turned inside heads" ||
                pair.recipe == "rotated" || pair.recipe == "e1" || pair.recipe == "e3" ||
                pair.recipe == "e5");
      },
      is_found, false);
  bars.all(
      "every other child by a recipe is found",
      [](const auto& pair) { return pair.set == set_name::derived; }, is_found, false);
  bars.at_least("99 % of copies rounded to 3 bits or more are called quantised", 0.99,
                count(pairs, has_three_bits, names_quantised), false);
  bars.share("98 % of layers are placed rightly", 0.98, &measured_pair::layers);
  bars.share("99.9 % of hidden units are placed rightly", 0.999, &measured_pair::hidden_units);
  bars.share("99.9 % of residual dimensions are placed rightly", 0.999, &measured_pair::stream);
  add_typing(pairs, bars);
  bars.at_least("mixtures' weights are within .01 (.03 along arcs)", 1,
                count(
                    pairs, [](const auto& pair) { return !pair.merge.method.empty(); },
                    [](const auto& pair) {
                      return pair.merge.worst_error <=
                             (pair.recipe == "merged_spherically" || pair.recipe == "e7" ? 0.03
                                                                                         : 0.01);
                    }),
                false);
  add_uniformity(pairs, bars);
  return bars.take();
}

} // namespace weightkin::evaluation

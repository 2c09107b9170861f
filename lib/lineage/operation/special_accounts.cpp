#include "lineage/operation/special_accounts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "lineage/number_text.hpp"

namespace weightkin {
namespace {

constexpr double certain = std::numeric_limits<double>::infinity();
constexpr double no_error = std::numeric_limits<double>::quiet_NaN();

/// A mean over tensors with its standard error.
struct mean_value {
  double mean = 0;
  double error = no_error;
};

template <class Value>
mean_value mean_over(const std::vector<std::size_t>& chosen, const Value& value) {
  double sum = 0;
  double square = 0;
  for (const std::size_t i : chosen) {
    const double x = value(i);
    sum += x;
    square += x * x;
  }
  const auto n = static_cast<double>(chosen.size());
  mean_value answer{sum / n, no_error};
  if (chosen.size() > 1)
    answer.error = std::sqrt(std::max(square / n - answer.mean * answer.mean, 0.0) / (n - 1));
  return answer;
}

operation_number number(std::string name, const mean_value& value) {
  return {std::move(name), value.mean, value.error};
}

operation_number exact(std::string name, double value) {
  return {std::move(name), value, no_error};
}

std::string tensors_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " tensor" : " tensors");
}

/// The value that most of the chosen have.
template <class Key, class Of>
Key commonest(const std::vector<std::size_t>& chosen, const Of& of) {
  std::map<Key, std::size_t> counts;
  for (const std::size_t i : chosen)
    ++counts[of(i)];
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

const std::optional<value_grid>& coarser_grid(const operation_evidence& seen) {
  return subject_is_quantised(seen) ? seen.subject_grid : seen.reference_grid;
}

const zero_pattern& more_zeros(const operation_evidence& seen) {
  return seen.subject_zeros.zeros >= seen.reference_zeros.zeros ? seen.subject_zeros
                                                                : seen.reference_zeros;
}

std::string declared_text(const operation_evidence& seen) {
  std::string text = number_text(seen.declared_bits) + " bits a value as " + seen.declared_scheme;
  if (seen.declared_block > 1) text += ", blocks of " + std::to_string(seen.declared_block);
  return text;
}

operation_finding pruned_at_random_or_by_size(const account_census& census,
                                              const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::pruned;
  finding.log10_likelihood_margin = certain;
  finding.tensors = census.names_of(chosen);
  const auto zeros = [&](std::size_t i) -> const zero_pattern& {
    return more_zeros(census.seen(i));
  };
  const auto density = mean_over(chosen, [&](std::size_t i) { return zeros(i).density; });
  const auto smaller = mean_over(chosen, [&](std::size_t i) { return zeros(i).smaller; });
  const auto kept = mean_over(chosen, [&](std::size_t i) { return zeros(i).survivors_equal; });
  finding.numbers = {number("density", density), number("zeroed_smaller_probability", smaller),
                     number("survivors_equal_share", kept)};
  const std::string how = smaller.mean > 0.9   ? "the smallest ones went"
                          : smaller.mean > 0.6 ? "mostly small ones went"
                                               : "size did not matter";
  const bool single = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t i) {
    return zeros(i).scattered * 2 >= zeros(i).zeros;
  });
  finding.text = (single ? "single weights were set to 0 in " : "rows or columns are 0 in ") +
                 tensors_text(chosen.size()) + ": " + percent_text(density.mean) + " are left, " +
                 how +
                 (kept.mean > 0.99 ? ", and the rest kept its values"
                                   : ", and the rest was changed afterwards");
  return finding;
}

operation_finding pruned_in_pattern(const account_census& census,
                                    const std::vector<std::size_t>& chosen) {
  operation_finding finding = pruned_at_random_or_by_size(census, chosen);
  finding.kind = operation_kind::pruned_pattern;
  const auto pattern = commonest<std::pair<unsigned, unsigned>>(chosen, [&](std::size_t i) {
    const zero_pattern& zeros = more_zeros(census.seen(i));
    return std::pair{zeros.kept_of, zeros.group};
  });
  finding.numbers.push_back(exact("n", pattern.first));
  finding.numbers.push_back(exact("m", pattern.second));
  finding.text = std::to_string(pattern.first) + " of every " + std::to_string(pattern.second) +
                 " neighbouring weights were kept and the others set to 0 in " +
                 tensors_text(chosen.size());
  return finding;
}

/// Log10 likelihood lost by one size of noise instead of one a tensor; `size` gives a tensor's
/// share of it.
template <class Size>
double cost_of_one_size(const account_census& census, const std::vector<std::size_t>& chosen,
                        const Size& size) {
  double energy = 0;
  double count = 0;
  const auto elements = [&](std::size_t i) {
    return static_cast<double>(element_count(census.pair(i).subject));
  };
  const auto ratio = [&](std::size_t i) { return census.seen(i).rank.energy / size(i); };
  for (const std::size_t i : chosen) {
    energy += elements(i) * ratio(i);
    count += elements(i);
  }
  const double common = energy / count;
  double cost = 0;
  for (const std::size_t i : chosen) {
    const double q = ratio(i) / common;
    cost += 0.5 * elements(i) * (q - 1 - std::log(q)) / std::log(10.0);
  }
  return cost;
}

} // namespace

operation_finding nonfinite_finding(const account_census& census,
                                    const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::nonfinite;
  finding.log10_likelihood_margin = certain;
  finding.tensors = census.names_of(chosen);
  std::uint64_t elements = 0;
  for (const std::size_t i : chosen)
    elements += census.seen(i).nonfinite_apart;
  finding.numbers = {exact("elements", static_cast<double>(elements))};
  finding.text = std::to_string(elements) + " values in " + tensors_text(chosen.size()) +
                 " are NaN or infinite on one side only; no number here covers those places";
  return finding;
}

operation_finding quantised_finding(const account_census& census,
                                    const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::quantised;
  finding.tensors = census.names_of(chosen);
  std::vector<std::size_t> measured;
  std::size_t subjects = 0;
  for (const std::size_t i : chosen) {
    subjects += subject_is_quantised(census.seen(i)) ? 1 : 0;
    if (coarser_grid(census.seen(i))) measured.push_back(i);
  }
  const std::string who = subjects * 2 >= chosen.size() ? "the subject" : "the reference";
  const std::string where = " in " + tensors_text(chosen.size()) + ", the other side does not";
  if (measured.empty()) {
    const operation_evidence& first = census.seen(chosen.front());
    finding.text = who + " is stored rounded: " + declared_text(first) + where;
    finding.numbers = {exact("bits", first.declared_bits),
                       exact("block", static_cast<double>(first.declared_block))};
    finding.log10_likelihood_margin = certain;
    return finding;
  }
  const auto grid = [&](std::size_t i) -> const value_grid& {
    return *coarser_grid(census.seen(i));
  };
  const auto format =
      commonest<std::string>(measured, [&](std::size_t i) { return describe(grid(i)); });
  const std::size_t model = *std::find_if(
      measured.begin(), measured.end(), [&](std::size_t i) { return describe(grid(i)) == format; });
  for (const std::size_t i : measured)
    finding.log10_likelihood_margin += grid(i).log10_margin;
  const auto within = mean_over(measured, [&](std::size_t i) { return grid(i).within; });
  const auto nearest = mean_over(measured, [&](std::size_t i) { return grid(i).nearest; });
  finding.numbers = {
      exact("bits", grid(model).bits), exact("block", static_cast<double>(grid(model).block)),
      number("within_one_step_share", within), number("nearest_level_share", nearest)};
  finding.text = who + " lies on a grid of " + format + where + "; " + percent_text(within.mean) +
                 " of the values are within one step of the other side's";
  if (!census.seen(model).declared_scheme.empty())
    finding.text += " (the file says " + declared_text(census.seen(model)) + ")";
  return finding;
}

std::vector<operation_finding> zeroed_findings(const account_census& census,
                                               const std::vector<std::size_t>& chosen) {
  std::vector<std::size_t> patterned;
  std::vector<std::size_t> single;
  for (const std::size_t i : chosen) {
    const zero_pattern& zeros = more_zeros(census.seen(i));
    (zeros.group != 0 && zeros.pattern_log10_margin > 3 ? patterned : single).push_back(i);
  }
  std::vector<operation_finding> findings;
  if (!patterned.empty()) findings.push_back(pruned_in_pattern(census, patterned));
  if (!single.empty()) findings.push_back(pruned_at_random_or_by_size(census, single));
  return findings;
}

operation_finding rescaled_finding(const account_census& census,
                                   const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::rescaled;
  finding.tensors = census.names_of(chosen);
  const auto form =
      commonest<factor_form>(chosen, [&](std::size_t i) { return census.seen(i).factors.form; });
  for (const std::size_t i : chosen)
    finding.log10_likelihood_margin += census.seen(i).factors.log10_margin;
  const auto scale = mean_over(chosen, [&](std::size_t i) { return census.seen(i).factors.scale; });
  const auto spread =
      mean_over(chosen, [&](std::size_t i) { return census.seen(i).factors.spread; });
  finding.numbers = {number("scale", scale), number("log_spread", spread)};
  const std::string each = form == factor_form::one       ? "one factor a tensor"
                           : form == factor_form::rows    ? "a factor for each row"
                           : form == factor_form::columns ? "a factor for each column"
                                                          : "factors for rows and columns";
  finding.text =
      each + " explains all but rounding of the difference in " + tensors_text(chosen.size());
  return finding;
}

operation_finding flipped_finding(const account_census& census,
                                  const std::vector<std::size_t>& chosen) {
  operation_finding finding = rescaled_finding(census, chosen);
  finding.kind = operation_kind::permuted;
  finding.numbers.clear();
  finding.text = "units changed their sign, and nothing else, in " + tensors_text(chosen.size());
  return finding;
}

operation_finding low_rank_finding(const account_census& census,
                                   const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::low_rank_merged;
  finding.tensors = census.names_of(chosen);
  std::size_t rescaled = 0;
  for (const std::size_t i : chosen) {
    finding.log10_likelihood_margin += census.seen(i).rank.log10_margin;
    rescaled += census.seen(i).rank.rows_rescaled ? 1 : 0;
  }
  const auto rank =
      commonest<std::size_t>(chosen, [&](std::size_t i) { return census.seen(i).rank.rank; });
  const auto spread = mean_over(
      chosen, [&](std::size_t i) { return static_cast<double>(census.seen(i).rank.rank); });
  const auto size = mean_over(chosen, [&](std::size_t i) { return census.seen(i).relative; });
  finding.numbers = {{"rank", static_cast<double>(rank), spread.error},
                     number("relative_size", size)};
  finding.text = "a change of rank " + std::to_string(rank) + " explains all but rounding of " +
                 tensors_text(chosen.size()) + ", as merging a low-rank adapter leaves it";
  if (rescaled * 2 > chosen.size()) finding.text += " (after a factor for each row, as DoRA does)";
  return finding;
}

std::optional<operation_finding> direction_finding_of(const account_census& census,
                                                      const std::vector<std::size_t>& chosen) {
  const auto removed = [&](std::size_t i) -> const removed_direction& {
    return *census.seen(i).removed;
  };
  // The tensor that most others agree with.
  std::vector<std::size_t> best;
  for (const std::size_t centre : chosen) {
    std::vector<std::size_t> alike;
    for (const std::size_t i : chosen) {
      const auto& v = removed(centre).direction;
      const auto& w = removed(i).direction;
      if (v.size() != w.size()) continue;
      double dot = 0;
      for (std::size_t k = 0; k < v.size(); ++k)
        dot += v[k] * w[k];
      if (std::abs(dot) > 0.95) alike.push_back(i);
    }
    if (alike.size() > best.size()) best = std::move(alike);
  }
  if (best.size() * 2 <= chosen.size()) return std::nullopt;
  // A change of rank one lies along what it was added to now and then; in one tensor alone, only
  // what leaves nothing of the direction was meant to remove it.
  if (best.size() == 1 && !is_wholly_removed(removed(best.front()))) return std::nullopt;
  operation_finding finding;
  finding.kind = operation_kind::direction_removed;
  finding.tensors = census.names_of(best);
  for (const std::size_t i : best)
    finding.log10_likelihood_margin += census.seen(i).rank.log10_margin;
  const auto share = mean_over(best, [&](std::size_t i) { return removed(i).share; });
  const auto agreement = mean_over(best, [&](std::size_t i) { return removed(i).agreement; });
  finding.numbers = {number("removed_share", share), number("agreement", agreement)};
  finding.text = "one direction, the same in " + tensors_text(best.size()) +
                 ", was projected out of what they write: " + percent_text(share.mean) +
                 " of it is gone";
  return finding;
}

operation_finding noised_finding(const account_census& census,
                                 const std::vector<std::size_t>& chosen) {
  operation_finding finding;
  finding.kind = operation_kind::noised;
  finding.tensors = census.names_of(chosen);
  const double relative_cost = cost_of_one_size(
      census, chosen, [&](std::size_t i) { return census.seen(i).reference_square; });
  const double absolute_cost = cost_of_one_size(census, chosen, [](std::size_t) { return 1.0; });
  const auto n = static_cast<double>(census.elements_of(chosen));
  const auto tensors = static_cast<double>(chosen.size());
  const double saved = 0.5 * (2 * tensors - 1) * std::log10(std::max(n, 2.0));
  finding.log10_likelihood_margin = std::max(saved - std::min(relative_cost, absolute_cost), 0.0);
  const auto size = mean_over(chosen, [&](std::size_t i) { return census.seen(i).relative; });
  finding.numbers = {number("relative_size", size)};
  finding.text = "the difference of " + tensors_text(chosen.size()) +
                 " is like independent noise of " + percent_text(size.mean) +
                 " of the weights' size: no direction stands out and it does not know the weights";
  if (finding.log10_likelihood_margin > 3)
    finding.text += relative_cost <= absolute_cost ? "; its share of each tensor is the same"
                                                   : "; its size is the same in all tensors";
  return finding;
}

} // namespace weightkin

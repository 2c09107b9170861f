#include "lineage/component_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace weightkin {
namespace {

/// May carry a verdict, and no search looked at its values: those of what it chose look alike by
/// choice.
bool testifies(const tensor_evidence& pair, std::size_t component) {
  return pair.component == component && pair.use == evidence_use::convicting &&
         pair.fitted != fit_kind::values;
}

/// Parameter-weighted median of one number over the pairs that testify; NaN without any.
template <class Number>
double weighted_median(std::size_t component, std::span<const tensor_evidence> pairs,
                       Number number) {
  std::vector<std::pair<double, std::uint64_t>> values;
  std::uint64_t total = 0;
  for (const tensor_evidence& pair : pairs) {
    if (!testifies(pair, component)) continue;
    const double value = number(pair);
    if (std::isnan(value)) continue;
    values.emplace_back(value, pair.parameters);
    total += pair.parameters;
  }
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::sort(values.begin(), values.end());
  std::uint64_t below = 0;
  for (const auto& [value, weight] : values) {
    below += weight;
    if (2 * below >= total) return value;
  }
  return values.back().first;
}

/// Share of the compared variance the reference explains: parameter-weighted mean of r^2, r > 0
/// only; NaN without any. Errors of the pairs' r are independent.
void weigh_common_variance(component_ruling& ruling, std::size_t component,
                           std::span<const tensor_evidence> pairs) {
  double explained = 0;
  double total = 0;
  double error_square = 0;
  for (const tensor_evidence& pair : pairs) {
    if (!testifies(pair, component)) continue;
    const double r = pair.metrics.pearson;
    const auto weight = static_cast<double>(pair.parameters);
    total += weight;
    if (!(r > 0)) continue;
    explained += weight * r * r;
    const double error = weight * 2 * r * pair.pearson_error;
    error_square += error * error;
  }
  ruling.common_variance = std::numeric_limits<double>::quiet_NaN();
  if (!(total > 0)) return;
  ruling.common_variance = explained / total;
  ruling.common_variance_error = std::sqrt(error_square) / total;
}

/// Counts the component's pairs; marks the subject's tensors that are in one.
std::vector<bool> count_matched(component_ruling& ruling, std::size_t component,
                                const paired_models& models,
                                std::span<const tensor_evidence> pairs) {
  std::vector<bool> matched(models.subject.tensors.size(), false);
  for (const tensor_evidence& pair : pairs) {
    if (pair.component != component) continue;
    matched[pair.subject] = true;
    ruling.parameters_bit_equal += pair.use == evidence_use::excluded ? 0 : pair.stats.bit_equal;
    switch (pair.use) {
    case evidence_use::convicting:
      ruling.parameters_compared += pair.parameters;
      ++ruling.tensors_compared;
      break;
    case evidence_use::descriptive:
      ruling.parameters_descriptive += pair.parameters;
      ++ruling.tensors_compared;
      break;
    case evidence_use::excluded:
      ruling.parameters_excluded += pair.parameters;
      ++ruling.tensors_excluded;
      break;
    }
  }
  return matched;
}

void count_unmatched(component_ruling& ruling, std::size_t component, const paired_models& models,
                     const std::vector<bool>& matched) {
  for (const inventory_entry& entry : models.subject.contents->entries) {
    if (entry.component != component || entry.tied_to || matched[entry.tensor]) continue;
    if (entry.use == evidence_use::excluded) {
      ruling.parameters_excluded += entry.parameters;
      ++ruling.tensors_excluded;
    } else {
      ruling.parameters_unmatched += entry.parameters;
      ++ruling.tensors_unmatched;
    }
  }
}

void weigh_likeness(component_ruling& ruling, std::size_t component,
                    std::span<const tensor_evidence> pairs) {
  const auto median = [&](auto number) { return weighted_median(component, pairs, number); };
  ruling.cosine = median([](const tensor_evidence& p) { return p.metrics.cosine; });
  ruling.cosine_if_unrelated =
      median([](const tensor_evidence& p) { return p.metrics.cosine_if_unrelated; });
  ruling.pearson = median([](const tensor_evidence& p) { return p.metrics.pearson; });
  ruling.relative_l2 = median([](const tensor_evidence& p) { return p.metrics.relative_l2; });
  ruling.relative_l2_if_unrelated =
      median([](const tensor_evidence& p) { return p.metrics.relative_l2_if_unrelated; });
}

/// Unknown as soon as it is unknown of one pair.
void weigh_equal_bits(component_ruling& ruling, std::size_t component,
                      std::span<const tensor_evidence> pairs) {
  const bool known = std::all_of(pairs.begin(), pairs.end(), [&](const tensor_evidence& p) {
    return p.component != component || p.basis != equality_basis::unknown;
  });
  ruling.bit_equal_share =
      known ? weighted_median(component, pairs,
                              [](const tensor_evidence& p) { return p.metrics.bit_equal_share; })
            : std::numeric_limits<double>::quiet_NaN();
  ruling.bit_equal_chance = weighted_median(
      component, pairs, [](const tensor_evidence& p) { return p.bit_equal_chance; });
}

} // namespace

void summarise_component(component_ruling& ruling, std::size_t component,
                         const paired_models& models, std::span<const tensor_evidence> pairs) {
  count_unmatched(ruling, component, models, count_matched(ruling, component, models, pairs));
  weigh_likeness(ruling, component, pairs);
  weigh_equal_bits(ruling, component, pairs);
  weigh_common_variance(ruling, component, pairs);
}

} // namespace weightkin

#include "report_words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace weightkin::detail {
namespace {

/// Lower median; NaN of nothing.
double median(std::vector<double> values) {
  if (values.empty()) return NAN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace

std::string ruling_words(verdict ruling, change_kind change) {
  std::string words(name_of(ruling));
  if (change != change_kind::none && change != change_kind::unspecified)
    words += " (" + std::string(name_of(change)) + ")";
  return words;
}

std::string overall_words(const comparison& ruling) {
  return (is_finding(ruling.overall) ? "strongest finding " : "") +
         std::string(name_of(ruling.overall));
}

unit_counts counts_of(const unit_correspondence& units) {
  if (units.counted) return *units.counted;
  const auto mapped = std::count_if(units.reference_of.begin(), units.reference_of.end(),
                                    [](std::int64_t unit) { return unit != no_counterpart; });
  return {units.reference_of.size(), static_cast<std::uint64_t>(mapped)};
}

bool rests_on_checksums(const comparison& ruling, std::size_t component) noexcept {
  return std::ranges::any_of(ruling.tensors, [&](const tensor_evidence& pair) {
    return pair.component == component && pair.use != evidence_use::excluded &&
           pair.basis == equality_basis::checksum;
  });
}

bool is_exact_pattern(const operation_finding& finding) noexcept {
  return std::isinf(finding.log10_likelihood_margin) && finding.log10_likelihood_margin > 0;
}

bool shows_cover(const component_ruling& component) noexcept {
  return is_finding(component.ruling) && component.cover && component.cover->parameters > 0;
}

double share_of(const reference_cover& cover) noexcept {
  return static_cast<double>(cover.paired) / static_cast<double>(cover.parameters);
}

double corrected_log10_p(const component_ruling& component) noexcept {
  return component.evidence.null == null_kind::none ? std::numeric_limits<double>::quiet_NaN()
                                                    : component.log10_p_holm;
}

std::string_view meaning_of(exclusion why) noexcept {
  switch (why) {
  case exclusion::none: return "may carry a verdict";
  case exclusion::vector: return "one value per unit (norm gains, biases)";
  case exclusion::deterministic: return "a fixed construction that any model of this kind has";
  case exclusion::constant: return "all elements equal";
  case exclusion::init_valued: return "still at its customary start (all ones, all zeros)";
  case exclusion::degenerate: return "too few distinct values or units";
  case exclusion::integer: return "integers or booleans (indices, counters, masks)";
  case exclusion::tied: return "same storage as another tensor, which is counted instead";
  case exclusion::running_statistic: return "running mean or variance of the data";
  case exclusion::no_exchangeable_axis: return "both axes carry fixed meaning";
  case exclusion::adapter_factor: return "low-rank factor over a common base";
  case exclusion::empty: return "no elements";
  case exclusion::unreadable: return "could not be read";
  case exclusion::optimizer_state: return "training state, not weights";
  case exclusion::by_request: return "set aside by the caller's map";
  }
  return "unknown reason";
}

gain_summary gains_of(const comparison& ruling, std::size_t component) {
  std::vector<double> cosines;
  std::vector<double> expected;
  std::vector<double> pearsons;
  for (const tensor_evidence& tensor : ruling.tensors) {
    const bool counts = tensor.component == component && tensor.role == tensor_role::norm &&
                        tensor.why == exclusion::vector && std::isfinite(tensor.metrics.cosine) &&
                        std::isfinite(tensor.metrics.cosine_if_unrelated) &&
                        std::isfinite(tensor.metrics.pearson);
    if (!counts) continue;
    cosines.push_back(tensor.metrics.cosine);
    expected.push_back(tensor.metrics.cosine_if_unrelated);
    pearsons.push_back(tensor.metrics.pearson);
  }
  const std::size_t count = cosines.size();
  return {count, median(std::move(cosines)), median(std::move(expected)),
          median(std::move(pearsons))};
}

} // namespace weightkin::detail

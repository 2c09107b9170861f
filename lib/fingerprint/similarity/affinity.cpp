#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <weightkin/fingerprint/affinity.hpp>

#include "fingerprint/similarity/tensor_affinity.hpp"

namespace weightkin {
namespace {

using detail::affinity_tensor;
using tensors_prepared = std::vector<affinity_tensor>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The least deviation among strangers that is taken for usual, by channel: a handful of references
/// says little about it.
constexpr std::array<double, affinity_channels> usual_deviation = {0.005, 0.005, 0.01, 0.01,
                                                                   0.03,  0.02,  0.05};

bool depends_on_seed(affinity_channel channel) {
  return channel == affinity_channel::checksums || channel == affinity_channel::sketches ||
         channel == affinity_channel::landmarks || channel == affinity_channel::gram;
}

tensors_prepared prepared(const fingerprint& print) {
  tensors_prepared tensors;
  tensors.reserve(print.tensors.size());
  for (const tensor_print& tensor : print.tensors)
    if (affinity_tensor ready = detail::prepare(tensor, print.seed); ready.elements > 0)
      tensors.push_back(std::move(ready));
  return tensors;
}

bool has(affinity_channel channel, const affinity_tensor& tensor) {
  switch (channel) {
  case affinity_channel::values: return tensor.print->value.has_value();
  case affinity_channel::sketches: return tensor.print->sketch.has_value();
  case affinity_channel::landmarks:
  case affinity_channel::gram:
  case affinity_channel::profiles: return tensor.print->rows.has_value();
  case affinity_channel::checksums: break;
  case affinity_channel::magnitudes: return tensor.print->magnitudes[0] != 0xFFFF;
  }
  return true;
}

/// Best over the tensors of `reference` that could be this one by their size.
double best_sketch(const affinity_tensor& tensor, const tensors_prepared& reference) {
  double best = 0;
  std::size_t candidates = 0;
  for (const affinity_tensor& other : reference) {
    if (!detail::sketches_fit(tensor, other)) continue;
    ++candidates;
    best = std::max(best, detail::sketch_correlation(tensor, other));
  }
  return detail::above_luck(best, tensor.print->sketch->codes.size(), candidates);
}

double affinity_between(affinity_channel channel, const affinity_tensor& a,
                        const affinity_tensor& b) {
  switch (channel) {
  case affinity_channel::values:
    return b.print->value && *a.print->value == *b.print->value ? 1.0 : 0.0;
  case affinity_channel::checksums:
    return a.elements == b.elements && detail::checksums_meet(*a.print, *b.print) ? 1.0 : 0.0;
  case affinity_channel::sketches: break;
  case affinity_channel::landmarks:
    return a.row_length == b.row_length ? detail::landmark_affinity(a, b) : 0.0;
  case affinity_channel::gram:
    return a.row_length == b.row_length && a.elements == b.elements
               ? detail::gram_affinity(*a.print->rows, *b.print->rows)
               : 0.0;
  case affinity_channel::profiles:
    return a.row_length == b.row_length && a.elements == b.elements
               ? detail::profile_affinity(*a.print->rows, *b.print->rows)
               : 0.0;
  case affinity_channel::magnitudes:
    return a.elements == b.elements ? detail::magnitude_affinity(*a.print, *b.print) : 0.0;
  }
  return 0;
}

double best_match(affinity_channel channel, const affinity_tensor& tensor,
                  const tensors_prepared& reference) {
  if (channel == affinity_channel::sketches) return best_sketch(tensor, reference);
  double best = 0;
  for (const affinity_tensor& other : reference)
    if (has(channel, other)) best = std::max(best, affinity_between(channel, tensor, other));
  return best;
}

double score_of(affinity_channel channel, const tensors_prepared& subject,
                const tensors_prepared& reference) {
  const auto seen = [&](const affinity_tensor& tensor) { return has(channel, tensor); };
  if (std::none_of(reference.begin(), reference.end(), seen)) return nan;
  double sum = 0, weights = 0;
  for (const affinity_tensor& tensor : subject) {
    if (!seen(tensor)) continue;
    const auto weight = static_cast<double>(tensor.elements);
    weights += weight;
    sum += weight * best_match(channel, tensor, reference);
  }
  return weights > 0 ? sum / weights : nan;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// By how many usual deviations of the others each reference exceeds their median.
std::vector<double> standouts(std::span<const affinity> affinities, std::size_t channel) {
  std::vector<double> seen;
  for (const affinity& each : affinities)
    if (!std::isnan(each.scores[channel])) seen.push_back(each.scores[channel]);
  // One or two references have no crowd to stand out of: strangers score 0.
  const double centre = seen.size() > 2 ? median(seen) : 0.0;
  std::vector<double> away;
  away.reserve(seen.size());
  for (const double score : seen)
    away.push_back(std::fabs(score - centre));
  // 1.4826 median deviations of a normal variable are one standard deviation.
  const double usual = std::max(usual_deviation[channel], 1.4826 * median(away));
  std::vector<double> answer;
  answer.reserve(affinities.size());
  for (const affinity& each : affinities)
    answer.push_back(std::isnan(each.scores[channel]) ? -std::numeric_limits<double>::infinity()
                                                      : (each.scores[channel] - centre) / usual);
  return answer;
}

} // namespace

std::string_view name_of(affinity_channel channel) noexcept {
  switch (channel) {
  case affinity_channel::values: return "values";
  case affinity_channel::checksums: return "checksums";
  case affinity_channel::sketches: return "sketches";
  case affinity_channel::landmarks: return "landmarks";
  case affinity_channel::gram: return "gram";
  case affinity_channel::profiles: return "profiles";
  case affinity_channel::magnitudes: return "magnitudes";
  }
  return "";
}

std::vector<affinity> measure_affinities(const fingerprint& subject,
                                         std::span<const fingerprint> references) {
  const tensors_prepared own = prepared(subject);
  std::vector<affinity> answer;
  answer.reserve(references.size());
  for (const fingerprint& reference : references) {
    const tensors_prepared theirs = prepared(reference);
    affinity& each = answer.emplace_back();
    for (std::size_t at = 0; at < affinity_channels; ++at) {
      const auto channel = static_cast<affinity_channel>(at);
      const bool blind = depends_on_seed(channel) && subject.seed != reference.seed;
      each.scores[at] = blind ? nan : score_of(channel, own, theirs);
    }
  }
  return answer;
}

std::vector<std::size_t> ranked_by(std::span<const affinity> affinities, affinity_channel channel) {
  std::vector<std::size_t> order(affinities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto score = [&](std::size_t at) {
    const double value = affinities[at].of(channel);
    return std::isnan(value) ? -1.0 : value;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return score(a) > score(b); });
  return order;
}

std::vector<ranked_reference> ranked_by_all(std::span<const affinity> affinities) {
  std::vector<ranked_reference> order(affinities.size());
  for (std::size_t at = 0; at < order.size(); ++at)
    order[at] = {at, affinity_channel::values, -std::numeric_limits<double>::infinity()};
  for (std::size_t channel = 0; channel < affinity_channels; ++channel) {
    const std::vector<double> of_channel = standouts(affinities, channel);
    for (std::size_t at = 0; at < order.size(); ++at)
      if (of_channel[at] > order[at].standout)
        order[at] = {at, static_cast<affinity_channel>(channel), of_channel[at]};
  }
  std::stable_sort(
      order.begin(), order.end(),
      [](const ranked_reference& a, const ranked_reference& b) { return a.standout > b.standout; });
  return order;
}

} // namespace weightkin

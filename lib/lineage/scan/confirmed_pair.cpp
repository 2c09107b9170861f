#include "lineage/scan/confirmed_pair.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <weightkin/core/dtype.hpp>
#include <weightkin/lineage/compare_fingerprints.hpp>
#include <weightkin/metric/tail.hpp>

namespace weightkin {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

component_summary summary_of(const component_ruling& ruling, std::size_t at) {
  component_summary out;
  out.component = at;
  out.id = ruling.id;
  out.reference_id = ruling.reference_id;
  out.ruling = ruling.ruling;
  out.change = ruling.change;
  out.sentence = ruling.sentence;
  out.parameters_compared = ruling.parameters_compared;
  out.pearson = ruling.pearson;
  out.common_variance = ruling.common_variance;
  out.common_variance_error = ruling.common_variance_error;
  // The better of two looks, times two.
  const bool anchored = ruling.anchors.null != null_kind::none;
  const bool tested = ruling.groups > 0 || anchored;
  out.log10_p = tested ? std::min(ruling.groups > 0 ? ruling.log10_p : 0.0,
                                  anchored ? ruling.anchors_log10_p_holm : 0.0)
                       : nan;
  out.minimum_detectable = ruling.minimum_detectable;
  return out;
}

double centred_square(const pair_stats& stats) {
  if (stats.finite == 0) return nan;
  const double shift = stats.sum_a - stats.sum_b;
  return std::max(0.0, stats.sum_sq_diff - shift * shift / static_cast<double>(stats.finite));
}

std::vector<matched_tensor> matched_in(const comparison& ruling) {
  std::vector<matched_tensor> out;
  for (const tensor_evidence& pair : ruling.tensors)
    if (pair.use == evidence_use::convicting)
      out.push_back({pair.subject, pair.reference, pair.component,
                     pair.basis == equality_basis::elements ? centred_square(pair.stats) : nan});
  return out;
}

/// Rounding loses what the coarser side cannot give back.
direction_finding direction_by_cast(const comparison& ruling, std::size_t component) {
  std::size_t subject_coarser = 0;
  std::size_t reference_coarser = 0;
  if (ruling.components[component].ruling == verdict::identical_after_cast)
    for (const tensor_evidence& pair : ruling.tensors) {
      if (pair.component != component || !pair.rounded) continue;
      const int own = traits_of(pair.subject_type).mantissa_bits;
      const int other = traits_of(pair.reference_type).mantissa_bits;
      subject_coarser += own < other ? 1 : 0;
      reference_coarser += other < own ? 1 : 0;
    }
  if ((subject_coarser > 0) == (reference_coarser > 0)) return {};
  if (subject_coarser > 0)
    return {descent_direction::subject_from_reference,
            "its values are the other's, rounded to a type that cannot give them back"};
  return {descent_direction::reference_from_subject,
          "its values are the other's, rounded to a type that cannot give them back"};
}

bool found_in_place(const component_ruling& ruling, const ruling_options& options) {
  return is_finding(ruling.ruling) &&
         (ruling.parameters_bit_equal > 0 ||
          (ruling.groups > 0 && ruling.log10_p_holm <= options.log10_alpha));
}

bool same_components(const comparison& ruling, const fingerprint& print) {
  return std::equal(ruling.components.begin(), ruling.components.end(),
                    print.contents.components.begin(), print.contents.components.end(),
                    [](const component_ruling& a, const component& b) { return a.id == b.id; });
}

bool fits(const fingerprint& print) {
  if (print.contents.entries.size() != print.tensors.size()) return false;
  for (std::size_t i = 0; i < print.contents.entries.size(); ++i) {
    const inventory_entry& entry = print.contents.entries[i];
    if (entry.tensor != i || entry.component >= print.contents.components.size()) return false;
  }
  return true;
}

} // namespace

result<confirmed_pair> confirm_pair(const pair_side& subject, const pair_side& reference,
                                    const compare_options& options) {
  const bool weights = !subject.weights.empty() && !reference.weights.empty();
  compare_options how = options;
  how.subject_name = subject.print->name;
  how.reference_name = reference.print->name;
  const auto ruling = weights ? compare_views(subject.weights, reference.weights, how)
                              : compare_fingerprints(*subject.print, *reference.print, how);
  if (!ruling) return ruling.error();
  if (!same_components(*ruling, *subject.print))
    return error{errc::bad_argument, "weights and fingerprint fall into different components, as "
                                     "with different maps: " +
                                         subject.print->name};
  confirmed_pair out;
  out.summary.overall = ruling->overall;
  out.summary.sentence = ruling->sentence;
  out.summary.source = ruling->source;
  for (std::size_t i = 0; i < ruling->components.size(); ++i) {
    out.summary.components.push_back(summary_of(ruling->components[i], i));
    out.directions.push_back(direction_by_cast(*ruling, i));
    out.in_place.push_back(found_in_place(ruling->components[i], ruling->options));
  }
  out.matched = matched_in(*ruling);
  return out;
}

result<void> check_prints(std::span<const fingerprint> prints, std::uint64_t seed) {
  for (const fingerprint& print : prints) {
    if (print.seed != seed)
      return error{errc::bad_argument,
                   "fingerprints of different seeds cannot be compared: " + std::to_string(seed) +
                       " and " + std::to_string(print.seed) + " (" + print.name + ")"};
    if (!fits(print))
      return error{errc::bad_argument,
                   "the inventory of a fingerprint does not fit its tensors: " + print.name};
  }
  return {};
}

void correct_for_pairs(std::span<pair_summary* const> pairs, std::size_t untested) {
  std::vector<double> log10_p;
  for (const pair_summary* pair : pairs)
    for (const component_summary& part : pair->components)
      log10_p.push_back(part.log10_p);
  log10_p.insert(log10_p.end(), untested, nan);
  const std::vector<double> adjusted = holm_log10(log10_p);
  std::size_t next = 0;
  for (pair_summary* pair : pairs)
    for (component_summary& part : pair->components) {
      part.log10_p_holm = std::isnan(part.log10_p) ? nan : adjusted[next];
      ++next;
    }
}

ruling_options at_level_of(const ruling_options& options, std::size_t pairs) {
  ruling_options out = options;
  out.log10_alpha -= std::log10(static_cast<double>(std::max<std::size_t>(pairs, 1)));
  return out;
}

} // namespace weightkin

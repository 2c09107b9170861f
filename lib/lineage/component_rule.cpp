#include "lineage/component_rule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include <weightkin/metric/tail.hpp>

#include "align/search/order_evidence.hpp"
#include "lineage/explanation.hpp"

namespace weightkin {
namespace {

const double log10_two = std::log10(2.0);

/// Half of all correlation: a test that could only have seen more than this has not looked.
constexpr double weakest_useful_power = 0.5;

/// Between the family-wise level and this, the data hint without deciding.
constexpr double log10_suggestive = -3.0;

/// Roles a fixed, never trained table may hide under when no construction was recognised.
bool could_be_fixed(tensor_role role) {
  return role == tensor_role::unknown || role == tensor_role::convolution ||
         role == tensor_role::linear || role == tensor_role::position_embedding ||
         role == tensor_role::buffer;
}

bool all_values_equal(const tensor_evidence& pair) {
  return pair.same_once_undone ||
         (pair.stats.elements > 0 && pair.stats.bit_equal == pair.stats.elements);
}

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
/// only. Errors of the pairs' r are independent.
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
  if (!(total > 0)) return;
  ruling.common_variance = explained / total;
  ruling.common_variance_error = std::sqrt(error_square) / total;
}

/// Most of the units that a search moved are named alike by evidence that did not choose their
/// order, and so many were asked that this is no accident. Without that, what tensors share after a
/// search may be what any two networks of one task share: perceptrons trained apart agree on which
/// units speak for which class, and a search finds up to half of them.
bool confirmed_by_units(const component_ruling& ruling, const ruling_options& options) {
  if (!ruling.arrangement) return false;
  double confirmed = 0;
  double moved = 0;
  detail::order_evidence asked; // whether it is more than every second unit
  for (const unit_correspondence& group : ruling.arrangement->units) {
    if (group.identity) continue;
    const auto units = static_cast<double>(group.reference_of.size());
    moved += units;
    const bool answered = !std::isnan(group.agreement);
    const double share = answered ? group.agreement : group.implied;
    if (std::isnan(share)) continue;
    confirmed += share * units;
    if (!answered) continue;
    const auto count = static_cast<double>(group.asked);
    asked.add({static_cast<std::size_t>(group.asked),
               static_cast<std::size_t>(std::lround(group.agreement * count)), count / 2});
  }
  return moved == 0 || (2 * confirmed > moved && asked.log10_p() <= options.log10_alpha);
}

/// Significant after multiplicity and large enough to matter.
struct significance {
  bool pooled = false;
  bool strongest = false;
  bool searched = false;    ///< units put in order by a search, and alike far beyond strangers
  bool below_floor = false; ///< significant somewhere, but smaller than innocents can be
  [[nodiscard]] bool any() const { return pooled || strongest || searched; }
};

significance significance_of(const component_ruling& ruling, const ruling_options& options) {
  const double groups = std::log10(static_cast<double>(std::max<std::size_t>(ruling.groups, 1)));
  const double alone = std::min(
      0.0, std::min(ruling.evidence.log10_p, ruling.strongest.log10_p + groups) + log10_two);
  const double penalty = ruling.log10_p_holm - alone;
  const double pooled = ruling.evidence.log10_p + log10_two + penalty;
  const double strongest = ruling.strongest.log10_p + groups + log10_two + penalty;
  const bool pooled_low = pooled <= options.log10_alpha;
  const bool strongest_low = strongest <= options.log10_alpha;
  significance found;
  found.pooled = pooled_low && ruling.evidence.effect >= options.effect_floor;
  found.strongest = strongest_low && ruling.strongest.effect >= options.effect_floor;
  found.searched = ruling.searched.null != null_kind::none &&
                   ruling.searched.log10_p + std::max(penalty, 0.0) <= options.log10_alpha &&
                   ruling.searched.effect >= options.searched_floor &&
                   confirmed_by_units(ruling, options);
  found.below_floor = (pooled_low || strongest_low) && !found.any();
  return found;
}

void rule_without_test(component_ruling& ruling) {
  const bool adapters = ruling.kind == component_kind::adapter;
  if (ruling.reference_id.empty()) {
    ruling.ruling = ruling.parameters_excluded == ruling.parameters ? verdict::non_evidential
                                                                    : verdict::not_comparable;
    explain_nothing_compared(ruling);
  } else if (adapters && ruling.parameters_descriptive > 0) {
    ruling.ruling = verdict::undetermined;
    explain_adapter(ruling);
  } else if (ruling.parameters_descriptive + ruling.parameters_excluded > 0 &&
             ruling.parameters_unmatched == 0) {
    ruling.ruling = verdict::non_evidential;
    explain_nothing_compared(ruling);
  } else {
    ruling.ruling = verdict::not_comparable;
    explain_nothing_compared(ruling);
  }
}

change_kind change_of(const bit_census& bits, const residual_profile& residual,
                      std::uint64_t compared) {
  if (bits.equal > 0 && bits.equal_parameters * 100 >= compared) return change_kind::partly_frozen;
  if (residual.pairs == 0) return change_kind::unspecified;
  if (residual.rescaled == residual.pairs) return change_kind::rescaled;
  if (residual.white * 10 >= residual.pairs * 9) return change_kind::noised;
  if (residual.structured * 2 >= residual.pairs) return change_kind::fine_tuned;
  return change_kind::unspecified;
}

/// Networks carry a fixed table or two (a transform's basis, a filter bank), not more.
constexpr std::size_t most_fixed_tables = 3;

/// A few bit-equal tensors of roles that fixed tables can have, less than half of the component,
/// and nothing else in it that depends on the reference: not yet a copy. Tables may be scaled row
/// by row in one of two networks, so such tensors count among them.
bool may_be_fixed_tables(const component_ruling& ruling, const bit_census& bits,
                         const residual_profile& residual) {
  return bits.equal > 0 && bits.equal + residual.scaled_by_rows <= most_fixed_tables &&
         bits.equal_could_be_fixed && !bits.changed_dependent &&
         (bits.equal_parameters + residual.scaled_parameters) * 2 < ruling.parameters;
}

/// Doubt speaks for the weaker verdict: an estimate has to exceed the share by two standard errors.
bool surely_derived(const component_ruling& ruling, const ruling_options& options) {
  return ruling.common_variance - 2 * ruling.common_variance_error >= options.derived_share;
}

void rule_dependent(component_ruling& ruling, const bit_census& bits,
                    const residual_profile& residual, const ruling_options& options) {
  const bool mostly_copied = bits.equal_parameters * 2 >= ruling.parameters_compared;
  if (residual.pairs > 0 && residual.gridded * 2 > residual.pairs) {
    ruling.ruling = verdict::reencoded;
  } else if (surely_derived(ruling, options) || mostly_copied) {
    ruling.ruling = verdict::derived;
    ruling.change = change_of(bits, residual, ruling.parameters_compared);
  } else {
    ruling.ruling = verdict::related;
  }
  explain_dependence(ruling, options);
}

/// Units in an order that was searched: what is alike is alike beyond what strangers share, but a
/// p-value that could be relied on there is not.
void rule_searched(component_ruling& ruling, const ruling_options& options) {
  const bool derived = surely_derived(ruling, options);
  ruling.ruling = derived ? verdict::derived : verdict::related;
  ruling.change = derived ? change_kind::rearranged : change_kind::none;
  explain_searched(ruling, options);
}

/// Not merely stored with other axes or names.
bool is_rearranged(const component_ruling& ruling) {
  if (!ruling.arrangement) return false;
  const component_correspondence& found = *ruling.arrangement;
  const bool moved_layers = [&] {
    for (std::size_t i = 0; i < found.layer_of.size(); ++i)
      if (found.layer_of[i] != static_cast<std::int64_t>(i)) return true;
    return false;
  }();
  return moved_layers || found.moves_values || found.repeats_networks;
}

void rule_silent(component_ruling& ruling, const significance& found,
                 const ruling_options& options) {
  // A hint of a dependence that would be dismissed for its size is no hint.
  const bool hinted =
      ruling.log10_p_holm <= log10_suggestive &&
      std::max(ruling.evidence.effect, ruling.strongest.effect) >= options.effect_floor;
  if (!(ruling.minimum_detectable <= weakest_useful_power)) {
    ruling.ruling = verdict::undetermined;
    explain_low_power(ruling);
  } else if (hinted) {
    ruling.ruling = verdict::undetermined;
    explain_hint(ruling, options);
  } else {
    ruling.ruling = verdict::no_shared_initialisation_found;
    explain_silence(ruling, found.below_floor, options);
  }
}

/// A name taken apart: the module that it belongs to, and the rest.
struct module_name {
  std::string_view module, rest;
};

module_name split_name(std::string_view name) {
  const std::size_t end = std::min(name.find_first_of("./"), name.size());
  return {name.substr(0, end), name.substr(end)};
}

/// Something that could have carried the verdict has no counterpart. A second network of the same
/// build in one file does not count: its tensors are called like matched ones, in a module of which
/// nothing was matched.
bool is_partly_matched(std::size_t component, const paired_models& models,
                       std::span<const tensor_evidence> pairs) {
  std::set<std::size_t> matched;
  std::set<std::string_view> modules, rests;
  for (const tensor_evidence& pair : pairs) {
    if (pair.component != component) continue;
    const module_name name = split_name(models.subject.tensors[pair.subject].name);
    matched.insert(pair.subject);
    modules.insert(name.module);
    rests.insert(name.rest);
  }
  const auto& entries = models.subject.contents->entries;
  return std::any_of(entries.begin(), entries.end(), [&](const inventory_entry& entry) {
    if (entry.component != component || entry.use != evidence_use::convicting || entry.tied_to ||
        matched.contains(entry.tensor))
      return false;
    const module_name name = split_name(models.subject.tensors[entry.tensor].name);
    return modules.contains(name.module) || !rests.contains(name.rest);
  });
}

} // namespace

void summarise_component(component_ruling& ruling, std::size_t component,
                         const paired_models& models, std::span<const tensor_evidence> pairs) {
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
  const auto median = [&](auto number) { return weighted_median(component, pairs, number); };
  ruling.cosine = median([](const tensor_evidence& p) { return p.metrics.cosine; });
  ruling.cosine_if_unrelated =
      median([](const tensor_evidence& p) { return p.metrics.cosine_if_unrelated; });
  ruling.pearson = median([](const tensor_evidence& p) { return p.metrics.pearson; });
  ruling.relative_l2 = median([](const tensor_evidence& p) { return p.metrics.relative_l2; });
  ruling.relative_l2_if_unrelated =
      median([](const tensor_evidence& p) { return p.metrics.relative_l2_if_unrelated; });
  if (std::all_of(pairs.begin(), pairs.end(), [&](const tensor_evidence& p) {
        return p.component != component || p.basis != equality_basis::unknown;
      }))
    ruling.bit_equal_share =
        median([](const tensor_evidence& p) { return p.metrics.bit_equal_share; });
  else
    ruling.bit_equal_share = std::numeric_limits<double>::quiet_NaN();
  ruling.bit_equal_chance = median([](const tensor_evidence& p) { return p.bit_equal_chance; });
  ruling.common_variance = std::numeric_limits<double>::quiet_NaN();
  weigh_common_variance(ruling, component, pairs);
}

void combine_evidence(component_ruling& ruling, std::size_t component,
                      std::span<const group_evidence> groups, std::size_t looks) {
  std::vector<permutation_evidence> own;
  std::vector<permutation_evidence> searched;
  for (const group_evidence& group : groups) {
    if (group.component != component || group.pooled.null == null_kind::none) continue;
    if (group.searched) {
      searched.push_back(group.pooled);
      continue;
    }
    if (own.empty() || group.pooled.log10_p < ruling.strongest.log10_p) {
      ruling.strongest = group.pooled;
      ruling.strongest_group = group.group;
    }
    own.push_back(group.pooled);
  }
  ruling.searched_groups = searched.size();
  if (!searched.empty()) ruling.searched = combine_independent(searched);
  ruling.groups = own.size();
  if (own.empty()) return;
  ruling.evidence = combine_independent(own);
  // Two looks, at the sum and at the strongest group: the smaller p counts, times two.
  const double strongest = ruling.strongest.log10_p + std::log10(static_cast<double>(own.size()));
  const double choices = ruling.arrangement ? ruling.arrangement->log10_choices : 0.0;
  ruling.log10_p = std::min(0.0, std::min(ruling.evidence.log10_p, strongest) + log10_two) +
                   choices + std::log10(static_cast<double>(looks));
  ruling.log10_p = std::min(0.0, ruling.log10_p);
}

bit_census census_of(std::size_t component, const paired_models& models,
                     std::span<const tensor_evidence> pairs, const ruling_options& options) {
  bit_census census;
  census.partly_matched = is_partly_matched(component, models, pairs);
  census.equal_could_be_fixed = true;
  double strongest_changed = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const tensor_evidence& pair = pairs[i];
    if (pair.component != component || pair.use == evidence_use::excluded) continue;
    const bool equal = all_values_equal(pair);
    if (equal) {
      census.any_cast |= pair.subject_type != pair.reference_type;
      census.any_undone |= pair.same_once_undone;
      census.any_rounded |= pair.rounded;
      census.by_checksum += pair.basis == equality_basis::checksum ? 1 : 0;
    }
    if (pair.use == evidence_use::descriptive) {
      ++census.descriptive;
      census.descriptive_equal += equal ? 1 : 0;
      census.descriptive_matrices_equal += equal && pair.why != exclusion::vector ? 1 : 0;
      continue;
    }
    ++census.tested;
    if (equal) {
      ++census.equal;
      census.equal_parameters += pair.parameters;
      census.equal_could_be_fixed &= could_be_fixed(pair.role);
    } else {
      census.changed.push_back(i);
      if (pair.permutation.effect >= options.effect_floor)
        strongest_changed = std::min(strongest_changed, pair.permutation.log10_p);
    }
  }
  const double looks =
      std::log10(static_cast<double>(std::max<std::size_t>(census.changed.size(), 1)));
  census.changed_dependent = strongest_changed + looks <= options.log10_alpha;
  return census;
}

void rule(component_ruling& ruling, const bit_census& bits, const residual_profile& residual,
          const ruling_options& options) {
  if (bits.tested == 0) {
    rule_without_test(ruling);
    mention_equal_bits(ruling, bits);
    return;
  }
  const significance found = significance_of(ruling, options);
  const bool copied = bits.equal == bits.tested; // perhaps with other gains or biases
  if ((found.any() || copied) && may_be_fixed_tables(ruling, bits, residual)) {
    ruling.ruling = verdict::undetermined;
    explain_isolated_copies(ruling, bits);
    return;
  }
  if (copied && is_rearranged(ruling)) {
    ruling.ruling = verdict::derived;
    ruling.change = change_kind::rearranged;
    explain_rearranged_copy(ruling);
    return;
  }
  // What has no counterpart is not the same. Vectors that no name leads to each other decide
  // nothing.
  if (copied && bits.descriptive_equal == bits.descriptive && !bits.partly_matched) {
    ruling.ruling =
        bits.any_cast || bits.any_undone ? verdict::identical_after_cast : verdict::identical;
    explain_identity(ruling, bits);
    return;
  }
  if (!(found.pooled || found.strongest) && found.searched)
    rule_searched(ruling, options);
  else if (found.any() || copied)
    rule_dependent(ruling, bits, residual, options);
  else
    rule_silent(ruling, found, options);
  if (!is_finding(ruling.ruling)) mention_equal_bits(ruling, bits);
}

} // namespace weightkin

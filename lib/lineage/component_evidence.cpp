#include "lineage/component_evidence.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <weightkin/metric/tail.hpp>

#include "align/search/order_evidence.hpp"

namespace weightkin {
namespace {

const double log10_two = std::log10(2.0);

/// Most of the units that a search moved are named alike by evidence that did not choose their
/// order, and so many were asked that this is no accident. Without that, what tensors share after a
/// search may be what any two networks of one task share: perceptrons trained apart agree on which
/// units speak for which class, and a search finds up to half of them.
bool confirmed_by_units(const component_ruling& ruling, double log10_level) {
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
  return moved == 0 || (2 * confirmed > moved && asked.log10_p() <= log10_level);
}

/// What the values chose the component's arrangement among.
double log10_choices_of(const component_ruling& ruling) {
  return ruling.arrangement ? ruling.arrangement->log10_choices : 0.0;
}

/// Two looks, at the sum and at the strongest group: the smaller p counts, times two.
double log10_p_of_smaller(const component_ruling& ruling) {
  return std::min(0.0, std::min(ruling.evidence.log10_p, log10_p_of_strongest(ruling)) + log10_two);
}

/// Layers or experts that are copies of each other in both models give one number twice: they are
/// one observation, not two independent ones.
bool repeats(const std::vector<permutation_evidence>& groups, const permutation_evidence& group) {
  return std::any_of(groups.begin(), groups.end(), [&](const permutation_evidence& other) {
    return group.units == other.units && group.effect == other.effect && group.z == other.z &&
           group.effective_size == other.effective_size && group.skewness == other.skewness &&
           group.excess_kurtosis == other.excess_kurtosis;
  });
}

} // namespace

double log10_p_of_strongest(const component_ruling& ruling) {
  return ruling.strongest.log10_p +
         std::log10(static_cast<double>(std::max<std::size_t>(ruling.groups, 1)));
}

void combine_evidence(component_ruling& ruling, std::size_t component,
                      std::span<const group_evidence> groups, std::size_t looks) {
  std::vector<permutation_evidence> own;
  std::vector<permutation_evidence> searched;
  for (const group_evidence& group : groups) {
    if (group.component != component || group.pooled.null == null_kind::none) continue;
    if (group.searched) {
      if (!repeats(searched, group.pooled)) searched.push_back(group.pooled);
      continue;
    }
    if (own.empty() || group.pooled.log10_p < ruling.strongest.log10_p) {
      ruling.strongest = group.pooled;
      ruling.strongest_group = group.group;
    }
    if (!repeats(own, group.pooled)) own.push_back(group.pooled);
  }
  ruling.searched_groups = searched.size();
  if (!searched.empty()) ruling.searched = combine_independent(searched);
  ruling.groups = own.size();
  if (own.empty()) return;
  ruling.evidence = combine_independent(own);
  ruling.log10_p = log10_p_of_smaller(ruling) + log10_choices_of(ruling) +
                   std::log10(static_cast<double>(looks));
  ruling.log10_p = std::min(0.0, ruling.log10_p);
}

significance significance_of(const component_ruling& ruling, const ruling_options& options,
                             double log10_searches) {
  const double penalty = ruling.log10_p_holm - log10_p_of_smaller(ruling);
  const double pooled = ruling.evidence.log10_p + log10_two + penalty;
  const double strongest = log10_p_of_strongest(ruling) + log10_two + penalty;
  const bool pooled_low = pooled <= options.log10_alpha;
  const bool strongest_low = strongest <= options.log10_alpha;
  significance found;
  found.pooled = pooled_low && ruling.evidence.effect >= options.effect_floor;
  found.strongest = strongest_low && ruling.strongest.effect >= options.effect_floor;
  // Not with the penalty of the units that no search moved: those may say nothing, and p of 1 stays
  // 1 however often it is tried.
  const double level = options.log10_alpha - log10_choices_of(ruling) - log10_searches;
  found.searched = ruling.searched.null != null_kind::none && ruling.searched.log10_p <= level &&
                   ruling.searched.effect >= options.searched_floor &&
                   confirmed_by_units(ruling, level);
  found.below_floor = (pooled_low || strongest_low) && !found.any();
  return found;
}

} // namespace weightkin

#include "lineage/component_rule.hpp"

#include <algorithm>
#include <cstdint>

#include "lineage/component_evidence.hpp"
#include "lineage/explanation.hpp"

namespace weightkin {
namespace {

/// Half of all correlation: a test that could only have seen more than this has not looked.
constexpr double weakest_useful_power = 0.5;

/// Between the family-wise level and a hundred times that, the data hint without deciding; where
/// many pairs share a level, one of them soon has a p-value that would be a hint by itself.
constexpr double hinting_decades = 2.0;
constexpr double weakest_hint = -3.0;

double log10_suggestive(const ruling_options& options) {
  return std::min(weakest_hint, options.log10_alpha + hinting_decades);
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

/// Networks carry a fixed table or two (a transform's basis, a filter bank), not more; perhaps in
/// every layer.
constexpr std::size_t most_fixed_tables = 3;

/// A few contents in bit-equal tensors of roles that fixed tables can have, less than half of the
/// component, and nothing else in it that depends on the reference: not yet a copy. Tables may be
/// scaled row by row in one of two networks, so such tensors count among them.
bool may_be_fixed_tables(const component_ruling& ruling, const bit_census& bits,
                         const residual_profile& residual) {
  return bits.equal > 0 && bits.equal_contents + residual.scaled_by_rows <= most_fixed_tables &&
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
      ruling.log10_p_holm <= log10_suggestive(options) &&
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

/// Every tensor that can carry a verdict has the reference's bits. False when that is not all of
/// the component.
bool rule_copy(component_ruling& ruling, const bit_census& bits) {
  if (is_rearranged(ruling)) {
    ruling.ruling = verdict::derived;
    ruling.change = change_kind::rearranged;
    explain_rearranged_copy(ruling);
    return true;
  }
  // What has no counterpart is not the same. Vectors that no name leads to each other decide
  // nothing.
  if (bits.descriptive_equal != bits.descriptive || bits.partly_matched) return false;
  ruling.ruling =
      bits.any_cast || bits.any_undone ? verdict::identical_after_cast : verdict::identical;
  explain_identity(ruling, bits);
  return true;
}

} // namespace

void rule(component_ruling& ruling, const bit_census& bits, const residual_profile& residual,
          const ruling_options& options, double log10_searches) {
  if (bits.tested == 0) {
    rule_without_test(ruling);
    mention_equal_bits(ruling, bits);
    return;
  }
  const significance found = significance_of(ruling, options, log10_searches);
  const bool copied = bits.equal == bits.tested; // perhaps with other gains or biases
  if ((found.any() || copied) && may_be_fixed_tables(ruling, bits, residual)) {
    ruling.ruling = verdict::undetermined;
    explain_isolated_copies(ruling, bits);
    return;
  }
  if (copied && rule_copy(ruling, bits)) return;
  if (!(found.pooled || found.strongest) && found.searched)
    rule_searched(ruling, options);
  else if (found.any() || copied)
    rule_dependent(ruling, bits, residual, options);
  else
    rule_silent(ruling, found, options);
  if (!is_finding(ruling.ruling)) mention_equal_bits(ruling, bits);
}

} // namespace weightkin

#pragma once

#include <cstddef>
#include <span>

#include <weightkin/lineage/comparison.hpp>

#include "lineage/group_tests.hpp"

namespace weightkin {

/// Combines the component's groups: pooled evidence, strongest group, p before Holm, power. What
/// was chosen among (maps of layers, `looks` at the models) is paid for here.
void combine_evidence(component_ruling& ruling, std::size_t component,
                      std::span<const group_evidence> groups, std::size_t looks);

/// Of the strongest group, once for each group that it was chosen among; above 0 where that is more
/// than certain. \pre combined.
[[nodiscard]] double log10_p_of_strongest(const component_ruling& ruling);

/// Significant after multiplicity and large enough to matter.
struct significance {
  bool pooled = false;
  bool strongest = false;
  bool searched = false;    ///< units put in order by a search, and alike far beyond strangers
  bool below_floor = false; ///< significant somewhere, but smaller than innocents can be
  [[nodiscard]] bool any() const { return pooled || strongest || searched; }
};

/// \param log10_searches of looks at the models times components in which a search ordered units.
/// \pre combined, `log10_p_holm` set.
[[nodiscard]] significance significance_of(const component_ruling& ruling,
                                           const ruling_options& options, double log10_searches);

} // namespace weightkin

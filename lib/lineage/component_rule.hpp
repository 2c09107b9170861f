#pragma once

#include <weightkin/lineage/comparison.hpp>

#include "lineage/bit_census.hpp"
#include "lineage/residual.hpp"

namespace weightkin {

/// The verdict on one component. \pre summarised, combined, `log10_p_holm` set.
/// \param log10_searches see `significance_of`.
void rule(component_ruling& ruling, const bit_census& bits, const residual_profile& residual,
          const ruling_options& options, double log10_searches);

} // namespace weightkin

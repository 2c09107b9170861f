#pragma once

#include <weightkin/lineage/compare.hpp>

#include "lineage/pair_measurements.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Measures and rules on two aligned models, whatever `measured` knows of them.
/// \returns `cancelled`, or what `measured` fails with.
[[nodiscard]] result<comparison> compare_models(const paired_models& models,
                                                const pair_measurements& measured,
                                                const compare_options& options);

} // namespace weightkin

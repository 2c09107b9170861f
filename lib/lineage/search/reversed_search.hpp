#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/compare.hpp>

#include "lineage/paired_tensors.hpp"
#include "lineage/search/bounded_search.hpp"

namespace weightkin {

/// The same search with the models in each other's place, for components that were found and whose
/// reference has layers, networks or units to spare: a reference that repeats parts of the subject
/// was made later. Adds to the directions in `answer`, and a limit where time ran out. \returns the
/// medium's `io` error, `cancelled`.
[[nodiscard]] result<void> look_for_repeats(comparison& answer, const paired_models& direct,
                                            const search_bounds& bounds,
                                            const compare_options& options);

} // namespace weightkin

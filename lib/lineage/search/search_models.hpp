#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/compare.hpp>

#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Compares two models as they lie and then, as far as `options.depth` says and components are not
/// explained, as a search rearranges them. For each component the ruling that explains more of it
/// stands; both looks are paid for. \param direct aligned by name, role and shape. \returns what
/// `compare_models` does, the medium's `io` error, `cancelled`. With
/// `options.search_seconds` the answer depends on the clock, else on nothing but the models.
[[nodiscard]] result<comparison> compare_with_search(const paired_models& direct,
                                                     const compare_options& options);

} // namespace weightkin

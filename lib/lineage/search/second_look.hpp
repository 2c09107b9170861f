#pragma once

#include <span>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/compare.hpp>

#include "align/search/find_rearrangement.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// The second look, at the models as the search lays them on each other: of each searched component
/// the ruling that explains more stands in `answer`. Marks in `described` the components it adopts,
/// which it also describes: only here do their tensors lie on each other. \returns what
/// `compare_models` does.
[[nodiscard]] result<void> look_again(comparison& answer, const paired_models& direct,
                                      const detail::rearrangement& found,
                                      std::span<const detail::component_pair> pairs,
                                      const compare_options& options, std::vector<bool>& described);

} // namespace weightkin

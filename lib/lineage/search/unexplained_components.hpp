#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

#include "align/search/find_rearrangement.hpp"
#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// Components that a first look left without a finding, or with tensors that lie on nothing they
/// resemble, each with the reference's component to search in.
[[nodiscard]] std::vector<detail::component_pair>
unexplained_components(const comparison& answer, const paired_models& models);

/// The reference's component that one of the subject is tried on: the one it was aligned with, else
/// the largest of the same kind.
[[nodiscard]] std::optional<std::size_t> searched_partner(const paired_models& models,
                                                          std::size_t component);

} // namespace weightkin

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/lineage/operation.hpp>

namespace weightkin {

/// Sizes that the correspondence is read with. 0: unknown.
struct component_sizes {
  std::uint64_t subject_layers = 0;
  std::uint64_t reference_layers = 0;
  std::uint64_t subject_width = 0; ///< residual stream
  std::uint64_t reference_width = 0;
  std::uint64_t subject_tokens = 0; ///< rows of the token table
  std::uint64_t reference_tokens = 0;
  std::uint64_t subject_experts = 0; ///< feed-forward networks a layer; 1 when dense
  std::uint64_t reference_experts = 0;
  /// Units of the reference, for each of `component_correspondence::units`; missing: unknown.
  std::vector<std::uint64_t> reference_units;
};

/// What was left out, repeated, added, reordered or turned, as the correspondence of a component
/// tells: exact where the search is right, silent about values. Findings are certain (infinite
/// margin) given the correspondence, which the caller must have evidence for. O(its size).
[[nodiscard]] std::vector<operation_finding>
structural_operations(const component_correspondence& found, const component_sizes& sizes);

} // namespace weightkin

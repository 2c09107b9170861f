#pragma once

#include <span>
#include <vector>

#include <weightkin/lineage/operation.hpp>

#include "lineage/operation/operation_evidence.hpp"

namespace weightkin {

/// Who came first, by containment alone: one side must hold less than the other, in a way that the
/// other cannot have been made from it by training. Coarser grids and floats between whose levels
/// the other side's values lie as if they had never known them, single zeros where more was lost
/// than changed elsewhere, a removed direction, repeated layers, units and experts, mixtures, and a
/// wider stream that uses no more dimensions than the other has. Similarity does not; nor does a
/// low-rank difference (an adapter can be added or taken away), nor parts that one side lacks (they
/// may have been left out or added). Contradicting signs leave it undetermined. Digits and values
/// that somebody made up on purpose are not seen through. \param values what `type_operations`
/// found, with the evidence it was found in. \param structure what `structural_operations` found.
[[nodiscard]] direction_finding prove_direction(std::span<const operation_evidence> seen,
                                                std::span<const operation_finding> values,
                                                std::span<const operation_finding> structure);

/// What the same search the other way round adds: repeats in the reference. \param reversed what
/// `structural_operations` found with the models in each other's place. A sign that contradicts
/// what is known leaves it undetermined.
void add_reversed_structure(direction_finding& direction,
                            std::span<const operation_finding> reversed);

} // namespace weightkin

#pragma once

#include <span>
#include <vector>

#include <weightkin/lineage/operation.hpp>

#include "lineage/operation/operation_evidence.hpp"

namespace weightkin {

struct typing_options {
  /// `fine_tuned` means: at least this share of the variance is common; below it, `continued`.
  double derived_share = 0.90;
  /// Decades by which a special account must beat the generic one over all its tensors.
  double least_margin = 3;
  double least_effect = 0.05; ///< of a matrix that counts as kin, with
  double log10_level = -5;    ///< this p at most, corrected for the number of tensors
};

/// What was done to the tensors of one component between reference and subject: the most special
/// accounts that beat a Gaussian residual of each tensor's size, several where they compose, else
/// the generic one. Empty when no matrix depends on its counterpart: strangers have no operation.
/// What rearranges tensors is not seen here (structural_operations.hpp).
/// \param seen of exactly these pairs, in their order. *Close*, as the evidence is.
[[nodiscard]] std::vector<operation_finding>
type_operations(std::span<const aligned_pair> pairs, std::span<const operation_evidence> seen,
                const typing_options& options = {});

} // namespace weightkin

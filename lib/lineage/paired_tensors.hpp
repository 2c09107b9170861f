#pragma once

#include <span>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/lineage/comparison.hpp>

#include "lineage/pair_measurements.hpp"

namespace weightkin {

/// Two models and what aligns them, as the measuring steps see them. Borrowed.
struct paired_models {
  model_ref subject;
  model_ref reference;
  const alignment* aligned = nullptr;

  [[nodiscard]] const inventory_entry& subject_entry(const tensor_evidence& pair) const {
    return subject.contents->entries[pair.subject];
  }
  [[nodiscard]] const inventory_entry& reference_entry(const tensor_evidence& pair) const {
    return reference.contents->entries[pair.reference];
  }
  [[nodiscard]] const tensor_view& subject_view(const tensor_evidence& pair) const {
    return subject.tensors[pair.subject];
  }
  [[nodiscard]] const tensor_view& reference_view(const tensor_evidence& pair) const {
    return reference.tensors[pair.reference];
  }
};

/// One record per match: names, shapes, roles, and the more cautious of both sides' evidence use.
[[nodiscard]] std::vector<tensor_evidence> describe_pairs(const paired_models& models);

/// Measures every readable pair. Large tensors use all threads one after another; small ones share
/// them.
[[nodiscard]] result<void> measure_pairs(const pair_measurements& measured,
                                         std::span<tensor_evidence> pairs, unsigned threads,
                                         progress_meter& meter);

} // namespace weightkin

#pragma once

#include <cstdint>
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
  /// Per match, what a search for rearrangements had to do with it. Empty: there was none.
  std::span<const fit_kind> fits = {};
  std::span<const std::uint8_t> padded = {}; ///< per match: the reference was filled up with zeros
  /// Per match: where gains were folded into the subject's tensor, the reference's as it lies on
  /// the stored one; else without a shape.
  std::span<const tensor_view> unfolded = {};
  std::span<const component_correspondence> arrangements = {}; ///< what the search found
  /// Looks that are taken at these models; each p-value pays for all of them.
  std::size_t looks = 1;

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

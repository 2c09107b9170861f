#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weightkin.h>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/checksum.hpp>
#include <weightkin/fingerprint/fingerprint_builder.hpp>
#include <weightkin/fingerprint/hash.hpp>
#include <weightkin/inventory/inventory.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/lineage/merge.hpp>
#include <weightkin/lineage/scan.hpp>
#include <weightkin/lineage/tree.hpp>
#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "handed_tensor.hpp"

namespace weightkin::capi {

/// What a model handle stands for. Immutable once made, so any number of threads may read it.
struct model_state {
  /// Before all that points into them, so that they go last.
  std::vector<handed_tensor> handed;
  std::optional<checkpoint> opened;    ///< owns the views' names and shapes when read from a file
  std::vector<std::string> held_names; ///< otherwise these do
  std::vector<std::vector<std::uint64_t>> held_shapes;
  std::vector<std::vector<std::int64_t>> held_strides;
  std::string name;
  std::string format;
  std::vector<std::string> names;  ///< with a final zero, for C
  std::vector<std::string> usages; ///< likewise; of opened models
  std::vector<tensor_view> views;
};

} // namespace weightkin::capi

// The opaque types of weightkin.h. States are shared so that handles may be closed in any order.
struct wkin_model {
  std::shared_ptr<const weightkin::capi::model_state> state;
};

struct wkin_inventory {
  std::shared_ptr<const weightkin::capi::model_state> model;
  weightkin::inventory contents;
  std::vector<std::size_t> entry_of; ///< entry index per tensor index
};

struct wkin_comparison {
  explicit wkin_comparison(weightkin::comparison found) : ruling(std::move(found)) {
    for (const weightkin::component_ruling& component : ruling.components) {
      auto& sentences = explanations.emplace_back();
      sentences.reserve(component.explanations.size());
      for (const weightkin::possible_explanation& explanation : component.explanations)
        sentences.push_back(sentence_of(explanation));
    }
  }

  weightkin::comparison ruling;
  std::vector<std::vector<std::string>> explanations; ///< sentences, by component
};

struct wkin_merge {
  weightkin::merge_ruling ruling;
};

struct wkin_scan {
  weightkin::scan_result answer;
};

struct wkin_forest {
  weightkin::lineage_forest grown;
};

struct wkin_hash {
  std::shared_ptr<const weightkin::capi::model_state> model;
  weightkin::model_hash digests;
};

struct wkin_manifest {
  weightkin::file_manifest files;
};

struct wkin_checksum {
  weightkin::model_checksum sums;
};

struct wkin_fingerprint {
  weightkin::fingerprint print;
};

struct wkin_fingerprint_builder {
  weightkin::fingerprint_builder builder;
};

namespace weightkin::capi {

/// The model of one side; null when there is no such side.
inline const model_summary* model_of(const comparison& ruling, wkin_side side) noexcept {
  if (side == WKIN_SIDE_SUBJECT) return &ruling.subject;
  return side == WKIN_SIDE_REFERENCE ? &ruling.reference : nullptr;
}

} // namespace weightkin::capi

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/digest.hpp>
#include <weightkin/core/dtype.hpp>
#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_source.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin {

/// What exactly one tensor is. Both digests are defined in docs/fingerprint-format.md, section 4.
struct tensor_hash {
  std::string name;                 ///< as in the model
  dtype type = dtype::f32;          ///< of every element
  std::vector<std::uint64_t> shape; ///< slowest axis first
  digest stored;                    ///< of its bytes as they are stored, in whatever file
  digest value; ///< of its values: the same in every type that holds them and in every container
  friend bool operator==(const tensor_hash&, const tensor_hash&) = default;
};

/// What exactly one component is.
struct component_hash {
  std::string id;    ///< as in the inventory, "vision_encoder"
  print_roots roots; ///< over its tensors
  friend bool operator==(const component_hash&, const component_hash&) = default;
};

/// What exactly a model is: equal roots mean equal values, whoever made the files. *Exact*: the
/// same as the digests and roots of the model's fingerprint.
struct model_hash {
  std::vector<tensor_hash> tensors;       ///< in the order of the source
  print_roots roots;                      ///< over all tensors
  std::vector<component_hash> components; ///< in the order of the inventory
  friend bool operator==(const model_hash&, const model_hash&) = default;
};

/// How a model is hashed.
struct hash_options {
  unsigned threads = 0;          ///< 0: as many as the machine has; never changes a bit
  std::span<const map_rule> map; ///< which component a tensor belongs to; borrowed for the call
  progress_callback on_progress; ///< counts bytes; may cancel
};

/// Hashes `tensors`, reading each once. Two digests of each are made, so that it takes about the
/// time of two BLAKE3 hashes. \returns `cancelled`, or `io` when a medium failed.
/// Memory: 4 MiB a thread and a few KiB a tensor.
[[nodiscard]] result<model_hash> hash_model(std::span<const tensor_view> tensors,
                                            const hash_options& options = {});

/// The same for any tensor source.
template <tensor_source Source>
[[nodiscard]] result<model_hash> hash_of(const Source& source, const hash_options& options = {}) {
  return hash_model(views_of(source), options);
}

} // namespace weightkin

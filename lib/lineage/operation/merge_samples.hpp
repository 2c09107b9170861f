#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// The same values of one tensor in all models of a merge.
struct merge_sample {
  std::size_t component = 0; ///< the subject's
  int layer = -1;
  std::string name;
  std::vector<float> subject;
  std::vector<std::vector<float>> references;
  std::vector<float> base; ///< empty when there is none
  double floor = 0;        ///< mean square that rounding to the subject's floats leaves
  std::uint64_t elements = 0;
  /// Per reference: the layer whose values these are, where it bears another number.
  std::vector<std::optional<int>> other_layers;
};

struct merge_samples {
  std::vector<merge_sample> tensors; ///< in all models; in the subject's order
  /// Not in all models (the missing ones' values are empty), or in a layer that is another one of
  /// some reference's, bit for bit. Can only be copies of some reference's.
  std::vector<merge_sample> partial;
  std::vector<std::string> component_ids;
};

/// Matches the subject with every other model and reads the same runs of neighbours of every tensor
/// that they have; tensors of fewer than 16 elements are left out. Bounded: 2^24 values altogether,
/// but 256 of every tensor and model in any case. \param base empty: none. \param on_progress
/// called with the stage "read", in tensors. \returns `cancelled` or the medium's `io` error.
[[nodiscard]] result<merge_samples> take_merge_samples(
    std::span<const tensor_view> subject, std::span<const std::span<const tensor_view>> references,
    std::span<const tensor_view> base, unsigned threads, const progress_callback& on_progress);

} // namespace weightkin

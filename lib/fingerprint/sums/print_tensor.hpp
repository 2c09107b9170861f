#pragma once

#include <cstdint>
#include <span>

#include <weightkin/core/progress.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/sums/sign_tables.hpp"

namespace weightkin::detail {

/// What the fingerprints of a model's tensors have in common.
struct print_task {
  std::uint64_t seed = 0;
  bool digests = true;
  progress_meter* meter = nullptr;
  sign_tables* signs = nullptr;
};

/// The fingerprint of one tensor, read once, tile by tile, sums and digests of each tile while it
/// is in the caches. \param axis null: none. \returns `cancelled` or the medium's error. Memory: a
/// thread needs a tile, about 40 KiB and its share of `memory_of_rows`.
[[nodiscard]] result<tensor_print> print_tensor(const tensor_view& view, const unit_axis* axis,
                                                const print_task& task, unsigned threads);

/// Bytes that the row sums of a tensor need.
[[nodiscard]] std::uint64_t memory_of_rows(const tensor_view& view);

} // namespace weightkin::detail

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::detail {

struct anchor_options {
  std::span<const std::string_view> vocabulary; ///< strings of the embedding's rows, or none
  unsigned threads = 1;                         ///< never changes a bit
};

/// Fills in `print.anchors` (docs/fingerprint-format.md, section 3.1) from the whole tensors it was
/// made of. \pre `print.contents` is the inventory of `tensors`. \returns the medium's `io` error.
/// Cost: reads 128 rows of every gate and up, touches 128 columns of every down (containers that
/// cannot be read in place read all of it). Memory: 384 vectors of the stream's width a thread.
[[nodiscard]] result<void> add_anchors(fingerprint& print, std::span<const tensor_view> tensors,
                                       const anchor_options& options = {});

} // namespace weightkin::detail

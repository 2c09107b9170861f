#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// One stored piece of a logical tensor, readable as it lies in the file.
struct encoding_part {
  std::string role;   ///< what it is to the whole: "codes", "scales", "zeros", "lora_a", ...
  tensor_view stored; ///< its own name, type, shape and elements; borrowed like the whole's
};

/// How the values of a logical tensor are stored, where they are not simply its elements.
struct tensor_encoding {
  /// The storage scheme as its users call it: "q4_k", "gptq", "nf4", "fp8-block", "lora", ...
  /// Empty when the values are plain and only the layout was changed.
  std::string scheme;
  double bits_per_value = 0; ///< codes, scales and all, over the number of values; 0 when plain
  /// Values of one run in C order that share a scale; 0 when no such run exists.
  std::uint64_t block_values = 0;
  std::vector<encoding_part> parts; ///< empty when plain
  /// The layout rules undone, in order, e.g. "rope rows (heads 32)", "transpose".
  std::vector<std::string> layout;
  /// By how much the values may be off, relative to max(1, |value|), because a layout rule changed
  /// values and rounded: 2^-23 where one was added to f32 gains. 0 when undoing is exact.
  double undo_error = 0;
};

} // namespace weightkin

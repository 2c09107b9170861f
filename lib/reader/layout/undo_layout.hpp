#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"

namespace weightkin {

/// Gives every tensor the name, axis order and values it has in its home framework (PyTorch and
/// Hugging Face), undoing what the conversion to `contents.format` did. Each rule undone is named
/// in the tensor's encoding. Tensors no rule knows stay as they are.
/// Cost: headers only; values are computed when they are read.
[[nodiscard]] result<void> undo_layout(file_contents& contents, sibling_files& beside,
                                       const open_options& options);

} // namespace weightkin

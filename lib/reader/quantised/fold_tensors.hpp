#pragma once

#include <weightkin/core/result.hpp>
#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"

namespace weightkin {

/// Folds every group of stored tensors that together hold one weight (codes, scales and zero
/// points; low-rank factors) into one logical tensor, which takes the place of the group's first.
/// Looks at names, shapes and dtypes, and at `config.json` or `adapter_config.json` beside.
/// \returns `bad_format` when a group contradicts its scheme (`shape`, `dtype`, `missing`,
///          `bounds`, `header`), `unsupported` for a recognised scheme that is not read.
[[nodiscard]] result<void> fold_tensors(file_contents& contents, sibling_files& beside,
                                        const open_options& options);

} // namespace weightkin

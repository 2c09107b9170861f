#pragma once

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"
#include "reader/layout/layout_plan.hpp"

namespace weightkin {

/// True for tensors named as Meta's own Llama code names them.
[[nodiscard]] bool is_meta_llama(const file_contents& contents);

/// Gives the tensors of Meta's Llama code the names and the row order of the Hugging Face classes.
/// The head counts are in `params.json` beside, or in the file's own metadata.
void plan_meta_llama(const file_contents& contents, sibling_files& beside,
                     const open_options& options, layout_plan& plan);

} // namespace weightkin

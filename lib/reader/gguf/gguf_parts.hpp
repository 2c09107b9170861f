#pragma once

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/format_table.hpp"
#include "reader/gguf/gguf_file.hpp"

namespace weightkin {

/// Puts together the model that `part`, read from `request.bytes`, is a part of. The other files'
/// names follow from its own, never from its content: `<prefix>-00002-of-00003.gguf`.
/// \returns `bad_format`: `shard` when a part is absent or their numbers contradict one another,
///          `duplicate` for a tensor in two parts; whatever is wrong with a part itself.
[[nodiscard]] result<file_contents> read_gguf_parts(const read_request& request, gguf_file part);

} // namespace weightkin

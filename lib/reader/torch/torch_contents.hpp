#pragma once

#include <string_view>

#include <weightkin/reader/checkpoint.hpp>

#include "reader/pickle/pickle_context.hpp"
#include "reader/torch/torch_names.hpp"
#include "reader/torch/torch_tensor.hpp"

namespace weightkin {

/// The rules of a torch container's pickles under `options`.
[[nodiscard]] pickle_rules torch_rules(const open_options& options);

/// Lists the tensors below `root` in `contents`, each name after `prefix`, with the metadata and
/// warnings found. Tensors that are no stored elements (sparse, lazily conjugated, packed bits) are
/// named in a warning each.
/// \returns how many tensors, arrays and storages could not be listed, or the first tensor's error
///          when one contradicts its storage.
[[nodiscard]] result<std::size_t> add_tensors(const pickle_values& values, pickle_index root,
                                              storage_places& storages, std::string_view label,
                                              std::string_view prefix, const reader_limits& limits,
                                              file_contents& contents);

/// Checks what all pickles of a file gave together: names unique over all of them, and
/// `unsupported` when all that was found, `left_out` in number, is of a kind that is not read.
[[nodiscard]] result<void> check_contents(const file_contents& contents, std::size_t left_out,
                                          std::string_view label);

} // namespace weightkin

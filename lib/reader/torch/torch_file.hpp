#pragma once

#include <memory>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/pickle/pickle_machine.hpp"

namespace weightkin {

/// Reads a PyTorch checkpoint in either container, for formats that are made of several.
[[nodiscard]] result<file_contents> read_torch_file(const std::shared_ptr<const byte_source>& bytes,
                                                    const open_options& options);

/// The object that torch.save wrote in the zip container, for those who need more of it than its
/// tensors. \returns `unsupported` for the older container
[[nodiscard]] result<pickled> read_torch_object(const std::shared_ptr<const byte_source>& bytes,
                                                const open_options& options);

} // namespace weightkin

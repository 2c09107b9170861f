#pragma once

#include <memory>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/pickle/pickle_machine.hpp"

namespace weightkin {

/// Reads what torch.save (since 1.6, "pytorch-zip") or torch.jit.save ("torchscript") wrote.
/// Tensors among a TorchScript archive's constants are named "constants.<position>".
[[nodiscard]] result<file_contents> read_torch_zip(const std::shared_ptr<const byte_source>& bytes,
                                                   const open_options& options);

/// Evaluates the main pickle of the same container.
[[nodiscard]] result<pickled> read_torch_zip_object(const std::shared_ptr<const byte_source>& bytes,
                                                    const open_options& options);

} // namespace weightkin

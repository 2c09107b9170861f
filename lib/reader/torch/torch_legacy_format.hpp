#pragma once

#include <memory>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Reads what torch.save wrote before 1.6 ("pytorch-legacy"): consecutive pickles, then the raw
/// storages. Any other pickle ("pickle") is evaluated as strictly; harmless ones hold no tensors.
[[nodiscard]] result<file_contents>
read_torch_legacy(const std::shared_ptr<const byte_source>& bytes, const open_options& options);

} // namespace weightkin

#pragma once

#include <string>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Adds a rule that was undone to what the tensor's encoding says; other tensors that share the
/// encoding keep theirs.
void note_layout(stored_tensor& tensor, std::string rule, double undo_error = 0);

} // namespace weightkin

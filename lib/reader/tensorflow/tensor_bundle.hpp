#pragma once

#include <memory>
#include <string_view>

#include "reader/format_table.hpp"

namespace weightkin {

/// The tensors of a bundle, whose index is open and whose data files are called
/// `<prefix>.data-00000-of-00001` and so on, beside `request.bytes`.
[[nodiscard]] result<file_contents>
read_tensor_bundle(const std::shared_ptr<const byte_source>& index, std::string_view prefix,
                   const read_request& request);

} // namespace weightkin

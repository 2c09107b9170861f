#pragma once

#include <memory>
#include <string_view>

#include <weightkin/reader/checkpoint.hpp>
#include <weightkin/reader/stored_tensor.hpp>

#include "reader/files/sibling_files.hpp"

namespace weightkin {

/// Reads a distributed checkpoint by its `.metadata` file.
/// \param folder where its data files lie, relative to `beside`, ending in '/'; or empty
[[nodiscard]] result<file_contents> read_dcp(const std::shared_ptr<const byte_source>& metadata,
                                             sibling_files& beside, std::string_view folder,
                                             const open_options& options);

} // namespace weightkin

#pragma once

#include <optional>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::cli {

/// The fingerprint that `path` holds; nothing when its first bytes are not those of a fingerprint
/// file (or it is a directory), so that it is to be opened as a model.
[[nodiscard]] result<std::optional<fingerprint>> read_fingerprint(const std::string& path);

} // namespace weightkin::cli

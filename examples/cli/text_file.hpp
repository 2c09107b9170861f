#pragma once

#include <cstdint>
#include <string>

#include <weightkin/core/result.hpp>

namespace weightkin::cli {

/// The whole of a text file of at most `most_bytes`.
[[nodiscard]] result<std::string> read_text(const std::string& path,
                                            std::int64_t most_bytes = 64'000'000);

/// Writes `text` so that `path` holds either its old content or all of the new one: into a new file
/// beside it, flushed to the disk, then renamed.
[[nodiscard]] result<void> write_text(const std::string& path, const std::string& text);

/// Writes to stdout; fails where a full disk or a closed pipe would lose text.
[[nodiscard]] result<void> print(const std::string& text);

} // namespace weightkin::cli

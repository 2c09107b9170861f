#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <weightkin/core/result.hpp>

namespace weightkin::cli {

/// The whole of a text file, or of what a pipe gives, of at most `most_bytes`.
[[nodiscard]] result<std::string> read_text(const std::string& path,
                                            std::int64_t most_bytes = 64'000'000);

/// Writes `text` so that `path` holds either its old content or all of the new one: into a new file
/// beside it, flushed to the disk, then renamed. A link stays: what it leads to is written.
[[nodiscard]] result<void> write_text(const std::string& path, const std::string& text);

/// Where a link leads, be there a file or not; `path` when it is none.
[[nodiscard]] std::string behind_links(const std::string& path);

/// \returns `bad_argument` when two of the paths that are not empty lead to one file, where one
///          text would replace the other.
[[nodiscard]] result<void> check_apart(std::span<const std::string> outputs);

/// Writes to stdout; fails where a full disk or a closed pipe would lose text.
[[nodiscard]] result<void> print(const std::string& text);

} // namespace weightkin::cli

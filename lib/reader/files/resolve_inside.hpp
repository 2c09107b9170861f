#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <weightkin/reader/byte_source.hpp>

#include "reader/files/file_descriptor.hpp"

namespace weightkin {

/// Whether a file name found inside a file may be looked up at all: relative, valid UTF-8, of
/// components that are neither empty nor `.` nor `..`, without NUL, backslash or colon.
/// \returns `bad_format`/`path` with the reason; the message has no file label.
[[nodiscard]] result<void> check_inside_name(std::string_view name);

/// What every name must be that leads into a folder, also one that the caller chose or the folder
/// lists: the above, but of any bytes except NUL.
[[nodiscard]] result<void> check_inside_path(std::string_view name);

/// The one way by which names become open files that were not opened by the caller's own path:
/// those found inside files, once `check_inside_name` allows them, and those of a folder he named.
///
/// A name is walked component by component from an open directory, never through a symbolic link,
/// with one exception at its end: a link whose target lies in the same directory tree, or in the
/// `blobs` folder of a Hugging Face cache (`<model>/snapshots/<revision>/...` links to
/// `<model>/blobs/<digest>`); the target itself must not be a link. Only regular files are opened.
class model_root {
public:
  /// Opens a directory that the caller named, so it may be reached through links.
  [[nodiscard]] static result<model_root> open(const std::filesystem::path& directory);

  /// \returns `bad_format`/`path` when the name is not allowed or leaves the tree or is no regular
  ///          file, `bad_format`/`missing` when there is no such file, `io` otherwise.
  [[nodiscard]] result<std::shared_ptr<const byte_source>> open_inside(std::string_view name,
                                                                       file_access access) const;

  /// The directory as the caller named it.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
  model_root(file_descriptor directory, std::filesystem::path path,
             std::filesystem::path canonical);

  [[nodiscard]] result<file_descriptor> walk(std::string_view name, bool may_end_in_link) const;
  [[nodiscard]] result<file_descriptor> follow(std::string_view name,
                                               const std::string& target) const;
  [[nodiscard]] result<file_descriptor> open_blob(const std::string& blob) const;

  file_descriptor directory_;
  std::filesystem::path path_;
  std::filesystem::path canonical_;
  std::filesystem::path blobs_; ///< empty unless the directory lies in a Hugging Face cache
};

} // namespace weightkin

#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

namespace weightkin {

/// What a reader may reach beyond its own bytes: the files beside them, by checked names only.
/// Remembers each file it opened, so that a report can list what a model was made of.
class sibling_files {
public:
  /// \param set null when there is nothing beside (bytes in memory)
  /// \param own_name the file name of what is being read, without folder; empty when unknown
  sibling_files(std::shared_ptr<const file_set> set, std::string own_name)
      : set_(std::move(set)), own_name_(std::move(own_name)) {}

  [[nodiscard]] bool reachable() const noexcept { return set_ != nullptr; }
  /// The set itself, for elements that are read after opening; null when nothing is reachable.
  [[nodiscard]] const std::shared_ptr<const file_set>& set() const noexcept { return set_; }
  [[nodiscard]] const std::string& own_name() const noexcept { return own_name_; }

  /// Opens a name that was found inside a file, or derived from `own_name`: what it begins with as
  /// `own_name` does may be of any bytes. The same name gives the same source again.
  /// \returns `bad_format`: `path` for a name that is not allowed or leaves the set, `missing` when
  ///          there is no such file or nothing is reachable; the message begins with the name.
  [[nodiscard]] result<std::shared_ptr<const byte_source>> open(std::string_view name);

  /// Entries of a folder ("" for the one the file lies in), sorted; folders end in '/'.
  [[nodiscard]] result<std::vector<std::string>> list(std::string_view folder) const;

  /// The same, but a null source when there is no such file: for files that may be absent.
  [[nodiscard]] result<std::shared_ptr<const byte_source>> find(std::string_view name);

  /// What was opened, in order.
  [[nodiscard]] std::span<const checkpoint_file> opened() const noexcept { return opened_; }

private:
  [[nodiscard]] result<void> check(std::string_view name) const;

  std::shared_ptr<const file_set> set_;
  std::string own_name_;
  std::map<std::string, std::shared_ptr<const byte_source>, std::less<>> known_;
  std::vector<checkpoint_file> opened_;
};

/// The files in and below a directory of this machine, through `model_root`.
[[nodiscard]] result<std::shared_ptr<const file_set>>
files_in(const std::filesystem::path& directory, file_access access);

} // namespace weightkin

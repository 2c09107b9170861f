#pragma once

#include <filesystem>
#include <string>

#include <weightkin/reader/convert.hpp>

#include "reader/files/file_descriptor.hpp"

namespace weightkin {

/// A file that appears under its name only when all of it is written: a new one beside it, flushed
/// to the disk, then renamed. Goes away unless finished. What cannot be replaced by renaming (a
/// device, a pipe) is written to directly.
class whole_file final : public byte_sink {
public:
  [[nodiscard]] static result<std::unique_ptr<whole_file>>
  create(const std::filesystem::path& path);
  ~whole_file() override;

  [[nodiscard]] result<void> write(std::span<const std::byte> bytes) override;
  [[nodiscard]] result<void> finish();

private:
  whole_file(std::filesystem::path path, std::string temporary, file_descriptor file)
      : path_(std::move(path)), temporary_(std::move(temporary)), file_(std::move(file)) {}

  std::filesystem::path path_;
  std::string temporary_; ///< empty when written to directly, and once renamed
  file_descriptor file_;
};

} // namespace weightkin

#pragma once

#include <memory>
#include <string>
#include <utility>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// Owns an open file descriptor; -1 means none.
class file_descriptor {
public:
  file_descriptor() = default;
  explicit file_descriptor(int number) noexcept : number_(number) {}
  file_descriptor(file_descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~file_descriptor();

  [[nodiscard]] int number() const noexcept { return number_; }
  explicit operator bool() const noexcept { return number_ >= 0; }

private:
  int number_ = -1;
};

/// The bytes of an already opened file.
/// \returns `io` unless it is a regular file.
[[nodiscard]] result<std::shared_ptr<const byte_source>>
adopt_file(file_descriptor file, std::string label, file_access access);

} // namespace weightkin

#pragma once

#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

#include "reader/located_error.hpp"

namespace weightkin {

/// Bytes that were put together while a file was read, and belong to the source.
class held_bytes final : public byte_source {
public:
  /// \param label what messages call them: the file they were taken from
  held_bytes(std::vector<std::byte> bytes, std::string label)
      : bytes_(std::move(bytes)), label_(std::move(label)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return bytes_.size(); }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] const std::byte* in_place() const noexcept override { return bytes_.data(); }
  [[nodiscard]] result<std::span<const std::byte>> read(std::uint64_t offset, std::size_t length,
                                                        std::span<std::byte>) const override {
    if (offset > bytes_.size() || length > bytes_.size() - offset)
      return detail::fail_at(fault::truncated, label_, offset, "range leaves the unpacked numbers");
    return std::span<const std::byte>(bytes_).subspan(static_cast<std::size_t>(offset), length);
  }

private:
  std::vector<std::byte> bytes_;
  std::string label_;
};

} // namespace weightkin

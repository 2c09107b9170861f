#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// Several sources one after another, as one.
class joined_bytes final : public byte_source {
public:
  /// \param sources not empty; the sum of their sizes must fit 64 bits
  explicit joined_bytes(std::vector<std::shared_ptr<const byte_source>> sources);

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  /// That of the first source.
  [[nodiscard]] const std::string& label() const noexcept override;
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override;

  /// The source that holds all of [offset, offset + length), and its own offset there; this object
  /// would be read through for nothing. Null when the range spans several.
  [[nodiscard]] std::pair<std::shared_ptr<const byte_source>, std::uint64_t>
  single_source(std::uint64_t offset, std::uint64_t length) const noexcept;

private:
  struct part {
    std::uint64_t begin;
    std::shared_ptr<const byte_source> bytes;
  };
  /// The last part that begins at or before `offset`.
  [[nodiscard]] std::vector<part>::const_iterator part_at(std::uint64_t offset) const noexcept;

  std::vector<part> parts_;
  std::uint64_t size_ = 0;
};

} // namespace weightkin

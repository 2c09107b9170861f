#include "reader/tensorflow/checked_bytes.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "reader/located_error.hpp"
#include "reader/wire/crc32c.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t piece_bytes = std::uint64_t{1} << 20U;

/// Not `in_place`, although the bytes may be: an address could be read without the check.
class checked_bytes final : public byte_source {
public:
  checked_bytes(std::shared_ptr<const byte_source> file, std::uint64_t offset, std::uint64_t size,
                std::uint32_t masked, std::string what)
      : file_(std::move(file)), offset_(offset), size_(size), masked_(masked),
        what_(std::move(what)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& label() const noexcept override { return file_->label(); }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > size_ || length > size_ - offset)
      return detail::fail_at(fault::truncated, label(), offset_ + offset,
                             what_ + ": range leaves the tensor");
    std::call_once(once_, [this] { failure_ = find_damage(); });
    if (failure_) return *failure_;
    return file_->read(offset_ + offset, length, scratch);
  }

private:
  [[nodiscard]] std::optional<error> find_damage() const {
    crc32c crc;
    std::vector<std::byte> scratch(file_->in_place() == nullptr ? std::min(piece_bytes, size_) : 0);
    for (std::uint64_t done = 0; done < size_;) {
      const std::uint64_t length = std::min(piece_bytes, size_ - done);
      const auto piece = file_->read(offset_ + done, static_cast<std::size_t>(length), scratch);
      if (!piece) return piece.error();
      crc.add(*piece);
      done += length;
    }
    if (masked_crc(crc.value()) == masked_) return std::nullopt;
    return detail::fail_at(fault::checksum, label(), offset_,
                           what_ + ": the CRC-32C of its " + std::to_string(size_) +
                               " bytes does not match");
  }

  std::shared_ptr<const byte_source> file_;
  std::uint64_t offset_;
  std::uint64_t size_;
  std::uint32_t masked_;
  std::string what_;
  mutable std::once_flag once_;
  mutable std::optional<error> failure_;
};

} // namespace

std::shared_ptr<const byte_source> check_bytes(std::shared_ptr<const byte_source> file,
                                               std::uint64_t offset, std::uint64_t size,
                                               std::uint32_t masked_crc, std::string what) {
  return std::make_shared<checked_bytes>(std::move(file), offset, size, masked_crc,
                                         std::move(what));
}

} // namespace weightkin

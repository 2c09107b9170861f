#include "reader/files/byte_window.hpp"

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

class window_source final : public byte_source {
public:
  window_source(std::shared_ptr<const byte_source> file, std::uint64_t offset, std::uint64_t size,
                std::string label)
      : file_(std::move(file)), offset_(offset), size_(size), label_(std::move(label)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] const std::byte* in_place() const noexcept override {
    const std::byte* base = file_->in_place();
    return base == nullptr ? nullptr : base + offset_;
  }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > size_ || length > size_ - offset)
      return detail::fail_at(fault::truncated, label_, offset,
                             "range leaves this part of the file");
    return file_->read(offset_ + offset, length, scratch);
  }

private:
  std::shared_ptr<const byte_source> file_;
  std::uint64_t offset_;
  std::uint64_t size_;
  std::string label_;
};

} // namespace

std::shared_ptr<const byte_source> window_of(std::shared_ptr<const byte_source> file,
                                             std::uint64_t offset, std::uint64_t size,
                                             std::string label) {
  return std::make_shared<window_source>(std::move(file), offset, size, std::move(label));
}

} // namespace weightkin

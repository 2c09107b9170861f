#include "reader/pickle/latin1_source.hpp"

#include <algorithm>
#include <vector>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::uint64_t mark_step = 65536;
constexpr std::size_t piece_bytes = 65536;

/// Reads characters of the text one after the other.
class text_walker {
public:
  text_walker(const byte_source& file, std::uint64_t begin, std::uint64_t end)
      : file_(file), next_(begin), end_(end),
        buffer_(file.in_place() == nullptr
                    ? static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, end - begin))
                    : 0) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ == piece_.size() && next_ == end_; }
  /// Where in the file the next character begins.
  [[nodiscard]] std::uint64_t offset() const noexcept { return next_ - (piece_.size() - at_); }

  /// The next character as a byte. \pre not at_end()
  result<std::byte> next() {
    const auto lead = take();
    if (!lead || *lead < std::byte{0x80}) return lead;
    const std::uint64_t place = offset() - 1;
    if (*lead != std::byte{0xc2} && *lead != std::byte{0xc3}) return refuse(place);
    if (at_end()) return refuse(place);
    const auto tail = take();
    if (!tail) return tail;
    if ((*tail & std::byte{0xc0}) != std::byte{0x80}) return refuse(place);
    return (*lead & std::byte{3}) << 6 | (*tail & std::byte{0x3f});
  }

private:
  [[nodiscard]] error refuse(std::uint64_t place) const {
    return detail::fail_at(fault::encoding, file_.label(), place,
                           "the text of an array is not latin-1 in UTF-8");
  }
  result<std::byte> take() {
    if (at_ == piece_.size()) {
      const auto wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, end_ - next_));
      const auto read = file_.read(next_, wanted, buffer_);
      if (!read) return read.error();
      piece_ = *read;
      next_ += wanted;
      at_ = 0;
    }
    return piece_[at_++];
  }

  const byte_source& file_;
  std::uint64_t next_;
  std::uint64_t end_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> piece_;
  std::size_t at_ = 0;
};

class latin1_source final : public byte_source {
public:
  latin1_source(std::shared_ptr<const byte_source> file, std::uint64_t end)
      : file_(std::move(file)), end_(end) {}

  /// Finds the size and the marks.
  result<void> scan(std::uint64_t begin) {
    text_walker text(*file_, begin, end_);
    for (; !text.at_end(); ++size_) {
      if (size_ % mark_step == 0) marks_.push_back(text.offset());
      if (const auto byte = text.next(); !byte) return byte.error();
    }
    return {};
  }

  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& label() const noexcept override { return file_->label(); }
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t offset, std::size_t length, std::span<std::byte> scratch) const override {
    if (offset > size_ || length > size_ - offset)
      return detail::fail_at(fault::truncated, label(), offset, "range leaves the array");
    if (length == 0) return std::span<const std::byte>{};
    text_walker text(*file_, marks_[static_cast<std::size_t>(offset / mark_step)], end_);
    for (std::uint64_t skipped = 0; skipped < offset % mark_step; ++skipped)
      if (const auto byte = text.next(); !byte) return byte.error();
    for (std::size_t at = 0; at < length; ++at) {
      const auto byte = text.next();
      if (!byte) return byte.error();
      scratch[at] = *byte;
    }
    return std::span<const std::byte>(scratch.first(length));
  }

private:
  std::shared_ptr<const byte_source> file_;
  std::uint64_t end_;
  std::uint64_t size_ = 0;
  std::vector<std::uint64_t> marks_;
};

} // namespace

result<std::shared_ptr<const byte_source>>
decode_latin1(std::shared_ptr<const byte_source> file, std::uint64_t offset, std::uint64_t length) {
  auto made = std::make_shared<latin1_source>(std::move(file), offset + length);
  if (auto scanned = made->scan(offset); !scanned) return scanned.error();
  return std::shared_ptr<const byte_source>(std::move(made));
}

} // namespace weightkin

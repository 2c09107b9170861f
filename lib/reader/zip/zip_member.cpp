#include <algorithm>
#include <mutex>
#include <new>
#include <optional>

#include <zlib.h>

#include "reader/files/byte_window.hpp"
#include "reader/located_error.hpp"
#include "reader/zip/zip_directory.hpp"

namespace weightkin {
namespace {

using detail::escaped;
using detail::fail_at;

/// A zlib stream that is always ended.
class inflater {
public:
  inflater() : ready_(inflateInit2(&stream_, -MAX_WBITS) == Z_OK) {}
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;
  ~inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  [[nodiscard]] bool ready() const noexcept { return ready_; }
  [[nodiscard]] z_stream& stream() noexcept { return stream_; }

private:
  z_stream stream_{};
  bool ready_;
};

/// A deflated member, inflated whole by the first read (so that opening a checkpoint inflates only
/// what it needs) and kept. What a failed inflation found is the answer of every read.
class inflated_source final : public byte_source {
public:
  inflated_source(std::shared_ptr<const byte_source> file, zip_member member)
      : file_(std::move(file)), member_(std::move(member)),
        label_(file_->label() + ": " + escaped(member_.name)) {}

  [[nodiscard]] std::uint64_t size() const noexcept override { return member_.size_bytes; }
  [[nodiscard]] const std::string& label() const noexcept override { return label_; }
  [[nodiscard]] result<std::span<const std::byte>> read(std::uint64_t offset, std::size_t length,
                                                        std::span<std::byte>) const override {
    if (offset > member_.size_bytes || length > member_.size_bytes - offset)
      return fail_at(fault::truncated, label_, offset, "range leaves the zip member");
    std::call_once(once_, [this] { inflate_all(); });
    if (failure_.has_value()) return *failure_;
    return std::span<const std::byte>(data_.get() + offset, length);
  }

private:
  void inflate_all() const {
    data_.reset(new (std::nothrow) std::byte[std::max<std::size_t>(1, member_.size_bytes)]);
    inflater engine;
    if (data_ == nullptr || !engine.ready()) {
      failure_ = error{errc::no_memory, label_ + ": no memory to inflate", fault::none};
      return;
    }
    if (auto done = feed(engine.stream()); !done) {
      failure_ = done.error();
    } else if (checksum() != member_.crc32) {
      failure_ = fail_at(fault::checksum, label_, 0, "CRC-32 does not match");
    }
    if (failure_.has_value()) data_.reset();
  }

  /// Runs the stream over all input; succeeds when it ends exactly with the input and the output.
  result<void> feed(z_stream& stream) const {
    constexpr std::size_t chunk_bytes = std::size_t{1} << 18U;
    std::vector<std::byte> scratch(
        file_->in_place() == nullptr
            ? static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, member_.stored_bytes))
            : 0);
    std::uint64_t consumed = 0;
    std::uint64_t produced = 0;
    int status = Z_OK;
    while (status != Z_STREAM_END) {
      const auto length = static_cast<std::size_t>(
          std::min<std::uint64_t>(chunk_bytes, member_.stored_bytes - consumed));
      const auto input = file_->read(member_.data_offset + consumed, length, scratch);
      if (!input) return input.error();
      const auto room = static_cast<uInt>(
          std::min<std::uint64_t>(chunk_bytes << 8U, member_.size_bytes - produced));
      std::byte spare{}; // a full output still needs one byte to notice that more would come
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input->data()));
      stream.avail_in = static_cast<uInt>(length);
      stream.next_out = reinterpret_cast<Bytef*>(room == 0 ? &spare : data_.get() + produced);
      stream.avail_out = room == 0 ? 1 : room;
      const uInt offered = stream.avail_out;
      status = inflate(&stream, Z_NO_FLUSH);
      consumed += length - stream.avail_in;
      const uInt made = offered - stream.avail_out;
      if (room == 0 && made != 0)
        return fail_at(fault::zip, label_, produced, "inflates to more than it declares");
      produced += made;
      if (status == Z_MEM_ERROR)
        return error{errc::no_memory, label_ + ": no memory to inflate", fault::none};
      if (status != Z_OK && status != Z_STREAM_END)
        return fail_at(fault::compress, label_, produced, "broken deflate stream");
    }
    if (produced != member_.size_bytes || consumed != member_.stored_bytes)
      return fail_at(fault::zip, label_, produced, "the deflate stream ends early");
    return {};
  }

  [[nodiscard]] std::uint32_t checksum() const {
    const auto* data = reinterpret_cast<const Bytef*>(data_.get());
    return static_cast<std::uint32_t>(crc32_z(0, data, member_.size_bytes));
  }

  std::shared_ptr<const byte_source> file_;
  zip_member member_;
  std::string label_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<std::byte[]> data_;
  mutable std::optional<error> failure_;
};

} // namespace

result<std::shared_ptr<const byte_source>>
open_member(const std::shared_ptr<const byte_source>& file, const zip_member& member,
            std::uint64_t max_bytes) {
  if (member.size_bytes > max_bytes)
    return fail_at(fault::limit, file->label(), member.data_offset,
                   escaped(member.name) + " has " + std::to_string(member.size_bytes) +
                       " bytes; at most " + std::to_string(max_bytes) + " are read");
  if (member.deflated)
    return std::shared_ptr<const byte_source>(std::make_shared<inflated_source>(file, member));
  return window_of(file, member.data_offset, member.stored_bytes,
                   file->label() + ": " + escaped(member.name));
}

} // namespace weightkin

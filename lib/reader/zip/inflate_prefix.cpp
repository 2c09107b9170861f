#include "reader/zip/inflate_prefix.hpp"

#include <algorithm>
#include <array>

#include <zlib.h>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t input_bytes = 4096;

/// A raw deflate stream that is always ended.
class inflate_stream {
public:
  inflate_stream() : ready_(inflateInit2(&stream_, -MAX_WBITS) == Z_OK) {}
  inflate_stream(const inflate_stream&) = delete;
  inflate_stream& operator=(const inflate_stream&) = delete;
  ~inflate_stream() {
    if (ready_) inflateEnd(&stream_);
  }
  [[nodiscard]] bool ready() const noexcept { return ready_; }

  /// Inflates from `input` into `output`; answers zlib's status and how much was made.
  int step(std::span<const std::byte> input, std::span<std::byte> output, std::size_t& made) {
    // zlib promises not to write through next_in.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    stream_.next_out = reinterpret_cast<Bytef*>(output.data());
    stream_.avail_out = static_cast<uInt>(output.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    made = output.size() - stream_.avail_out;
    return status;
  }

private:
  z_stream stream_{};
  bool ready_;
};

} // namespace

result<std::vector<std::byte>> inflate_prefix(const byte_source& file, const zip_member& member,
                                              std::size_t length) {
  std::vector<std::byte> prefix(
      static_cast<std::size_t>(std::min<std::uint64_t>(length, member.size_bytes)));
  inflate_stream stream;
  if (!stream.ready()) return error{errc::no_memory, file.label() + ": no memory to inflate"};
  std::array<std::byte, input_bytes> scratch;
  std::uint64_t consumed = 0;
  std::size_t produced = 0;
  while (produced < prefix.size()) {
    const auto wanted = static_cast<std::size_t>(
        std::min<std::uint64_t>(input_bytes, member.stored_bytes - consumed));
    const auto input = file.read(member.data_offset + consumed, wanted, scratch);
    if (!input) return input.error();
    std::size_t made = 0;
    const int status = stream.step(*input, std::span(prefix).subspan(produced), made);
    produced += made;
    consumed += wanted; // all of it was taken unless the output is full, which ends the loop
    const bool may_go_on = status == Z_OK && consumed < member.stored_bytes;
    if (produced < prefix.size() && !may_go_on)
      return detail::fail_at(fault::compress, file.label(), member.data_offset,
                             "member " + detail::escaped(member.name) +
                                 ": the deflate stream is broken or ends early");
  }
  return prefix;
}

result<std::vector<std::byte>> read_member_prefix(const byte_source& file, const zip_member& member,
                                                  std::size_t length) {
  if (member.deflated) return inflate_prefix(file, member, length);
  std::vector<std::byte> scratch(
      static_cast<std::size_t>(std::min<std::uint64_t>(length, member.size_bytes)));
  const auto start = file.read(member.data_offset, scratch.size(), scratch);
  if (!start) return start.error();
  if (start->data() != scratch.data()) scratch.assign(start->begin(), start->end());
  return scratch;
}

} // namespace weightkin

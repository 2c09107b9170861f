#include "reader/pickle/pickle_stream.hpp"

#include <algorithm>
#include <cstring>

namespace weightkin {
namespace {

constexpr std::size_t buffer_bytes = 65536;

} // namespace

pickle_stream::pickle_stream(const byte_source& source, std::uint64_t begin, std::uint64_t end)
    : source_(source), position_(begin), end_(end) {
  if (const std::byte* base = source.in_place(); base != nullptr) {
    cursor_ = base + begin;
    available_ = static_cast<std::size_t>(end - begin);
  }
}

bool pickle_stream::refill(std::size_t length) {
  if (length > left() || failure_.has_value()) return false;
  if (buffer_.empty()) buffer_.resize(buffer_bytes);
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, left()));
  const auto read = source_.read(position_, wanted, buffer_);
  if (!read) {
    failure_ = read.error();
    return false;
  }
  cursor_ = read->data();
  available_ = wanted;
  return true;
}

const std::byte* pickle_stream::take(std::size_t length) {
  if (length > available_ && !refill(length)) return nullptr;
  const std::byte* taken = cursor_;
  cursor_ += length;
  available_ -= length;
  position_ += length;
  return taken;
}

int pickle_stream::next() {
  const std::byte* byte = take(1);
  return byte == nullptr ? -1 : std::to_integer<int>(*byte);
}

std::optional<std::string_view> pickle_stream::line(std::size_t longest) {
  const auto room = static_cast<std::size_t>(std::min<std::uint64_t>(longest + 1, left()));
  if (room == 0 || (room > available_ && !refill(room))) return std::nullopt;
  const void* feed = std::memchr(cursor_, '\n', room);
  if (feed == nullptr) return std::nullopt;
  const auto length = static_cast<std::size_t>(static_cast<const std::byte*>(feed) - cursor_);
  const std::byte* begin = take(length + 1);
  return std::string_view(reinterpret_cast<const char*>(begin), length);
}

void pickle_stream::skip(std::uint64_t length) noexcept {
  const auto buffered = static_cast<std::size_t>(std::min<std::uint64_t>(length, available_));
  cursor_ += buffered;
  available_ -= buffered;
  position_ += length;
}

bool pickle_stream::copy(std::uint64_t length, std::string& out) {
  while (length > 0) {
    const std::uint64_t once =
        std::min<std::uint64_t>(length, available_ == 0 ? buffer_bytes : available_);
    const std::byte* piece = take(static_cast<std::size_t>(once));
    if (piece == nullptr) return false;
    out.append(reinterpret_cast<const char*>(piece), static_cast<std::size_t>(once));
    length -= once;
  }
  return true;
}

} // namespace weightkin

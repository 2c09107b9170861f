#include "reader/files/joined_bytes.hpp"

#include <algorithm>

#include "reader/located_error.hpp"

namespace weightkin {

joined_bytes::joined_bytes(std::vector<std::shared_ptr<const byte_source>> sources) {
  for (std::shared_ptr<const byte_source>& bytes : sources) {
    const std::uint64_t begin = size_;
    size_ += bytes->size();
    parts_.push_back({begin, std::move(bytes)});
  }
}

const std::string& joined_bytes::label() const noexcept { return parts_.front().bytes->label(); }

std::vector<joined_bytes::part>::const_iterator
joined_bytes::part_at(std::uint64_t offset) const noexcept {
  const auto after =
      std::upper_bound(parts_.begin(), parts_.end(), offset,
                       [](std::uint64_t at, const part& piece) { return at < piece.begin; });
  return std::prev(after);
}

std::pair<std::shared_ptr<const byte_source>, std::uint64_t>
joined_bytes::single_source(std::uint64_t offset, std::uint64_t length) const noexcept {
  const auto piece = part_at(offset);
  const std::uint64_t inside = offset - piece->begin;
  const bool fits = inside <= piece->bytes->size() && length <= piece->bytes->size() - inside;
  return {fits ? piece->bytes : nullptr, inside};
}

result<std::span<const std::byte>> joined_bytes::read(std::uint64_t offset, std::size_t length,
                                                      std::span<std::byte> scratch) const {
  if (offset > size_ || length > size_ - offset || scratch.size() < length)
    return detail::fail_at(fault::truncated, label(), offset,
                           "range of " + std::to_string(length) + " bytes leaves the " +
                               std::to_string(parts_.size()) + " joined files");
  const std::span<std::byte> out = scratch.first(length);
  auto piece = part_at(offset);
  for (std::size_t done = 0; done < length; ++piece) {
    const std::uint64_t inside = offset + done - piece->begin;
    const auto part_length = static_cast<std::size_t>(
        std::min<std::uint64_t>(length - done, piece->bytes->size() - inside));
    const auto target = out.subspan(done, part_length);
    const auto got = piece->bytes->read(inside, part_length, target);
    if (!got) return got;
    if (got->data() != target.data()) std::copy(got->begin(), got->end(), target.begin());
    done += part_length;
  }
  return std::span<const std::byte>(out);
}

} // namespace weightkin

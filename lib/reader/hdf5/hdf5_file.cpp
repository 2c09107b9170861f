#include "reader/hdf5/hdf5_file.hpp"

#include <algorithm>

#include "reader/located_error.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {

std::uint64_t hdf5_fields::number(unsigned width) noexcept {
  const std::span<const std::byte> taken = bytes(width);
  std::uint64_t value = 0;
  for (std::size_t i = taken.size(); i-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(taken[i]);
  return value;
}

std::uint64_t hdf5_fields::address() noexcept {
  const std::uint64_t value = number(widths_.offset);
  const std::uint64_t all_ones = UINT64_MAX >> (64 - 8 * widths_.offset);
  return value == all_ones ? hdf5_nowhere : value;
}

std::span<const std::byte> hdf5_fields::bytes(std::uint64_t count) noexcept {
  if (count > bytes_.size()) {
    short_ = true;
    at_ += bytes_.size();
    bytes_ = {};
    return {};
  }
  const auto taken = bytes_.first(static_cast<std::size_t>(count));
  bytes_ = bytes_.subspan(taken.size());
  at_ += count;
  return taken;
}

std::string_view hdf5_fields::text(std::uint64_t count) noexcept { return as_text(bytes(count)); }

result<hdf5_block> hdf5_file::block(std::uint64_t address, std::uint64_t size,
                                    std::string_view what) {
  const auto at = position(address, size, what);
  if (!at) return at.error();
  if (size != 0 && !read_.insert(address).second)
    return fail(fault::cycle, *at, std::string(what) + " where a structure was read before");
  read_bytes_ += size; // no wrap: each is at most the file, and the check below stops the second
  if (read_bytes_ > source_->size())
    return fail(fault::overlap, *at, "the file's structures overlap: they outgrow the file");
  hdf5_block found;
  found.at = *at;
  found.widths = widths_;
  if (source_->in_place() == nullptr) found.kept.resize(static_cast<std::size_t>(size));
  const auto bytes = source_->read(*at, static_cast<std::size_t>(size), found.kept);
  if (!bytes) return bytes.error();
  found.bytes = *bytes;
  if (found.kept.empty() || bytes->data() == found.kept.data()) return found;
  found.kept.clear(); // the source had them at hand after all
  return found;
}

result<void> hdf5_file::admit_chunks(std::uint64_t decoded, std::uint64_t held, std::uint64_t at) {
  constexpr std::uint64_t usual_waste = 8; // chunks at the edges of several axes
  constexpr std::uint64_t always_allowed = std::uint64_t{64} << 20;
  constexpr std::uint64_t allowed_per_byte = 64;
  if (decoded / usual_waste <= held) return {};
  beyond_bytes_ += std::min(decoded, UINT64_MAX - beyond_bytes_);
  if (beyond_bytes_ <= always_allowed || beyond_bytes_ / allowed_per_byte <= source_->size())
    return {};
  return fail(fault::limit, at, "chunks far larger than the dataset they are of");
}

result<std::uint64_t> hdf5_file::position(std::uint64_t address, std::uint64_t size,
                                          std::string_view what) const {
  const std::uint64_t room = source_->size() - base_;
  if (address > room || size > room - address)
    return fail(fault::bounds, base_,
                std::string(what) + " of " + std::to_string(size) + " bytes at address " +
                    std::to_string(address) + " leaves the file");
  return base_ + address;
}

error hdf5_file::fail(fault why, std::uint64_t at, std::string_view what) const {
  return detail::fail_at(why, source_->label(), at, what);
}

error hdf5_file::unsupported(std::uint64_t at, std::string_view what) const {
  return detail::unsupported_at(source_->label(), at, what);
}

bool hdf5_checksum_fits(std::span<const std::byte> bytes) noexcept {
  if (bytes.size() < 4) return false;
  const auto body = bytes.first(bytes.size() - 4);
  return hdf5_checksum(body) == load_u32(bytes.data() + body.size());
}

} // namespace weightkin

#include "reader/decode/masked_elements.hpp"

#include <algorithm>
#include <bit>
#include <string>

#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t mask_run = 4096;

result<std::span<const std::byte>> read_mask(const stored_tensor& mask, std::uint64_t first,
                                             std::size_t count, std::vector<std::byte>& scratch) {
  scratch.resize(count);
  return mask.bytes->read(mask.offset + first, count, scratch);
}

std::uint64_t bits_set(std::span<const std::byte> bytes) noexcept {
  std::uint64_t set = 0;
  for (const std::byte byte : bytes)
    set += static_cast<unsigned>(std::popcount(std::to_integer<std::uint8_t>(byte)));
  return set;
}

} // namespace

result<void> masked_elements::count_bits() const {
  const std::lock_guard lock(counting_);
  if (!set_before_.empty()) return {};
  const std::uint64_t whole = count_ / 8;
  std::vector<std::uint64_t> before;
  std::vector<std::byte> scratch;
  std::uint64_t set = 0;
  for (std::uint64_t first = 0; first < whole || first == 0; first += mask_run) {
    before.push_back(set);
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(mask_run, whole - first));
    const auto bytes = read_mask(mask_, first, length, scratch);
    if (!bytes) return bytes.error();
    set += bits_set(*bytes);
  }
  if (count_ % 8 != 0) {
    const auto rest = read_mask(mask_, whole, 1, scratch);
    if (!rest) return rest.error();
    const auto bits = std::to_integer<unsigned>(rest->front()) & ((1U << count_ % 8) - 1);
    set += static_cast<unsigned>(std::popcount(bits));
  }
  if (set != element_count(values_))
    return detail::fail_at(fault::shape, mask_.bytes->label(), mask_.offset,
                           "a mask sets " + std::to_string(set) + " bits, for " +
                               std::to_string(element_count(values_)) + " values");
  set_before_ = std::move(before);
  return {};
}

/// \pre the mask was counted
result<std::uint64_t> masked_elements::bits_before(std::uint64_t byte) const {
  const std::uint64_t run = std::min<std::uint64_t>(byte / mask_run, set_before_.size() - 1);
  std::vector<std::byte> scratch;
  const auto bytes =
      read_mask(mask_, run * mask_run, static_cast<std::size_t>(byte - run * mask_run), scratch);
  if (!bytes) return bytes.error();
  return set_before_[static_cast<std::size_t>(run)] + bits_set(*bytes);
}

result<void> masked_elements::decode(std::uint64_t first, std::span<float> out) const {
  if (auto counted = count_bits(); !counted) return counted;
  auto before = bits_before(first / 8);
  if (!before) return before.error();
  std::vector<std::byte> scratch;
  std::vector<float> values;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t count = std::min<std::size_t>(8 * mask_run, out.size() - done);
    const auto mask = read_mask(mask_, (first + done) / 8, (count + 7) / 8, scratch);
    if (!mask) return mask.error();
    const auto is_set = [&](std::size_t i) {
      return (std::to_integer<unsigned>((*mask)[i / 8]) >> i % 8 & 1U) != 0;
    };
    std::size_t set = 0;
    for (std::size_t i = 0; i < count; ++i)
      set += is_set(i) ? 1 : 0;
    values.resize(set);
    if (set != 0)
      if (auto read = read_f32(values_, *before, values); !read) return read;
    for (std::size_t i = 0, next = 0; i < count; ++i)
      out[done + i] = is_set(i) ? values[next++] : 0.0F;
    *before += set;
    done += count;
  }
  return {};
}

} // namespace weightkin

#include "fingerprint/digests/stored_parts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/kernel/blake3.hpp>

#include "fingerprint/digests/host_order.hpp"
#include "kernel/state_bytes.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t elements_at_once = std::size_t{1} << 20;

void put_text(std::vector<std::byte>& bytes, std::string_view text) {
  put_number(bytes, static_cast<std::uint32_t>(text.size()));
  for (const char letter : text)
    bytes.push_back(static_cast<std::byte>(letter));
}

/// Width of what byte order applies to.
[[maybe_unused]] std::size_t word_bytes(dtype type) {
  return std::max<std::size_t>(bits_of(type) / (is_complex(type) ? 16 : 8), 1);
}

result<digest> hash_elements(const tensor_view& view, unsigned threads) {
  const std::uint64_t count = element_count(view);
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(count, elements_at_once));
  std::vector<std::byte> scratch((most * bits_of(view.type) + 7) / 8);
  blake3_hasher hasher;
  for (std::uint64_t first = 0; first < count; first += elements_at_once) {
    const auto now = static_cast<std::size_t>(std::min(count - first, std::uint64_t{most}));
    auto packed = read_elements(view, first, now, scratch);
    if (!packed) return std::move(packed).error();
    if constexpr (host_is_big) {
      std::vector<std::byte> turned(packed->begin(), packed->end());
      hasher.update(make_little_endian(word_bytes(view.type), turned), threads);
    } else {
      hasher.update(*packed, threads);
    }
  }
  return hasher.finish();
}

} // namespace

result<digest> stored_digest_of_parts(const tensor_encoding& encoding, unsigned threads) {
  blake3_hasher whole;
  whole.update(std::as_bytes(std::span(std::string_view("weightkin.stored.v1\0", 20))));
  for (const encoding_part& part : encoding.parts) {
    std::vector<std::byte> head;
    put_text(head, part.role);
    put_text(head, name_of(part.stored.type));
    put_number(head, static_cast<std::uint32_t>(part.stored.shape.size()));
    for (const std::uint64_t extent : part.stored.shape)
      put_number(head, extent);
    const auto elements = hash_elements(part.stored, threads);
    if (!elements) return elements.error();
    whole.update(head).update(std::as_bytes(std::span(elements->bytes)));
  }
  return whole.finish();
}

} // namespace weightkin::detail

#include "fingerprint/digests/model_checksum.hpp"

#include <cstddef>
#include <span>

#include <weightkin/kernel/blake3.hpp>

namespace weightkin::detail {

std::uint64_t checksum_weight(std::string_view name) {
  const digest hash = blake3(std::as_bytes(std::span(name)));
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < sizeof low; ++i)
    low |= static_cast<std::uint64_t>(hash.bytes[i]) << (8 * i);
  return low | 1U;
}

} // namespace weightkin::detail

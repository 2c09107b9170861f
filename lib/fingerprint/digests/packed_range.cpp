#include "fingerprint/digests/packed_range.hpp"

#include <string>

namespace weightkin::detail {

std::uint64_t declared_elements(const tensor_declaration& tensor) noexcept {
  std::uint64_t count = 1;
  for (const std::uint64_t extent : tensor.shape)
    count *= extent;
  return count;
}

std::uint64_t packed_bytes(dtype type, std::uint64_t count) noexcept {
  const std::uint64_t bits = bits_of(type);
  return bits % 8 == 0 ? count * (bits / 8) : count / 8 * bits + (count % 8 * bits + 7) / 8;
}

dtype real_type(dtype type) noexcept {
  switch (type) {
  case dtype::c32: return dtype::f16;
  case dtype::c64: return dtype::f32;
  case dtype::c128: return dtype::f64;
  default: return type;
  }
}

result<void> check_range(dtype type, std::uint64_t elements, std::uint64_t first,
                         std::uint64_t count, std::size_t bytes) {
  if (first > elements || count > elements - first)
    return error{errc::bad_argument, "the range of elements ends behind the tensor"};
  if (!at_whole_byte(type, first, elements) || !at_whole_byte(type, first + count, elements))
    return error{errc::bad_argument, "the range of elements splits a byte"};
  if (bytes != packed_bytes(type, count))
    return error{errc::bad_argument, std::to_string(count) + " elements are " +
                                         std::to_string(packed_bytes(type, count)) +
                                         " bytes, not " + std::to_string(bytes)};
  return {};
}

} // namespace weightkin::detail

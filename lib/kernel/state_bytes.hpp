#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

// Numbers in states that are saved and sent to other machines: little-endian, one after the other.
namespace weightkin::detail {

template <class Number>
void put_number(std::vector<std::byte>& bytes, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    bytes.push_back(static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8 * i)));
}

/// Reads from the front of `bytes`, which it advances. \returns false when there are too few.
template <class Number>
[[nodiscard]] bool take_number(std::span<const std::byte>& bytes, Number& value) {
  if (bytes.size() < sizeof value) return false;
  std::uint64_t read = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    read |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
  value = static_cast<Number>(read);
  bytes = bytes.subspan(sizeof value);
  return true;
}

} // namespace weightkin::detail

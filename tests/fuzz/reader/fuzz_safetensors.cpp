#include "fuzz/reader/exercise.hpp"

/// The input is the part after the length field, so that mutations do not stop at the length: the
/// first two bytes give the header's length within the rest.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  weightkin::fuzz::open_and_read(input);
  if (size < 2) return 0;
  const std::size_t rest = size - 2;
  const std::size_t length = std::min<std::size_t>(rest, data[0] | data[1] << 8);
  std::vector<std::byte> file(8);
  file[0] = static_cast<std::byte>(length & 0xffU);
  file[1] = static_cast<std::byte>(length >> 8 & 0xffU);
  file.insert(file.end(), input.begin() + 2, input.end());
  weightkin::fuzz::open_and_read(file);
  return 0;
}

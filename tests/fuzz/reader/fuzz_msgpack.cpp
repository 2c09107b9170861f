#include "fuzz/reader/exercise.hpp"

/// The input as a Flax file, as it is and as the value of a key (so that it need not find a map).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  std::vector<std::byte> file{std::byte{0x81}, std::byte{0xa1}, std::byte{'w'}};
  file.insert(file.end(), input.begin(), input.end());
  fuzz::open_and_read(file);
  return 0;
}

#include "fuzz/reader/exercise.hpp"

/// The input as a parameter file, and as all of one behind its magic number.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  std::vector<std::byte> file(16);
  file[0] = std::byte{0x12};
  file[1] = std::byte{1};
  file.insert(file.end(), input.begin(), input.end());
  fuzz::open_and_read(file);
  return 0;
}

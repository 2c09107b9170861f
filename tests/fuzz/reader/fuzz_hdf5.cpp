#include "fuzz/reader/exercise.hpp"

/// The input as an HDF5 file or a Keras archive, and behind a user block.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  std::vector<std::byte> behind(512);
  behind.insert(behind.end(), input.begin(), input.end());
  fuzz::open_and_read(behind);
  return 0;
}

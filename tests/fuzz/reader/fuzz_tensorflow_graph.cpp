#include "fuzz/reader/exercise.hpp"

/// The input as a frozen graph or SavedModel.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  weightkin::fuzz::open_and_read(std::as_bytes(std::span(data, size)));
  return 0;
}

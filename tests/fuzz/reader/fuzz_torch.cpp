#include "fuzz/reader/exercise.hpp"
#include "support/torch_writer.hpp"

/// The input as a whole checkpoint, and as the data.pkl of one that has two storages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  const std::string pickle(reinterpret_cast<const char*>(data), size);
  fuzz::open_and_read(
      test::torch_zip(pickle, {{"0", test::counting_floats(6)}, {"1", test::counting_floats(4)}}));
  return 0;
}

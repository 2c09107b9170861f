#include "fuzz/reader/exercise_beside.hpp"
#include "support/paddle_writer.hpp"

/// The input as a pickled state, as combined parameters, and as the program that names them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  fuzz::open_beside(input, "m.pdiparams", {});

  static const std::string parameters = test::paddle_record(5, {2}, "abcdefgh");
  const auto bytes = std::as_bytes(std::span(parameters.data(), parameters.size()));
  fuzz::open_beside(bytes, "m.pdiparams", {{"m.pdmodel", {input.begin(), input.end()}}});
  return 0;
}

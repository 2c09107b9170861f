#include <string_view>

#include "fuzz/reader/exercise.hpp"

/// The input as a TensorFlow Lite model; also behind a sound identifier.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);
  std::vector<std::byte> model(input.begin(), input.end());
  if (model.size() < 8) return 0;
  constexpr std::string_view identifier = "TFL3";
  for (std::size_t i = 0; i < identifier.size(); ++i)
    model[4 + i] = static_cast<std::byte>(identifier[i]);
  fuzz::open_and_read(model);
  return 0;
}

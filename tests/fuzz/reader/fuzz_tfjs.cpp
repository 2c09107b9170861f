#include <map>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "support/memory_files.hpp"

/// The input as model.json of TensorFlow.js beside two files of weights.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  static const auto files = std::make_shared<const test::memory_files>(
      std::map<std::string, std::vector<std::byte>>{{"a", std::vector<std::byte>(21)},
                                                    {"b", std::vector<std::byte>(43)}},
      "input/");
  fuzz::open_and_read(std::as_bytes(std::span(data, size)), false, "input.json", files);
  return 0;
}

#include <map>

#include "fuzz/reader/exercise.hpp"
#include "reader/small/darknet_config.hpp"
#include "support/memory_files.hpp"

/// The input as a file of the formats without a directory; as the description of a Darknet network;
/// and split in two, the description first, as both.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input);

  const std::string_view text(reinterpret_cast<const char*>(input.data()), size);
  const std::size_t cut = std::min(text.find('\0'), size);
  const auto config = input.first(cut);
  if (const auto convolutions = parse_darknet_config(text.substr(0, cut)))
    for (const darknet_convolution& layer : *convolutions)
      fuzz::require(layer.filters > 0 && layer.size > 0);
  const auto beside = std::make_shared<const test::memory_files>(
      std::map<std::string, std::vector<std::byte>>{{"input.cfg", {config.begin(), config.end()}}});
  const auto opened = checkpoint::open(borrow_memory(input.subspan(cut), "input.weights"), beside);
  if (!opened) fuzz::check_refusal(opened.error());
  return 0;
}

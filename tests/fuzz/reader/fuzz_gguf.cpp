#include <vector>

#include "fuzz/reader/exercise.hpp"
#include "reader/gguf/ggml_types.hpp"

namespace {

/// The input as blocks of every type: any byte is a valid block.
void decode_as_every_type(std::span<const std::byte> input) {
  using namespace weightkin;
  for (const ggml_type& type : all_ggml_types()) {
    if (type.decode == nullptr) continue;
    const std::size_t blocks = std::min<std::size_t>(input.size() / type.block_bytes, 4);
    std::vector<float> values(blocks * type.block_values);
    type.decode(input.data(), blocks, values.data());
  }
}

} // namespace

/// The input as a GGUF file, and as blocks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  weightkin::fuzz::open_and_read(input);
  if (!input.empty()) decode_as_every_type(input);
  return 0;
}

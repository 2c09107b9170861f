#include <vector>

#include "fuzz/reader/exercise_beside.hpp"
#include "reader/gguf/ggml_types.hpp"
#include "support/gguf_writer.hpp"

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

/// One sound part of two, with one tensor.
std::vector<std::byte> sound_part(std::uint16_t number, std::string_view tensor) {
  using writer = weightkin::test::gguf_writer;
  constexpr std::uint16_t parts = 2;
  constexpr std::int32_t tensors = 2;
  return writer()
      .number("split.no", writer::u16, number)
      .number("split.count", writer::u16, parts)
      .number("split.tensors.count", writer::i32, tensors)
      .tensor(tensor, {4}, 0, std::vector<std::byte>(16))
      .bytes();
}

/// The input as either part of two, beside a sound one.
void open_as_part(std::span<const std::byte> input) {
  const std::string first = "m-00001-of-00002.gguf";
  const std::string second = "m-00002-of-00002.gguf";
  static const std::vector<std::byte> sound_first = sound_part(0, "a");
  static const std::vector<std::byte> sound_second = sound_part(1, "b");
  const std::vector<std::byte> bytes(input.begin(), input.end());
  weightkin::fuzz::open_beside(input, first, {{first, bytes}, {second, sound_second}});
  weightkin::fuzz::open_beside(sound_first, first, {{first, sound_first}, {second, bytes}});
}

} // namespace

/// The input as a GGUF file, as one of two parts, and as blocks.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = std::as_bytes(std::span(data, size));
  weightkin::fuzz::open_and_read(input);
  open_as_part(input);
  if (!input.empty()) decode_as_every_type(input);
  return 0;
}

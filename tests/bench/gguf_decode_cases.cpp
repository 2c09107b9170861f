#include <algorithm>
#include <memory>
#include <utility>

#include "bench/decode_cases.hpp"
#include "reader/gguf/block_elements.hpp"
#include "support/ggml_oracle.hpp"
#include "support/ggml_samples.hpp"

namespace weightkin::bench {
namespace {

/// Random blocks, repeated: what they hold does not matter, only that no predictor learns it. The
/// power of two of MXFP4 stays in the range of weights: products below it are slow on any hardware.
std::vector<std::byte> sample_blocks(const ggml_type& type, std::size_t blocks) {
  constexpr std::size_t different_blocks = 20'011;
  std::vector<std::byte> sample =
      test::random_blocks(type, std::min(blocks, different_blocks), 20240229);
  if (type.name == "mxfp4")
    for (std::size_t at = 0; at < sample.size(); at += type.block_bytes)
      sample[at] = (sample[at] & std::byte{15}) | std::byte{0x70};
  std::vector<std::byte> bytes;
  bytes.reserve(blocks * type.block_bytes);
  while (bytes.size() < blocks * type.block_bytes)
    bytes.insert(bytes.end(), sample.begin(),
                 sample.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                      sample.size(), blocks * type.block_bytes - bytes.size())));
  return bytes;
}

decode_case case_of(const ggml_type& type, std::uint64_t values) {
  const std::uint64_t blocks = values / type.block_values;
  const auto bytes = std::make_shared<const std::vector<std::byte>>(sample_blocks(type, blocks));
  decode_case made;
  made.name = type.name;
  made.values = blocks * type.block_values;
  made.bits_per_value =
      8.0 * static_cast<double>(type.block_bytes) / static_cast<double>(type.block_values);
  const auto decoded = std::make_shared<block_elements>(
      block_run{borrow_memory(*bytes, made.name), 0, made.values, &type, false});
  made.source = decoded.get();
  made.keeper = decoded;
  made.expected = [bytes, &type](std::uint64_t first, std::size_t count) {
    const auto* described = test::ggml_oracle::type_called(type.name);
    const std::byte* from = bytes->data() + first / type.block_values * type.block_bytes;
    return test::ggml_oracle::values_of(*described, from, count / type.block_values);
  };
  return made;
}

} // namespace

std::vector<decode_case_maker> gguf_decode_cases(std::uint64_t values) {
  std::vector<decode_case_maker> cases;
  for (const ggml_type& type : all_ggml_types())
    if (type.decode != nullptr) cases.push_back([&type, values] { return case_of(type, values); });
  return cases;
}

} // namespace weightkin::bench

#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reader/gguf/ggml_types.hpp"
#include "support/gguf_writer.hpp"

/// Made-up tensors of every type of ggml.
namespace weightkin::test {

/// Bytes that are all equally likely, and the same on every run: any byte is a valid block, and
/// scales that are zero, subnormal, infinite or not a number come up too.
inline std::vector<std::byte> random_bytes(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::vector<std::byte> bytes(count);
  for (std::byte& byte : bytes)
    byte = static_cast<std::byte>(generator() & 0xffU);
  return bytes;
}

/// `blocks` blocks of a type, of random bytes.
inline std::vector<std::byte> random_blocks(const ggml_type& type, std::size_t blocks,
                                            std::uint64_t seed) {
  return random_bytes(blocks * static_cast<std::size_t>(type.block_bytes), seed + type.code);
}

/// A file with one tensor for each type, called as the type, of one row of `blocks` blocks.
inline gguf_writer one_of_each(std::size_t blocks, std::uint64_t seed) {
  gguf_writer writer;
  writer.pair("general.architecture", "test").number("general.quantization_version", 4, 2U);
  for (const ggml_type& type : all_ggml_types())
    writer.tensor(type.name, {blocks * type.block_values}, type.code,
                  random_blocks(type, blocks, seed));
  return writer;
}

} // namespace weightkin::test

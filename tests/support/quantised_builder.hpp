#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/dtype.hpp>
#include <weightkin/core/float_formats.hpp>

#include "support/memory_files.hpp"
#include "support/safetensors_writer.hpp"

/// Weights packed the way quantisation tools pack them, with the values they stand for. Codes are
/// random; every bit is put by its position, one code at a time, and values follow each scheme's
/// rule in f32, so that nothing here shares a line with the reader under test.
namespace weightkin::test {

/// One tensor of a file to be written.
struct packed_tensor {
  std::string name;
  dtype type = dtype::u8;
  std::vector<std::uint64_t> shape;
  std::vector<std::byte> bytes;
};

/// A small model of one quantised weight, and what it must be read as.
struct quantised_model {
  std::vector<packed_tensor> tensors;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::string config;  ///< config.json; empty: none
  std::string adapter; ///< adapter_config.json; empty: none

  std::string name = "l.weight"; ///< of the logical tensor
  std::string scheme;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;

  [[nodiscard]] packed_tensor& part(std::string_view wanted) {
    for (packed_tensor& tensor : tensors)
      if (tensor.name == wanted) return tensor;
    throw std::invalid_argument("no part " + std::string(wanted));
  }
  void drop(std::string_view unwanted) {
    std::erase_if(tensors, [&](const packed_tensor& tensor) { return tensor.name == unwanted; });
  }

  [[nodiscard]] std::vector<std::byte> file() const {
    safetensors_writer writer;
    for (const auto& [key, value] : metadata)
      writer.metadata(key, value);
    for (const packed_tensor& tensor : tensors)
      writer.add(tensor.name, tensor.type, tensor.shape, std::span<const std::byte>(tensor.bytes));
    return writer.bytes();
  }

  [[nodiscard]] std::shared_ptr<const file_set> beside() const {
    std::map<std::string, std::vector<std::byte>> files;
    for (const auto& [file, text] :
         {std::pair("config.json", config), std::pair("adapter_config.json", adapter)})
      if (!text.empty()) {
        const auto bytes = std::as_bytes(std::span(text));
        files[file] = {bytes.begin(), bytes.end()};
      }
    return std::make_shared<memory_files>(std::move(files));
  }
};

inline void put_bits(std::vector<std::byte>& bytes, std::uint64_t bit, unsigned width,
                     std::uint32_t value) {
  for (unsigned i = 0; i < width; ++i)
    if ((value >> i & 1U) != 0)
      bytes[static_cast<std::size_t>((bit + i) / 8)] |=
          static_cast<std::byte>(1U << ((bit + i) % 8));
}

/// Draws codes and scales.
class code_dice {
public:
  explicit code_dice(std::uint32_t seed) : engine_(seed) {}
  [[nodiscard]] std::uint32_t below(std::uint32_t end) { return engine_() % end; }
  /// A float that f16 and bf16 hold exactly.
  [[nodiscard]] float scale() {
    const float magnitude = static_cast<float>(1 + below(255)) / 1024.0F;
    return below(2) == 0 ? magnitude : -magnitude;
  }
  [[nodiscard]] std::vector<std::uint32_t> codes(std::uint64_t count, std::uint32_t end) {
    std::vector<std::uint32_t> drawn(static_cast<std::size_t>(count));
    for (std::uint32_t& code : drawn)
      code = below(end);
    return drawn;
  }
  [[nodiscard]] std::vector<float> scales(std::uint64_t count) {
    std::vector<float> drawn(static_cast<std::size_t>(count));
    for (float& value : drawn)
      value = scale();
    return drawn;
  }

private:
  std::mt19937 engine_;
};

/// Floats stored as f32, f16 or bf16.
inline packed_tensor float_tensor(std::string name, dtype type, std::vector<std::uint64_t> shape,
                                  const std::vector<float>& values) {
  packed_tensor tensor{std::move(name), type, std::move(shape), {}};
  const std::size_t size = bits_of(type) / 8;
  tensor.bytes.resize(values.size() * size);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint16_t half = type == dtype::f16 ? narrow_f16(values[i]) : narrow_bf16(values[i]);
    std::memcpy(tensor.bytes.data() + i * size,
                size == 4 ? static_cast<const void*>(&values[i]) : &half, size);
  }
  return tensor;
}

template <class Whole>
packed_tensor whole_tensor(std::string name, dtype type, std::vector<std::uint64_t> shape,
                           const std::vector<Whole>& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return {std::move(name), type, std::move(shape), {bytes.begin(), bytes.end()}};
}

inline packed_tensor text_tensor(std::string name, const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {std::move(name), dtype::u8, {text.size()}, {bytes.begin(), bytes.end()}};
}

/// Rows of codes in 32-bit words from the lowest bit on.
inline packed_tensor bit_row_tensor(std::string name, dtype type, std::uint64_t rows,
                                    std::uint64_t columns, unsigned bits,
                                    const std::vector<std::uint32_t>& codes) {
  const std::uint64_t words = (columns * bits + 31) / 32;
  packed_tensor tensor{std::move(name), type, {rows, words}, {}};
  tensor.bytes.resize(static_cast<std::size_t>(rows * words * 4));
  for (std::uint64_t row = 0; row < rows; ++row)
    for (std::uint64_t column = 0; column < columns; ++column)
      put_bits(tensor.bytes, row * words * 32 + column * bits, bits,
               codes[static_cast<std::size_t>(row * columns + column)]);
  return tensor;
}

/// The same down the columns; codes that straddle two words are cut in two.
inline packed_tensor bit_column_tensor(std::string name, std::uint64_t rows, std::uint64_t columns,
                                       unsigned bits, const std::vector<std::uint32_t>& codes) {
  const std::uint64_t words = (rows * bits + 31) / 32;
  packed_tensor tensor{std::move(name), dtype::i32, {words, columns}, {}};
  tensor.bytes.resize(static_cast<std::size_t>(words * columns * 4));
  for (std::uint64_t row = 0; row < rows; ++row)
    for (std::uint64_t column = 0; column < columns; ++column)
      for (unsigned i = 0; i < bits; ++i) {
        const std::uint64_t bit = row * bits + i;
        const std::uint32_t code = codes[static_cast<std::size_t>(row * columns + column)];
        put_bits(tensor.bytes, (bit / 32 * columns + column) * 32 + bit % 32, 1, code >> i & 1U);
      }
  return tensor;
}

/// Two codes a byte.
inline packed_tensor nibble_tensor(std::string name, std::vector<std::uint64_t> shape,
                                   const std::vector<std::uint32_t>& codes, bool high_first) {
  packed_tensor tensor{std::move(name), dtype::u8, std::move(shape), {}};
  tensor.bytes.resize((codes.size() + 1) / 2);
  for (std::size_t i = 0; i < codes.size(); ++i)
    put_bits(tensor.bytes, i / 2 * 8 + ((i % 2 == 0) == high_first ? 4 : 0), 4, codes[i]);
  return tensor;
}

struct gptq_choice {
  unsigned bits = 4;
  std::int64_t group = 32; ///< -1: one group
  bool second_version = false;
  bool shuffled = false; ///< columns belong to groups at random
  bool indexed = true;   ///< with g_idx
  std::uint64_t inputs = 96;
  std::uint64_t outputs = 64;
};

inline quantised_model gptq_model(const gptq_choice& choice, std::uint32_t seed = 1) {
  code_dice dice(seed);
  const std::uint64_t in = choice.inputs;
  const std::uint64_t out = choice.outputs;
  const std::uint64_t size = choice.group < 0 ? in : static_cast<std::uint64_t>(choice.group);
  const std::uint64_t groups = (in + size - 1) / size;
  const auto q = dice.codes(in * out, 1U << choice.bits);
  const auto z = dice.codes(groups * out, 1U << choice.bits);
  const auto s = dice.scales(groups * out);
  std::vector<std::int32_t> order;
  for (std::uint64_t i = 0; i < in; ++i)
    order.push_back(static_cast<std::int32_t>(
        choice.shuffled ? dice.below(static_cast<std::uint32_t>(groups)) : i / size));
  quantised_model model;
  model.scheme = "gptq";
  model.shape = {out, in};
  for (std::uint64_t o = 0; o < out; ++o)
    for (std::uint64_t i = 0; i < in; ++i) {
      const auto at = static_cast<std::size_t>(
          static_cast<std::uint64_t>(order[static_cast<std::size_t>(i)]) * out + o);
      const auto zero = static_cast<float>(z[at] + (choice.second_version ? 0 : 1));
      model.values.push_back(s[at] *
                             (static_cast<float>(q[static_cast<std::size_t>(i * out + o)]) - zero));
    }
  model.tensors.push_back(bit_column_tensor("l.qweight", in, out, choice.bits, q));
  model.tensors.push_back(bit_row_tensor("l.qzeros", dtype::i32, groups, out, choice.bits, z));
  model.tensors.push_back(float_tensor("l.scales", dtype::f16, {groups, out}, s));
  if (choice.indexed) model.tensors.push_back(whole_tensor("l.g_idx", dtype::i32, {in}, order));
  model.config = R"({"quantization_config":{"quant_method":"gptq","bits":)" +
                 std::to_string(choice.bits) + R"(,"group_size":)" + std::to_string(choice.group) +
                 R"(,"checkpoint_format":")" + (choice.second_version ? "gptq_v2" : "gptq") +
                 "\"}}";
  return model;
}

/// \param in a multiple of the group's `size`, \param out of 8
inline quantised_model awq_model(std::uint32_t seed = 2, std::uint64_t in = 48,
                                 std::uint64_t out = 24, std::uint64_t size = 16) {
  constexpr std::array<std::uint64_t, 8> column_of_nibble{0, 2, 4, 6, 1, 3, 5, 7};
  code_dice dice(seed);
  const auto q = dice.codes(in * out, 16);
  const auto z = dice.codes(in / size * out, 16);
  const auto s = dice.scales(in / size * out);
  const auto pack = [&](std::string name, std::uint64_t rows,
                        const std::vector<std::uint32_t>& codes) {
    packed_tensor tensor{std::move(name), dtype::i32, {rows, out / 8}, {}};
    tensor.bytes.resize(static_cast<std::size_t>(rows * out / 2));
    for (std::uint64_t row = 0; row < rows; ++row)
      for (std::uint64_t word = 0; word < out / 8; ++word)
        for (std::uint64_t k = 0; k < 8; ++k)
          put_bits(tensor.bytes, (row * (out / 8) + word) * 32 + 4 * k, 4,
                   codes[static_cast<std::size_t>(row * out + word * 8 + column_of_nibble[k])]);
    return tensor;
  };
  quantised_model model;
  model.scheme = "awq";
  model.shape = {out, in};
  for (std::uint64_t o = 0; o < out; ++o)
    for (std::uint64_t i = 0; i < in; ++i) {
      const auto at = static_cast<std::size_t>(i / size * out + o);
      model.values.push_back((static_cast<float>(q[static_cast<std::size_t>(i * out + o)]) -
                              static_cast<float>(z[at])) *
                             s[at]);
    }
  model.tensors.push_back(pack("l.qweight", in, q));
  model.tensors.push_back(pack("l.qzeros", in / size, z));
  model.tensors.push_back(float_tensor("l.scales", dtype::f16, {in / size, out}, s));
  model.config = R"({"quantization_config":{"quant_method":"awq","bits":4,"group_size":)" +
                 std::to_string(size) + "}}";
  return model;
}

/// \param values may be odd
inline quantised_model bnb_model(std::string type, bool nested, std::uint64_t values = 301,
                                 std::uint32_t seed = 3) {
  constexpr std::uint64_t block = 64;
  constexpr std::uint64_t outer_block = 2;
  code_dice dice(seed);
  const std::uint64_t blocks = (values + block - 1) / block;
  const std::uint64_t outers = (blocks + outer_block - 1) / outer_block;
  const auto q = dice.codes(values, 16);
  const auto map = dice.scales(16);
  const auto absmax = dice.scales(blocks);
  const auto inner = dice.codes(blocks, 256);
  const auto inner_map = dice.scales(256);
  const auto outer = dice.scales(outers);
  const float offset = 0.625F;
  quantised_model model;
  model.scheme = type;
  model.shape = {values};
  for (std::size_t k = 0; k < values; ++k) {
    float scale = absmax[k / block];
    if (nested) {
      const float product = inner_map[inner[k / block]] * outer[k / block / outer_block];
      scale = product + offset;
    }
    model.values.push_back(map[q[k]] * scale);
  }
  model.tensors.push_back(nibble_tensor("l.weight", {(values + 1) / 2, 1}, q, true));
  if (nested) {
    std::vector<std::uint8_t> bytes(inner.begin(), inner.end());
    model.tensors.push_back(whole_tensor("l.weight.absmax", dtype::u8, {blocks}, bytes));
    model.tensors.push_back(float_tensor("l.weight.nested_absmax", dtype::f32, {outers}, outer));
    model.tensors.push_back(
        float_tensor("l.weight.nested_quant_map", dtype::f32, {256}, inner_map));
  } else {
    model.tensors.push_back(float_tensor("l.weight.absmax", dtype::f32, {blocks}, absmax));
  }
  model.tensors.push_back(float_tensor("l.weight.quant_map", dtype::f32, {16}, map));
  const std::string more =
      nested ? R"(,"nested_blocksize":2,"nested_dtype":"float32","nested_offset":0.625)" : "";
  model.tensors.push_back(text_tensor("l.weight.quant_state.bitsandbytes__" + type,
                                      R"({"quant_type":")" + type +
                                          R"(","blocksize":64,"dtype":"float16","shape":[)" +
                                          std::to_string(values) + "]" + more + "}"));
  return model;
}

} // namespace weightkin::test

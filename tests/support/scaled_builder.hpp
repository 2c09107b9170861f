#pragma once

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "support/quantised_builder.hpp"

/// More schemes for `quantised_model`: 8-bit codes, 4-bit floats, and the packings that work on
/// groups within rows.
namespace weightkin::test {

/// What a table of sixteen 4-bit floats says, written out.
inline constexpr std::array<float, 16> e2m1_values{0,     0.5F,  1,  1.5F,  2,  3,  4,  6,
                                                   -0.0F, -0.5F, -1, -1.5F, -2, -3, -4, -6};

/// 8-bit floats that are numbers.
inline std::vector<std::uint8_t> float8_codes(code_dice& dice, std::uint64_t count) {
  std::vector<std::uint8_t> codes(static_cast<std::size_t>(count));
  for (std::uint8_t& code : codes)
    code = static_cast<std::uint8_t>(dice.below(2) * 128 + dice.below(127));
  return codes;
}

struct scaled_choice {
  std::vector<std::uint64_t> shape{200, 150};
  std::vector<std::uint64_t> scale_shape{2, 2};
  std::uint64_t block_rows = 128; ///< of the last two axes
  std::uint64_t block_columns = 128;
  dtype scale_type = dtype::f32; ///< u8 and f8_e8m0: powers of two
  std::string weight = "l.weight";
  std::string scale = "l.weight_scale_inv";
  std::string config = R"({"quantization_config":{"quant_method":"fp8"}})";
  std::string scheme = "fp8-block";
};

/// FP8 by blocks; a scale shape with fewer axes than the weight counts from its first axis.
inline quantised_model scaled_model(const scaled_choice& choice, std::uint32_t seed = 4) {
  code_dice dice(seed);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : choice.shape)
    count *= extent;
  std::uint64_t scales = 1;
  for (const std::uint64_t extent : choice.scale_shape)
    scales *= extent;
  const auto q = float8_codes(dice, count);
  const bool powers = choice.scale_type == dtype::u8 || choice.scale_type == dtype::f8_e8m0;
  std::vector<std::uint8_t> exponents(static_cast<std::size_t>(scales));
  std::vector<float> s = dice.scales(scales);
  for (std::size_t i = 0; powers && i < s.size(); ++i) {
    exponents[i] = static_cast<std::uint8_t>(120 + dice.below(10));
    s[i] = std::ldexp(1.0F, exponents[i] - 127);
  }
  quantised_model model;
  model.name = choice.weight;
  model.scheme = choice.scheme;
  model.shape = choice.shape;
  const std::uint64_t columns = choice.shape.back();
  const std::uint64_t rows = choice.shape.size() > 1 ? choice.shape[choice.shape.size() - 2] : 1;
  const std::uint64_t down = (rows + choice.block_rows - 1) / choice.block_rows;
  const std::uint64_t across = (columns + choice.block_columns - 1) / choice.block_columns;
  for (std::uint64_t k = 0; k < count; ++k) {
    const std::uint64_t row = k / columns % rows;
    const std::uint64_t matrix = k / columns / rows;
    const std::uint64_t at =
        (matrix * down + row / choice.block_rows) * across + k % columns / choice.block_columns;
    model.values.push_back(widen(f8_e4m3fn_format, q[static_cast<std::size_t>(k)]) *
                           s[static_cast<std::size_t>(scales == 1 ? 0 : at)]);
  }
  model.tensors.push_back(whole_tensor(choice.weight, dtype::f8_e4m3fn, choice.shape, q));
  model.tensors.push_back(
      powers ? whole_tensor(choice.scale, choice.scale_type, choice.scale_shape, exponents)
             : float_tensor(choice.scale, choice.scale_type, choice.scale_shape, s));
  model.config = choice.config;
  return model;
}

/// Rows of signed bytes with a scale each, and zero points or none.
inline quantised_model int8_model(bool zeros, std::uint32_t seed = 5, std::uint64_t rows = 6,
                                  std::uint64_t columns = 10) {
  code_dice dice(seed);
  std::vector<std::int8_t> q(static_cast<std::size_t>(rows * columns));
  for (std::int8_t& code : q)
    code = static_cast<std::int8_t>(static_cast<int>(dice.below(256)) - 128);
  const auto s = dice.scales(rows);
  std::vector<std::int8_t> z(static_cast<std::size_t>(rows));
  for (std::int8_t& zero : z)
    zero = static_cast<std::int8_t>(static_cast<int>(dice.below(256)) - 128);
  quantised_model model;
  model.scheme = "int8";
  model.shape = {rows, columns};
  for (std::size_t k = 0; k < q.size(); ++k)
    model.values.push_back(
        static_cast<float>(static_cast<int>(q[k]) - (zeros ? z[k / columns] : 0)) * s[k / columns]);
  model.tensors.push_back(whole_tensor("l.weight", dtype::i8, {rows, columns}, q));
  model.tensors.push_back(float_tensor("l.weight_scale", dtype::bf16, {rows, 1}, s));
  if (zeros) model.tensors.push_back(whole_tensor("l.weight_zero_point", dtype::i8, {rows, 1}, z));
  return model;
}

/// The 8-bit layout of bitsandbytes.
inline quantised_model row_int8_model(std::uint32_t seed = 6, std::uint64_t rows = 6,
                                      std::uint64_t columns = 10) {
  quantised_model model = int8_model(false, seed, rows, columns);
  model.drop("l.weight_scale");
  code_dice dice(seed + 1);
  const auto s = dice.scales(rows);
  const packed_tensor& codes = model.part("l.weight");
  for (std::size_t k = 0; k < model.values.size(); ++k) {
    const auto code = static_cast<std::int8_t>(codes.bytes[k]);
    const float product = static_cast<float>(code) * s[k / columns];
    model.values[k] = product / 127.0F;
  }
  model.tensors.push_back(float_tensor("l.SCB", dtype::f32, {rows}, s));
  model.tensors.push_back(
      whole_tensor("l.weight_format", dtype::u8, {}, std::vector<std::uint8_t>{0}));
  return model;
}

struct packed_int_choice {
  unsigned bits = 4;
  bool zeros = false;
  bool shuffled = false;
  std::uint64_t rows = 21;
  std::uint64_t columns = 44; ///< a multiple of the group
  std::uint64_t group = 11;
};

/// pack-quantized of compressed-tensors.
inline quantised_model packed_int_model(const packed_int_choice& choice, std::uint32_t seed = 7) {
  const std::uint64_t size = choice.group;
  const std::uint64_t rows = choice.rows;
  const std::uint64_t columns = choice.columns;
  const std::uint64_t groups = columns / size;
  code_dice dice(seed);
  const auto q = dice.codes(rows * columns, 1U << choice.bits);
  const auto z = dice.codes(rows * groups, 1U << choice.bits);
  const auto s = dice.scales(rows * groups);
  std::vector<std::int32_t> order;
  for (std::uint64_t i = 0; i < columns; ++i)
    order.push_back(static_cast<std::int32_t>(
        choice.shuffled ? dice.below(static_cast<std::uint32_t>(groups)) : i / size));
  quantised_model model;
  model.scheme = "compressed-tensors";
  model.shape = {rows, columns};
  for (std::size_t k = 0; k < q.size(); ++k) {
    const std::size_t at = k / columns * groups + static_cast<std::size_t>(order[k % columns]);
    const std::uint32_t zero = choice.zeros ? z[at] : 1U << (choice.bits - 1);
    model.values.push_back((static_cast<float>(q[k]) - static_cast<float>(zero)) * s[at]);
  }
  model.tensors.push_back(
      bit_row_tensor("l.weight_packed", dtype::i32, rows, columns, choice.bits, q));
  model.tensors.push_back(float_tensor("l.weight_scale", dtype::f16, {rows, groups}, s));
  model.tensors.push_back(
      whole_tensor("l.weight_shape", dtype::i64, {2}, std::vector<std::uint64_t>{rows, columns}));
  if (choice.zeros)
    model.tensors.push_back(bit_column_tensor("l.weight_zero_point", rows, groups, choice.bits, z));
  if (choice.shuffled)
    model.tensors.push_back(whole_tensor("l.weight_g_idx", dtype::i32, {columns}, order));
  model.config =
      R"({"quantization_config":{"quant_method":"compressed-tensors","format":"pack-quantized",)"
      R"("config_groups":{"group_0":{"weights":{"num_bits":)" +
      std::to_string(choice.bits) + R"(,"group_size":)" + std::to_string(size) + "}}}}}";
  return model;
}

enum class mxfp4_dialect { blocks, packed, experts };

/// MXFP4: two matrices of `high` rows of 64 values, or one.
inline quantised_model mxfp4_model(mxfp4_dialect dialect, std::uint32_t seed = 8,
                                   std::uint64_t high = 3) {
  const bool blocks = dialect == mxfp4_dialect::blocks;
  const std::uint64_t rows = blocks ? 2 * high : high;
  code_dice dice(seed);
  const auto q = dice.codes(rows * 64, 16);
  std::vector<std::uint8_t> s(static_cast<std::size_t>(rows * 2));
  for (std::uint8_t& exponent : s)
    exponent = static_cast<std::uint8_t>(100 + dice.below(60));
  quantised_model model;
  model.scheme = "mxfp4";
  for (std::size_t k = 0; k < q.size(); ++k)
    model.values.push_back(e2m1_values[q[k]] * std::ldexp(1.0F, s[k / 32] - 127));
  switch (dialect) {
  case mxfp4_dialect::blocks:
    model.name = "l.up";
    model.shape = {2, high, 64};
    model.tensors.push_back(nibble_tensor("l.up_blocks", {2, high, 2, 16}, q, false));
    model.tensors.push_back(whole_tensor("l.up_scales", dtype::u8, {2, high, 2}, s));
    break;
  case mxfp4_dialect::packed:
    model.shape = {high, 64};
    model.tensors.push_back(nibble_tensor("l.weight_packed", {high, 32}, q, false));
    model.tensors.push_back(whole_tensor("l.weight_scale", dtype::u8, {high, 2}, s));
    break;
  case mxfp4_dialect::experts:
    model.shape = {high, 64};
    model.tensors.push_back(nibble_tensor("l.weight", {high, 32}, q, false));
    model.tensors.push_back(whole_tensor("l.scale", dtype::f8_e8m0, {high, 2}, s));
    break;
  }
  return model;
}

/// NVFP4, rows of 48, by ModelOpt's names or those of compressed-tensors.
inline quantised_model nvfp4_model(bool model_opt, std::uint32_t seed = 9, std::uint64_t rows = 3) {
  code_dice dice(seed);
  const auto q = dice.codes(rows * 48, 16);
  const auto s = float8_codes(dice, 3 * rows);
  const float global = model_opt ? 0.0031F : 333.3F;
  quantised_model model;
  model.scheme = "nvfp4";
  model.shape = {rows, 48};
  for (std::size_t k = 0; k < q.size(); ++k) {
    const float product = e2m1_values[q[k]] * widen(f8_e4m3fn_format, s[k / 16]);
    model.values.push_back(model_opt ? product * global : product / global);
  }
  const std::string codes = model_opt ? "l.weight" : "l.weight_packed";
  model.tensors.push_back(whole_tensor("l.weight_scale", dtype::f8_e4m3fn, {rows, 3}, s));
  model.tensors.push_back(nibble_tensor(codes, {rows, 24}, q, false));
  model.tensors.push_back(float_tensor(model_opt ? "l.weight_scale_2" : "l.weight_global_scale",
                                       dtype::f32, {1}, {global}));
  model.tensors.push_back(float_tensor("l.input_scale", dtype::f32, {}, {1}));
  model.config = R"({"quantization_config":{"quant_method":"any"}})";
  return model;
}

/// Sets of rows that share storage, `parts` of `rows` each, in `size` bytes a word.
inline packed_tensor stacked_tensor(std::string name, dtype type, std::uint64_t rows,
                                    std::uint64_t columns, unsigned bits, unsigned parts,
                                    bool first_highest, const std::vector<std::uint32_t>& codes) {
  const std::uint64_t width = bits_of(type);
  packed_tensor tensor{std::move(name), type, {rows, columns}, {}};
  tensor.bytes.resize(static_cast<std::size_t>(rows * columns * width / 8));
  for (std::size_t k = 0; k < codes.size(); ++k) {
    const std::uint64_t row = k / columns;
    const std::uint64_t part = row / rows;
    const std::uint64_t slot = first_highest ? parts - 1 - part : part;
    put_bits(tensor.bytes, (row % rows * columns + k % columns) * width + slot * bits, bits,
             codes[k]);
  }
  return tensor;
}

/// \param rows a multiple of 4
inline quantised_model bitnet_model(bool multiply, std::uint32_t seed = 10, std::uint64_t rows = 8,
                                    std::uint64_t columns = 5) {
  code_dice dice(seed);
  const auto q = dice.codes(rows * columns, 3);
  const float scale = 12.5F;
  quantised_model model;
  model.scheme = "bitnet";
  model.shape = {rows, columns};
  for (const std::uint32_t code : q) {
    const float value = static_cast<float>(code) - 1.0F;
    model.values.push_back(multiply ? value * scale : value / scale);
  }
  model.tensors.push_back(stacked_tensor("l.weight", dtype::u8, rows / 4, columns, 2, 4, false, q));
  model.tensors.push_back(float_tensor("l.weight_scale", dtype::bf16, {1}, {scale}));
  model.config =
      std::string(R"({"quantization_config":{"quant_method":"bitnet","linear_class":")") +
      (multiply ? "autobitlinear" : "bitlinear") + "\"}}";
  return model;
}

/// HQQ: a weight of [8, 20], or [5, 32] with 3 bits, seen as rows of 10 or 8 codes; or `times` as
/// many rows of `width` codes.
inline quantised_model hqq_model(unsigned bits, int axis, std::uint32_t seed = 11,
                                 std::uint64_t times = 1, std::uint64_t width = 0) {
  code_dice dice(seed);
  const std::uint64_t columns = width != 0 ? width : bits == 3 ? 8 : 10;
  const std::uint64_t rows = (bits == 3 ? 20 : 16) * times;
  const unsigned parts = bits == 3 ? 10 : 8 / bits;
  const auto q = dice.codes(rows * columns, 1U << bits);
  const std::uint64_t groups = axis == 1 ? rows : columns;
  const auto s = dice.scales(groups);
  const auto z = dice.scales(groups);
  quantised_model model;
  model.scheme = "hqq";
  model.shape = {(bits == 3 ? 5 : 8) * times, (bits == 3 ? 4 : 2) * columns};
  for (std::size_t k = 0; k < q.size(); ++k) {
    const std::size_t group = axis == 1 ? k / columns : k % columns;
    model.values.push_back((static_cast<float>(q[k]) - z[group]) * s[group]);
  }
  const std::vector<std::uint64_t> along =
      axis == 1 ? std::vector<std::uint64_t>{rows, 1} : std::vector<std::uint64_t>{1, columns};
  const auto number = [](std::string name, std::int64_t value) {
    return whole_tensor(std::move(name), dtype::i64, {}, std::vector<std::int64_t>{value});
  };
  model.tensors.push_back(stacked_tensor("l.W_q", bits == 3 ? dtype::i32 : dtype::u8, rows / parts,
                                         columns, bits, parts, true, q));
  model.tensors.push_back(float_tensor("l.scale", dtype::f16, along, s));
  model.tensors.push_back(float_tensor("l.zero", dtype::f16, along, z));
  model.tensors.push_back(
      whole_tensor("l.shape", dtype::i64, {2}, std::vector<std::uint64_t>(model.shape)));
  model.tensors.push_back(number("l.nbits", bits));
  model.tensors.push_back(number("l.axis", axis));
  model.tensors.push_back(
      number("l.group_size", static_cast<std::int64_t>(axis == 1 ? columns : rows)));
  model.tensors.push_back(
      whole_tensor("l.quant_scale", dtype::boolean, {}, std::vector<std::uint8_t>{0}));
  model.tensors.push_back(text_tensor("l.packing", "4bit_u8"));
  return model;
}

/// MLX: two matrices of `rows` rows of 64 values in groups of 32.
inline quantised_model mlx_model(unsigned bits, std::uint32_t seed = 12, std::uint64_t rows = 3) {
  code_dice dice(seed);
  const auto q = dice.codes(2 * rows * 64, 1U << bits);
  const auto s = dice.scales(4 * rows);
  const auto b = dice.scales(4 * rows);
  quantised_model model;
  model.scheme = "mlx";
  model.shape = {2, rows, 64};
  for (std::size_t k = 0; k < q.size(); ++k) {
    const float product = static_cast<float>(q[k]) * s[k / 32];
    model.values.push_back(product + b[k / 32]);
  }
  packed_tensor codes = bit_row_tensor("l.weight", dtype::u32, 2 * rows, 64, bits, q);
  codes.shape = {2, rows, codes.shape[1]};
  model.tensors.push_back(std::move(codes));
  model.tensors.push_back(float_tensor("l.scales", dtype::f16, {2, rows, 2}, s));
  model.tensors.push_back(float_tensor("l.biases", dtype::f16, {2, rows, 2}, b));
  model.config = R"({"quantization":{"group_size":32,"bits":)" + std::to_string(bits) + "}}";
  return model;
}

} // namespace weightkin::test

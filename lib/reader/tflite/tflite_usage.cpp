#include "reader/tflite/tflite_usage.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

// Slots: SubGraph 3 operators; Operator 0 number of its code, 1 inputs, 2 outputs.

namespace weightkin {
namespace {

constexpr std::uint32_t dequantise = 6;
constexpr std::uint32_t absent_tensor = 0xffffffffU;

/// Operators that have weights, and what their inputs are called.
struct known_operator {
  std::uint32_t code;
  std::string_view name;
  std::array<std::string_view, 4> inputs;
};

constexpr std::array<known_operator, 13> known_operators{{
    {0, "ADD", {"a", "b"}},
    {3, "CONV_2D", {"input", "filter", "bias"}},
    {4, "DEPTHWISE_CONV_2D", {"input", "filter", "bias"}},
    {7, "EMBEDDING_LOOKUP", {"ids", "table"}},
    {9, "FULLY_CONNECTED", {"input", "weights", "bias"}},
    {18, "MUL", {"a", "b"}},
    {36, "GATHER", {"table", "ids"}},
    {41, "SUB", {"a", "b"}},
    {54, "PRELU", {"input", "alpha"}},
    {67, "TRANSPOSE_CONV", {"shape", "filter", "input", "bias"}},
    {126, "BATCH_MATMUL", {"x", "y"}},
    {132, "CONV_3D", {"input", "filter", "bias"}},
    {141, "CONV_3D_TRANSPOSE", {"shape", "filter", "input", "bias"}},
}};

std::string usage_of(std::uint32_t code, std::uint64_t input) {
  const auto* row =
      std::find_if(known_operators.begin(), known_operators.end(),
                   [code](const known_operator& known) { return known.code == code; });
  const bool is_known = row != known_operators.end();
  const std::string name = is_known ? std::string(row->name) : "op" + std::to_string(code);
  if (is_known && input < row->inputs.size() && !row->inputs[input].empty())
    return name + "." + std::string(row->inputs[input]);
  return name + ".input" + std::to_string(input);
}

struct operator_use {
  std::uint32_t code = 0;
  flat_vector inputs;
  flat_vector outputs;
};

result<operator_use> read_operator(tflite_model& model, const flat_table& table) {
  const auto number = model.tables().u32(table, 0, 0);
  if (!number) return number.error();
  const auto inputs = model.items(table, 1);
  if (!inputs) return inputs.error();
  const auto outputs = model.items(table, 2);
  if (!outputs) return outputs.error();
  // A number without a code only means that the operator's name is not known.
  const auto codes = model.operator_codes();
  const std::uint32_t code = *number < codes.size() ? codes[*number] : absent_tensor;
  return operator_use{code, *inputs, *outputs};
}

} // namespace

result<std::unordered_map<std::uint32_t, std::string>> tflite_usages(tflite_model& model,
                                                                     const flat_table& subgraph) {
  std::unordered_map<std::uint32_t, std::string> usages;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> dequantised; ///< stored, result
  flat_buffer& tables = model.tables();
  const auto operators = model.items(subgraph, 3);
  if (!operators) return operators.error();
  for (std::uint64_t i = 0; i < operators->count; ++i) {
    const auto table = tables.table_at(*operators, i);
    if (!table) return table.error();
    const auto use = read_operator(model, *table);
    if (!use) return use.error();
    for (std::uint64_t input = 0; input < use->inputs.count; ++input) {
      const auto tensor = tables.u32_at(use->inputs, input);
      if (!tensor) return tensor.error();
      if (*tensor == absent_tensor) continue;
      if (use->code != dequantise) {
        usages.emplace(*tensor, usage_of(use->code, input));
      } else if (use->outputs.count > 0) {
        const auto made = tables.u32_at(use->outputs, 0);
        if (!made) return made.error();
        dequantised.emplace_back(*tensor, *made);
      }
    }
  }
  for (const auto& [stored, made] : dequantised)
    if (const auto found = usages.find(made); found != usages.end())
      usages.emplace(stored, std::string(found->second));
  return usages;
}

} // namespace weightkin

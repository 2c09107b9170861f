#include "derive_width.hpp"

#include <cmath>
#include <stdexcept>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

std::vector<double> row_squares(const zoo_tensor& tensor) {
  std::vector<double> squares(tensor.rows());
  for (std::size_t i = 0; i < tensor.values.size(); ++i)
    squares[i / tensor.columns()] += std::pow(tensor.values[i], 2);
  return squares;
}

std::vector<double> column_squares(const zoo_tensor& tensor) {
  std::vector<double> squares(tensor.columns());
  for (std::size_t i = 0; i < tensor.values.size(); ++i)
    squares[i % tensor.columns()] += std::pow(tensor.values[i], 2);
  return squares;
}

descendant narrowed(const zoo_model& parent, const char* recipe, std::size_t before,
                    std::size_t kept) {
  if (kept == 0 || kept > before) throw std::invalid_argument("units to keep");
  descendant child =
      copy_of(parent, recipe, std::to_string(before) + " -> " + std::to_string(kept));
  child.truth.operations = {operation_kind::width_pruned};
  return child;
}

/// How much each query head writes: squares of its columns of o.
std::vector<double> head_weights(const zoo_model& model, std::size_t layer) {
  const auto squares = column_squares(block_tensor(model, layer, "self_attn.o_proj"));
  std::vector<double> weights(model.decoder.heads);
  for (std::size_t i = 0; i < squares.size(); ++i)
    weights[i / model.decoder.head_width] += squares[i];
  return weights;
}

void keep_queries(descendant& child, std::size_t layer, const unit_order& heads) {
  const unit_order rows = block_order(heads, child.model.decoder.head_width);
  take_rows(block_tensor(child.model, layer, "self_attn.q_proj"), rows);
  take_columns(block_tensor(child.model, layer, "self_attn.o_proj"), rows);
  child.truth.units_of[head_group(layer)] = as_truth(heads);
}

} // namespace

descendant hidden_pruned(const zoo_model& parent, std::size_t kept) {
  descendant child = narrowed(parent, "hidden_pruned", parent.decoder.hidden, kept);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& gate = block_tensor(child.model, layer, "mlp.gate_proj");
    zoo_tensor& up = block_tensor(child.model, layer, "mlp.up_proj");
    zoo_tensor& down = block_tensor(child.model, layer, "mlp.down_proj");
    std::vector<double> weight = row_squares(gate);
    const auto more = row_squares(up), out = column_squares(down);
    for (std::size_t i = 0; i < weight.size(); ++i)
      weight[i] *= more[i] * out[i];
    const unit_order order = largest(weight, kept);
    take_rows(gate, order);
    take_rows(up, order);
    take_columns(down, order);
    child.truth.units_of[hidden_group(layer)] = as_truth(order);
  }
  child.model.decoder.hidden = kept;
  return child;
}

descendant stream_pruned(const zoo_model& parent, std::size_t kept) {
  descendant child = narrowed(parent, "stream_pruned", parent.decoder.width, kept);
  std::vector<double> weight = column_squares(token_table(child.model));
  const auto vocabulary = static_cast<double>(token_table(child.model).rows());
  for (double& x : weight)
    x /= vocabulary;
  for (const zoo_tensor* writer : stream_writers(child.model)) {
    const auto squares = row_squares(*writer);
    for (std::size_t i = 0; i < squares.size(); ++i)
      weight[i] += squares[i] / static_cast<double>(writer->columns());
  }
  const unit_order order = largest(weight, kept);
  for (const auto& [tensor, side] : stream_tensors(child.model)) {
    if (side == stream_side::columns)
      take_columns(*tensor, order);
    else
      take_rows(*tensor, order);
  }
  child.truth.stream_of = as_truth(order);
  child.truth.stream_sign.assign(kept, 1);
  child.model.decoder.width = kept;
  return child;
}

descendant heads_pruned(const zoo_model& parent, std::size_t kept) {
  const std::size_t group = group_size(parent.decoder);
  descendant child = narrowed(parent, "heads_pruned", group, kept);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    const auto weights = head_weights(parent, layer);
    unit_order heads;
    for (std::size_t first = 0; first < weights.size(); first += group) {
      const auto at = weights.begin() + static_cast<std::ptrdiff_t>(first);
      for (const std::size_t inside : largest({at, at + static_cast<std::ptrdiff_t>(group)}, kept))
        heads.push_back(first + inside);
    }
    keep_queries(child, layer, heads);
  }
  child.model.decoder.heads = parent.decoder.key_heads * kept;
  return child;
}

descendant key_heads_pruned(const zoo_model& parent, std::size_t kept) {
  const decoder_sizes& sizes = parent.decoder;
  const std::size_t group = group_size(sizes);
  descendant child = narrowed(parent, "key_heads_pruned", sizes.key_heads, kept);
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    const auto weights = head_weights(parent, layer);
    std::vector<double> of_group(sizes.key_heads);
    for (std::size_t head = 0; head < weights.size(); ++head)
      of_group[head / group] += weights[head];
    const unit_order keys = largest(of_group, kept);
    const unit_order rows = block_order(keys, sizes.head_width);
    take_rows(block_tensor(child.model, layer, "self_attn.k_proj"), rows);
    take_rows(block_tensor(child.model, layer, "self_attn.v_proj"), rows);
    keep_queries(child, layer, block_order(keys, group));
    child.truth.units_of[key_head_group(layer)] = as_truth(keys);
    child.truth.units_of[value_group(layer)] = as_truth(rows);
  }
  child.model.decoder.key_heads = kept;
  child.model.decoder.heads = kept * group;
  return child;
}

descendant units_split(const zoo_model& parent) {
  descendant child = copy_of(parent, "e4", "every unit in two");
  // What the halves write is half as large.
  child.truth.operations = {operation_kind::width_padded, operation_kind::rescaled};
  child.truth.provable = descent_direction::subject_from_reference;
  unit_order order = identity_order(parent.decoder.hidden);
  const unit_order again = order;
  order.insert(order.end(), again.begin(), again.end());
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& down = block_tensor(child.model, layer, "mlp.down_proj");
    take_rows(block_tensor(child.model, layer, "mlp.gate_proj"), order);
    take_rows(block_tensor(child.model, layer, "mlp.up_proj"), order);
    take_columns(down, order);
    scale_all(down, 0.5);
    child.truth.units_of[hidden_group(layer)] = as_truth(order);
  }
  child.model.decoder.hidden *= 2;
  return child;
}

} // namespace weightkin::zoo

#include "derive_permutation.hpp"

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant reordered_copy(const zoo_model& parent, const char* recipe, const char* strength) {
  descendant child = copy_of(parent, recipe, strength);
  child.truth.operations = {operation_kind::permuted};
  return child;
}

double random_sign(random_source& random) { return random.below(2) == 0 ? 1 : -1; }

/// Where each query head comes from when key heads do as `keys` says and queries follow.
unit_order query_order(const unit_order& keys, std::size_t group, random_source& random) {
  unit_order queries;
  for (const std::size_t key : keys)
    for (const std::size_t inside : test::random_permutation(random, group))
      queries.push_back(key * group + inside);
  return queries;
}

} // namespace

descendant stream_permuted(const zoo_model& parent, bool flip, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "stream_permuted", flip ? "all, random signs" : "all");
  random_source random = scattered_source(seed);
  const std::size_t width = parent.decoder.width;
  const unit_order order = test::random_permutation(random, width);
  for (std::size_t i = 0; i < width; ++i)
    child.truth.stream_sign.push_back(flip && random.below(2) == 0 ? -1 : 1);
  for (const auto& [tensor, side] : stream_tensors(child.model)) {
    if (side == stream_side::columns)
      take_columns(*tensor, order);
    else
      take_rows(*tensor, order);
    for (std::size_t i = 0; i < width; ++i) {
      if (child.truth.stream_sign[i] > 0 || side == stream_side::gain) continue;
      if (side == stream_side::columns)
        scale_column(*tensor, i, -1);
      else
        scale_row(*tensor, i, -1);
    }
  }
  child.truth.stream_of = as_truth(order);
  return child;
}

descendant units_permuted(const zoo_model& parent, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "units_permuted", "all layers");
  random_source random = scattered_source(seed);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& down = block_tensor(child.model, layer, "mlp.down_proj");
    const unit_order order = test::random_permutation(random, down.columns());
    take_rows(block_tensor(child.model, layer, "mlp.gate_proj"), order);
    take_rows(block_tensor(child.model, layer, "mlp.up_proj"), order);
    take_columns(down, order);
    child.truth.units_of[hidden_group(layer)] = as_truth(order);
  }
  return child;
}

descendant units_flipped(const zoo_model& parent, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "units_flipped", "half of the units");
  random_source random = scattered_source(seed);
  for (std::size_t layer = 0; layer < parent.decoder.layers; ++layer) {
    zoo_tensor& down = block_tensor(child.model, layer, "mlp.down_proj");
    zoo_tensor& up = block_tensor(child.model, layer, "mlp.up_proj");
    for (std::size_t unit = 0; unit < up.rows(); ++unit) {
      if (random.below(2) == 0) continue;
      scale_row(up, unit, -1);
      scale_column(down, unit, -1);
    }
  }
  return child;
}

descendant heads_permuted(const zoo_model& parent, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "heads_permuted", "key groups and heads in groups");
  random_source random = scattered_source(seed);
  const decoder_sizes& sizes = parent.decoder;
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    const unit_order keys = test::random_permutation(random, sizes.key_heads);
    const unit_order queries = query_order(keys, group_size(sizes), random);
    const unit_order key_rows = block_order(keys, sizes.head_width);
    const unit_order query_rows = block_order(queries, sizes.head_width);
    take_rows(block_tensor(child.model, layer, "self_attn.q_proj"), query_rows);
    take_rows(block_tensor(child.model, layer, "self_attn.k_proj"), key_rows);
    take_rows(block_tensor(child.model, layer, "self_attn.v_proj"), key_rows);
    take_columns(block_tensor(child.model, layer, "self_attn.o_proj"), query_rows);
    child.truth.units_of[head_group(layer)] = as_truth(queries);
    child.truth.units_of[key_head_group(layer)] = as_truth(keys);
    child.truth.units_of[value_group(layer)] = as_truth(key_rows);
  }
  return child;
}

descendant values_permuted(const zoo_model& parent, bool flip, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "values_permuted", flip ? "all, random signs" : "all");
  random_source random = scattered_source(seed);
  const decoder_sizes& sizes = parent.decoder;
  const std::size_t width = sizes.head_width, group = group_size(sizes);
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    zoo_tensor& v = block_tensor(child.model, layer, "self_attn.v_proj");
    zoo_tensor& o = block_tensor(child.model, layer, "self_attn.o_proj");
    unit_order rows, columns(sizes.heads * width);
    std::vector<double> sign;
    for (std::size_t key = 0; key < sizes.key_heads; ++key)
      for (const std::size_t inside : test::random_permutation(random, width)) {
        for (std::size_t head = key * group; head < (key + 1) * group; ++head)
          columns[head * width + rows.size() % width] = head * width + inside;
        rows.push_back(key * width + inside);
        sign.push_back(flip ? random_sign(random) : 1);
      }
    take_rows(v, rows);
    take_columns(o, columns);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      scale_row(v, i, sign[i]);
      for (std::size_t head = i / width * group; head < (i / width + 1) * group; ++head)
        scale_column(o, head * width + i % width, sign[i]);
    }
    child.truth.units_of[value_group(layer)] = as_truth(rows);
  }
  return child;
}

descendant query_pairs_flipped(const zoo_model& parent, std::uint64_t seed) {
  descendant child = reordered_copy(parent, "query_pairs_flipped", "half of the pairs");
  random_source random = scattered_source(seed);
  const decoder_sizes& sizes = parent.decoder;
  const std::size_t width = sizes.head_width, group = group_size(sizes);
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    zoo_tensor& q = block_tensor(child.model, layer, "self_attn.q_proj");
    zoo_tensor& k = block_tensor(child.model, layer, "self_attn.k_proj");
    for (std::size_t key = 0; key < sizes.key_heads; ++key)
      for (std::size_t pair = 0; pair < width / 2; ++pair) {
        if (random.below(2) == 0) continue;
        for (const std::size_t i : {pair, pair + width / 2}) {
          scale_row(k, key * width + i, -1);
          for (std::size_t head = key * group; head < (key + 1) * group; ++head)
            scale_row(q, head * width + i, -1);
        }
      }
  }
  return child;
}

descendant all_permuted(const zoo_model& parent, std::uint64_t seed) {
  descendant child = stream_permuted(parent, true, seed);
  child = chained(child, units_permuted(child.model, seed + 1));
  child = chained(child, units_flipped(child.model, seed + 2));
  child = chained(child, heads_permuted(child.model, seed + 3));
  child = chained(child, values_permuted(child.model, true, seed + 4));
  child = chained(child, query_pairs_flipped(child.model, seed + 5));
  child.truth.recipe = "all_permuted";
  child.truth.strength = "stream, units, heads, values, signs";
  return child;
}

} // namespace weightkin::zoo

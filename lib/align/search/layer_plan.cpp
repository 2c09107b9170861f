#include "align/search/layer_plan.hpp"

#include <algorithm>

#include "align/search/carried_units.hpp"
#include "align/search/expert_map.hpp"
#include "align/search/gain_fold.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t most_dimensions = 512;

/// Dimensions of the subject's stream that have a counterpart.
std::vector<std::size_t> shared_dimensions(const axis_change& carry, std::size_t width_a,
                                           std::size_t width_b) {
  std::vector<std::size_t> shared;
  for (std::size_t k = 0; k < width_a; ++k)
    if (carry.turn || (carry.from.empty() ? k < width_b : carry.from[k] >= 0)) shared.push_back(k);
  std::vector<std::size_t> some;
  for (const std::size_t at : spread_positions(shared.size(), most_dimensions))
    some.push_back(shared[at]);
  return some;
}

result<std::vector<float>> read_gains(const model_ref& model, tensor_index gain,
                                      std::uint64_t width) {
  if (!gain || model.tensors[*gain].shape.size() != 1 || model.tensors[*gain].shape[0] != width)
    return std::vector<float>();
  return read_vector(model.tensors[*gain]);
}

/// One side of a pair of models.
struct one_side {
  const model_ref& model;
  const model_blocks& blocks;
  bool subject = false;
};

/// A matrix between stream and units, or nothing when it does not look like one.
std::optional<stream_matrix> matrix_of(const one_side& side, tensor_index tensor,
                                       const axis_change& carry, const std::vector<float>& gains) {
  if (!tensor) return std::nullopt;
  const auto axis = stream_axis_of(side.model, *tensor, side.blocks.width);
  if (!axis) return std::nullopt;
  stream_matrix matrix;
  matrix.view = &side.model.tensors[*tensor];
  matrix.stream = side.subject ? axis_change{} : carry;
  matrix.stream.axis = *axis;
  matrix.stream.factor = gains;
  matrix.units = static_cast<std::size_t>(matrix.view->shape[1 - *axis]);
  return matrix;
}

/// The parts of a network: gate and up (halves of one tensor where fused), then down.
std::vector<stream_matrix> network_parts(const one_side& side, const network_block& block,
                                         const axis_change& carry,
                                         const std::vector<float>& gains) {
  std::vector<stream_matrix> parts;
  auto gate = matrix_of(side, block.gate, carry, gains);
  auto up = matrix_of(side, block.up, carry, gains);
  if (gate && up && block.gate == block.up && gate->units % 2 == 0) {
    gate->units = up->units = up->first = gate->units / 2;
  }
  const auto down = matrix_of(side, block.down, carry, {});
  if (gate) parts.push_back(std::move(*gate));
  if (up) parts.push_back(std::move(*up));
  if (down) parts.push_back(*down);
  return parts;
}

bool alike(const std::vector<stream_matrix>& a, const std::vector<stream_matrix>& b) {
  const auto one_size = [](const std::vector<stream_matrix>& parts) {
    return std::all_of(parts.begin(), parts.end(),
                       [&](const stream_matrix& part) { return part.units == parts[0].units; });
  };
  return !a.empty() && a.size() == b.size() && one_size(a) && one_size(b);
}

/// Whether the gains of a norm have to be folded into `readers`, the first matrices behind it.
result<norm_fold> plan_fold(const one_side& a, const one_side& b, tensor_index gain_a,
                            tensor_index gain_b, tensor_index reader_a, tensor_index reader_b,
                            const axis_change& carry) {
  norm_fold fold;
  auto gains_a = read_gains(a.model, gain_a, a.blocks.width);
  if (!gains_a) return std::move(gains_a).error();
  auto gains_b = read_gains(b.model, gain_b, b.blocks.width);
  if (!gains_b) return std::move(gains_b).error();
  if (carry.turn) {
    fold.folded = true;
  } else {
    const auto one = matrix_of(a, reader_a, carry, {});
    const auto other = matrix_of(b, reader_b, carry, {});
    if (!one || !other) return fold;
    if (carry.from.empty() && a.blocks.width != b.blocks.width) return fold;
    auto moved = gains_were_moved({*gains_a, *gains_b}, *one->view, one->stream.axis, *other->view,
                                  other->stream.axis, carry);
    if (!moved) return std::move(moved).error();
    fold.folded = *moved;
  }
  if (fold.folded) {
    fold.subject = std::move(*gains_a);
    fold.reference = std::move(*gains_b);
  }
  return fold;
}

std::optional<attention_parts> attention_of(const one_side& side, const layer_block& layer,
                                            const axis_change& carry, const norm_fold& fold) {
  const std::vector<float>& gains = side.subject ? fold.subject : fold.reference;
  const auto o = matrix_of(side, layer.o, carry, {});
  if (!o) return std::nullopt;
  if (const auto all = matrix_of(side, layer.qkv, carry, gains)) {
    const fused_rows rows = split_fused(all->units, o->units);
    if (rows.keys == 0) return std::nullopt;
    attention_parts parts{*all, *all, *all, *o};
    parts.q.units = rows.queries;
    parts.k.units = parts.v.units = rows.keys;
    parts.k.first = rows.queries;
    parts.v.first = rows.queries + rows.keys;
    return parts;
  }
  const auto q = matrix_of(side, layer.q, carry, gains);
  const auto k = matrix_of(side, layer.k, carry, gains);
  const auto v = matrix_of(side, layer.v, carry, gains);
  if (!q || !k || !v) return std::nullopt;
  return attention_parts{*q, *k, *v, *o};
}

tensor_index first_reader(const layer_block& layer) {
  if (layer.networks.empty()) return std::nullopt;
  return layer.networks[0].gate ? layer.networks[0].gate : layer.networks[0].up;
}

using position_pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// The networks with the same number of an expert; the only one for all that have none.
position_pairs pairs_by_number(const layer_block& a, const layer_block& b) {
  position_pairs pairs;
  for (std::size_t i = 0; i < a.networks.size(); ++i)
    for (std::size_t j = 0; j < b.networks.size(); ++j)
      if (a.networks[i].expert == b.networks[j].expert || b.networks.size() == 1) {
        pairs.emplace_back(i, j);
        break;
      }
  return pairs;
}

/// Positions of networks of both layers that correspond; experts are led back to their origins
/// where both streams are in order.
result<position_pairs> network_pairs(const one_side& a, const layer_block& layer_a,
                                     const one_side& b, const layer_block& layer_b,
                                     const axis_change& carry, const search_options& options) {
  position_pairs pairs = pairs_by_number(layer_a, layer_b);
  const bool experts = layer_a.networks.size() > 1 || layer_b.networks.size() > 1;
  const bool in_order = !carry.turn && carry.from.empty() && a.blocks.width == b.blocks.width;
  if (!experts || !in_order) return pairs;
  auto origins = map_experts(a.model, layer_a, b.model, layer_b, options);
  if (!origins) return std::move(origins).error();
  for (std::size_t i = 0; i < origins->size(); ++i) {
    const std::int64_t from = (*origins)[i].reference;
    if (from < 0) continue;
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == i; });
    pairs.emplace_back(i, static_cast<std::size_t>(from));
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

} // namespace

axis_change carried_on(const axis_change& carry, std::size_t axis,
                       const std::vector<float>& gains) {
  axis_change change = carry;
  change.axis = axis;
  change.factor = gains;
  return change;
}

fused_rows split_fused(std::uint64_t rows, std::uint64_t output_columns) {
  if (output_columns == 0 || rows <= output_columns || (rows - output_columns) % 2 != 0) return {};
  return {static_cast<std::size_t>(output_columns),
          static_cast<std::size_t>((rows - output_columns) / 2)};
}

result<norm_fold> plan_head(const block_pair& pair, const axis_change& carry) {
  const one_side a{*pair.subject, pair.subject_blocks, true};
  const one_side b{*pair.reference, pair.reference_blocks, false};
  // A tied table cannot have taken gains up.
  if (a.blocks.head == a.blocks.embedding || b.blocks.head == b.blocks.embedding)
    return norm_fold{};
  return plan_fold(a, b, a.blocks.final_gain, b.blocks.final_gain, a.blocks.head, b.blocks.head,
                   carry);
}

result<layer_plan> plan_layer(const block_pair& pair, std::size_t subject, std::size_t reference,
                              const axis_change& carry, const search_options& options) {
  const one_side a{*pair.subject, pair.subject_blocks, true};
  const one_side b{*pair.reference, pair.reference_blocks, false};
  const layer_block& layer_a = a.blocks.layers[subject];
  const layer_block& layer_b = b.blocks.layers[reference];
  const std::vector<std::size_t> dimensions = shared_dimensions(
      carry, static_cast<std::size_t>(a.blocks.width), static_cast<std::size_t>(b.blocks.width));
  layer_plan plan;
  plan.subject = subject;
  plan.reference = reference;
  auto attention =
      plan_fold(a, b, layer_a.attention_gain, layer_b.attention_gain,
                layer_a.q ? layer_a.q : layer_a.qkv, layer_b.q ? layer_b.q : layer_b.qkv, carry);
  if (!attention) return std::move(attention).error();
  plan.attention = std::move(*attention);
  auto network = plan_fold(a, b, layer_a.network_gain, layer_b.network_gain, first_reader(layer_a),
                           first_reader(layer_b), carry);
  if (!network) return std::move(network).error();
  plan.network = std::move(*network);
  const auto parts_a = attention_of(a, layer_a, carry, plan.attention);
  const auto parts_b = attention_of(b, layer_b, carry, plan.attention);
  if (parts_a && parts_b) {
    auto heads = match_heads(*parts_a, *parts_b, dimensions, options);
    if (!heads) return std::move(heads).error();
    plan.heads = std::move(*heads);
  }
  auto pairs = network_pairs(a, layer_a, b, layer_b, carry, options);
  if (!pairs) return std::move(pairs).error();
  for (const auto& [i, j] : *pairs) {
    const auto network_a = network_parts(a, layer_a.networks[i], carry, plan.network.subject);
    const auto network_b = network_parts(b, layer_b.networks[j], carry, plan.network.reference);
    if (!alike(network_a, network_b) || out_of_time(options)) continue;
    auto order = match_network(network_a, network_b, dimensions, options);
    if (!order) return std::move(order).error();
    plan.networks.push_back({i, j, std::move(*order)});
  }
  return plan;
}

} // namespace weightkin::detail

#include "derive_rotation.hpp"

#include <cmath>

#include "decoder_parts.hpp"
#include "derive_low_rank.hpp"
#include "derive_permutation.hpp"
#include "derive_rescaling.hpp"
#include "derive_rounding.hpp"

namespace weightkin::zoo {
namespace {

/// The stream seen through `map` (old width by new width, orthonormal rows): what reads and what
/// writes it. Gains become ones of the new width times `gain`.
void map_stream(zoo_model& model, const wide_matrix& map, double gain) {
  const wide_matrix back = test::transposed(map);
  for (const auto& [tensor, side] : stream_tensors(model)) {
    if (side == stream_side::columns) multiply_columns(*tensor, map);
    if (side == stream_side::rows) multiply_rows(*tensor, back);
    if (side == stream_side::gain) {
      tensor->values.assign(map.columns, static_cast<float>(gain));
      tensor->shape = {map.columns};
    }
  }
  model.decoder.width = map.columns;
}

descendant turned_copy(const zoo_model& parent, const char* recipe, std::string strength,
                       operation_kind kind) {
  descendant child = copy_of(parent, recipe, std::move(strength));
  child.truth.operations = {kind};
  return child;
}

/// Rows a and b of a tensor become c * a - s * b and s * a + c * b.
void turn_rows(zoo_tensor& tensor, std::size_t a, std::size_t b, double c, double s) {
  const std::size_t columns = tensor.columns();
  for (std::size_t j = 0; j < columns; ++j) {
    const double x = tensor.values.at(a * columns + j), y = tensor.values.at(b * columns + j);
    tensor.values[a * columns + j] = static_cast<float>(c * x - s * y);
    tensor.values[b * columns + j] = static_cast<float>(s * x + c * y);
  }
}

void put_block(wide_matrix& matrix, std::size_t at, const wide_matrix& block) {
  for (std::size_t i = 0; i < block.rows; ++i)
    for (std::size_t j = 0; j < block.columns; ++j)
      matrix.at(at + i, at + j) = block.at(i, j);
}

} // namespace

descendant rotated(const zoo_model& parent, double gain_spread, std::uint64_t seed) {
  descendant child = gains_folded(parent);
  random_source random = scattered_source(seed);
  map_stream(child.model, test::random_rotation(random, parent.decoder.width), 1);
  if (gain_spread > 0) child = gains_replaced(child.model, gain_spread, random.bits());
  child.truth.recipe = "rotated";
  child.truth.strength = gain_spread > 0 ? "new gains" : "gains one";
  child.truth.operations = {operation_kind::rotated, operation_kind::rescaled};
  child.truth.rotated = true;
  return child;
}

descendant query_planes_turned(const zoo_model& parent, double log_spread, std::uint64_t seed) {
  descendant child = turned_copy(parent, "query_planes_turned", "every pair of every key head",
                                 operation_kind::rotated);
  random_source random = scattered_source(seed);
  const decoder_sizes& sizes = parent.decoder;
  const std::size_t width = sizes.head_width, half = width / 2, group = group_size(sizes);
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    zoo_tensor& q = block_tensor(child.model, layer, "self_attn.q_proj");
    zoo_tensor& k = block_tensor(child.model, layer, "self_attn.k_proj");
    for (std::size_t key = 0; key < sizes.key_heads; ++key)
      for (std::size_t pair = 0; pair < half; ++pair) {
        const double angle = 6.283185307179586 * random.uniform();
        const double size = random.lognormal(log_spread);
        const double c = std::cos(angle), s = std::sin(angle);
        turn_rows(k, key * width + pair, key * width + pair + half, size * c, size * s);
        for (std::size_t head = key * group; head < (key + 1) * group; ++head)
          turn_rows(q, head * width + pair, head * width + pair + half, c / size, s / size);
      }
  }
  return child;
}

descendant values_mixed(const zoo_model& parent, double log_spread, std::uint64_t seed) {
  descendant child = turned_copy(parent, "values_mixed", "every key head", operation_kind::rotated);
  random_source random = scattered_source(seed);
  const decoder_sizes& sizes = parent.decoder;
  const std::size_t width = sizes.head_width, group = group_size(sizes);
  for (std::size_t layer = 0; layer < sizes.layers; ++layer) {
    wide_matrix mix(sizes.key_heads * width, sizes.key_heads * width);
    wide_matrix undo(sizes.heads * width, sizes.heads * width);
    for (std::size_t key = 0; key < sizes.key_heads; ++key) {
      wide_matrix forth = test::random_rotation(random, width);
      wide_matrix back = test::transposed(forth);
      for (std::size_t i = 0; i < width; ++i) {
        const double size = random.lognormal(log_spread);
        for (std::size_t j = 0; j < width; ++j) {
          forth.at(i, j) *= size;
          back.at(j, i) /= size;
        }
      }
      put_block(mix, key * width, forth);
      for (std::size_t head = key * group; head < (key + 1) * group; ++head)
        put_block(undo, head * width, back);
    }
    multiply_rows(block_tensor(child.model, layer, "self_attn.v_proj"), mix);
    multiply_columns(block_tensor(child.model, layer, "self_attn.o_proj"), undo);
  }
  return child;
}

descendant attacked_e1(const zoo_model& parent, std::uint64_t seed) {
  descendant child = rotated(parent, 0.3, seed);
  child = chained(child, units_permuted(child.model, seed + 1));
  child = chained(child, heads_permuted(child.model, seed + 2));
  child = chained(child, query_planes_turned(child.model, 0.3, seed + 3));
  child = chained(child, values_mixed(child.model, 0.3, seed + 4));
  child = chained(child, feed_forward_rescaled(child.model, true, 0.5, seed + 5));
  for (std::size_t layer = 0; layer < child.model.decoder.layers; ++layer)
    child.truth.units_of.erase(value_group(layer)); // mixed: none is any one of the parent's
  child.truth.recipe = "e1";
  child.truth.strength = "rotation, gains, units, heads, planes, values, factors";
  return child;
}

descendant attacked_e2(const zoo_model& parent, std::uint64_t seed) {
  descendant child = attacked_e1(parent, seed);
  child =
      chained(child, low_rank_updated(child.model, 8, 0.02, low_rank_targets::all_maps, seed + 6));
  child = chained(child, quantised(child.model, {8, 32, true}));
  child.truth.recipe = "e2";
  child.truth.strength = "e1, rank 8, 8 bits";
  child.truth.provable = descent_direction::undetermined; // the grid is of other numbers
  return child;
}

descendant padded_and_rotated(const zoo_model& parent, std::size_t added, std::uint64_t seed) {
  descendant child = gains_folded(parent);
  random_source random = scattered_source(seed);
  const std::size_t width = parent.decoder.width, wider = width + added;
  const wide_matrix whole = test::random_rotation(random, wider);
  wide_matrix map(width, wider);
  for (std::size_t i = 0; i < width; ++i)
    for (std::size_t j = 0; j < wider; ++j)
      map.at(i, j) = whole.at(i, j);
  // The mean square is now over more dimensions.
  map_stream(child.model, map, std::sqrt(static_cast<double>(width) / static_cast<double>(wider)));
  child.truth.recipe = "e3";
  child.truth.strength = std::to_string(added) + " dimensions";
  child.truth.operations = {operation_kind::width_padded, operation_kind::rotated,
                            operation_kind::rescaled};
  child.truth.rotated = true;
  child.truth.provable = descent_direction::subject_from_reference;
  return child;
}

} // namespace weightkin::zoo

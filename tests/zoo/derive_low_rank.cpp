#include "derive_low_rank.hpp"

#include <array>
#include <cmath>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

void add_low_rank(zoo_tensor& tensor, std::size_t rank, double relative, random_source& random) {
  wide_matrix b(tensor.rows(), rank), a(rank, tensor.columns());
  for (double& x : b.values)
    x = random.normal();
  for (double& x : a.values)
    x = random.normal();
  const wide_matrix change = test::product(b, a);
  double square = 0;
  for (const double x : change.values)
    square += x * x;
  const double size =
      relative * rms(tensor.values) / std::sqrt(square / static_cast<double>(change.values.size()));
  for (std::size_t i = 0; i < tensor.values.size(); ++i)
    tensor.values[i] = static_cast<float>(tensor.values[i] + size * change.values[i]);
}

bool is_target(const zoo_tensor& tensor, low_rank_targets targets) {
  if (targets == low_rank_targets::all_maps) return is_linear_map(tensor);
  return tensor.name.ends_with("q_proj.weight") || tensor.name.ends_with("v_proj.weight");
}

void renew(zoo_tensor& tensor, random_source& random) {
  const double size = rms(tensor.values);
  for (float& value : tensor.values)
    value = static_cast<float>(size * random.normal());
}

bool is_renewed(const zoo_model& model, const zoo_tensor& tensor, renewed_part part,
                random_source& random) {
  if (tensor.shape.size() < 2) return false;
  if (part == renewed_part::token_tables) return !is_linear_map(tensor);
  if (!is_linear_map(tensor)) return false;
  if (part == renewed_part::three_in_ten) return random.uniform() < 0.3;
  const std::size_t layers = model.decoder.layers;
  const auto in_layer = [&](std::size_t layer, const char* what) {
    return tensor.name.starts_with(decoder_prefix(model) + "layers." + std::to_string(layer) +
                                   what);
  };
  if (part == renewed_part::last_feed_forward) return in_layer(layers - 1, ".mlp.");
  for (std::size_t layer = layers / 2; layer < layers; ++layer)
    if (in_layer(layer, ".")) return true;
  return false;
}

constexpr std::array part_names{"token tables", "last feed-forward network", "upper half",
                                "three maps in ten"};

} // namespace

descendant low_rank_updated(const zoo_model& parent, std::size_t rank, double relative,
                            low_rank_targets targets, std::uint64_t seed) {
  descendant child = copy_of(parent, "low_rank_updated",
                             "rank " + std::to_string(rank) + ", " + std::to_string(relative) +
                                 (targets == low_rank_targets::all_maps ? ", all" : ", q and v"));
  child.truth.operations = {operation_kind::low_rank_merged};
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors)
    if (is_target(tensor, targets)) add_low_rank(tensor, rank, relative, random);
  return child;
}

descendant direction_removed(const zoo_model& parent, bool embedding, std::uint64_t seed) {
  descendant child =
      copy_of(parent, "direction_removed", embedding ? "all that writes the stream" : "o and down");
  child.truth.operations = {operation_kind::direction_removed};
  child.truth.provable = descent_direction::subject_from_reference;
  random_source random = scattered_source(seed);
  const std::size_t width = parent.decoder.width;
  std::vector<double> direction(width);
  double square = 0;
  for (double& x : direction) {
    x = random.normal();
    square += x * x;
  }
  wide_matrix keep(width, width);
  for (std::size_t i = 0; i < width; ++i)
    for (std::size_t j = 0; j < width; ++j)
      keep.at(i, j) = (i == j ? 1.0 : 0.0) - direction[i] * direction[j] / square;
  for (zoo_tensor* writer : stream_writers(child.model))
    multiply_rows(*writer, keep);
  if (embedding) multiply_columns(token_table(child.model), keep);
  return child;
}

descendant partly_reinitialised(const zoo_model& parent, renewed_part part, std::uint64_t seed) {
  descendant child =
      copy_of(parent, "partly_reinitialised", part_names.at(static_cast<std::size_t>(part)));
  // What is not new keeps every bit.
  child.truth.operations = {operation_kind::partly_reinitialised, operation_kind::partly_frozen};
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors)
    if (is_renewed(child.model, tensor, part, random)) renew(tensor, random);
  return child;
}

descendant partly_frozen(const zoo_model& parent, double relative, std::uint64_t seed) {
  descendant child = copy_of(parent, "partly_frozen", std::to_string(relative));
  child.truth.operations = {operation_kind::partly_frozen, operation_kind::noised};
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors) {
    if (tensor.shape.size() >= 2 && !is_linear_map(tensor)) continue;
    const double size = relative * rms(tensor.values);
    for (float& value : tensor.values)
      value = static_cast<float>(value + size * random.normal());
  }
  return child;
}

} // namespace weightkin::zoo

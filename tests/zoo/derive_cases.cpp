#include "derive_cases.hpp"

#include <cmath>
#include <utility>

#include "decoder_parts.hpp"
#include "derive_depth.hpp"
#include "derive_experts.hpp"
#include "derive_low_rank.hpp"
#include "derive_merges.hpp"
#include "derive_noise.hpp"
#include "derive_permutation.hpp"
#include "derive_rescaling.hpp"
#include "derive_rounding.hpp"
#include "derive_width.hpp"
#include "made_decoder.hpp"
#include "support/case_fixtures.hpp"

namespace weightkin::zoo {
namespace {

using test::gaussian;
using test::named_weights;

constexpr decoder_sizes language{512, 64, 160, 4, 4, 2, 16};

zoo_model as_model(const named_weights& weights, const std::string& prefix = "") {
  zoo_model model;
  model.kind = backbone::vision;
  for (const auto& item : weights.items)
    model.tensors.push_back({prefix + item.name, item.shape, item.values});
  return model;
}

descent plain_truth(std::string recipe, std::vector<operation_kind> operations) {
  descent truth;
  truth.recipe = std::move(recipe);
  truth.related = !operations.empty();
  truth.operations = std::move(operations);
  return truth;
}

/// rho times every matrix plus fresh noise that keeps its size; gains keep most of theirs.
void continue_to(zoo_model& model, double rho, std::uint64_t seed) {
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : model.tensors) {
    const bool matrix = tensor.shape.size() >= 2;
    const double size = matrix ? std::sqrt(1 - rho * rho) * rms(tensor.values) : 0.02;
    for (float& value : tensor.values)
      value = static_cast<float>((matrix ? rho : 1) * value + size * random.normal());
  }
}

descendant continued(const zoo_model& parent, double rho, std::uint64_t seed) {
  descendant child = copy_of(parent, "continued", "correlation " + std::to_string(rho));
  child.truth.operations = {operation_kind::continued};
  continue_to(child.model, rho, seed);
  return child;
}

std::vector<case_pair> one_pair(std::string id, const zoo_model& reference, descendant child) {
  return {{std::move(id), child.truth.recipe, std::move(child.model), reference, child.truth}};
}

/// The fused attention matrix and bias of every block as three.
named_weights split_attention(const named_weights& fused) {
  named_weights apart;
  for (const auto& item : fused.items) {
    const std::size_t at = item.name.find("attn.qkv.");
    if (at == std::string::npos) {
      apart.items.push_back(item);
      continue;
    }
    const std::string start = item.name.substr(0, at) + "attn.";
    const std::string leaf = item.name.substr(at + std::string_view("attn.qkv.").size());
    const auto third = static_cast<std::ptrdiff_t>(item.values.size() / 3);
    auto shape = item.shape;
    shape[0] /= 3;
    for (std::ptrdiff_t part = 0; part < 3; ++part)
      apart.add(start + std::string(1, "qkv"[part]) + "_proj." + leaf, shape,
                {item.values.begin() + part * third, item.values.begin() + (part + 1) * third});
  }
  return apart;
}

/// Fewer rows of keys and values than of queries in every fused matrix.
named_weights grouped_attention(gaussian& random, const named_weights& tower) {
  named_weights grouped = tower;
  for (auto& item : grouped.items) {
    if (item.name.find("attn.qkv.") == std::string::npos) continue;
    item.shape[0] = item.shape[0] / 3 * 3 / 2;
    const std::size_t rows = item.shape[0], columns = item.shape.size() == 2 ? item.shape[1] : 1;
    item.values = test::heavy_matrix(random, rows, columns);
  }
  return grouped;
}

/// Two hidden units fewer.
named_weights with_fewer_units(const named_weights& tower, std::size_t dropped) {
  named_weights narrow = tower;
  for (auto& item : narrow.items) {
    zoo_tensor tensor{item.name, item.shape, item.values};
    const bool down = item.name.ends_with("mlp.down_proj.weight");
    const bool up =
        item.name.ends_with("gate_proj.weight") || item.name.ends_with("up_proj.weight");
    if (!down && !up) continue;
    const unit_order kept = identity_order((up ? tensor.rows() : tensor.columns()) - dropped);
    if (up)
      take_rows(tensor, kept);
    else
      take_columns(tensor, kept);
    item.shape = tensor.shape;
    item.values = std::move(tensor.values);
  }
  return narrow;
}

} // namespace

std::vector<case_pair> chain_of_encoders(std::uint64_t seed) {
  gaussian random(seed);
  const zoo_model first = as_model(test::audio_encoder(random));
  const zoo_model stranger = as_model(test::audio_encoder(random));
  zoo_model middle = first;
  continue_to(middle, 0.9, seed + 1);
  const char* const positions = "embed_positions.weight"; // a table: nobody trains it
  named_tensor(middle, positions) = named_tensor(first, positions);
  const zoo_model last = middle;
  return {
      {"F3", "H against Q", last, middle, plain_truth("copied", {operation_kind::copied})},
      {"F3", "H against W", last, first, plain_truth("continued", {operation_kind::continued})},
      {"F3", "Q against W", middle, first, plain_truth("continued", {operation_kind::continued})},
      {"F3", "U against W", stranger, first, plain_truth("unrelated", {})},
      {"F3", "H against U", last, stranger, plain_truth("unrelated", {})}};
}

std::vector<case_pair> upscaled_and_continued(std::uint64_t seed) {
  decoder_sizes sizes = language;
  sizes.layers = 8;
  const zoo_model parent = made_decoder(seed, sizes);
  descendant child = depth_upscaled(parent, 2);
  child = chained(child, continued(child.model, 0.8, seed + 1));
  return one_pair("F7", parent, std::move(child));
}

std::vector<case_pair> dense_to_experts(std::uint64_t seed) {
  const zoo_model parent = made_decoder(seed, language);
  auto all = one_pair("F8", parent, upcycled(parent, {.experts = 8, .noise = 0.1}, seed));
  all.push_back(one_pair("F8", parent, upcycled(parent, {.experts = 8, .divided = true}, seed))[0]);
  return all;
}

std::vector<case_pair> mixture_of_two(std::uint64_t seed) {
  const zoo_model base = made_decoder(seed, language);
  const zoo_model parents[] = {made_child(base, 0.2, seed + 1), made_child(base, 0.2, seed + 2)};
  const descendant child = merged_linearly(parents, {4.0 / 7, 3.0 / 7});
  return {{"F9", "against B", child.model, parents[0], child.truth},
          {"F9", "against C", child.model, parents[1], child.truth},
          {"F9", "against their base", child.model, base, child.truth}};
}

std::vector<case_pair> three_residuals(std::uint64_t seed) {
  const zoo_model parent = made_decoder(seed, language);
  std::vector<case_pair> all;
  for (const descendant& child :
       {noised_alike(parent, 1 / (708 * 0.02), seed), quantised(parent, {4, 32, true}),
        low_rank_updated(parent, 8, 0.07, low_rank_targets::all_maps, seed)})
    all.push_back({"F10", child.truth.recipe, child.model, parent, child.truth});
  return all;
}

std::vector<case_pair> reordered_and_rescaled(std::uint64_t seed) {
  const zoo_model parent = made_decoder(seed, language);
  descendant child = units_permuted(parent, seed);
  child = chained(child, heads_permuted(child.model, seed + 1));
  child = chained(child, gains_replaced(child.model, 0.5, seed + 2));
  return one_pair("F11", parent, std::move(child));
}

std::vector<case_pair> half_forgotten(std::uint64_t seed) {
  const zoo_model parent = made_decoder(seed, language);
  return one_pair("F12", parent, continued(parent, 0.5, seed));
}

std::vector<case_pair> split_and_fused(std::uint64_t seed) {
  gaussian random(seed);
  const named_weights fused = test::vision_tower(random);
  const named_weights apart = split_attention(test::tuned_copy(random, fused, 0.1));
  const descent truth = plain_truth("fine_tuned", {operation_kind::fine_tuned});
  return {{"F13", "split against fused", as_model(apart), as_model(fused), truth},
          {"F13", "fused against split", as_model(fused), as_model(apart), truth}};
}

std::vector<case_pair> inherited_code(std::uint64_t seed) {
  gaussian random(seed);
  const zoo_model reference = as_model(test::vision_tower(random));
  const named_weights own = test::vision_tower(random);
  return {{"F14", "grouped queries", as_model(grouped_attention(random, own)), reference,
           plain_truth("unrelated", {})}};
}

std::vector<case_pair> narrowed_and_distilled(std::uint64_t seed) {
  decoder_sizes sizes = language;
  sizes.width = 128;
  sizes.hidden = 320;
  const zoo_model parent = made_decoder(seed, sizes);
  descendant child = stream_pruned(parent, sizes.width / 8);
  child = chained(child, hidden_pruned(child.model, sizes.hidden / 8));
  child = chained(child, continued(child.model, 0.08, seed + 1));
  return one_pair("F15", parent, std::move(child));
}

std::vector<case_pair> four_siblings(std::uint64_t seed) {
  gaussian random(seed);
  const named_weights base = test::vision_tower(random);
  std::vector<named_weights> siblings;
  for (int i = 0; i < 4; ++i)
    siblings.push_back(test::tuned_copy(random, base, 0.12));
  siblings[3] = with_fewer_units(siblings[3], 2);
  const zoo_model subject = as_model(test::tuned_copy(random, siblings[0], 0.08));
  const descent truth = plain_truth("fine_tuned", {operation_kind::fine_tuned});
  std::vector<case_pair> all;
  for (std::size_t i = 0; i < siblings.size(); ++i)
    all.push_back({"F17", i == 0 ? "the parent" : "sibling " + std::to_string(i), subject,
                   as_model(siblings[i]), truth});
  return all;
}

std::vector<case_pair> all_cases(std::uint64_t seed) {
  std::vector<case_pair> all;
  for (auto make : {chain_of_encoders, upscaled_and_continued, dense_to_experts, mixture_of_two,
                    three_residuals, reordered_and_rescaled, half_forgotten, split_and_fused,
                    inherited_code, narrowed_and_distilled, four_siblings})
    for (case_pair& pair : make(seed))
      all.push_back(std::move(pair));
  return all;
}

} // namespace weightkin::zoo

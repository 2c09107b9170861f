#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

using order = std::vector<std::int64_t>;

/// What `second` maps to, seen through `first`; empty ones are identities.
order composed(const order& first, const order& second) {
  if (first.empty()) return second;
  if (second.empty()) return first;
  order both;
  for (const std::int64_t middle : second)
    both.push_back(middle < 0 ? no_counterpart : first.at(static_cast<std::size_t>(middle)));
  return both;
}

std::vector<std::int8_t> composed_signs(const descent& first, const descent& second) {
  if (first.stream_sign.empty() && second.stream_sign.empty()) return {};
  const std::size_t count =
      std::max({first.stream_sign.size(), second.stream_sign.size(), second.stream_of.size()});
  std::vector<std::int8_t> signs(second.stream_of.empty() ? count : second.stream_of.size(), 1);
  for (std::size_t i = 0; i < signs.size(); ++i) {
    const std::int64_t middle =
        second.stream_of.empty() ? static_cast<std::int64_t>(i) : second.stream_of[i];
    int sign = second.stream_sign.empty() ? 1 : second.stream_sign.at(i);
    if (middle >= 0 && !first.stream_sign.empty())
      sign *= first.stream_sign.at(static_cast<std::size_t>(middle));
    signs[i] = static_cast<std::int8_t>(sign);
  }
  return signs;
}

struct layer_group {
  std::size_t layer;
  std::string rest;
};

/// "layers.3.mlp.hidden" taken apart.
layer_group split(const std::string& group) {
  constexpr std::size_t begin = std::string_view("layers.").size();
  const std::size_t dot = group.find('.', begin);
  return {static_cast<std::size_t>(std::atoi(group.c_str() + begin)), group.substr(dot)};
}

std::map<std::string, order> composed_units(const descent& first, const descent& second) {
  std::map<std::string, order> units;
  // The first step's groups, under the numbers their layers have after the second.
  std::size_t layers = second.layer_of.size();
  for (const auto& [group, map] : first.units_of)
    if (second.layer_of.empty()) layers = std::max(layers, split(group).layer + 1);
  for (const auto& [group, map] : first.units_of)
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const layer_group parts = split(group);
      const auto middle =
          second.layer_of.empty() ? static_cast<std::int64_t>(layer) : second.layer_of[layer];
      if (middle == static_cast<std::int64_t>(parts.layer))
        units["layers." + std::to_string(layer) + parts.rest] = map;
    }
  for (const auto& [group, map] : second.units_of) {
    order& known = units[group];
    known = composed(known, map);
  }
  return units;
}

/// Reorderings and changes of structure leave every value where a proof could still find it.
bool keeps_proofs(const descent& step) {
  return std::all_of(step.operations.begin(), step.operations.end(), [](operation_kind kind) {
    return kind == operation_kind::copied || kind == operation_kind::permuted ||
           kind == operation_kind::depth_pruned || kind == operation_kind::depth_upscaled ||
           kind == operation_kind::vocabulary_changed ||
           kind == operation_kind::vocabulary_extended;
  });
}

} // namespace

descendant chained(const descendant& first, descendant second) {
  const descent& before = first.truth;
  descent& after = second.truth;
  after.stream_sign = composed_signs(before, after);
  after.units_of = composed_units(before, after);
  after.layer_of = composed(before.layer_of, after.layer_of);
  after.stream_of = composed(before.stream_of, after.stream_of);
  after.token_of = composed(before.token_of, after.token_of);
  after.rotated = after.rotated || before.rotated;
  after.related = after.related && before.related;
  if (after.merge_weights.empty()) after.merge_weights = before.merge_weights;
  if (keeps_proofs(after) && after.provable == descent_direction::undetermined)
    after.provable = before.provable;
  const auto last = after.operations;
  after.operations = before.operations;
  for (const operation_kind kind : last)
    if (std::find(after.operations.begin(), after.operations.end(), kind) == after.operations.end())
      after.operations.push_back(kind);
  after.recipe = before.recipe + " + " + after.recipe;
  after.strength = before.strength + " + " + after.strength;
  return second;
}

} // namespace weightkin::zoo

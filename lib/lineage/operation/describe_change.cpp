#include "lineage/operation/describe_change.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "align/search/model_blocks.hpp"
#include "lineage/operation/operation_evidence.hpp"
#include "lineage/operation/prove_direction.hpp"
#include "lineage/operation/structural_operations.hpp"
#include "lineage/operation/type_operations.hpp"

namespace weightkin {
namespace {

/// \param pairs one for each match of `models`, in order. Pairs that were filled up with zeros are
/// left out: zeros that nobody stored would look like pruning.
std::vector<aligned_pair> pairs_of(std::size_t component, const paired_models& models,
                                   std::span<const tensor_evidence> pairs) {
  std::vector<aligned_pair> aligned;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const tensor_evidence& pair = pairs[i];
    if (pair.component != component || pair.use == evidence_use::excluded) continue;
    if (i < models.padded.size() && models.padded[i] != 0) continue;
    aligned_pair one;
    one.subject = models.subject_view(pair);
    one.reference = models.reference_view(pair);
    one.name = pair.subject_name;
    one.role = pair.role;
    one.layer = pair.layer;
    one.use = pair.use;
    one.parameters = pair.parameters;
    one.stats = pair.stats;
    aligned.push_back(std::move(one));
  }
  return aligned;
}

std::uint64_t rows_of(const model_ref& model, detail::tensor_index table) {
  return table && !model.tensors[*table].shape.empty() ? model.tensors[*table].shape[0] : 0;
}

std::uint64_t most_networks(const detail::model_blocks& blocks) {
  std::size_t most = 0;
  for (const detail::layer_block& layer : blocks.layers)
    most = std::max(most, layer.networks.size());
  return most;
}

std::uint64_t units_of(const model_ref& model, std::size_t component, const std::string& group) {
  for (const inventory_entry& entry : model.contents->entries)
    if (entry.component == component && entry.axis && entry.axis->group == group)
      return entry.axis->units;
  return 0;
}

component_sizes sizes_of(const component_correspondence& found, const paired_models& originals) {
  const auto left = detail::describe_blocks(originals.subject, found.subject);
  const auto right = detail::describe_blocks(originals.reference, found.reference);
  component_sizes sizes;
  sizes.subject_layers = left.layers.size();
  sizes.reference_layers = right.layers.size();
  sizes.subject_width = left.width;
  sizes.reference_width = right.width;
  sizes.subject_tokens = rows_of(originals.subject, left.embedding);
  sizes.reference_tokens = rows_of(originals.reference, right.embedding);
  sizes.subject_experts = most_networks(left);
  sizes.reference_experts = most_networks(right);
  for (const unit_correspondence& units : found.units)
    sizes.reference_units.push_back(
        units_of(originals.reference, found.reference, units.reference_group));
  return sizes;
}

} // namespace

result<void> describe_change(component_ruling& ruling, std::size_t component,
                             const paired_models& models, const paired_models& originals,
                             std::span<const tensor_evidence> pairs, const ruling_options& options,
                             unsigned threads) {
  if (!is_finding(ruling.ruling)) return {};
  const auto aligned = pairs_of(component, models, pairs);
  auto seen = measure_operations(aligned, threads);
  if (!seen) return std::move(seen).error();
  typing_options typing;
  typing.derived_share = options.derived_share;
  auto values = type_operations(aligned, *seen, typing);
  std::vector<operation_finding> structure;
  if (ruling.arrangement)
    structure =
        structural_operations(*ruling.arrangement, sizes_of(*ruling.arrangement, originals));
  // What was rearranged is no plain copy, even where every bit comes back.
  if (!structure.empty())
    std::erase_if(values, [](const operation_finding& finding) {
      return finding.kind == operation_kind::copied;
    });
  ruling.direction = prove_direction(*seen, values, structure);
  ruling.operations = std::move(structure);
  ruling.operations.insert(ruling.operations.end(), values.begin(), values.end());
  return {};
}

} // namespace weightkin

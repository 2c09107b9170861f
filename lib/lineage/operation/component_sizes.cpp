#include "lineage/operation/component_sizes.hpp"

#include <algorithm>
#include <string>

#include "align/search/model_blocks.hpp"

namespace weightkin {
namespace {

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

} // namespace

component_sizes measure_sizes(const component_correspondence& found, const model_ref& subject,
                              const model_ref& reference) {
  const auto left = detail::describe_blocks(subject, found.subject);
  const auto right = detail::describe_blocks(reference, found.reference);
  component_sizes sizes;
  sizes.subject_layers = left.layers.size();
  sizes.reference_layers = right.layers.size();
  sizes.subject_width = left.width;
  sizes.reference_width = right.width;
  sizes.subject_tokens = rows_of(subject, left.embedding);
  sizes.reference_tokens = rows_of(reference, right.embedding);
  sizes.subject_experts = most_networks(left);
  sizes.reference_experts = most_networks(right);
  for (const unit_correspondence& units : found.units)
    sizes.reference_units.push_back(units_of(reference, found.reference, units.reference_group));
  return sizes;
}

} // namespace weightkin

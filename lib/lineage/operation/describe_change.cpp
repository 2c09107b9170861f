#include "lineage/operation/describe_change.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "lineage/operation/component_sizes.hpp"
#include "lineage/operation/example_spectrum.hpp"
#include "lineage/operation/operation_evidence.hpp"
#include "lineage/operation/prove_direction.hpp"
#include "lineage/operation/structural_operations.hpp"
#include "lineage/operation/type_operations.hpp"

namespace weightkin {
namespace {

/// \param pairs one for each match of `models`, in order. Pairs that were filled up with zeros are
/// left out: zeros that nobody stored would look like pruning.
std::vector<aligned_pair> pairs_of(std::size_t component, const paired_models& models,
                                   const paired_models& originals,
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
    if (i < models.unfolded.size() && !models.unfolded[i].shape.empty()) {
      one.subject = originals.subject.tensors[pair.subject];
      one.reference = models.unfolded[i];
      one.stats.reset();
    }
    aligned.push_back(std::move(one));
  }
  return aligned;
}

} // namespace

result<void> describe_change(component_ruling& ruling, std::size_t component,
                             const paired_models& models, const paired_models& originals,
                             std::span<const tensor_evidence> pairs, const ruling_options& options,
                             unsigned threads) {
  if (!is_finding(ruling.ruling)) return {};
  const auto aligned = pairs_of(component, models, originals, pairs);
  auto seen = measure_operations(aligned, threads);
  if (!seen) return std::move(seen).error();
  typing_options typing;
  typing.derived_share = options.derived_share;
  auto values = type_operations(aligned, *seen, typing);
  auto spectrum = example_spectrum(aligned, *seen, values);
  if (!spectrum) return std::move(spectrum).error();
  ruling.spectrum = std::move(*spectrum);
  std::vector<operation_finding> structure;
  if (ruling.arrangement)
    structure = structural_operations(
        *ruling.arrangement,
        measure_sizes(*ruling.arrangement, originals.subject, originals.reference));
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

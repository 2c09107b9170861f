#include "lineage/reference_share.hpp"

#include <algorithm>
#include <map>

namespace weightkin {
namespace {

/// Parameters by tensor of the reference, so that one that is repeated counts once.
using covered_tensors = std::map<std::size_t, std::uint64_t>;

std::uint64_t elements_of(const std::vector<std::uint64_t>& shape) {
  std::uint64_t elements = 1;
  for (const std::uint64_t extent : shape)
    elements *= extent;
  return elements;
}

void cover(covered_tensors& covered, const tensor_evidence& pair, const inventory_entry& entry) {
  std::uint64_t& most = covered[pair.reference];
  most = std::max(most, std::min(entry.parameters, elements_of(pair.shape)));
}

std::uint64_t sum_of(const covered_tensors& covered) {
  std::uint64_t sum = 0;
  for (const auto& [tensor, parameters] : covered)
    sum += parameters;
  return sum;
}

std::uint64_t found_of(const comparison& answer, const inventory& contents) {
  covered_tensors covered;
  for (const tensor_evidence& pair : answer.tensors)
    if (is_finding(answer.components[pair.component].ruling))
      cover(covered, pair, contents.entries[pair.reference]);
  return sum_of(covered);
}

std::optional<reference_cover> cover_of(const comparison& answer, std::size_t component,
                                        const inventory& contents) {
  const std::string& id = answer.components[component].reference_id;
  const auto there = std::find_if(contents.components.begin(), contents.components.end(),
                                  [&](const weightkin::component& part) { return part.id == id; });
  if (id.empty() || there == contents.components.end()) return std::nullopt;
  const auto index = static_cast<std::size_t>(there - contents.components.begin());
  covered_tensors covered;
  for (const tensor_evidence& pair : answer.tensors)
    if (pair.component == component && contents.entries[pair.reference].component == index)
      cover(covered, pair, contents.entries[pair.reference]);
  return reference_cover{there->parameters, sum_of(covered)};
}

} // namespace

void measure_cover(comparison& answer, const model_ref& reference) {
  const inventory& contents = *reference.contents;
  for (std::size_t i = 0; i < answer.components.size(); ++i)
    answer.components[i].cover = cover_of(answer, i, contents);
  answer.reference_parameters_found = found_of(answer, contents);
}

} // namespace weightkin

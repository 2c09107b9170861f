#include <algorithm>

#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

bool same_subject(const comparison& one, const comparison& other) {
  const auto same_part = [](const component_ruling& a, const component_ruling& b) {
    return a.id == b.id && a.parameters == b.parameters;
  };
  const auto same_file = [](const model_file& a, const model_file& b) {
    return a.name == b.name && a.sha256 == b.sha256;
  };
  return one.subject.name == other.subject.name && one.subject.tensors == other.subject.tensors &&
         one.subject.parameters == other.subject.parameters &&
         std::ranges::equal(one.components, other.components, same_part) &&
         std::ranges::equal(one.subject.files, other.subject.files, same_file);
}

} // namespace weightkin

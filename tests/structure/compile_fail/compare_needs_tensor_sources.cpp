// expected: tensor_source|constraints not satisfied|no matching function
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>

bool compares(const std::vector<weightkin::tensor_view>& a, const std::string& path) {
#ifdef MISUSE
  return weightkin::compare(a, path).has_value();
#else
  return weightkin::compare(a, a).has_value() && !path.empty();
#endif
}

// Raw cosine over all tensors of equal name and shape, numerators and norms summed (PCS).
#include <algorithm>
#include <cmath>

#include "baseline.hpp"

namespace weightkin::evaluation {

std::optional<double> cosine_score(const baseline_question& asked) {
  double product = 0, left = 0, right = 0;
  for (const zoo::zoo_tensor& a : asked.subject.tensors) {
    const zoo::zoo_tensor* b = asked.reference.find(a.name);
    if (!b || b->shape != a.shape) continue;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      const double x = a.values[i], y = b->values[i];
      product += x * y;
      left += x * x;
      right += y * y;
    }
  }
  if (!(left > 0) || !(right > 0)) return {};
  return product / std::sqrt(left * right);
}

} // namespace weightkin::evaluation

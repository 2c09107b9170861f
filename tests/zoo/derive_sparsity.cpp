#include "derive_sparsity.hpp"

#include <cmath>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant sparse_copy(const zoo_model& parent, const char* recipe, std::string strength,
                       operation_kind kind) {
  descendant child = copy_of(parent, recipe, std::move(strength));
  child.truth.operations = {kind};
  child.truth.provable = descent_direction::subject_from_reference;
  return child;
}

} // namespace

descendant sparsified(const zoo_model& parent, double share, sparsity_choice choice,
                      std::uint64_t seed) {
  const bool by_size = choice == sparsity_choice::magnitude;
  descendant child =
      sparse_copy(parent, by_size ? "pruned_by_magnitude" : "pruned_at_random",
                  std::to_string(std::lround(100 * share)) + " %", operation_kind::pruned);
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors) {
    if (!is_linear_map(tensor)) continue;
    std::vector<double> smallness(tensor.values.size());
    for (std::size_t i = 0; i < smallness.size(); ++i)
      smallness[i] = by_size ? -std::fabs(tensor.values[i]) : random.uniform();
    const auto count =
        static_cast<std::size_t>(std::lround(share * static_cast<double>(smallness.size())));
    for (const std::size_t i : largest(smallness, count))
      tensor.values[i] = 0;
  }
  return child;
}

descendant pattern_pruned(const zoo_model& parent, std::size_t n, std::size_t m) {
  descendant child =
      sparse_copy(parent, "pattern_pruned", std::to_string(n) + ":" + std::to_string(m),
                  operation_kind::pruned_pattern);
  for (zoo_tensor& tensor : child.model.tensors) {
    if (!is_linear_map(tensor)) continue;
    const std::size_t columns = tensor.columns();
    for (std::size_t row = 0; row < tensor.rows(); ++row)
      for (std::size_t at = 0; at + m <= columns; at += m) {
        float* const values = tensor.values.data() + row * columns + at;
        std::vector<double> smallness(m);
        for (std::size_t i = 0; i < m; ++i)
          smallness[i] = -std::fabs(values[i]);
        for (const std::size_t i : largest(smallness, m - n))
          values[i] = 0;
      }
  }
  return child;
}

} // namespace weightkin::zoo

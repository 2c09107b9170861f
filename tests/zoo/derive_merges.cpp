#include "derive_merges.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant merged_copy(const zoo_model& start, const char* recipe, std::string strength,
                       const std::vector<double>& weights) {
  descendant child = copy_of(start, recipe, std::move(strength));
  child.truth.operations = {operation_kind::merged};
  child.truth.provable = descent_direction::subject_from_reference;
  child.truth.merge_weights = weights;
  return child;
}

/// The tensors of one name of all parents, in the order of the first parent's tensors.
std::vector<const zoo_tensor*> namesakes(std::span<const zoo_model> models,
                                         const zoo_tensor& tensor) {
  std::vector<const zoo_tensor*> all;
  for (const zoo_model& model : models) {
    all.push_back(&named_tensor(model, tensor.name));
    if (all.back()->shape != tensor.shape)
      throw std::invalid_argument("shapes differ: " + tensor.name);
  }
  return all;
}

std::string listed(const std::vector<double>& weights) {
  std::string text;
  for (const double weight : weights)
    text += (text.empty() ? "" : ", ") + std::to_string(weight);
  return text;
}

void check(std::span<const zoo_model> models, const std::vector<double>& weights) {
  if (models.empty() || models.size() != weights.size())
    throw std::invalid_argument("as many weights as models");
}

/// Calls change(tensor, child index, child's values, differences) and adds weight times the
/// differences it leaves.
template <class F>
void add_changes(zoo_model& model, std::span<const zoo_model> children,
                 const std::vector<double>& weights, const F& thin) {
  for (zoo_tensor& tensor : model.tensors) {
    const auto same = namesakes(children, tensor);
    std::vector<double> sum(tensor.values.begin(), tensor.values.end());
    for (std::size_t child = 0; child < same.size(); ++child) {
      std::vector<double> change(sum.size());
      for (std::size_t i = 0; i < change.size(); ++i)
        change[i] = static_cast<double>(same[child]->values[i]) - tensor.values[i];
      thin(change);
      for (std::size_t i = 0; i < change.size(); ++i)
        sum[i] += weights[child] * change[i];
    }
    tensor.values.assign(sum.begin(), sum.end());
  }
}

void interpolate(zoo_tensor& a, const zoo_tensor& b, double share) {
  if (a.shape != b.shape) throw std::invalid_argument("shapes differ: " + a.name);
  double dot = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    dot += static_cast<double>(a.values[i]) * b.values[i];
    aa += std::pow(a.values[i], 2);
    bb += std::pow(b.values[i], 2);
  }
  const double cosine = aa > 0 && bb > 0 ? dot / std::sqrt(aa * bb) : 1;
  const double angle = std::acos(std::clamp(cosine, -1.0, 1.0));
  // Nearly parallel: the limit, as everybody implements it.
  const bool parallel = std::sin(angle) < 1e-4;
  const double of_a = parallel ? 1 - share : std::sin((1 - share) * angle) / std::sin(angle);
  const double of_b = parallel ? share : std::sin(share * angle) / std::sin(angle);
  for (std::size_t i = 0; i < a.values.size(); ++i)
    a.values[i] = static_cast<float>(of_a * a.values[i] + of_b * b.values[i]);
}

/// Which layer a tensor is in, or -1.
long layer_number(const zoo_model& model, const zoo_tensor& tensor) {
  const std::string start = decoder_prefix(model) + "layers.";
  if (!tensor.name.starts_with(start)) return -1;
  return std::stol(tensor.name.substr(start.size()));
}

/// The largest `density` of the values by size; the rest becomes zero.
void trim(std::vector<double>& change, double density) {
  std::vector<double> size(change.size());
  for (std::size_t i = 0; i < size.size(); ++i)
    size[i] = std::fabs(change[i]);
  const auto kept =
      largest(size, static_cast<std::size_t>(density * static_cast<double>(size.size())));
  std::vector<double> trimmed(change.size());
  for (const std::size_t i : kept)
    trimmed[i] = change[i];
  change = std::move(trimmed);
}

} // namespace

descendant merged_linearly(std::span<const zoo_model> parents, const std::vector<double>& weights) {
  check(parents, weights);
  descendant child = merged_copy(parents[0], "merged_linearly", listed(weights), weights);
  for (zoo_tensor& tensor : child.model.tensors) {
    const auto same = namesakes(parents, tensor);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      double sum = 0;
      for (std::size_t parent = 0; parent < same.size(); ++parent)
        sum += weights[parent] * same[parent]->values[i];
      tensor.values[i] = static_cast<float>(sum);
    }
  }
  return child;
}

descendant merged_spherically(const zoo_model& a, const zoo_model& b, double first_share,
                              double last_share) {
  const double mean = 0.5 * (first_share + last_share);
  descendant child = merged_copy(a, "merged_spherically",
                                 std::to_string(first_share) + " to " + std::to_string(last_share),
                                 {1 - mean, mean});
  const auto steps = static_cast<double>(std::max<std::size_t>(a.decoder.layers, 2) - 1);
  for (zoo_tensor& tensor : child.model.tensors) {
    const long layer = layer_number(a, tensor);
    const double share =
        layer < 0 ? mean
                  : first_share + (last_share - first_share) * static_cast<double>(layer) / steps;
    interpolate(tensor, named_tensor(b, tensor.name), share);
  }
  return child;
}

descendant merged_tasks(const zoo_model& base, std::span<const zoo_model> children,
                        const std::vector<double>& weights) {
  check(children, weights);
  descendant child = merged_copy(base, "merged_tasks", listed(weights), weights);
  add_changes(child.model, children, weights, [](std::vector<double>&) {});
  return child;
}

descendant merged_dare(const zoo_model& base, std::span<const zoo_model> children,
                       const std::vector<double>& weights, double density, std::uint64_t seed) {
  check(children, weights);
  descendant child = merged_copy(
      base, "merged_dare", "density " + std::to_string(density) + ": " + listed(weights), weights);
  random_source random = scattered_source(seed);
  add_changes(child.model, children, weights, [&](std::vector<double>& change) {
    for (double& x : change)
      x = random.uniform() < density ? x / density : 0;
  });
  return child;
}

descendant merged_ties(const zoo_model& base, std::span<const zoo_model> children,
                       const std::vector<double>& weights, double density) {
  check(children, weights);
  descendant child = merged_copy(
      base, "merged_ties", "density " + std::to_string(density) + ": " + listed(weights), weights);
  for (zoo_tensor& tensor : child.model.tensors) {
    const auto same = namesakes(children, tensor);
    std::vector<std::vector<double>> changes;
    for (const zoo_tensor* one : same) {
      std::vector<double>& change = changes.emplace_back(tensor.values.size());
      for (std::size_t i = 0; i < change.size(); ++i)
        change[i] = static_cast<double>(one->values[i]) - tensor.values[i];
      trim(change, density);
    }
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      double sum = 0, agreeing = 0, total = 0;
      for (std::size_t k = 0; k < changes.size(); ++k)
        sum += weights[k] * changes[k][i];
      for (std::size_t k = 0; k < changes.size(); ++k)
        if (changes[k][i] * sum > 0) {
          agreeing += weights[k] * changes[k][i];
          total += weights[k];
        }
      if (total > 0) tensor.values[i] = static_cast<float>(tensor.values[i] + agreeing / total);
    }
  }
  return child;
}

descendant merged_with_stranger(const zoo_model& parent, const zoo_model& stranger, double share) {
  descendant child = merged_spherically(parent, aligned_to(parent, stranger), share, share);
  child.truth.recipe = "e7";
  child.truth.strength = "stranger's share " + std::to_string(share);
  return child;
}

} // namespace weightkin::zoo

#include "derive_noise.hpp"

#include <cmath>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

void add_noise(zoo_tensor& tensor, double size, random_source& random) {
  for (float& value : tensor.values)
    value = static_cast<float>(value + size * random.normal());
}

descendant noisy_copy(const zoo_model& parent, const char* recipe, double relative) {
  descendant child = copy_of(parent, recipe, std::to_string(relative));
  child.truth.operations = {operation_kind::noised};
  return child;
}

} // namespace

descendant noised(const zoo_model& parent, double relative, std::uint64_t seed) {
  descendant child = noisy_copy(parent, "noised", relative);
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors)
    if (tensor.shape.size() >= 2) add_noise(tensor, relative * rms(tensor.values), random);
  return child;
}

descendant noised_alike(const zoo_model& parent, double relative, std::uint64_t seed) {
  descendant child = noisy_copy(parent, "noised_alike", relative);
  double square = 0, count = 0;
  for (const zoo_tensor& tensor : parent.tensors) {
    if (tensor.shape.size() < 2) continue;
    const auto size = static_cast<double>(tensor.values.size());
    square += std::pow(rms(tensor.values), 2) * size;
    count += size;
  }
  const double size = count == 0 ? 0 : relative * std::sqrt(square / count);
  random_source random = scattered_source(seed);
  for (zoo_tensor& tensor : child.model.tensors)
    if (tensor.shape.size() >= 2) add_noise(tensor, size, random);
  return child;
}

} // namespace weightkin::zoo

#include "adam_optimiser.hpp"

#include <cmath>
#include <utility>

#include "row_sums.hpp"

namespace weightkin::zoo {

adam_optimiser::adam_optimiser(std::vector<weight_set::trained_values> parts,
                               const adam_options& options)
    : parts_(std::move(parts)), options_(options) {
  for (const auto& part : parts_) {
    mean_.emplace_back(part.count, 0.0F);
    square_.emplace_back(part.count, 0.0F);
  }
}

void adam_optimiser::step(float rate) {
  double squared = 0;
  for (const auto& part : parts_)
    squared += static_cast<double>(dot(part.gradient, part.gradient, part.count));
  const auto norm = static_cast<float>(std::sqrt(squared));
  const float shorten = norm > options_.largest_norm ? options_.largest_norm / norm : 1.0F;
  first_power_ *= static_cast<double>(options_.first_decay);
  second_power_ *= static_cast<double>(options_.second_decay);
  const auto first_share = static_cast<float>(1 / (1 - first_power_));
  const auto second_share = static_cast<float>(1 / (1 - second_power_));
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const auto& part = parts_[p];
    float* mean = mean_[p].data();
    float* square = square_[p].data();
    const float keep = part.decays ? 1.0F - rate * options_.weight_decay : 1.0F;
    for (std::size_t i = 0; i < part.count; ++i) {
      const float g = shorten * part.gradient[i];
      mean[i] = options_.first_decay * mean[i] + (1.0F - options_.first_decay) * g;
      square[i] = options_.second_decay * square[i] + (1.0F - options_.second_decay) * (g * g);
      const float size = std::sqrt(second_share * square[i]) + 1e-8F;
      part.values[i] = keep * part.values[i] - rate * (first_share * mean[i]) / size;
    }
  }
}

} // namespace weightkin::zoo

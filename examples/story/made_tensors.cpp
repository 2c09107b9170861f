#include "made_tensors.hpp"

#include <cmath>

namespace story {
namespace {

constexpr double weight_deviation = 0.02;
constexpr std::size_t tuning_rank = 4;

std::size_t columns_of(const made_tensor& tensor) {
  return tensor.values.size() / static_cast<std::size_t>(tensor.extents.front());
}

double norm_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values)
    sum += value * value;
  return std::sqrt(sum);
}

/// Sum of `tuning_rank` outer products of random vectors.
std::vector<double> low_rank(std::size_t rows, std::size_t columns, random_stream& random) {
  std::vector<double> out(rows * columns);
  for (std::size_t rank = 0; rank < tuning_rank; ++rank) {
    std::vector<double> left(rows);
    std::vector<double> right(columns);
    for (double& value : left)
      value = random.normal();
    for (double& value : right)
      value = random.normal();
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] += left[i / columns] * right[i % columns];
  }
  return out;
}

} // namespace

made_tensor make_weight(const std::string& name, const shape& extents, random_stream& random) {
  made_tensor made{name, extents, {}};
  std::size_t count = 1;
  for (const std::uint64_t extent : extents)
    count *= static_cast<std::size_t>(extent);
  made.values.resize(count);
  const std::size_t columns = columns_of(made);
  std::vector<double> row_scales(count / columns);
  std::vector<double> column_scales(columns);
  for (double& scale : row_scales)
    scale = random.heavy_scale();
  for (double& scale : column_scales)
    scale = random.heavy_scale();
  for (std::size_t i = 0; i < count; ++i)
    made.values[i] = static_cast<float>(weight_deviation * row_scales[i / columns] *
                                        column_scales[i % columns] * random.normal());
  return made;
}

made_tensor make_vector(const std::string& name, std::uint64_t length, double mean,
                        double deviation, random_stream& random) {
  made_tensor made{name, {length}, {}};
  for (std::uint64_t i = 0; i < length; ++i)
    made.values.push_back(static_cast<float>(mean + deviation * random.normal()));
  return made;
}

made_tensor tuned(const made_tensor& tensor, double amount, random_stream& random) {
  made_tensor out = tensor;
  const std::size_t columns = columns_of(tensor);
  const std::size_t rows = tensor.values.size() / columns;
  const std::vector<double> weights(tensor.values.begin(), tensor.values.end());
  const double norm = norm_of(weights);
  std::vector<double> everywhere(weights.size());
  for (double& value : everywhere)
    value = random.normal();
  // 0.8^2 + 0.6^2 = 1. Gains and biases (one column) only change everywhere, and less.
  const bool is_vector = columns == 1;
  const std::vector<double> few =
      is_vector ? std::vector<double>(weights.size()) : low_rank(rows, columns, random);
  const double few_scale = is_vector ? 0.0 : 0.8 * amount * norm / norm_of(few);
  const double everywhere_scale = (is_vector ? 0.2 : 0.6) * amount * norm / norm_of(everywhere);
  for (std::size_t i = 0; i < weights.size(); ++i)
    out.values[i] =
        static_cast<float>(weights[i] + few_scale * few[i] + everywhere_scale * everywhere[i]);
  return out;
}

made_component tuned(const made_component& tensors, double amount, random_stream& random) {
  made_component out;
  for (const made_tensor& tensor : tensors)
    out.push_back(tuned(tensor, amount, random));
  return out;
}

void add_all(checkpoint_writer& writer, const std::string& prefix, const made_component& tensors,
             weightkin::dtype type) {
  for (const made_tensor& tensor : tensors)
    writer.add(prefix + tensor.name, tensor.extents, tensor.values, type);
}

} // namespace story

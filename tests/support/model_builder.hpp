#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <deque>
#include <numbers>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin::test {

/// Normal numbers that are the same on every machine (the standard library's are not).
class gaussian {
public:
  explicit gaussian(std::uint64_t seed) : bits_(seed) {}

  double operator()() {
    const double u = (static_cast<double>(bits_() >> 11) + 0.5) * 0x1p-53;
    const double v = (static_cast<double>(bits_() >> 11) + 0.5) * 0x1p-53;
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
  }

  std::vector<float> vector(std::size_t count, double mean, double sd) {
    std::vector<float> values(count);
    for (float& value : values)
      value = static_cast<float>(mean + sd * (*this)());
    return values;
  }

private:
  std::mt19937_64 bits_;
};

/// A model that owns its tensors; a `tensor_source`.
class model_in_memory {
public:
  using shape_type = std::vector<std::uint64_t>;

  void add(std::string name, shape_type shape, const std::vector<float>& values,
           dtype type = dtype::f32) {
    auto& tensor = tensors_.emplace_back();
    tensor.name = std::move(name);
    tensor.shape = std::move(shape);
    tensor.type = type;
    tensor.bytes = stored(values, type);
  }

  [[nodiscard]] std::size_t size() const { return tensors_.size(); }
  [[nodiscard]] tensor_view operator[](std::size_t index) const {
    const auto& tensor = tensors_[index];
    return {.name = tensor.name,
            .type = tensor.type,
            .shape = tensor.shape,
            .strides = {},
            .data = tensor.bytes.data(),
            .source = nullptr,
            .storage = {tensor.bytes.data(), 0}};
  }

private:
  struct owned {
    std::string name;
    shape_type shape;
    dtype type = dtype::f32;
    std::vector<std::byte> bytes;
  };

  static std::vector<std::byte> stored(const std::vector<float>& values, dtype type) {
    std::vector<std::byte> bytes(values.size() * bits_of(type) / 8);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (type == dtype::f32) {
        std::memcpy(bytes.data() + 4 * i, &values[i], 4);
      } else {
        const std::uint16_t half =
            type == dtype::bf16 ? narrow_bf16(values[i]) : narrow_f16(values[i]);
        std::memcpy(bytes.data() + 2 * i, &half, 2);
      }
    }
    return bytes;
  }

  std::deque<owned> tensors_; // addresses stay put
};

/// A weight matrix as trained networks have them: Gaussian core, log-normal row and column scales.
inline std::vector<float> heavy_matrix(gaussian& random, std::size_t rows, std::size_t columns,
                                       double scale = 0.02, double sigma = 0.4) {
  std::vector<double> row(rows);
  std::vector<double> column(columns);
  for (double& x : row)
    x = std::exp(sigma * random());
  for (double& x : column)
    x = std::exp(sigma * random());
  std::vector<float> values(rows * columns);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      values[i * columns + j] = static_cast<float>(scale * row[i] * column[j] * random());
  return values;
}

/// Values plus a structured change of relative L2 size `relative`: half of its energy in `rank`
/// directions, half spread evenly, as fine-tuning leaves it.
inline std::vector<float> fine_tuned(gaussian& random, const std::vector<float>& values,
                                     std::size_t rows, double relative, std::size_t rank = 4) {
  const std::size_t columns = values.size() / rows;
  std::vector<double> low(values.size(), 0.0);
  for (std::size_t r = 0; r < rank; ++r) {
    std::vector<double> u(rows);
    std::vector<double> v(columns);
    for (double& x : u)
      x = random();
    for (double& x : v)
      x = random();
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        low[i * columns + j] += u[i] * v[j];
  }
  std::vector<double> spread(values.size());
  for (double& x : spread)
    x = random();
  const auto norm = [](const auto& v) {
    double sum = 0;
    for (const double x : v)
      sum += x * x;
    return std::sqrt(sum);
  };
  const std::vector<double> wide(values.begin(), values.end());
  const double size = relative * norm(wide) * std::sqrt(0.5);
  const double low_scale = size / norm(low);
  const double spread_scale = size / norm(spread);
  std::vector<float> changed(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    changed[i] = static_cast<float>(wide[i] + low_scale * low[i] + spread_scale * spread[i]);
  return changed;
}

/// Values rho * a + sqrt(1 - rho^2) * fresh, with the fresh part as heavy-tailed as `a`.
inline std::vector<float> correlated(gaussian& random, const std::vector<float>& values,
                                     double rho) {
  std::vector<float> mixed(values.size());
  const double rest = std::sqrt(1.0 - rho * rho);
  for (std::size_t i = 0; i < values.size(); ++i)
    mixed[i] = static_cast<float>(rho * values[i] + rest * std::abs(values[i]) * random());
  return mixed;
}

} // namespace weightkin::test

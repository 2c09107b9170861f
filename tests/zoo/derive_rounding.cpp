#include "derive_rounding.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>

#include <weightkin/core/float_formats.hpp>

#include "decoder_parts.hpp"

namespace weightkin::zoo {
namespace {

descendant coarser(const zoo_model& parent, const char* recipe, std::string strength,
                   operation_kind kind) {
  descendant child = copy_of(parent, recipe, std::move(strength));
  child.truth.operations = {kind};
  child.truth.provable = descent_direction::subject_from_reference;
  return child;
}

template <class Round>
descendant cast(const zoo_model& parent, const char* name, const Round& round) {
  descendant child = coarser(parent, "cast", name, operation_kind::cast);
  for (zoo_tensor& tensor : child.model.tensors)
    std::transform(tensor.values.begin(), tensor.values.end(), tensor.values.begin(), round);
  return child;
}

/// Calls f(values, count) for every group of every row of the linear maps.
template <class F>
void for_each_group(zoo_model& model, std::size_t group, const F& f) {
  for (zoo_tensor& tensor : model.tensors) {
    if (!is_linear_map(tensor)) continue;
    const std::size_t columns = tensor.columns();
    for (std::size_t row = 0; row < tensor.rows(); ++row)
      for (std::size_t at = 0; at < columns; at += group)
        f(tensor.values.data() + row * columns + at, std::min(group, columns - at));
  }
}

constexpr std::array<double, 16> nf4_levels{-1.0,
                                            -0.6961928009986877,
                                            -0.5250730514526367,
                                            -0.39491748809814453,
                                            -0.28444138169288635,
                                            -0.18477343022823334,
                                            -0.09105003625154495,
                                            0.0,
                                            0.07958029955625534,
                                            0.16093020141124725,
                                            0.24611230194568634,
                                            0.33791524171829224,
                                            0.44070982933044434,
                                            0.5626170039176941,
                                            0.7229568362236023,
                                            1.0};

float largest_size(const float* values, std::size_t count) {
  float largest = 0;
  for (std::size_t i = 0; i < count; ++i)
    largest = std::max(largest, std::fabs(values[i]));
  return largest;
}

double as_f16(double value) { return widen_f16(narrow_f16(static_cast<float>(value))); }

} // namespace

descendant cast_to_bf16(const zoo_model& parent) {
  return cast(parent, "bf16", [](float value) { return widen_bf16(narrow_bf16(value)); });
}

descendant cast_to_f16(const zoo_model& parent) {
  return cast(parent, "f16", [](float value) { return widen_f16(narrow_f16(value)); });
}

float group_grid::rounded(double value) const {
  if (scale == 0) return 0;
  const double code = std::clamp(std::nearbyint(value / scale) + zero, low, high);
  return static_cast<float>((code - zero) * scale);
}

group_grid fitted_grid(const float* values, std::size_t count, const integer_grid& grid) {
  if (grid.bits < 2 || grid.bits > 8) throw std::invalid_argument("2 to 8 bits");
  group_grid fitted;
  if (grid.symmetric) {
    fitted.high = std::ldexp(1, grid.bits - 1) - 1;
    fitted.low = -fitted.high;
    fitted.scale = as_f16(largest_size(values, count) / fitted.high);
    return fitted;
  }
  fitted.high = std::ldexp(1, grid.bits) - 1;
  const auto [least, most] = std::minmax_element(values, values + count);
  const double bottom = std::min(0.0, static_cast<double>(*least));
  const double top = std::max(0.0, static_cast<double>(*most));
  fitted.scale = as_f16((top - bottom) / fitted.high);
  if (fitted.scale > 0)
    fitted.zero = std::clamp(std::nearbyint(-bottom / fitted.scale), 0.0, fitted.high);
  return fitted;
}

descendant quantised(const zoo_model& parent, const integer_grid& grid) {
  descendant child =
      coarser(parent, "quantised",
              std::to_string(grid.bits) + " bits, groups of " + std::to_string(grid.group) +
                  (grid.symmetric ? "" : ", asymmetric"),
              operation_kind::quantised);
  for_each_group(child.model, grid.group, [&](float* values, std::size_t count) {
    const group_grid fitted = fitted_grid(values, count, grid);
    std::transform(values, values + count, values, [&](float x) { return fitted.rounded(x); });
  });
  return child;
}

descendant quantised_nf4(const zoo_model& parent) {
  descendant child = coarser(parent, "quantised", "nf4", operation_kind::quantised);
  for_each_group(child.model, 64, [](float* values, std::size_t count) {
    const double scale = largest_size(values, count);
    if (scale == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
      const double x = values[i] / scale;
      const double level =
          *std::min_element(nf4_levels.begin(), nf4_levels.end(), [&](double a, double b) {
            return std::fabs(a - x) < std::fabs(b - x);
          });
      values[i] = static_cast<float>(level * scale);
    }
  });
  return child;
}

descendant quantised_fp8(const zoo_model& parent) {
  descendant child = coarser(parent, "quantised", "fp8 e4m3", operation_kind::quantised);
  for (zoo_tensor& tensor : child.model.tensors) {
    if (!is_linear_map(tensor)) continue;
    const float scale = largest_size(tensor.values.data(), tensor.values.size()) / 448;
    if (scale == 0) continue;
    for (float& value : tensor.values)
      value = scale * widen(f8_e4m3fn_format,
                            narrow(f8_e4m3fn_format, std::clamp(value / scale, -448.0F, 448.0F)));
  }
  return child;
}

} // namespace weightkin::zoo

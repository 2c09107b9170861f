#include "align/search/tensor_likeness.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "align/unit_sample.hpp"
#include "metric/unit_products.hpp"

namespace weightkin::detail {
namespace {

constexpr sample_limits looked_at{128, 64};

/// Mean of `measure` over the kinds that fit, or `none`.
template <class Measure>
double mean_over_kinds(const std::vector<likeness_sample>& a, const std::vector<likeness_sample>& b,
                       double none, Measure measure) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t kind = 0; kind < std::min(a.size(), b.size()); ++kind) {
    if (!a[kind].fits(b[kind])) continue;
    sum += measure(a[kind], b[kind]);
    ++count;
  }
  return count == 0 ? none : sum / static_cast<double>(count);
}

} // namespace

bool likeness_sample::fits(const likeness_sample& other) const {
  return present() && other.present() && shape == other.shape && axis.axis == other.axis.axis &&
         axis.block == other.axis.block && axis.gates == other.axis.gates;
}

result<likeness_sample> sample_likeness(const model_ref& model, tensor_index tensor) {
  likeness_sample sample;
  if (!tensor) return sample;
  const inventory_entry& entry = model.contents->entries[*tensor];
  if (!entry.axis || entry.axis->units < 2 || entry.use != evidence_use::convicting) return sample;
  const tensor_view& view = model.tensors[*tensor];
  auto units = sample_units(view, *entry.axis, looked_at);
  if (!units) return std::move(units).error();
  sample.shape.assign(view.shape.begin(), view.shape.end());
  sample.axis = *entry.axis;
  sample.units = standardise(*units);
  return sample;
}

double likeness_of_pair(const likeness_sample& a, const likeness_sample& b) {
  return inner_product(a.units.values, b.units.values) /
         std::sqrt(a.units.sum_squares * b.units.sum_squares);
}

double likeness_deviation(const likeness_sample& a, const likeness_sample& b) {
  const double squares = sums_of(multiply_units(a.units, b.units)).squares;
  const auto freedom = static_cast<double>(a.units.units - 1);
  return std::sqrt(squares / freedom / a.units.sum_squares / b.units.sum_squares);
}

double mean_likeness(const std::vector<likeness_sample>& a, const std::vector<likeness_sample>& b) {
  return mean_over_kinds(a, b, std::numeric_limits<double>::quiet_NaN(), likeness_of_pair);
}

double mean_likeness_deviation(const std::vector<likeness_sample>& a,
                               const std::vector<likeness_sample>& b) {
  return mean_over_kinds(a, b, 0, likeness_deviation);
}

} // namespace weightkin::detail

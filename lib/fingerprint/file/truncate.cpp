#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <weightkin/fingerprint/fingerprint_file.hpp>

/// docs/fingerprint-format.md, section 7.
namespace weightkin {
namespace {

constexpr std::size_t small_buckets = 64;
constexpr double small_code = 127;

bool is_small(const value_sketch& sketch) {
  return sketch.codes.size() <= small_buckets &&
         std::all_of(sketch.codes.begin(), sketch.codes.end(),
                     [](std::int16_t code) { return code >= -small_code && code <= small_code; });
}

value_sketch shrunk(const value_sketch& full) {
  if (is_small(full)) return full;
  std::vector<double> buckets(std::min(full.codes.size(), small_buckets));
  for (std::size_t j = 0; j < full.codes.size(); ++j)
    buckets[j % buckets.size()] +=
        static_cast<double>(full.codes[j]) * static_cast<double>(full.scale);
  double largest = 0;
  for (const double bucket : buckets)
    largest = std::max(largest, std::abs(bucket));
  value_sketch small;
  small.scale = static_cast<float>(largest / small_code);
  small.codes.resize(buckets.size());
  if (small.scale == 0) return small;
  for (std::size_t j = 0; j < buckets.size(); ++j) {
    const double code = std::nearbyint(buckets[j] / static_cast<double>(small.scale));
    small.codes[j] = static_cast<std::int16_t>(std::clamp(code, -small_code, small_code));
  }
  return small;
}

} // namespace

fingerprint truncate(const fingerprint& print, print_level level) {
  fingerprint kept = print;
  if (level == print_level::full) return kept;
  kept.anchors.clear();
  for (tensor_print& tensor : kept.tensors) {
    tensor.stored.reset();
    tensor.units.reset();
    tensor.rows.reset();
    if (tensor.sketch) tensor.sketch = shrunk(*tensor.sketch);
  }
  for (inventory_entry& entry : kept.contents.entries) {
    entry.detail.clear();
    entry.axis.reset();
  }
  return kept;
}

} // namespace weightkin

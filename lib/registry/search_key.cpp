#include "registry/search_key.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <vector>

#include "kernel/index_hash.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t band = sketch_width / 4;

/// log2 of a positive normal number from additions and divisions alone, so that all machines agree.
double exact_log2(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent); // exact
  if (m < 0.70710678118654752) {
    m *= 2;
    --exponent;
  }
  const double t = (m - 1) / (m + 1);
  const double square = t * t;
  double series = 0;
  for (int k = 21; k >= 1; k -= 2)
    series = series * square + 1.0 / k;
  return exponent + 2.8853900817779268 * t * series;
}

/// Adds a tensor's sketch at length one. Folded to four bands of 64 buckets, whose sums and
/// differences follow each other: the first band is what a small fingerprint still has.
void add_sketch(const value_sketch& sketch, std::array<double, sketch_width>& sum) {
  const std::size_t buckets = std::min(sketch.codes.size(), sketch_width);
  std::array<double, sketch_width> folded{};
  for (std::size_t j = 0; j < sketch.codes.size(); ++j)
    folded[j & (buckets - 1)] += sketch.codes[j];
  std::array<double, sketch_width> turned = folded;
  for (std::size_t half = buckets / 2; half >= band; half /= 2) {
    const std::array<double, sketch_width> before = turned;
    for (std::size_t j = 0; j < buckets; ++j) {
      const std::size_t low = j & ~half;
      turned[j] =
          (j & half) == 0 ? before[low] + before[low | half] : before[low] - before[low | half];
    }
  }
  double squares = 0;
  for (const double x : turned)
    squares += x * x;
  if (!(squares > 0)) return;
  const double length = std::sqrt(squares);
  for (std::size_t j = 0; j < sketch_width; ++j)
    sum[j] += turned[j] / length;
}

void add_gram(const row_summary& rows, std::array<double, gram_width>& sum) {
  double squares = 0;
  for (const std::int8_t code : rows.gram)
    squares += static_cast<double>(code) * code;
  if (!(squares > 0)) return;
  const double length = std::sqrt(squares);
  for (std::size_t j = 0; j < rows.gram.size(); ++j)
    sum[j] += rows.gram[j] / length;
}

/// At length `key_length`, rounded. Returns false when there is nothing.
template <std::size_t Width>
bool round_direction(const std::array<double, Width>& sum, std::array<std::int8_t, Width>& key) {
  double squares = 0;
  for (const double x : sum)
    squares += x * x;
  if (!(squares > 0) || !std::isfinite(squares)) return false;
  const double scale = key_length / std::sqrt(squares);
  for (std::size_t j = 0; j < Width; ++j)
    key[j] = static_cast<std::int8_t>(std::clamp(std::nearbyint(sum[j] * scale), -127.0, 127.0));
  return true;
}

/// Tensors of one size are not told apart: their curves are averaged.
struct mean_curve {
  std::array<double, 32> sum{};
  std::uint64_t tensors = 0;
};
using curves = std::map<std::uint64_t, mean_curve>;

bool add_profile(const row_summary& rows, mean_curve& curve) {
  const std::size_t middle = rows.profile.size() / 2;
  std::array<double, 32> logs{};
  for (std::size_t i = 0; i < rows.profile.size(); ++i) {
    const double ratio = static_cast<double>(rows.profile[i]) / rows.profile[middle];
    if (!std::isnormal(ratio) || ratio < 0) return false;
    logs[i] = std::clamp(exact_log2(ratio), -8.0, 8.0);
  }
  for (std::size_t i = 0; i < logs.size(); ++i)
    curve.sum[i] += logs[i];
  ++curve.tensors;
  return true;
}

bool add_magnitudes(const tensor_print& print, mean_curve& curve) {
  constexpr int none = 0xFFFF;
  constexpr double bins_a_doubling = 4;
  const int middle = print.magnitudes[print.magnitudes.size() / 2];
  if (middle == none) return false;
  for (std::size_t i = 0; i < print.magnitudes.size(); ++i)
    curve.sum[i] += std::clamp((print.magnitudes[i] - middle) / bins_a_doubling, -32.0, 32.0);
  ++curve.tensors;
  return true;
}

/// Every size's curve, turned by signs of its own, added up: distances of the sums are those of the
/// curves, but for luck.
template <std::size_t Width>
bool round_curves(const curves& all, std::uint64_t stream, std::array<std::int16_t, Width>& key) {
  std::array<double, Width> sum{};
  bool any = false;
  for (const auto& [size, curve] : all) {
    if (curve.tensors == 0) continue;
    any = true;
    const index_hash hash(size, stream);
    for (std::size_t i = 0; i < curve.sum.size(); ++i) {
      const double mean = curve.sum[i] / static_cast<double>(curve.tensors);
      const std::uint64_t signs = hash(i);
      for (std::size_t j = 0; j < Width; ++j)
        sum[j] += ((signs >> j) & 1) != 0 ? -mean : mean;
    }
  }
  for (std::size_t j = 0; j < Width; ++j)
    key[j] = any ? static_cast<std::int16_t>(
                       std::clamp(std::nearbyint(sum[j] * key_steps), -16000.0, 16000.0))
                 : far_away;
  return any;
}

bool is_matrix(const tensor_print& print) {
  return std::count_if(print.shape.begin(), print.shape.end(),
                       [](std::uint64_t extent) { return extent > 1; }) > 1;
}

/// Those of a component that speak: matrices, or all where there are none.
std::vector<const tensor_print*> speakers(const fingerprint& print, std::size_t component) {
  std::vector<const tensor_print*> all;
  for (std::size_t t = 0; t < print.tensors.size(); ++t)
    if (print.contents.entries[t].component == component && speaks(print, t))
      all.push_back(&print.tensors[t]);
  std::vector<const tensor_print*> matrices;
  std::copy_if(all.begin(), all.end(), std::back_inserter(matrices),
               [](const tensor_print* each) { return is_matrix(*each); });
  return matrices.empty() ? all : matrices;
}

std::uint64_t shape_class(const tensor_print& print) {
  const std::uint64_t elements = elements_of(print);
  const std::uint64_t rows = print.shape.empty() ? 1 : print.shape.front();
  return index_hash::mix(elements) + index_hash::mix(rows + index_hash::step);
}

} // namespace

std::uint64_t elements_of(const tensor_print& print) {
  constexpr std::uint64_t most = UINT64_MAX >> 1;
  std::uint64_t count = is_complex(print.type) ? 2 : 1;
  for (const std::uint64_t extent : print.shape) {
    if (extent != 0 && count > most / extent) return most;
    count *= extent;
  }
  return count;
}

bool speaks(const fingerprint& print, std::size_t tensor) {
  const inventory_entry& entry = print.contents.entries[tensor];
  return entry.use != evidence_use::excluded && !entry.tied_to &&
         elements_of(print.tensors[tensor]) > 0;
}

search_key key_of(const fingerprint& print, std::size_t component) {
  std::array<double, sketch_width> sketches{};
  std::array<double, gram_width> grams{};
  curves profiles;
  curves magnitudes;
  for (const tensor_print* tensor : speakers(print, component)) {
    if (tensor->sketch && !tensor->sketch->codes.empty()) add_sketch(*tensor->sketch, sketches);
    if (tensor->rows) {
      add_gram(*tensor->rows, grams);
      add_profile(*tensor->rows, profiles[shape_class(*tensor)]);
    }
    add_magnitudes(*tensor, magnitudes[elements_of(*tensor)]);
  }
  search_key key;
  key.has = {round_direction(sketches, key.sketch), round_direction(grams, key.gram),
             round_curves(profiles, 11, key.profile), round_curves(magnitudes, 12, key.magnitudes)};
  return key;
}

std::array<std::byte, key_bytes> packed(const search_key& key) {
  std::array<std::byte, key_bytes> out{};
  std::memcpy(out.data(), key.sketch.data(), sketch_width);
  std::memcpy(out.data() + key_starts[1], key.gram.data(), gram_width);
  std::size_t at = key_starts[2];
  const auto put = [&](std::int16_t value) {
    const auto bits = static_cast<std::uint16_t>(value);
    out[at++] = static_cast<std::byte>(bits & 0xFF);
    out[at++] = static_cast<std::byte>(bits >> 8);
  };
  for (const std::int16_t value : key.profile)
    put(value);
  for (const std::int16_t value : key.magnitudes)
    put(value);
  return out;
}

} // namespace weightkin::detail

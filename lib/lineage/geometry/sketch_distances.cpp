#include "lineage/geometry/sketch_distances.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <weightkin/core/parallel_for.hpp>

namespace weightkin {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double reals_of(const tensor_print& print) {
  double count = is_complex(print.type) ? 2 : 1;
  for (const std::uint64_t extent : print.shape)
    count *= static_cast<double>(extent);
  return count;
}

/// One member's sketch of one tensor, folded to the class's length.
struct folded_sketch {
  std::vector<double> values; ///< empty: the member lacks the tensor
  double energy = 0;
  double blur = 0; ///< mean square that coding left
};

folded_sketch fold(const tensor_print& print, std::size_t buckets) {
  folded_sketch out;
  const value_sketch& sketch = *print.sketch;
  const auto step = static_cast<double>(sketch.scale);
  out.values.assign(buckets, 0.0);
  for (std::size_t j = 0; j < sketch.codes.size(); ++j)
    out.values[j & (buckets - 1)] += static_cast<double>(sketch.codes[j]) * step;
  for (const double value : out.values)
    out.energy += value * value;
  out.blur = step * step / 12 * static_cast<double>(sketch.codes.size());
  return out;
}

/// What a class looks like once its sketches are of one length.
struct placed_class {
  double elements = 0;
  double buckets = 0;
  std::vector<folded_sketch> sketches;
  double variance = 0; ///< per element, mean over the members
};

bool takes_part(const tensor_print* print, double elements) {
  return print != nullptr && can_be_placed(*print) && reals_of(*print) == elements;
}

placed_class placed(const tensor_class& prints) {
  placed_class out;
  std::size_t buckets = std::numeric_limits<std::size_t>::max();
  for (const tensor_print* print : prints)
    if (print != nullptr && can_be_placed(*print)) {
      if (out.elements == 0) out.elements = reals_of(*print);
      if (takes_part(print, out.elements)) buckets = std::min(buckets, print->sketch->codes.size());
    }
  if (out.elements == 0) return out;
  out.buckets = static_cast<double>(buckets);
  double energy = 0;
  double members = 0;
  for (const tensor_print* print : prints) {
    const bool present = takes_part(print, out.elements);
    out.sketches.push_back(present ? fold(*print, buckets) : folded_sketch{});
    energy += out.sketches.back().energy;
    members += present ? 1 : 0;
  }
  out.variance = energy / members / out.elements;
  return out;
}

double square_between(const folded_sketch& a, const folded_sketch& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.values.size(); ++j)
    sum += (a.values[j] - b.values[j]) * (a.values[j] - b.values[j]);
  return sum;
}

/// Elements and independent values of classes that share a group.
squared_distances::group joined(std::span<const placed_class> classes, std::size_t g,
                                std::size_t groups) {
  squared_distances::group out;
  double spread = 0;
  for (std::size_t c = g; c < classes.size(); c += groups) {
    if (classes[c].elements == 0) continue;
    out.parameters += classes[c].elements;
    // A sketch of few elements has buckets of its own luck as well.
    const double independent = 1 / (1 / classes[c].buckets + 1 / classes[c].elements);
    spread += classes[c].elements * classes[c].elements / independent;
  }
  out.buckets = spread > 0 ? out.parameters * out.parameters / spread : 1.0;
  return out;
}

void fill(squared_distances& table, std::span<const placed_class> classes, std::size_t g,
          std::size_t groups) {
  for (std::size_t i = 0; i < table.members(); ++i)
    for (std::size_t j = i + 1; j < table.members(); ++j) {
      double square = 0;
      double blur = 0;
      for (std::size_t c = g; c < classes.size(); c += groups) {
        if (classes[c].elements == 0) continue;
        const folded_sketch& a = classes[c].sketches[i];
        const folded_sketch& b = classes[c].sketches[j];
        const double here = a.values.empty() || b.values.empty() ? nan : square_between(a, b);
        square += here / classes[c].variance;
        blur += here > 0 ? (a.blur + b.blur) / classes[c].variance : 0.0;
      }
      table.set(g, i, j, square, blur);
    }
}

} // namespace

bool can_be_placed(const tensor_print& print) noexcept {
  if (!print.sketch || !(print.sketch->scale > 0)) return false;
  const auto& codes = print.sketch->codes;
  return std::any_of(codes.begin(), codes.end(), [](std::int16_t code) { return code != 0; });
}

squared_distances sketch_distances(std::size_t members, std::span<const tensor_class> classes,
                                   std::size_t most_groups, unsigned threads) {
  std::vector<placed_class> ready(classes.size());
  parallel_for(classes.size(), threads, [&](std::size_t c) { ready[c] = placed(classes[c]); });
  std::erase_if(ready, [](const placed_class& each) { return !(each.variance > 0); });
  const std::size_t groups = std::min(ready.size(), std::max<std::size_t>(most_groups, 1));
  std::vector<squared_distances::group> shared;
  shared.reserve(groups);
  for (std::size_t g = 0; g < groups; ++g)
    shared.push_back(joined(ready, g, groups));
  squared_distances table(members, std::move(shared));
  parallel_for(groups, threads, [&](std::size_t g) { fill(table, ready, g, groups); });
  return table;
}

} // namespace weightkin

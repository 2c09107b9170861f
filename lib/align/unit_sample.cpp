#include "align/unit_sample.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <weightkin/core/element_reader.hpp>

namespace weightkin {
namespace {

/// Sampled indices come in runs: two cache lines of 16-bit elements cost as much as one element.
constexpr std::uint64_t neighbours = 64;
constexpr std::size_t longest_run = 1024;

/// Reads short runs of elements as f32, whatever the storage.
class run_reader {
public:
  explicit run_reader(const tensor_view& view)
      : view_(view), elements_(element_count(view)),
        scratch_((longest_run + 16) * (bits_of(view.type) + 7) / 8) {}

  /// \pre count <= longest_run, first + count <= element_count
  result<void> read(std::uint64_t first, std::size_t count, float* out) {
    // Sub-byte elements can only be read from whole bytes: widen the window to a multiple of eight.
    const std::uint64_t align = is_byte_sized(view_.type) ? 1 : 8;
    const std::uint64_t begin = first / align * align;
    const std::uint64_t end = std::min(elements_, (first + count + align - 1) / align * align);
    auto packed = read_elements(view_, begin, static_cast<std::size_t>(end - begin), scratch_);
    if (!packed) return std::move(packed).error();
    if (align == 1) {
      widen_to_f32(view_.type, *packed, count, out);
      return {};
    }
    std::array<float, longest_run + 16> window;
    widen_to_f32(view_.type, *packed, static_cast<std::size_t>(end - begin), window.data());
    std::copy_n(window.begin() + static_cast<std::ptrdiff_t>(first - begin), count, out);
    return {};
  }

private:
  const tensor_view& view_;
  std::uint64_t elements_;
  std::vector<std::byte> scratch_;
};

/// Where unit u, feature f of a tensor lies, for the shape seen as [before, axis, after].
class unit_layout {
public:
  unit_layout(const tensor_view& view, const unit_axis& axis)
      : axis_(axis), second_(view.shape.size() > 1 ? view.shape[1] : 1) {
    for (std::size_t i = 0; i < axis.axis; ++i)
      before_ *= view.shape[i];
    for (std::size_t i = axis.axis + 1; i < view.shape.size(); ++i)
      after_ *= view.shape[i];
  }

  [[nodiscard]] std::uint64_t features() const noexcept {
    return before_ * axis_.gates * axis_.block * after_;
  }
  [[nodiscard]] bool features_are_neighbours() const noexcept { return after_ > 1; }

  [[nodiscard]] std::uint64_t element(std::uint64_t unit, std::uint64_t feature) const noexcept {
    const std::uint64_t q = feature % after_;
    const std::uint64_t b = feature / after_ % axis_.block;
    const std::uint64_t g = feature / after_ / axis_.block % axis_.gates;
    const std::uint64_t p = feature / after_ / axis_.block / axis_.gates;
    const std::uint64_t along = (g * axis_.units + unit) * axis_.block + b;
    return (p * axis_.gates * axis_.units * axis_.block + along) * after_ + q;
  }

  /// The unit meets itself: its own index along the other of the first two axes.
  [[nodiscard]] bool is_diagonal(std::uint64_t unit, std::uint64_t feature) const noexcept {
    const std::uint64_t q = feature % after_;
    const std::uint64_t p = feature / after_ / axis_.block / axis_.gates;
    return unit == (axis_.axis == 0 ? q / (after_ / second_) : p);
  }

private:
  const unit_axis& axis_;
  std::uint64_t second_;
  std::uint64_t before_ = 1;
  std::uint64_t after_ = 1;
};

/// Calls `read(first index into inner, first element, length)` for each run of inner positions
/// whose elements are neighbours in storage.
template <class Element, class Read>
result<void> for_each_run(std::size_t inner_count, Element element, Read read) {
  for (std::size_t begin = 0; begin < inner_count;) {
    const std::uint64_t first = element(begin);
    std::size_t length = 1;
    while (begin + length < inner_count && length < longest_run &&
           element(begin + length) == first + length)
      ++length;
    if (auto done = read(begin, first, length); !done) return done;
    begin += length;
  }
  return {};
}

/// Puts the mean of the other units where a unit meets itself: a diagonal that training favours in
/// any network (a recurrent cell remembering itself) moves with the units and would look like
/// kinship.
void neutralise_diagonal(const unit_layout& layout, std::span<const std::uint64_t> units,
                         std::span<const std::uint64_t> features, unit_matrix& matrix) {
  for (std::size_t j = 0; j < features.size(); ++j) {
    double sum = 0;
    std::size_t others = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (layout.is_diagonal(units[i], features[j])) continue;
      sum += matrix.values[i * features.size() + j];
      ++others;
    }
    if (others == 0) continue;
    const auto mean = static_cast<float>(sum / static_cast<double>(others));
    for (std::size_t i = 0; i < units.size(); ++i)
      if (layout.is_diagonal(units[i], features[j])) matrix.values[i * features.size() + j] = mean;
  }
}

} // namespace

std::vector<std::uint64_t> spread_indices(std::uint64_t total, std::uint64_t wanted) {
  std::vector<std::uint64_t> indices;
  if (wanted >= total) {
    indices.resize(static_cast<std::size_t>(total));
    for (std::uint64_t i = 0; i < total; ++i)
      indices[static_cast<std::size_t>(i)] = i;
    return indices;
  }
  const std::uint64_t runs = (wanted + neighbours - 1) / neighbours;
  indices.reserve(static_cast<std::size_t>(wanted));
  for (std::uint64_t run = 0; run < runs; ++run) {
    const std::uint64_t length = std::min(neighbours, wanted - run * neighbours);
    const std::uint64_t gap = total - wanted; // skipped indices, shared evenly between the runs
    const std::uint64_t start = run * neighbours + (runs > 1 ? gap * run / (runs - 1) : 0);
    for (std::uint64_t i = 0; i < length; ++i)
      indices.push_back(start + i);
  }
  return indices;
}

result<unit_matrix> sample_units(const tensor_view& view, const unit_axis& axis,
                                 const sample_limits& limits) {
  const unit_layout layout(view, axis);
  const auto units = spread_indices(axis.units, limits.units);
  const auto features = spread_indices(layout.features(), limits.features);
  unit_matrix matrix{units.size(), features.size(),
                     std::vector<float>(units.size() * features.size())};
  run_reader reader(view);
  std::array<float, longest_run> run;
  // Walk the direction in which elements are neighbours innermost, so that reads are runs.
  const bool by_unit = layout.features_are_neighbours();
  const std::size_t outer_count = by_unit ? units.size() : features.size();
  const std::size_t inner_count = by_unit ? features.size() : units.size();
  for (std::size_t outer = 0; outer < outer_count; ++outer) {
    const auto element = [&](std::size_t inner) {
      return by_unit ? layout.element(units[outer], features[inner])
                     : layout.element(units[inner], features[outer]);
    };
    const auto read = [&](std::size_t begin, std::uint64_t first,
                          std::size_t length) -> result<void> {
      if (auto done = reader.read(first, length, run.data()); !done) return done;
      for (std::size_t i = 0; i < length; ++i) {
        const std::size_t unit = by_unit ? outer : begin + i;
        const std::size_t feature = by_unit ? begin + i : outer;
        matrix.values[unit * features.size() + feature] = run[i];
      }
      return {};
    };
    if (auto done = for_each_run(inner_count, element, read); !done) return std::move(done).error();
  }
  if (axis.skip_diagonal) neutralise_diagonal(layout, units, features, matrix);
  return matrix;
}

result<std::vector<float>> sample_values(const tensor_view& view, std::uint64_t wanted,
                                         std::uint64_t run) {
  const std::uint64_t elements = element_count(view);
  run = std::min<std::uint64_t>({run, longest_run, elements});
  const std::uint64_t runs = run == 0 ? 0 : std::min(wanted, elements) / run;
  std::vector<float> values(static_cast<std::size_t>(runs * run));
  run_reader reader(view);
  for (std::uint64_t i = 0; i < runs; ++i) {
    // On multiples of the run length, so that blocks of a quantised tensor are met whole.
    const std::uint64_t start = runs > 1 ? (elements - run) / (runs - 1) * i / run * run : 0;
    if (auto done = reader.read(start, static_cast<std::size_t>(run), values.data() + i * run);
        !done)
      return std::move(done).error();
  }
  return values;
}

} // namespace weightkin

#include "lineage/print_measurements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <weightkin/fingerprint/estimate.hpp>

#include "lineage/explanation.hpp"
#include "lineage/print_equality.hpp"

namespace weightkin {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t most_print_units = 128;
/// In models of many tensors: above the 64 up to which moments cost a cube of it.
constexpr std::uint64_t fewer_print_units = 80;

double deviation_of(const tensor_print& print) {
  return has_sums(print) ? std::sqrt(std::max(0.0, print.mean_square - print.mean * print.mean))
                         : unknown;
}

double mean_of(const tensor_print& print) { return has_sums(print) ? print.mean : unknown; }

/// Everything that moments alone determine.
pair_metrics metrics_of_moments(const tensor_print& a, const tensor_print& b) {
  pair_metrics metrics;
  metrics.cosine = metrics.pearson = metrics.relative_l2 = metrics.scale = unknown;
  metrics.cosine_if_unrelated = metrics.relative_l2_if_unrelated = unknown;
  metrics.bit_equal_share = metrics.sign_equal_share = unknown;
  metrics.mean_a = mean_of(a);
  metrics.mean_b = mean_of(b);
  metrics.sd_a = deviation_of(a);
  metrics.sd_b = deviation_of(b);
  if (!has_sums(a) || !has_sums(b)) return metrics;
  const double both = a.mean_square + b.mean_square - 2 * a.mean * b.mean;
  metrics.cosine_if_unrelated = a.mean * b.mean / std::sqrt(a.mean_square * b.mean_square);
  metrics.relative_l2_if_unrelated = std::sqrt(both / b.mean_square);
  return metrics;
}

void estimate_metrics(const tensor_print& a, const tensor_print& b, tensor_evidence& pair) {
  const print_similarity similar = estimate_similarity(a, b);
  pair.metrics.pearson = similar.pearson.value;
  pair.metrics.cosine = similar.cosine.value;
  pair.metrics.relative_l2 = similar.relative_l2.value;
  pair.metrics.scale = similar.cosine.value * std::sqrt(a.mean_square / b.mean_square);
  pair.pearson_error = std::isnan(similar.pearson.value) ? 0 : similar.pearson.standard_error;
}

/// Equal elements leave nothing to estimate.
void note_equal(tensor_evidence& pair, bool rounded) {
  pair.stats.bit_equal = pair.stats.elements;
  pair.metrics.bit_equal_share = 1;
  if (rounded) return;
  pair.metrics.pearson = pair.metrics.cosine = pair.metrics.scale = 1;
  pair.metrics.relative_l2 = 0;
  pair.metrics.sign_equal_share = 1;
  pair.pearson_error = 0;
}

/// Position of `axis` among the extents that are not 1: the same for shapes that align.
std::size_t squeezed_axis(const tensor_print& print, std::size_t axis) {
  std::size_t position = 0;
  for (std::size_t i = 0; i < axis && i < print.shape.size(); ++i)
    position += print.shape[i] != 1 ? 1 : 0;
  return position;
}

bool is_whole(const unit_signature& units) {
  return units.scales.size() >= 2 && units.codes.size() == units.scales.size() * print_features;
}

using feature_columns = std::array<bool, print_features>;

void note_columns(const unit_signature& units, feature_columns& used) {
  const auto all = [&] { return std::find(used.begin(), used.end(), false) == used.end(); };
  for (std::size_t at = 0; at < units.codes.size() && !all(); at += print_features)
    for (std::size_t column = 0; column < print_features; ++column)
      used[column] |= units.codes[at + column] != 0;
}

/// Tensors with fewer than 16 values a unit leave columns empty; a vector has one that is not.
std::vector<std::size_t> columns_in_use(const unit_signature& a, const unit_signature& b) {
  feature_columns used{};
  note_columns(a, used);
  note_columns(b, used);
  std::vector<std::size_t> columns;
  for (std::size_t column = 0; column < print_features; ++column)
    if (used[column]) columns.push_back(column);
  return columns;
}

/// How many units of a signature a test looks at: all, or so many that are evenly spread.
std::size_t units_looked_at(const unit_signature& units, const sample_limits& limits) {
  return std::min<std::size_t>(units.scales.size(), limits.units);
}

/// Through arrays of its own, which nothing can overlap: then the loops have vectors.
float* write_row(const std::int8_t* codes, float scale, float* out) {
  std::array<std::int8_t, print_features> whole;
  std::copy_n(codes, print_features, whole.begin());
  std::array<float, print_features> values;
  for (std::size_t column = 0; column < print_features; ++column)
    values[column] = static_cast<float>(whole[column]) * scale;
  return std::copy(values.begin(), values.end(), out);
}

unit_matrix matrix_of(const unit_signature& units, const std::vector<std::size_t>& columns,
                      const sample_limits& limits) {
  const std::size_t rows = units_looked_at(units, limits);
  unit_matrix matrix{rows, columns.size(), std::vector<float>(rows * columns.size())};
  float* out = matrix.values.data();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t unit = row * units.scales.size() / rows;
    const std::int8_t* codes = units.codes.data() + unit * print_features;
    const float scale = units.scales[unit];
    if (columns.size() == print_features) { // nearly always
      out = write_row(codes, scale, out);
      continue;
    }
    for (const std::size_t column : columns)
      *out++ = static_cast<float>(codes[column]) * scale;
  }
  return matrix;
}

} // namespace

ruling_options print_measurements::sampling(ruling_options options, std::size_t convicting) const {
  constexpr std::size_t many = 64; // each needs less of a look, as with weights
  options.max_units = convicting > many ? fewer_print_units : most_print_units;
  options.max_features = print_features;
  return options;
}

std::uint64_t print_measurements::bytes_of(const tensor_evidence&) const { return 0; }

bool print_measurements::is_large(const tensor_evidence&) const { return false; }

result<void> print_measurements::measure(tensor_evidence& pair, unsigned, progress_meter&) const {
  const tensor_print& a = left(pair);
  const tensor_print& b = right(pair);
  pair.stats.elements = element_count(models_.subject_view(pair));
  pair.stats.nonfinite_a = a.nonfinite;
  pair.stats.nonfinite_b = b.nonfinite;
  pair.bit_equal_chance = pair.sign_equal_chance = unknown;
  pair.metrics = metrics_of_moments(a, b);
  estimate_metrics(a, b, pair);
  const print_equality equality = equality_of(a, b);
  pair.basis = equality.basis;
  pair.rounded = equality.rounded;
  if (equality.basis != equality_basis::unknown) note_equal(pair, equality.rounded);
  return {};
}

bool print_measurements::has_units(const tensor_evidence& pair) const {
  const tensor_print& a = left(pair);
  const tensor_print& b = right(pair);
  const unit_axis& one = *models_.subject_entry(pair).axis;
  const unit_axis& other = *models_.reference_entry(pair).axis;
  const bool same_axis = one.skip_diagonal
                             ? one.axis == other.axis
                             : squeezed_axis(a, one.axis) == squeezed_axis(b, other.axis);
  return a.units && b.units && is_whole(*a.units) && is_whole(*b.units) &&
         a.units->scales.size() == b.units->scales.size() && same_axis &&
         one.skip_diagonal == other.skip_diagonal;
}

std::size_t print_measurements::sampled_units(const tensor_evidence& pair,
                                              const sample_limits& limits) const {
  return units_looked_at(*left(pair).units, limits);
}

result<pair_sample> print_measurements::sample(const tensor_evidence& pair,
                                               const sample_limits& limits) const {
  const unit_signature& a = *left(pair).units;
  const unit_signature& b = *right(pair).units;
  const auto columns = columns_in_use(a, b);
  return pair_sample{matrix_of(a, columns, limits), matrix_of(b, columns, limits)};
}

result<std::optional<residual_look>>
print_measurements::look_at_residual(const tensor_evidence& pair, const sample_limits&) const {
  if (std::isnan(pair.metrics.cosine)) return std::optional<residual_look>{};
  return std::optional(residual_look{});
}

result<bool> print_measurements::is_scaled_by_rows(const tensor_evidence&) const { return false; }

std::vector<std::string> print_measurements::limits(const ruling_options& options) const {
  return fingerprint_limits(options);
}

result<content_pairs> digest_matcher::match(std::span<const std::size_t> subject_entries,
                                            std::span<const std::size_t> reference_entries) const {
  using content_key = std::pair<dtype, digest>;
  std::multimap<content_key, std::size_t> references;
  for (const std::size_t entry : reference_entries) {
    const tensor_print& print = reference_[models_.reference.contents->entries[entry].tensor];
    if (print.value) references.emplace(content_key{print.type, *print.value}, entry);
  }
  content_pairs pairs;
  for (const std::size_t entry : subject_entries) {
    const tensor_print& print = subject_[models_.subject.contents->entries[entry].tensor];
    if (!print.value) continue;
    const auto found = references.find(content_key{print.type, *print.value});
    if (found == references.end()) continue;
    pairs.emplace_back(entry, found->second);
    references.erase(found);
  }
  return pairs;
}

} // namespace weightkin

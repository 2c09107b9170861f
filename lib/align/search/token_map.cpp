#include "align/search/token_map.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

#include <weightkin/align/correspondence.hpp>
#include <weightkin/core/parallel_for.hpp>

#include "align/search/layer_evidence.hpp"
#include "align/search/matched_rows.hpp"
#include "align/unit_sample.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t most_token_rows = 1U << 20;
constexpr std::uint64_t token_rows_asked = 256;
constexpr std::uint64_t dimensions_looked_at = 256;
constexpr std::size_t half_dimensions = 64;
constexpr std::size_t tables = 16;
constexpr std::size_t rows_a_bucket = 32;
constexpr double clear_score = 6;

bool is_table(const tensor_view& view) {
  return view.shape.size() == 2 && view.shape[0] > 0 && view.shape[1] > 0 &&
         view.shape[0] <= most_token_rows;
}

token_map by_name(const token_names& names) {
  token_map map;
  map.how = token_relation::by_name;
  std::unordered_map<std::string_view, std::int64_t> rows;
  for (std::size_t row = 0; row < names.reference.size(); ++row)
    rows.try_emplace(names.reference[row], static_cast<std::int64_t>(row));
  map.of.reserve(names.subject.size());
  for (const std::string_view name : names.subject) {
    const auto found = rows.find(name);
    map.of.push_back(found == rows.end() ? no_counterpart : found->second);
  }
  return map;
}

/// Columns in another order.
unit_matrix rotated_columns(const unit_matrix& matrix, std::size_t by) {
  unit_matrix rotated = matrix;
  for (std::size_t unit = 0; unit < matrix.units; ++unit) {
    const auto row = rotated.values.begin() + static_cast<std::ptrdiff_t>(unit * matrix.features);
    std::rotate(row, row + static_cast<std::ptrdiff_t>(by),
                row + static_cast<std::ptrdiff_t>(matrix.features));
  }
  return rotated;
}

/// Dimensions x sampled tokens, columns of length one after taking off the mean token.
result<unit_matrix> token_columns(const tensor_view& table, std::uint64_t rows) {
  unit_axis dimensions;
  dimensions.axis = 1;
  dimensions.units = table.shape[1];
  // The same rows on both sides, whatever each table has beyond them.
  tensor_view common = table;
  const std::uint64_t shape[] = {rows, table.shape[1]};
  common.shape = shape;
  return sample_units(common, dimensions, {dimensions_looked_at, token_rows_asked});
}

/// How far above other numberings the tables agree when row i is row i.
result<double> score_by_number(const tensor_view& subject, const tensor_view& reference) {
  const std::uint64_t rows = std::min(subject.shape[0], reference.shape[0]);
  if (rows < 16) return 0.0;
  auto a = token_columns(subject, rows);
  if (!a) return std::move(a).error();
  auto b = token_columns(reference, rows);
  if (!b) return std::move(b).error();
  const shared_gram left = gram_of(*a);
  const double agreed = unbiased_cka(left, gram_of(*b));
  if (std::isnan(agreed)) return 0.0;
  constexpr std::size_t others = 15;
  double sum = 0;
  double squares = 0;
  for (std::size_t k = 1; k <= others; ++k) {
    const std::size_t by = std::max<std::size_t>(1, b->features * k / (others + 1));
    const double other = unbiased_cka(left, gram_of(rotated_columns(*b, by)));
    sum += other;
    squares += other * other;
  }
  const double mean = sum / others;
  const double spread = std::sqrt(std::max(0.0, squares / others - mean * mean));
  return spread > 0 ? (agreed - mean) / spread : 0.0;
}

/// Rows as unit vectors over one half of the sampled dimensions and over the other.
struct two_halves {
  matched_rows search;
  matched_rows check;
};

result<two_halves> halves_of(const tensor_view& table) {
  unit_axis tokens;
  tokens.units = table.shape[0];
  auto sample = sample_units(table, tokens, {table.shape[0], 2 * half_dimensions});
  if (!sample) return std::move(sample).error();
  const std::size_t width = sample->features;
  unit_matrix half[2]{{sample->units, (width + 1) / 2, {}}, {sample->units, width / 2, {}}};
  for (std::size_t row = 0; row < sample->units; ++row)
    for (std::size_t j = 0; j < width; ++j)
      half[j % 2].values.push_back(sample->values[row * width + j]);
  return two_halves{comparable_rows(half[0], centring::columns),
                    comparable_rows(half[1], centring::columns)};
}

/// splitmix64.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

/// Eight interleaved sums, so that the compiler may use vectors.
float cosine(const float* a, const float* b, std::size_t features) {
  constexpr std::size_t lanes = 8;
  float sums[lanes] = {};
  std::size_t j = 0;
  for (; j + lanes <= features; j += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += a[j + lane] * b[j + lane];
  float sum = 0;
  for (const float one : sums)
    sum += one;
  for (; j < features; ++j)
    sum += a[j] * b[j];
  return sum;
}

/// Signs of random projections of each row, as one number.
std::vector<std::uint32_t> bucket_of_rows(const matched_rows& rows, std::size_t bits,
                                          std::uint64_t seed, unsigned threads) {
  std::vector<float> signs(bits * rows.features);
  for (std::size_t k = 0; k < signs.size(); ++k)
    signs[k] = (mix(seed + k) & 1) != 0 ? 1.0F : -1.0F;
  std::vector<std::uint32_t> buckets(rows.size());
  constexpr std::size_t chunk = 1024;
  parallel_for((rows.size() + chunk - 1) / chunk, threads, [&](std::size_t part) {
    for (std::size_t i = part * chunk; i < std::min(rows.size(), (part + 1) * chunk); ++i) {
      std::uint32_t key = 0;
      for (std::size_t bit = 0; bit < bits; ++bit) {
        const float sum = cosine(signs.data() + bit * rows.features, rows.row(i), rows.features);
        key = key * 2 + (sum > 0 ? 1 : 0);
      }
      buckets[i] = key;
    }
  });
  return buckets;
}

struct best_row {
  float value = -2;
  std::size_t at = 0;

  void offer(float other, std::size_t where) {
    if (other > value || (other == value && where < at)) *this = {other, where};
  }
};

/// The most alike row seen so far, for all rows of both sides.
struct best_rows_of_both {
  std::vector<best_row> subject;
  std::vector<best_row> reference;
};

using bucket_list = std::vector<std::vector<std::size_t>>;

/// Crowded buckets (equal rows, unused tokens) are thinned: nothing could tell their rows apart.
bucket_list rows_by_bucket(const std::vector<std::uint32_t>& keys, std::size_t bits) {
  constexpr std::size_t most_compared = 16 * rows_a_bucket;
  bucket_list buckets(std::size_t{1} << bits);
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (buckets[keys[i]].size() < most_compared) buckets[keys[i]].push_back(i);
  return buckets;
}

/// Compares all rows that share a bucket. A row lies in one bucket of a table, so threads that take
/// different buckets never meet.
void compare_buckets(const matched_rows& a, const matched_rows& b, const bucket_list& of_a,
                     const bucket_list& of_b, unsigned threads, best_rows_of_both& best) {
  constexpr std::size_t chunk = 64;
  parallel_for((of_a.size() + chunk - 1) / chunk, threads, [&](std::size_t part) {
    for (std::size_t k = part * chunk; k < std::min(of_a.size(), (part + 1) * chunk); ++k) {
      const matched_rows near = pick_rows(b, of_b[k]);
      for (const std::size_t i : of_a[k])
        for (std::size_t j = 0; j < near.size(); ++j) {
          const float value = cosine(a.row(i), near.row(j), a.features);
          best.subject[i].offer(value, of_b[k][j]);
          best.reference[of_b[k][j]].offer(value, i);
        }
    }
  });
}

/// For every row of the subject the position of its mutual best in the reference, or none.
std::vector<std::int64_t> mutual_rows(const matched_rows& a, const matched_rows& b,
                                      const search_options& options) {
  const std::size_t larger = std::max(a.size(), b.size());
  const std::size_t bits = larger <= rows_a_bucket
                               ? 0
                               : static_cast<std::size_t>(std::bit_width(larger / rows_a_bucket));
  best_rows_of_both best{std::vector<best_row>(a.size()), std::vector<best_row>(b.size())};
  for (std::size_t table = 0; table < tables && !out_of_time(options); ++table) {
    const std::uint64_t seed = mix(options.seed + table);
    compare_buckets(a, b, rows_by_bucket(bucket_of_rows(a, bits, seed, options.threads), bits),
                    rows_by_bucket(bucket_of_rows(b, bits, seed, options.threads), bits),
                    options.threads, best);
  }
  std::vector<std::int64_t> of(a.size(), no_counterpart);
  for (std::size_t i = 0; i < a.size(); ++i)
    if (best.subject[i].value > 0 && best.reference[best.subject[i].at].at == i)
      of[i] = static_cast<std::int64_t>(best.subject[i].at);
  return of;
}

/// A cosine on the dimensions held out that other pairs of rows hardly reach.
double level_of_others(const matched_rows& a, const matched_rows& b) {
  constexpr std::size_t pairs = 4096;
  double sum = 0;
  double squares = 0;
  for (std::size_t k = 0; k < pairs; ++k) {
    const std::size_t i = mix(2 * k) % a.size();
    const std::size_t j = mix(2 * k + 1) % b.size();
    const double value = cosine(a.row(i), b.row(j), a.features);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / pairs;
  return mean + 4 * std::sqrt(std::max(0.0, squares / pairs - mean * mean));
}

/// Where each unit stands among the usable rows, or none.
std::vector<std::int64_t> position_of_units(const matched_rows& rows, std::uint64_t units) {
  std::vector<std::int64_t> position(static_cast<std::size_t>(units), no_counterpart);
  for (std::size_t i = 0; i < rows.size(); ++i)
    position[rows.unit[i]] = static_cast<std::int64_t>(i);
  return position;
}

result<token_map> by_content(const tensor_view& subject, const tensor_view& reference,
                             const search_options& options) {
  auto a = halves_of(subject);
  if (!a) return std::move(a).error();
  auto b = halves_of(reference);
  if (!b) return std::move(b).error();
  token_map map;
  if (a->search.size() == 0 || b->search.size() == 0 || a->check.size() == 0 ||
      b->check.size() == 0)
    return map;
  const auto found = mutual_rows(a->search, b->search, options);
  const auto here = position_of_units(a->check, subject.shape[0]);
  const auto there = position_of_units(b->check, reference.shape[0]);
  const double level = level_of_others(a->check, b->check);
  map.of.assign(static_cast<std::size_t>(subject.shape[0]), no_counterpart);
  std::size_t asked = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i] == no_counterpart) continue;
    const std::size_t row = a->search.unit[i];
    const std::size_t other = b->search.unit[static_cast<std::size_t>(found[i])];
    if (here[row] == no_counterpart || there[other] == no_counterpart) continue;
    ++asked;
    const double checked =
        cosine(a->check.row(static_cast<std::size_t>(here[row])),
               b->check.row(static_cast<std::size_t>(there[other])), a->check.features);
    if (!(checked > level)) continue;
    ++kept;
    map.of[row] = static_cast<std::int64_t>(other);
  }
  map.support = asked == 0 ? 0 : static_cast<double>(kept) / static_cast<double>(asked);
  // Rows that correspond by chance pass the check about never; when most fail, there is no map.
  if (2 * kept < asked || kept < 16) {
    map.of.clear();
    return map;
  }
  map.how = token_relation::by_content;
  return map;
}

token_map by_number(std::uint64_t subject_rows, std::uint64_t reference_rows, double score) {
  token_map map;
  map.how = token_relation::by_number;
  map.support = score;
  if (subject_rows <= reference_rows) return map;
  map.of.assign(static_cast<std::size_t>(subject_rows), no_counterpart);
  std::iota(map.of.begin(), map.of.begin() + static_cast<std::ptrdiff_t>(reference_rows),
            std::int64_t{0});
  return map;
}

} // namespace

result<token_map> map_tokens(const tensor_view& subject, const tensor_view& reference,
                             bool same_basis, const token_names& names,
                             const search_options& options) {
  if (!is_table(subject) || !is_table(reference)) return token_map{};
  if (names.subject.size() == subject.shape[0] && names.reference.size() == reference.shape[0])
    return by_name(names);
  auto score = score_by_number(subject, reference);
  if (!score) return std::move(score).error();
  if (*score > clear_score) return by_number(subject.shape[0], reference.shape[0], *score);
  if (!same_basis || subject.shape[1] != reference.shape[1]) return token_map{};
  return by_content(subject, reference, options);
}

} // namespace weightkin::detail

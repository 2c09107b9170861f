#include <algorithm>
#include <cassert>
#include <cmath>

#include <weightkin/metric/permutation_test.hpp>

#include "metric/permutation_draws.hpp"
#include "metric/permutation_moments.hpp"
#include "metric/permutation_tail.hpp"
#include "metric/standardise_units.hpp"
#include "metric/telling_units.hpp"
#include "metric/unit_products.hpp"

namespace weightkin {
namespace {

using detail::permutation_moments;
using detail::unit_products;

/// Moments beyond which even the corrected closed form is not trusted in the bulk: then
/// permutations are drawn.
constexpr double drawn_skewness = 0.5;
constexpr double drawn_kurtosis = 1.0;

/// Sums this much below the observed one, in deviations, count as reaching it: rounding must not
/// turn a tie into a win.
constexpr double tie_tolerance = 1e-5;

/// What a test is made of: S and its scale from full precision, the product matrix for the null.
struct matched_sum {
  double sum = 0;       ///< S
  double scale = 0;     ///< largest S that rows of these lengths could reach
  double inflation = 1; ///< deviation used / deviation of the product matrix, >= 1
  permutation_moments moments;
};

double trace_of(const unit_products& products) {
  double trace = 0;
  for (std::size_t i = 0; i < products.units; ++i)
    trace += products.at(i, i);
  return trace;
}

/// log10 p by the best means for this size: all permutations, drawn ones, or the closed form. The
/// choice depends only on numbers that no permutation of the units changes, so it costs no
/// validity.
void judge(permutation_evidence& evidence, const unit_products& products,
           const permutation_moments& moments, double inflation,
           const permutation_options& options) {
  const double deviation = std::sqrt(moments.variance);
  const double threshold = trace_of(products) / inflation - tie_tolerance * deviation;
  if (products.units <= detail::enumerable_units) {
    const detail::enumeration all = detail::enumerate(products, threshold);
    evidence.log10_p =
        std::log10(static_cast<double>(all.reached) / static_cast<double>(all.permutations));
    evidence.null = null_kind::permutation_exact;
    return;
  }
  const detail::tail_answer closed =
      detail::closed_form_tail(evidence.z, moments.skewness, moments.excess_kurtosis);
  evidence.log10_p = closed.log10_p;
  evidence.null = closed.null;
  if (products.units < options.monte_carlo_below || moments.skewness > drawn_skewness ||
      moments.excess_kurtosis > drawn_kurtosis) {
    evidence.draws = options.draws;
    const std::uint64_t reached =
        detail::count_reaching(products, threshold, options.seed, options.draws);
    const double drawn =
        std::log10((1 + static_cast<double>(reached)) / (1 + static_cast<double>(options.draws)));
    // Once a single draw reaches S the drawn p stands, whatever the closed form says: taking the
    // smaller of the two would make small p too frequent. Only beyond the reach of all draws does
    // the closed form carry on.
    if (reached > 0 || drawn <= closed.log10_p) {
      evidence.log10_p = drawn;
      evidence.null = null_kind::permutation_monte_carlo;
    }
  }
  evidence.log10_p = std::max(evidence.log10_p, detail::log10_rarest_permutation(products.units));
}

permutation_evidence evidence_of(const matched_sum& matched, const unit_products& products,
                                 const permutation_options& options) {
  permutation_evidence evidence;
  const double variance = matched.moments.variance * matched.inflation * matched.inflation;
  evidence.effect = std::clamp(matched.sum / matched.scale, -1.0, 1.0);
  evidence.z = matched.sum / std::sqrt(variance);
  evidence.effective_size = matched.scale * matched.scale / variance;
  evidence.skewness = matched.moments.skewness;
  evidence.excess_kurtosis = matched.moments.excess_kurtosis;
  evidence.units = products.units;
  judge(evidence, products, matched.moments, matched.inflation, options);
  return evidence;
}

permutation_moments moments_of_any(const unit_products& products,
                                   const detail::product_sums& sums) {
  if (products.units <= detail::enumerable_units) return detail::enumerate(products, 0).moments;
  return detail::moments_of(products, sums);
}

/// A pair of matrices, multiplied out and judged. null_kind::none: it has nothing to say.
struct judged_pair {
  permutation_evidence evidence;
  matched_sum matched;
  unit_products products;
};

judged_pair judge_pair(const unit_matrix& a, const unit_matrix& b,
                       const permutation_options& options) {
  judged_pair pair;
  const detail::standardised_units left = detail::standardise(a);
  const detail::standardised_units right = detail::standardise(b);
  if (!(left.sum_squares > 0) || !(right.sum_squares > 0)) return pair;
  pair.products = detail::multiply_units(left, right);
  matched_sum& matched = pair.matched;
  matched.moments = moments_of_any(pair.products, detail::sums_of(pair.products));
  if (!(matched.moments.variance > 0)) return pair;
  matched.sum = detail::inner_product(left.values, right.values);
  matched.scale = std::sqrt(left.sum_squares * right.sum_squares);
  pair.evidence = evidence_of(matched, pair.products, options);
  return pair;
}

/// The same of the units that tell something in both; products stand at the places of all units.
judged_pair judge_telling(const unit_matrix& a, const unit_matrix& b,
                          const permutation_options& options) {
  if (a.units != b.units || a.features != b.features || a.units < 2) return {};
  const std::vector<std::size_t> telling = detail::telling_units(a, b);
  if (telling.size() == a.units) return judge_pair(a, b, options);
  if (telling.size() < 2) return {};
  judged_pair pair = judge_pair(detail::rows_of(a, telling), detail::rows_of(b, telling), options);
  if (pair.evidence.null != null_kind::none)
    pair.products = detail::at_places(pair.products, telling, a.units);
  return pair;
}

} // namespace

std::string_view name_of(null_kind kind) noexcept {
  switch (kind) {
  case null_kind::none: return "none";
  case null_kind::permutation_normal: return "permutation_normal";
  case null_kind::permutation_monte_carlo: return "permutation_monte_carlo";
  case null_kind::permutation_student: return "permutation_student";
  case null_kind::permutation_exact: return "permutation_exact";
  }
  return "unknown";
}

/// Pairs are pooled with weight scale/variance, the best weights for one common effect. A weight is
/// unchanged by permuting units, so it costs no validity.
struct permutation_group::state {
  std::size_t units = 0;
  bool sharing_known = true;
  std::size_t pairs = 0;
  unit_products total;          // weighted sum of the product matrices
  double sum = 0;               // weighted sum of the S
  double scale = 0;             // weighted sum of the scales
  double separate_variance = 0; // of `sum`, if every pair had its own permutation
  double separate_kurtosis = 0; // fourth cumulants, likewise, positive ones only
};

permutation_group::permutation_group(std::size_t units, bool sharing_known)
    : state_(std::make_unique<state>()) {
  state_->units = units;
  state_->sharing_known = sharing_known;
}
permutation_group::permutation_group(permutation_group&&) noexcept = default;
permutation_group& permutation_group::operator=(permutation_group&&) noexcept = default;
permutation_group::~permutation_group() = default;

struct permutation_group::prepared_pair::state {
  judged_pair pair;
};

permutation_group::prepared_pair::prepared_pair(std::unique_ptr<state> prepared) noexcept
    : state_(std::move(prepared)) {}
permutation_group::prepared_pair::prepared_pair(prepared_pair&&) noexcept = default;
permutation_group::prepared_pair&
permutation_group::prepared_pair::operator=(prepared_pair&&) noexcept = default;
permutation_group::prepared_pair::~prepared_pair() = default;

const permutation_evidence& permutation_group::prepared_pair::evidence() const noexcept {
  return state_->pair.evidence;
}

permutation_group::prepared_pair permutation_group::prepare(const unit_matrix& a,
                                                            const unit_matrix& b,
                                                            const permutation_options& options) {
  return prepared_pair(
      std::make_unique<prepared_pair::state>(prepared_pair::state{judge_telling(a, b, options)}));
}

void permutation_group::merge(const prepared_pair& pair) {
  state& group = *state_;
  const judged_pair& added = pair.state_->pair;
  if (added.evidence.null == null_kind::none || added.products.units != group.units) return;
  // Before anything is counted: where there is no memory for it the group stays as it was, and
  // another thread's pair may come next.
  const bool first = group.pairs == 0;
  if (first)
    group.total = {added.products.units, added.products.stride,
                   detail::unset_vector<double>(added.products.values.size())};
  ++group.pairs;
  const matched_sum& matched = added.matched;
  const double variance = matched.moments.variance;
  const double weight = matched.scale / variance;
  group.sum += weight * matched.sum;
  group.scale += weight * matched.scale;
  const double weighted_variance = weight * weight * variance;
  group.separate_variance += weighted_variance;
  group.separate_kurtosis +=
      weighted_variance * weighted_variance * std::max(matched.moments.excess_kurtosis, 0.0);
  if (first)
    detail::set_multiple(weight, added.products, group.total);
  else
    detail::add_multiple(weight, added.products, group.total);
}

permutation_evidence permutation_group::add(const unit_matrix& a, const unit_matrix& b,
                                            const permutation_options& options) {
  if (a.units != state_->units) return {};
  const prepared_pair pair = prepare(a, b, options);
  merge(pair);
  return pair.evidence();
}

permutation_evidence permutation_group::pooled(const permutation_options& options) const {
  const state& group = *state_;
  if (group.pairs == 0) return {};
  const std::vector<std::size_t> telling = detail::units_with_products(group.total);
  if (telling.size() < 2) return {};
  unit_products part;
  const bool all = telling.size() == group.units;
  if (!all) part = detail::products_of(group.total, telling);
  const unit_products& total = all ? group.total : part;
  matched_sum matched;
  matched.sum = group.sum;
  matched.scale = group.scale;
  matched.moments = moments_of_any(total, detail::sums_of(total));
  if (!(matched.moments.variance > 0)) return {};
  if (!group.sharing_known && group.pairs > 1) {
    const double separate = group.separate_variance;
    matched.inflation = std::sqrt(std::max(1.0, separate / matched.moments.variance));
    matched.moments.excess_kurtosis =
        std::max(matched.moments.excess_kurtosis, group.separate_kurtosis / separate / separate);
  }
  return evidence_of(matched, total, options);
}

} // namespace weightkin

#include "align/search/network_match.hpp"

#include <algorithm>
#include <cmath>

#include <weightkin/align/correspondence.hpp>

#include "align/search/carried_units.hpp"
#include "align/search/unit_match.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t units_asked = 512;
constexpr std::size_t network_order_breaks = 50; ///< one in so many may disagree with plain numbers

/// Every row to length 1, so that no part outweighs another.
void level_rows(unit_matrix& m) {
  for (std::size_t i = 0; i < m.units; ++i) {
    float* row = m.values.data() + i * m.features;
    double square = 0;
    for (std::size_t k = 0; k < m.features; ++k)
      square += static_cast<double>(row[k]) * static_cast<double>(row[k]);
    const double scale = square > 0 && std::isfinite(square) ? 1 / std::sqrt(square) : 1;
    for (std::size_t k = 0; k < m.features; ++k)
      row[k] = static_cast<float>(row[k] * scale);
  }
}

unit_matrix joined(const unit_matrix& left, const unit_matrix& right) {
  if (left.features == 0) return right;
  unit_matrix both{left.units, left.features + right.features, {}};
  both.values.reserve(both.units * both.features);
  for (std::size_t i = 0; i < both.units; ++i)
    for (const unit_matrix* part : {&left, &right}) {
      const auto row = part->values.begin() + static_cast<std::ptrdiff_t>(i * part->features);
      both.values.insert(both.values.end(), row, row + static_cast<std::ptrdiff_t>(part->features));
    }
  return both;
}

/// What was held out of the search: all parts but the first.
result<unit_matrix> held_out_units(const std::vector<stream_matrix>& parts,
                                   const std::vector<std::size_t>& dimensions, unsigned threads) {
  unit_matrix all;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    auto units = units_of(parts[i], dimensions, threads);
    if (!units) return std::move(units).error();
    level_rows(*units);
    all = joined(all, *units);
  }
  return all;
}

std::vector<std::int64_t> numbers(const std::vector<std::size_t>& asked, std::size_t units) {
  std::vector<std::int64_t> same;
  same.reserve(asked.size());
  for (const std::size_t i : asked)
    same.push_back(i < units ? static_cast<std::int64_t>(i) : no_counterpart);
  return same;
}

std::vector<std::int64_t> at_positions(const std::vector<std::int64_t>& of,
                                       const std::vector<std::size_t>& asked) {
  std::vector<std::int64_t> some;
  some.reserve(asked.size());
  for (const std::size_t i : asked)
    some.push_back(of[i]);
  return some;
}

std::vector<std::int64_t> every_other(const std::vector<std::int64_t>& all, std::size_t first) {
  std::vector<std::int64_t> some;
  for (std::size_t i = first; i < all.size(); i += 2)
    some.push_back(all[i]);
  return some;
}

std::vector<std::int64_t> all_numbers(std::size_t subject_units, std::size_t reference_units) {
  std::vector<std::int64_t> of(subject_units, no_counterpart);
  for (std::size_t i = 0; i < std::min(subject_units, reference_units); ++i)
    of[i] = static_cast<std::int64_t>(i);
  return of;
}

bool plainly_in_order(const order_evidence& evidence) {
  return evidence.asked > 0 &&
         (evidence.asked - evidence.agreed) * network_order_breaks <= evidence.asked;
}

double part_product(const unit_matrix& a, std::size_t i, const unit_matrix& b, std::size_t j,
                    std::size_t first, std::size_t count) {
  double sum = 0;
  for (std::size_t k = first; k < first + count; ++k)
    sum += static_cast<double>(a.values[i * a.features + k]) *
           static_cast<double>(b.values[j * b.features + k]);
  return sum;
}

/// Signs of the units by the last of two parts, if the other names the same ones and some changed.
std::vector<std::int8_t> changed_signs(const unit_matrix& a, const unit_matrix& b,
                                       const std::vector<std::int64_t>& of) {
  std::vector<std::int8_t> sign(of.size(), 1);
  const std::size_t part = a.features / 2;
  order_evidence evidence;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    if (of[i] < 0) continue;
    const auto j = static_cast<std::size_t>(of[i]);
    const bool by_up = part_product(a, i, b, j, 0, part) < 0;
    const bool by_down = part_product(a, i, b, j, part, part) < 0;
    ++evidence.asked;
    evidence.agreed += by_up == by_down;
    changed += by_up && by_down;
    if (by_down) sign[i] = -1;
  }
  evidence.expected = static_cast<double>(evidence.asked) / 2;
  // Units that were matched wrongly have all four pairs of signs alike: half as many seem to have
  // changed as disagree. More than twice that has to be beyond chance.
  order_evidence both_changed;
  both_changed.asked = evidence.asked;
  both_changed.agreed = changed;
  both_changed.expected = static_cast<double>(evidence.asked - evidence.agreed) + 1;
  if (!(evidence.log10_p() < believed_below) || !(both_changed.log10_p() < believed_below))
    sign.clear();
  return sign;
}

/// Sum over the parts of squared cosine times features: about a chi square of as many degrees of
/// freedom between strangers, whatever the signs.
double likeness(const std::vector<const unit_matrix*>& a, const std::vector<const unit_matrix*>& b,
                std::size_t i, std::size_t j) {
  double sum = 0;
  for (std::size_t part = 0; part < a.size(); ++part) {
    const std::size_t features = a[part]->features;
    const double dot = part_product(*a[part], i, *b[part], j, 0, features);
    const double lengths = part_product(*a[part], i, *a[part], i, 0, features) *
                           part_product(*b[part], j, *b[part], j, 0, features);
    if (lengths > 0) sum += dot * dot / lengths * static_cast<double>(features);
  }
  return sum;
}

/// A chi square of two degrees of freedom is larger once in twenty thousand times.
constexpr double unlike_below = 20;

std::vector<bool> units_alike(const unit_matrix& fit_a, const unit_matrix& held_a,
                              const unit_matrix& fit_b, const unit_matrix& held_b,
                              const std::vector<std::int64_t>& of) {
  std::vector<bool> alike(of.size(), false);
  for (std::size_t i = 0; i < of.size(); ++i)
    alike[i] = of[i] >= 0 && likeness({&fit_a, &held_a}, {&fit_b, &held_b}, i,
                                      static_cast<std::size_t>(of[i])) > unlike_below;
  return alike;
}

/// Units for which there is no number left may repeat what has a counterpart already: believed
/// where the first part and the others, asked separately, name the same one.
void add_repeats(const unit_matrix& fit_a, const unit_matrix& held_a, const unit_matrix& fit_b,
                 const unit_matrix& held_b, std::vector<std::int64_t>& of, unsigned threads) {
  if (fit_a.units <= fit_b.units) return;
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] < 0) left.push_back(i);
  const auto first = nearest_units(fit_a, fit_b, left, false, threads);
  const auto second = nearest_units(held_a, held_b, left, true, threads);
  if (!(count_agreement(first, second, fit_b.units).log10_p() < believed_below)) return;
  // A repeat resembles its unit as units with a number resemble theirs.
  const auto to = [&](std::size_t i, std::int64_t j) {
    return likeness({&fit_a, &held_a}, {&fit_b, &held_b}, i, static_cast<std::size_t>(j));
  };
  std::vector<double> usual;
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] >= 0) usual.push_back(to(i, of[i]));
  if (usual.empty()) return;
  const auto middle = usual.begin() + static_cast<std::ptrdiff_t>(usual.size() / 2);
  std::nth_element(usual.begin(), middle, usual.end());
  for (std::size_t k = 0; k < left.size(); ++k)
    if (first[k] >= 0 && first[k] == second[k] && to(left[k], first[k]) > *middle / 2)
      of[left[k]] = first[k];
}

} // namespace

result<unit_matrix> units_of(const stream_matrix& part, const std::vector<std::size_t>& dimensions,
                             unsigned threads) {
  auto all = carried_units(*part.view, part.stream, dimensions, threads);
  if (!all || (part.first == 0 && part.units == all->units)) return all;
  return slice_units(*all, part.first, part.units);
}

result<unit_order> match_network(const std::vector<stream_matrix>& subject,
                                 const std::vector<stream_matrix>& reference,
                                 const std::vector<std::size_t>& dimensions,
                                 const search_options& options) {
  unit_order order;
  if (subject.empty() || subject.size() != reference.size()) return order;
  const std::size_t candidates = reference[0].units;
  order.of = all_numbers(subject[0].units, candidates);
  auto fit_a = units_of(subject[0], dimensions, options.threads);
  if (!fit_a) return std::move(fit_a).error();
  auto fit_b = units_of(reference[0], dimensions, options.threads);
  if (!fit_b) return std::move(fit_b).error();
  const std::vector<std::size_t> asked = spread_positions(subject[0].units, units_asked);
  const std::vector<std::int64_t> same = numbers(asked, candidates);
  auto held_a = held_out_units(subject, dimensions, options.threads);
  if (!held_a) return std::move(held_a).error();
  auto held_b = held_out_units(reference, dimensions, options.threads);
  if (!held_b) return std::move(held_b).error();
  const std::vector<std::int64_t> named =
      nearest_units(*held_a, *held_b, asked, true, options.threads);
  order.evidence = count_agreement(named, same, candidates);
  const bool plain = plainly_in_order(count_agreement(
      nearest_units(*fit_a, *fit_b, asked, false, options.threads), same, candidates));
  const auto finish = [&] {
    add_repeats(*fit_a, *held_a, *fit_b, *held_b, order.of, options.threads);
    order.alike = units_alike(*fit_a, *held_a, *fit_b, *held_b, order.of);
    if (subject.size() == 3) order.sign = changed_signs(*held_a, *held_b, order.of);
  };
  if (plain) finish();
  if (plain || out_of_time(options)) return order;
  unit_match found = match_units(*fit_a, *fit_b, options.threads);
  const std::vector<std::int64_t> reordered = at_positions(found.of, asked);
  // Every other answer chooses between the orders, the rest says how good the chosen one is.
  const auto half = [&](const std::vector<std::int64_t>& of, std::size_t which) {
    return count_agreement(every_other(named, which), every_other(of, which), candidates);
  };
  order.identity = half(reordered, 0).agreed <= half(same, 0).agreed;
  order.evidence = half(order.identity ? same : reordered, 1);
  if (!order.identity) order.of = std::move(found.of);
  finish();
  return order;
}

} // namespace weightkin::detail

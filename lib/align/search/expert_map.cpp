#include "align/search/expert_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include <weightkin/align/correspondence.hpp>

#include "align/search/layer_evidence.hpp"
#include "align/search/tensor_likeness.hpp"
#include "align/search/unit_match.hpp"
#include "align/unit_sample.hpp"

namespace weightkin::detail {
namespace {

constexpr std::uint64_t all_units = ~std::uint64_t{0};
constexpr std::uint64_t asked_units = 64;
constexpr std::uint64_t stream_dimensions = 128;
constexpr std::size_t most_candidates = 2;

/// The rows of a network's units as two tensors have them, over the same dimensions of the stream.
using two_views = std::array<unit_matrix, 2>;

/// The first and the second half of the columns.
two_views halves_of(const unit_matrix& whole) {
  const std::size_t half = whole.features / 2;
  two_views views{unit_matrix{whole.units, half, {}}, unit_matrix{whole.units, half, {}}};
  for (std::size_t unit = 0; unit < whole.units; ++unit)
    for (std::size_t side = 0; side < 2; ++side)
      for (std::size_t j = 0; j < half; ++j)
        views[side].values.push_back(whole.values[unit * whole.features + side * half + j]);
  return views;
}

result<unit_matrix> rows_of(const model_ref& model, tensor_index tensor, std::uint64_t units,
                            std::uint64_t features) {
  if (!tensor) return unit_matrix{};
  const inventory_entry& entry = model.contents->entries[*tensor];
  if (!entry.axis || entry.axis->units < 2) return unit_matrix{};
  return sample_units(model.tensors[*tensor], *entry.axis, {units, features});
}

result<two_views> views_of_network(const model_ref& model, const network_block& network,
                                   std::uint64_t units) {
  if (network.gate && network.gate == network.up) {
    auto both = rows_of(model, network.up, units, 2 * stream_dimensions);
    if (!both) return std::move(both).error();
    return halves_of(*both);
  }
  auto first = rows_of(model, network.gate ? network.gate : network.up, units, stream_dimensions);
  if (!first) return std::move(first).error();
  auto second = rows_of(model, network.gate ? network.up : network.down, units, stream_dimensions);
  if (!second) return std::move(second).error();
  return two_views{std::move(*first), std::move(*second)};
}

/// For every row of `a` the row of `b` that it resembles most.
std::vector<std::int64_t> best_rows(const unit_matrix& a, const unit_matrix& b, unsigned threads) {
  std::vector<std::size_t> all(a.units);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return nearest_units(a, b, all, false, threads);
}

struct agreement {
  double share = 0;
  double chance = 0;
  bool clear = false;
};

/// How often two views name the same unit, and how often they would if each named units as often as
/// it does, but at random: a unit that everything resembles is named often by both.
agreement agreement_of(const two_views& a, const two_views& b, unsigned threads) {
  agreement found;
  for (std::size_t side = 0; side < 2; ++side)
    if (a[side].units < 8 || b[side].units < 8 || a[side].features == 0 ||
        a[side].features != b[side].features)
      return found;
  const auto first = best_rows(a[0], b[0], threads);
  const auto second = best_rows(a[1], b[1], threads);
  if (first.size() != second.size()) return found;
  std::map<std::int64_t, std::array<std::size_t, 2>> named;
  std::size_t equal = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] == no_counterpart || second[i] == no_counterpart) continue;
    ++named[first[i]][0];
    ++named[second[i]][1];
    equal += first[i] == second[i] ? 1 : 0;
  }
  const auto asked = static_cast<double>(first.size());
  for (const auto& [unit, counts] : named)
    found.chance += static_cast<double>(counts[0]) * static_cast<double>(counts[1]) / asked / asked;
  // Not less than if all units were named alike.
  found.chance = std::max(found.chance, 1 / static_cast<double>(b[0].units));
  found.share = static_cast<double>(equal) / asked;
  // Agreeing units raise the chance computed from the names by at most 1 / asked: that is allowed
  // for by the 2.
  const double expected = asked * found.chance;
  found.clear = static_cast<double>(equal) > expected + 4 * std::sqrt(expected) + 2;
  return found;
}

class expert_mapper {
public:
  expert_mapper(const model_ref& subject, const layer_block& subject_layer,
                const model_ref& reference, const layer_block& reference_layer,
                const search_options& options)
      : subject_(subject), reference_(reference), from_(subject_layer.networks),
        to_(reference_layer.networks), options_(options), origins_(from_.size()) {}

  result<std::vector<network_origin>> map() {
    if (from_.empty() || to_.empty()) return std::move(origins_);
    if (auto done = by_index(); !done) return std::move(done).error();
    if (auto done = in_other_order(); !done) return std::move(done).error();
    return std::move(origins_);
  }

private:
  using samples = std::vector<likeness_sample>;

  static result<samples> samples_of(const model_ref& model, const network_block& network) {
    samples kinds;
    for (const tensor_index tensor :
         {network.gate == network.up ? std::nullopt : network.gate, network.up, network.down}) {
      auto sample = sample_likeness(model, tensor);
      if (!sample) return std::move(sample).error();
      kinds.push_back(std::move(*sample));
    }
    return kinds;
  }

  static result<std::vector<samples>> all_samples(const model_ref& model,
                                                  const std::vector<network_block>& networks) {
    std::vector<samples> all;
    for (const network_block& network : networks) {
      auto kinds = samples_of(model, network);
      if (!kinds) return std::move(kinds).error();
      all.push_back(std::move(*kinds));
    }
    return all;
  }

  result<void> by_index() {
    auto left = all_samples(subject_, from_);
    if (!left) return std::move(left).error();
    auto right = all_samples(reference_, to_);
    if (!right) return std::move(right).error();
    // What looking into every cell costs: somewhere chance is at its best.
    const double looking = std::log(static_cast<double>(from_.size() * to_.size()));
    for (std::size_t i = 0; i < from_.size(); ++i) {
      network_origin best;
      for (std::size_t j = 0; j < to_.size(); ++j) {
        const double effect = mean_likeness((*left)[i], (*right)[j]);
        if (!(effect > best.similarity)) continue;
        best.similarity = effect;
        best.reference = static_cast<std::int64_t>(j);
      }
      if (best.reference == no_counterpart) continue;
      best.chance =
          mean_likeness_deviation((*left)[i], (*right)[static_cast<std::size_t>(best.reference)]);
      const double spread = best.chance;
      const double z = best.similarity / spread;
      const double shrinkage = 1 / (1 + spread * spread);
      if (!(shrinkage * z * z / 2 + std::log(spread * std::sqrt(shrinkage)) > looking)) continue;
      best.how = network_likeness::by_index;
      origins_[i] = best;
    }
    return {};
  }

  /// What a network does to the stream, whatever the order of its units.
  static result<shared_view> stream_view(const model_ref& model, const network_block& network) {
    auto views = views_of_network(model, network, 2048);
    if (!views) return std::move(views).error();
    return shared_view{gram_of((*views)[0]), gram_of((*views)[1])};
  }

  result<void> in_other_order() {
    if (std::all_of(origins_.begin(), origins_.end(), [](const network_origin& origin) {
          return origin.how != network_likeness::none;
        }))
      return {};
    std::vector<shared_view> right;
    for (const network_block& network : to_) {
      auto view = stream_view(reference_, network);
      if (!view) return std::move(view).error();
      right.push_back(std::move(*view));
    }
    for (std::size_t i = 0; i < from_.size(); ++i) {
      if (origins_[i].how != network_likeness::none) continue;
      if (out_of_time(options_)) return {};
      auto left = stream_view(subject_, from_[i]);
      if (!left) return std::move(left).error();
      if (auto done = find_again(i, likeliest(*left, right)); !done) return std::move(done).error();
    }
    return {};
  }

  static std::vector<std::size_t> likeliest(const shared_view& one,
                                            const std::vector<shared_view>& all) {
    std::vector<std::pair<double, std::size_t>> ranked;
    for (std::size_t j = 0; j < all.size(); ++j) {
      double sum = 0;
      for (std::size_t kind = 0; kind < 2; ++kind) {
        const double cka = unbiased_cka(one[kind], all[j][kind]);
        if (!std::isnan(cka)) sum -= cka;
      }
      ranked.emplace_back(sum, j);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::size_t> best;
    best.reserve(most_candidates);
    for (std::size_t k = 0; k < std::min(most_candidates, ranked.size()); ++k)
      best.push_back(ranked[k].second);
    return best;
  }

  result<void> find_again(std::size_t i, const std::vector<std::size_t>& candidates) {
    auto asked = views_of_network(subject_, from_[i], asked_units);
    if (!asked) return std::move(asked).error();
    for (const std::size_t j : candidates) {
      auto offered = views_of_network(reference_, to_[j], all_units);
      if (!offered) return std::move(offered).error();
      const agreement found = agreement_of(*asked, *offered, options_.threads);
      if (!found.clear || found.share <= origins_[i].similarity) continue;
      origins_[i] = {static_cast<std::int64_t>(j), network_likeness::other_order, found.share,
                     found.chance};
    }
    return {};
  }

  const model_ref& subject_;
  const model_ref& reference_;
  const std::vector<network_block>& from_;
  const std::vector<network_block>& to_;
  const search_options& options_;
  std::vector<network_origin> origins_;
};

} // namespace

result<std::vector<network_origin>>
map_experts(const model_ref& subject, const layer_block& subject_layer, const model_ref& reference,
            const layer_block& reference_layer, const search_options& options) {
  return expert_mapper(subject, subject_layer, reference, reference_layer, options).map();
}

} // namespace weightkin::detail

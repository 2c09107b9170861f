#include "align/search/chain_settling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace weightkin::detail {
namespace {

/// Features for each ln(units) that let correlations of 0.5, 0.7 and 1 stand out among so many
/// strangers: small kernels have enough for nearly equal units alone.
constexpr std::array demands{8.0, 4.0, 2.0};

chain_settling::next_group best_known(const std::vector<double>& known,
                                      const std::vector<bool>& settled) {
  chain_settling::next_group best{settled.size(), 0};
  for (std::size_t group = 0; group < settled.size(); ++group)
    if (!settled[group] && known[group] > best.features) best = {group, known[group]};
  return best;
}

} // namespace

chain_settling::chain_settling(const chain_map& chain, std::vector<std::size_t> elements,
                               std::vector<bool> open)
    : chain_(chain), elements_(std::move(elements)), open_(std::move(open)),
      tensors_of_(chain.groups.size()) {
  for (std::size_t t = 0; t < elements_.size(); ++t)
    for (const axis_use& use : chain.tensors[t].uses) {
      std::vector<std::size_t>& known = tensors_of_[use.group];
      if (elements_[t] > 0 && (known.empty() || known.back() != t)) known.push_back(t);
    }
}

std::vector<bool> chain_settling::at_first() const {
  std::vector<bool> settled = open_;
  settled.flip();
  return settled;
}

bool chain_settling::settled_but(std::size_t tensor, std::size_t group,
                                 const std::vector<bool>& settled) const {
  const auto& uses = chain_.tensors[tensor].uses;
  return std::count_if(uses.begin(), uses.end(),
                       [&](const axis_use& use) { return use.group == group; }) == 1 &&
         std::all_of(uses.begin(), uses.end(),
                     [&](const axis_use& use) { return use.group == group || settled[use.group]; });
}

double chain_settling::features(std::size_t group, const std::vector<bool>& settled,
                                const std::vector<bool>& used) const {
  double sum = 0;
  for (const std::size_t t : tensors_of_[group])
    if (used[t] && settled_but(t, group, settled))
      sum += static_cast<double>(elements_[t]) / units(group);
  return sum;
}

chain_settling::next_group chain_settling::next(const std::vector<bool>& settled,
                                                const std::vector<bool>& used) const {
  return best_known(known_features(settled, used), settled);
}

std::vector<double> chain_settling::known_features(const std::vector<bool>& settled,
                                                   const std::vector<bool>& used) const {
  std::vector<double> known;
  for (std::size_t group = 0; group < settled.size(); ++group)
    known.push_back(settled[group] ? 0 : features(group, settled, used));
  return known;
}

double chain_settling::enough(std::size_t group, double demand) const {
  return demand * std::log(units(group));
}

double chain_settling::units(std::size_t group) const {
  return static_cast<double>(chain_.groups[group].units);
}

std::vector<bool> chain_settling::settled_by(const std::vector<bool>& used, double demand) const {
  std::vector<bool> settled = at_first();
  std::vector<double> known = known_features(settled, used);
  while (true) {
    const next_group found = best_known(known, settled);
    if (found.group == settled.size() || found.features < enough(found.group, demand))
      return settled;
    settled[found.group] = true;
    // Only what shares a tensor with it has learnt anything.
    for (const std::size_t t : tensors_of_[found.group])
      for (const axis_use& use : chain_.tensors[t].uses)
        if (!settled[use.group]) known[use.group] = features(use.group, settled, used);
  }
}

double chain_settling::most_demanding(const std::vector<bool>& used) const {
  std::ptrdiff_t most = -1;
  double best = demands.front();
  for (const double demand : demands) {
    const std::vector<bool> settled = settled_by(used, demand);
    const auto count = std::count(settled.begin(), settled.end(), true);
    if (count > most) {
      most = count;
      best = demand;
    }
  }
  return best;
}

std::vector<bool> chain_settling::choose_fitted(const std::vector<bool>& may_testify,
                                                const search_options& options) const {
  std::vector<bool> fitted;
  for (const std::size_t elements : elements_)
    fitted.push_back(elements > 0);
  const double demand = most_demanding(fitted);
  const std::vector<bool> by_all = settled_by(fitted, demand);
  std::vector<bool> seen(chain_.groups.size(), false);
  std::vector<bool> tried(elements_.size(), false);
  while (!out_of_time(options)) {
    std::size_t best = elements_.size();
    std::size_t most = 1;
    for (std::size_t t = 0; t < elements_.size(); ++t) {
      if (!fitted[t] || tried[t] || !may_testify[t]) continue;
      const std::size_t fresh = fresh_groups(t, seen);
      if (fresh < most) continue;
      most = fresh;
      best = t;
    }
    if (best == elements_.size()) break;
    tried[best] = true;
    fitted[best] = false;
    if (settled_by(fitted, demand) != by_all) {
      fitted[best] = true;
      continue;
    }
    for (const axis_use& use : chain_.tensors[best].uses)
      seen[use.group] = true;
  }
  return fitted;
}

std::size_t chain_settling::fresh_groups(std::size_t tensor, const std::vector<bool>& seen) const {
  std::vector<std::size_t> fresh;
  for (const axis_use& use : chain_.tensors[tensor].uses)
    if (open_[use.group] && !seen[use.group]) fresh.push_back(use.group);
  std::sort(fresh.begin(), fresh.end());
  return static_cast<std::size_t>(std::unique(fresh.begin(), fresh.end()) - fresh.begin());
}

/// Some fitted tensor tells the group's order whatever the others' orders are.
bool chain_settling::anchored(std::size_t group, const std::vector<bool>& fitted) const {
  const std::vector<bool> settled = at_first();
  const auto& tensors = tensors_of_[group];
  return std::any_of(tensors.begin(), tensors.end(),
                     [&](std::size_t t) { return fitted[t] && settled_but(t, group, settled); });
}

std::vector<double> chain_settling::implied(const std::vector<double>& asked,
                                            const std::vector<bool>& fitted) const {
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> shares = asked; // passed on from group to group along fitted tensors
  std::vector<std::size_t> queue;
  for (std::size_t group = 0; group < asked.size(); ++group)
    if (!std::isnan(asked[group])) queue.push_back(group);
  while (!queue.empty()) {
    const std::size_t from = queue.back();
    queue.pop_back();
    if (anchored(from, fitted)) continue;
    for (const std::size_t t : tensors_of_[from]) {
      if (!fitted[t]) continue;
      for (const axis_use& use : chain_.tensors[t].uses) {
        if (!open_[use.group] || !std::isnan(asked[use.group])) continue;
        const double share = shares[from] * std::min(1.0, units(from) / units(use.group));
        if (share <= shares[use.group]) continue; // nothing is NaN, which no share is below
        shares[use.group] = share;
        queue.push_back(use.group);
      }
    }
  }
  for (std::size_t group = 0; group < asked.size(); ++group)
    if (!std::isnan(asked[group])) shares[group] = nothing;
  return shares;
}

} // namespace weightkin::detail

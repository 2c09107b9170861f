#include "lineage/operation/account_census.hpp"

#include <algorithm>
#include <cmath>

namespace weightkin {
namespace {

/// Median effect of the matrices that are kin: what one more would show.
double typical_effect(std::span<const operation_evidence> seen, const typing_options& options) {
  std::vector<double> effects;
  for (const operation_evidence& one : seen)
    if (is_kin(one, options)) effects.push_back(one.equal || one.cast ? 1.0 : one.effect);
  if (effects.empty()) return 0;
  std::sort(effects.begin(), effects.end());
  return effects[effects.size() / 2];
}

} // namespace

account_census::account_census(std::span<const aligned_pair> pairs,
                               std::span<const operation_evidence> seen,
                               const typing_options& given)
    : pairs_(pairs), seen_(seen) {
  typing_options options = given;
  options.log10_level -= std::log10(std::max<double>(1, static_cast<double>(seen.size())));
  const double effect = typical_effect(seen, options);
  for (const operation_evidence& one : seen) {
    const bool usable = pairs[one.pair].use != evidence_use::excluded;
    accounts_.push_back(usable ? account_of(one, effect, options) : tensor_account::unknown);
    // Adapter factors, vectors and tables without exchangeable units make nobody kin.
    related_ =
        related_ || (pairs[one.pair].use == evidence_use::convicting && is_kin(one, options));
  }
}

std::vector<std::size_t> account_census::with(tensor_account account) const {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < accounts_.size(); ++i)
    if (accounts_[i] == account) chosen.push_back(i);
  return chosen;
}

std::uint64_t account_census::elements_of(const std::vector<std::size_t>& chosen) const {
  std::uint64_t sum = 0;
  for (const std::size_t i : chosen)
    sum += element_count(pair(i).subject);
  return sum;
}

const aligned_pair& account_census::pair(std::size_t index) const {
  return pairs_[seen_[index].pair];
}

std::vector<std::size_t> account_census::with_nonfinite() const {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < accounts_.size(); ++i)
    if (seen_[i].nonfinite_apart > 0 && pair(i).use != evidence_use::excluded) chosen.push_back(i);
  return chosen;
}

std::vector<std::size_t> account_census::changed_vectors() const {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < accounts_.size(); ++i)
    if (seen_[i].looked_at && !seen_[i].matrix && !seen_[i].equal && !seen_[i].cast &&
        pair(i).use != evidence_use::excluded)
      chosen.push_back(i);
  return chosen;
}

std::vector<std::string> account_census::names_of(const std::vector<std::size_t>& chosen) const {
  std::vector<std::string> names;
  names.reserve(chosen.size());
  for (const std::size_t i : chosen)
    names.push_back(pair(i).name);
  return names;
}

} // namespace weightkin

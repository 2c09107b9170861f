#include "align/search/arrange_chain.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

#include "align/search/chain_map.hpp"
#include "align/search/chain_match.hpp"
#include "align/search/transposed_tensors.hpp"

namespace weightkin::detail {
namespace {

bool keeps_numbers(const std::vector<std::size_t>& order) {
  for (std::size_t unit = 0; unit < order.size(); ++unit)
    if (order[unit] != unit) return false;
  return true;
}

/// An order of units written out for every position along an axis that holds them.
std::vector<std::int64_t> positions(const axis_use& use, const std::vector<std::size_t>& order,
                                    std::uint64_t extent) {
  const auto block = static_cast<std::size_t>(use.block);
  std::vector<std::int64_t> from;
  from.reserve(static_cast<std::size_t>(extent));
  for (std::size_t p = 0; p < extent; ++p) {
    const std::size_t unit = p / block % order.size();
    const std::size_t run = p / block / order.size();
    from.push_back(
        static_cast<std::int64_t>((run * order.size() + order[unit]) * block + p % block));
  }
  return from;
}

tensor_placement placement_of(const model_ref& subject, const chain_tensor& tensor, bool fitted,
                              const chain_match& match) {
  tensor_placement placement;
  placement.subject = tensor.subject;
  placement.reference = tensor.reference;
  placement.reverse_shape = tensor.reverse_shape;
  placement.swap_axes = tensor.swap_axes;
  placement.fitted = fitted;
  for (const axis_use& use : tensor.uses) {
    const auto& order = match.order[use.group];
    if (order.empty() || keeps_numbers(order)) continue;
    axis_change change;
    change.axis = use.axis;
    change.from = positions(use, order, subject.tensors[tensor.subject].shape[use.axis]);
    placement.reference_changes.push_back(std::move(change));
  }
  return placement;
}

component_correspondence correspondence_of(const component_pair& pair, const chain_map& chain,
                                           const chain_match& match) {
  component_correspondence component;
  component.subject = pair.subject;
  component.reference = pair.reference;
  for (std::size_t group = 0; group < chain.groups.size(); ++group) {
    if (chain.groups[group].fixed || match.order[group].empty()) continue;
    unit_correspondence units;
    units.subject_group = chain.groups[group].name;
    units.reference_group = chain.groups[group].name;
    units.reference_of.assign(match.order[group].begin(), match.order[group].end());
    units.agreement = match.agreement[group];
    units.asked = std::isnan(units.agreement) ? 0 : units.reference_of.size();
    units.implied = match.implied[group];
    units.identity = keeps_numbers(match.order[group]);
    component.units.push_back(std::move(units));
  }
  return component;
}

std::string figure(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

} // namespace

result<void> arrange_chain(const model_ref& subject, const model_ref& reference,
                           const component_pair& pair, const search_options& options,
                           rearrangement& found) {
  chain_map chain = describe_chain(subject, reference, pair);
  if (chain.tensors.empty()) return {};
  if (auto done = settle_transposes(subject, reference, chain.tensors); !done) return done;
  auto match = match_chain(subject, reference, chain, options);
  if (!match) return std::move(match).error();
  if (options.meter != nullptr && options.meter->cancelled())
    return error{errc::cancelled, "the search was cancelled"};
  const bool in_place = std::all_of(match->order.begin(), match->order.end(), keeps_numbers);
  for (std::size_t t = 0; t < chain.tensors.size(); ++t)
    // Where no unit moved, nothing was chosen by anybody's values.
    found.placements.push_back(
        placement_of(subject, chain.tensors[t], match->fitted[t] && !in_place, *match));
  found.components.push_back(correspondence_of(pair, chain, *match));
  found.searched.push_back(
      {pair.subject, "units in another order: correlation " + figure(match->similarity) +
                         " where it was looked for, " + figure(match->identity_similarity) +
                         " unit by unit"});
  found.limits.insert(found.limits.end(), match->limits.begin(), match->limits.end());
  return {};
}

} // namespace weightkin::detail

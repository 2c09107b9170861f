#include "lineage/tree/component_links.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

namespace weightkin {
namespace {

std::optional<std::size_t> component_named(const fingerprint& print, const std::string& id) {
  for (std::size_t at = 0; at < print.contents.components.size(); ++at)
    if (print.contents.components[at].id == id) return at;
  return std::nullopt;
}

} // namespace

verdict ruling_of(const component_link& link) {
  return link.pair->found.summary.components[link.component].ruling;
}

bool in_place(const component_link& link) { return link.pair->found.in_place[link.component]; }

std::vector<component_link> links_in(const compared_pairs& pairs,
                                     std::span<const fingerprint> models,
                                     const component_numbers& numbers) {
  std::vector<component_link> out;
  for (const compared_pair& pair : pairs)
    for (std::size_t part = 0; part < pair.found.summary.components.size(); ++part) {
      const component_summary& found = pair.found.summary.components[part];
      if (!is_finding(found.ruling)) continue;
      const auto other = component_named(models[pair.reference], found.reference_id);
      if (!other) continue;
      out.push_back(
          {numbers.of(pair.subject, part), numbers.of(pair.reference, *other), &pair, part});
    }
  return out;
}

std::vector<std::size_t> connected(std::size_t components, std::span<const component_link> links,
                                   bool (*counts)(const component_link&)) {
  std::vector<std::size_t> set(components);
  std::iota(set.begin(), set.end(), std::size_t{0});
  const auto find = [&](std::size_t at) {
    while (set[at] != at)
      at = set[at] = set[set[at]];
    return at;
  };
  for (const component_link& link : links) {
    if (!counts(link)) continue;
    const std::size_t a = find(link.first);
    const std::size_t b = find(link.second);
    set[std::max(a, b)] = std::min(a, b);
  }
  for (std::size_t at = 0; at < components; ++at)
    set[at] = find(at);
  return set;
}

} // namespace weightkin

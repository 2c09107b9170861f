#include "align/component_match.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "align/assignment.hpp"

namespace weightkin {
namespace {

std::string extent_text(std::span<const std::uint64_t> shape) {
  std::string text;
  for (const std::uint64_t extent : shape)
    if (extent != 1) text += std::to_string(extent) + ',';
  return text;
}

/// What one component offers for matching: how many parameters under each key.
using offer = std::map<std::string, std::pair<std::uint64_t, std::size_t>>;

struct component_offers {
  offer by_slot;
  offer by_role;
};

std::vector<component_offers> offers_of(const model_ref& model) {
  std::vector<component_offers> offers(model.contents->components.size());
  for (const inventory_entry& entry : model.contents->entries) {
    if (entry.tied_to || entry.use == evidence_use::excluded) continue;
    const std::string extent = extent_text(model.tensors[entry.tensor].shape);
    const auto add = [&](offer& into, const std::string& key) {
      auto& [parameters, tensors] = into[key];
      parameters = entry.parameters;
      ++tensors;
    };
    add(offers[entry.component].by_slot, entry.slot + '|' + extent);
    add(offers[entry.component].by_role,
        std::to_string(static_cast<int>(entry.role)) + '|' + extent);
  }
  return offers;
}

double overlap(const offer& a, const offer& b) {
  double common = 0;
  for (const auto& [key, value] : a)
    if (const auto found = b.find(key); found != b.end())
      common += static_cast<double>(value.first) *
                static_cast<double>(std::min(value.second, found->second.second));
  return common;
}

double affinity(const component_offers& a, const component_offers& b, bool same_kind) {
  const double matched = overlap(a.by_slot, b.by_slot) + 0.25 * overlap(a.by_role, b.by_role);
  return matched * (same_kind ? 1.001 : 1.0);
}

} // namespace

bool same_extent(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) noexcept {
  auto left = a.begin();
  auto right = b.begin();
  while (true) {
    while (left != a.end() && *left == 1)
      ++left;
    while (right != b.end() && *right == 1)
      ++right;
    if (left == a.end() || right == b.end()) return left == a.end() && right == b.end();
    if (*left++ != *right++) return false;
  }
}

std::vector<std::optional<std::size_t>> match_components(const model_ref& subject,
                                                         const model_ref& reference) {
  const auto& from = subject.contents->components;
  const auto& to = reference.contents->components;
  std::vector<std::optional<std::size_t>> match(from.size());
  if (from.empty() || to.empty()) return match;
  const auto offered = offers_of(subject);
  const auto wanted = offers_of(reference);
  // The shorter side supplies the rows; a pair without any common key stays unmatched.
  const bool swapped = from.size() > to.size();
  cost_table table{std::min(from.size(), to.size()), std::max(from.size(), to.size()), {}};
  table.cost.reserve(table.rows * table.columns);
  for (std::size_t row = 0; row < table.rows; ++row)
    for (std::size_t column = 0; column < table.columns; ++column) {
      const std::size_t i = swapped ? column : row;
      const std::size_t j = swapped ? row : column;
      table.cost.push_back(-affinity(offered[i], wanted[j], from[i].kind == to[j].kind));
    }
  const auto column_of = cheapest_assignment(table);
  for (std::size_t row = 0; row < table.rows; ++row) {
    const std::size_t column = column_of[row];
    if (table.at(row, column) < 0) match[swapped ? column : row] = swapped ? row : column;
  }
  return match;
}

} // namespace weightkin

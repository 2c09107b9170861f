#include "lineage/operation/structural_operations.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <span>

namespace weightkin {
namespace {

/// Of a stream's energy: rounding. Dimensions with anything of their own hold far more.
constexpr double nothing = 1e-9;

/// How a map of indices treats the other side's indices.
struct map_shape {
  std::uint64_t mapped = 0;
  std::uint64_t added = 0;    ///< have no counterpart
  std::uint64_t repeated = 0; ///< beyond the first with the same counterpart
  std::uint64_t distinct = 0; ///< counterparts
  std::uint64_t span = 0;     ///< largest counterpart and one
  bool ascending = true;
};

map_shape shape_of(std::span<const std::int64_t> map) {
  map_shape shape;
  std::set<std::int64_t> seen;
  std::int64_t last = -1;
  for (const std::int64_t to : map) {
    if (to < 0) {
      ++shape.added;
      continue;
    }
    ++shape.mapped;
    if (!seen.insert(to).second) ++shape.repeated;
    shape.ascending = shape.ascending && to > last;
    last = to;
    shape.span = std::max(shape.span, static_cast<std::uint64_t>(to) + 1);
  }
  shape.distinct = seen.size();
  return shape;
}

std::uint64_t missing_of(const map_shape& shape, std::uint64_t before) {
  return std::max(before, shape.span) - shape.distinct;
}

operation_number number(std::string name, std::uint64_t value) {
  return {std::move(name), static_cast<double>(value), std::numeric_limits<double>::quiet_NaN()};
}

operation_finding certain_finding(operation_kind kind, std::string text,
                                  std::vector<operation_number> numbers) {
  operation_finding finding;
  finding.kind = kind;
  finding.text = std::move(text);
  finding.numbers = std::move(numbers);
  finding.log10_likelihood_margin = std::numeric_limits<double>::infinity();
  return finding;
}

std::string count(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

void type_layers(std::vector<operation_finding>& findings, const component_correspondence& found,
                 const component_sizes& sizes) {
  if (found.layer_of.empty()) return;
  const map_shape shape = shape_of(found.layer_of);
  if (shape.mapped == 0) return;
  const std::uint64_t missing = missing_of(shape, sizes.reference_layers);
  const std::vector<operation_number> numbers{number("layers", found.layer_of.size()),
                                              number("layers_before", shape.distinct + missing),
                                              number("repeated", shape.repeated)};
  // As many layers as before: those without a counterpart are new, not more.
  const bool more = shape.repeated > 0 || found.layer_of.size() > sizes.reference_layers;
  if (more && (shape.repeated > 0 || shape.added > 0))
    findings.push_back(certain_finding(operation_kind::depth_upscaled,
                                       count(shape.repeated, "layer") +
                                           " repeat another's counterpart and " +
                                           std::to_string(shape.added) +
                                           " have none: layers were repeated "
                                           "or inserted",
                                       numbers));
  // A stack of repeats may leave out some as well; more missing than added is pruning.
  if (missing > shape.repeated + shape.added ||
      (missing > 0 && shape.repeated == 0 && shape.added == 0))
    findings.push_back(certain_finding(operation_kind::depth_pruned,
                                       count(missing, "layer") + " of " +
                                           std::to_string(shape.distinct + missing) +
                                           " were left out",
                                       numbers));
  if (!shape.ascending && shape.repeated == 0)
    findings.push_back(
        certain_finding(operation_kind::permuted, "layers stand in another order", numbers));
}

/// Sums over the groups of units.
struct unit_totals {
  std::uint64_t groups = 0;
  std::uint64_t reordered = 0;
  std::uint64_t units = 0;
  std::uint64_t units_before = 0;
  std::uint64_t missing = 0;
  std::uint64_t added = 0;
  std::uint64_t repeated = 0;
  std::uint64_t flipped = 0;
  std::uint64_t moved_inside = 0; ///< groups of heads
  std::uint64_t mixed_inside = 0;
};

bool inside_heads(const unit_correspondence& group, basis_relation relation) {
  return group.values == relation || group.keys == relation;
}

unit_totals total_units(const component_correspondence& found, const component_sizes& sizes) {
  unit_totals totals;
  for (std::size_t i = 0; i < found.units.size(); ++i) {
    const unit_correspondence& group = found.units[i];
    const std::uint64_t before = i < sizes.reference_units.size() ? sizes.reference_units[i] : 0;
    ++totals.groups;
    totals.flipped += group.flipped;
    totals.moved_inside += inside_heads(group, basis_relation::permuted) ? 1 : 0;
    totals.mixed_inside += inside_heads(group, basis_relation::rotated) ? 1 : 0;
    if (group.identity && (before == 0 || before == group.reference_of.size())) continue;
    const map_shape shape = shape_of(group.reference_of);
    if (shape.mapped == 0) continue;
    const std::uint64_t missing = missing_of(shape, before);
    totals.units += group.reference_of.size();
    totals.units_before += shape.distinct + missing;
    totals.missing += missing;
    totals.added += shape.added;
    totals.repeated += shape.repeated;
    totals.reordered += !shape.ascending && shape.repeated == 0 ? 1 : 0;
  }
  return totals;
}

void type_units(std::vector<operation_finding>& findings, const unit_totals& totals,
                bool upcycled) {
  const std::vector<operation_number> numbers{number("units", totals.units),
                                              number("units_before", totals.units_before),
                                              number("repeated", totals.repeated)};
  const std::uint64_t added = totals.added + totals.repeated;
  if (totals.missing > added && !upcycled)
    findings.push_back(certain_finding(operation_kind::width_pruned,
                                       count(totals.missing, "unit") + " of " +
                                           std::to_string(totals.units_before) + " were left out",
                                       numbers));
  // As many new units as are missing replace those: a matter of values.
  if (added > totals.missing && !upcycled)
    findings.push_back(certain_finding(operation_kind::width_padded,
                                       count(added, "unit") + " were added (" +
                                           std::to_string(totals.repeated) +
                                           " of them repeat others)",
                                       numbers));
  if (totals.reordered > 0)
    findings.push_back(certain_finding(operation_kind::permuted,
                                       "units or heads of " + std::to_string(totals.reordered) +
                                           " of " + count(totals.groups, "group") +
                                           " stand in another order",
                                       {number("groups", totals.reordered)}));
  if (totals.flipped > 0)
    findings.push_back(certain_finding(operation_kind::permuted,
                                       count(totals.flipped, "hidden unit") + " changed sign",
                                       {number("flipped", totals.flipped)}));
  if (totals.moved_inside > 0)
    findings.push_back(
        certain_finding(operation_kind::permuted,
                        "rows inside the heads of " + count(totals.moved_inside, "layer") +
                            " were reordered or changed sign, and what reads them makes up for it",
                        {number("groups", totals.moved_inside)}));
  if (totals.mixed_inside > 0)
    findings.push_back(certain_finding(operation_kind::rotated,
                                       "rows inside the heads of " +
                                           count(totals.mixed_inside, "layer") +
                                           " were mixed, and what reads them makes up for it",
                                       {number("groups", totals.mixed_inside)}));
}

/// Units of the reference that more than one group of the subject holds.
std::uint64_t repeated_across(const component_correspondence& found) {
  std::map<std::string, std::set<std::int64_t>> held;
  std::uint64_t repeated = 0;
  for (const unit_correspondence& group : found.units)
    for (const std::int64_t unit : group.reference_of)
      if (unit >= 0 && !held[group.reference_group].insert(unit).second) ++repeated;
  return repeated;
}

void type_stream(std::vector<operation_finding>& findings, const component_correspondence& found,
                 const component_sizes& sizes) {
  const std::uint64_t a = sizes.subject_width;
  const std::uint64_t b = sizes.reference_width;
  if (found.basis == basis_relation::rotated)
    findings.push_back(certain_finding(operation_kind::rotated,
                                       "the basis of the residual stream was turned", {}));
  const map_shape shape = shape_of(found.stream_of);
  const bool flipped = std::any_of(found.stream_sign.begin(), found.stream_sign.end(),
                                   [](std::int8_t sign) { return sign < 0; });
  const bool moved = !found.stream_of.empty() && !shape.ascending;
  if (found.basis == basis_relation::permuted && (moved || flipped || found.stream_of.empty()))
    findings.push_back(
        certain_finding(operation_kind::permuted,
                        flipped ? "dimensions of the residual stream were reordered or "
                                  "changed sign"
                                : "dimensions of the residual stream stand in another order",
                        {number("dimensions", shape.mapped)}));
  const bool pruned =
      a != 0 && b != 0 ? a < b : shape.mapped > 0 && shape.span > found.stream_of.size();
  const bool padded = a != 0 && b != 0 ? a > b : shape.added > 0;
  const std::vector<operation_number> numbers{number("units", a), number("units_before", b)};
  if (pruned)
    findings.push_back(certain_finding(operation_kind::width_pruned,
                                       "dimensions of the residual stream were left out", numbers));
  else if (padded && found.stream_outside <= nothing)
    findings.push_back(
        certain_finding(operation_kind::width_padded,
                        "dimensions were added to the residual stream, which uses no more of "
                        "them than before",
                        {number("units", a), number("units_before", b),
                         number("unused", a > b ? a - b : shape.added)}));
  else if (padded)
    findings.push_back(certain_finding(operation_kind::width_padded,
                                       "dimensions were added to the residual stream", numbers));
}

void type_tokens(std::vector<operation_finding>& findings, const component_correspondence& found,
                 const component_sizes& sizes) {
  const std::uint64_t a = sizes.subject_tokens;
  const std::uint64_t b = sizes.reference_tokens;
  if (found.token_of.empty()) {
    if (a > b && b > 0)
      findings.push_back(certain_finding(operation_kind::vocabulary_extended,
                                         count(a - b, "row") + " were appended to the token table",
                                         {number("rows", a), number("rows_before", b)}));
    if (a < b && a > 0)
      findings.push_back(certain_finding(operation_kind::vocabulary_changed,
                                         count(b - a, "row") + " of the token table were cut off",
                                         {number("rows", a), number("rows_before", b)}));
    return;
  }
  const map_shape shape = shape_of(found.token_of);
  const std::uint64_t rows = found.token_of.size();
  const std::uint64_t missing = missing_of(shape, b);
  bool prefix = true; // row i is row i, what has no counterpart comes last
  for (std::uint64_t i = 0; i < rows; ++i)
    prefix = prefix && (found.token_of[i] == static_cast<std::int64_t>(i) ||
                        (found.token_of[i] < 0 && i >= shape.mapped));
  const std::vector<operation_number> numbers{number("rows", rows), number("rows_before", b),
                                              number("rows_kept", shape.distinct)};
  if (prefix && shape.added == 0 && missing == 0) return;
  if (prefix && missing == 0)
    findings.push_back(
        certain_finding(operation_kind::vocabulary_extended,
                        count(shape.added, "row") + " were appended to the token table", numbers));
  else
    findings.push_back(certain_finding(
        operation_kind::vocabulary_changed,
        "rows of the token table were reordered, replaced or cut off: " +
            std::to_string(shape.distinct) + " of " + std::to_string(rows) + " have a counterpart",
        numbers));
}

} // namespace

std::vector<operation_finding> structural_operations(const component_correspondence& found,
                                                     const component_sizes& sizes) {
  std::vector<operation_finding> findings;
  // Experts that were trained from nothing beside copied attention are no upcycling.
  const bool upcycled =
      sizes.reference_experts == 1 && sizes.subject_experts > 1 && found.repeats_networks;
  type_layers(findings, found, sizes);
  if (upcycled)
    findings.push_back(certain_finding(
        operation_kind::upcycled,
        "a dense network became " + count(sizes.subject_experts, "expert") + " a layer",
        {number("experts", sizes.subject_experts), number("repeated", repeated_across(found))}));
  type_stream(findings, found, sizes);
  type_units(findings, total_units(found, sizes), upcycled);
  type_tokens(findings, found, sizes);
  if (found.gains_moved)
    findings.push_back(
        certain_finding(operation_kind::rescaled,
                        "norm gains were moved into or out of the matrices behind them", {}));
  return findings;
}

} // namespace weightkin

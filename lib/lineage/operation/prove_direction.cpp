#include "lineage/operation/prove_direction.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "lineage/operation/tensor_account.hpp"

namespace weightkin {
namespace {

/// Signs for either side, each with its reason.
struct direction_signs {
  std::vector<std::string> subject_later;
  std::vector<std::string> reference_later;

  void add(bool subject, std::string reason) {
    auto& side = subject ? subject_later : reference_later;
    if (std::find(side.begin(), side.end(), reason) == side.end())
      side.push_back(std::move(reason));
  }
};

bool has(std::span<const operation_finding> findings, operation_kind kind) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const operation_finding& finding) { return finding.kind == kind; });
}

/// Most tensors must agree, so that one odd table decides nothing.
struct side_votes {
  std::size_t subject = 0;
  std::size_t reference = 0;

  void count(bool subject_later) { ++(subject_later ? subject : reference); }
  [[nodiscard]] bool any() const { return subject + reference > 0; }
  [[nodiscard]] bool clear() const {
    return std::max(subject, reference) >= 9 * std::min(subject, reference) && any();
  }
  [[nodiscard]] bool subject_later() const { return subject > reference; }
};

void add_votes(direction_signs& signs, const side_votes& votes, const std::string& reason) {
  if (votes.clear()) signs.add(votes.subject_later(), reason);
}

/// Gaussian changes that keep 95 % of values at their level leave 0.28. A block's largest values
/// define its levels, so originals have up to an eighth.
constexpr double most_known = 0.2;

/// The finer side's values were there before the grid: they lie between its levels as if they had
/// never known them, and the grid side is as far away as the step is long; where one step serves
/// all, it has the nearest level. A model trained on from rounded weights lies near the levels, or
/// has left for others, and was changed without regard to the step.
bool were_rounded(const value_grid& grid) {
  return grid.known_levels < most_known && grid.follows_step.value_or(grid.nearest >= 0.95);
}

/// Values were lost at single zeros that the changes of the others do not account for: training on
/// from the side with zeros would have filled them no faster than it moved the rest.
bool were_removed(const zero_pattern& zeros) {
  constexpr double least_ratio = 9.0; // three times as large
  return zeros.scattered >= 16 && zeros.removed_square > least_ratio * zeros.changed_square;
}

void read_values(direction_signs& signs, std::span<const operation_evidence> seen,
                 std::span<const operation_finding> values) {
  side_votes casts, grids, zeros, directions;
  for (const operation_evidence& one : seen) {
    if (!one.looked_at) continue;
    if (one.cast && one.subject_mantissa != one.reference_mantissa && one.known_floats < most_known)
      casts.count(one.subject_is_coarser);
    if (!one.matrix || one.equal || one.cast) continue;
    if (is_quantised(one)) {
      const auto& grid = subject_is_quantised(one) ? one.subject_grid : one.reference_grid;
      if (grid && were_rounded(*grid)) grids.count(subject_is_quantised(one));
    }
    const bool subject_zeros = has_zeros(one.subject_zeros);
    if (subject_zeros != has_zeros(one.reference_zeros) &&
        were_removed(subject_zeros ? one.subject_zeros : one.reference_zeros))
      zeros.count(subject_zeros);
    if (one.removed && one.removed->agreement > 0.98 && is_wholly_removed(*one.removed))
      directions.count(one.removed->subject_lacks_it);
  }
  if (has(values, operation_kind::cast) || casts.any())
    add_votes(signs, casts, "holds the other side's values rounded to a shorter float");
  if (has(values, operation_kind::quantised))
    add_votes(signs, grids,
              "lies on a coarser grid, on which the other side's values were rounded");
  if (has(values, operation_kind::pruned) || has(values, operation_kind::pruned_pattern))
    add_votes(signs, zeros, "has exact zeros where the other side has values");
  if (has(values, operation_kind::direction_removed))
    add_votes(signs, directions, "lacks a direction that the other side writes");
  if (has(values, operation_kind::merged)) signs.add(true, "is a mixture that holds the other");
}

bool counts(const operation_finding& finding, std::string_view what) {
  return std::any_of(
      finding.numbers.begin(), finding.numbers.end(),
      [&](const operation_number& number) { return number.name == what && number.value > 0; });
}

/// Only repeats and what is not used count: what else one side has and the other lacks may have
/// been left out there or added here.
void read_structure(direction_signs& signs, std::span<const operation_finding> structure) {
  for (const operation_finding& finding : structure) {
    if (finding.kind == operation_kind::width_padded && counts(finding, "unused"))
      signs.add(true, "has a wider residual stream than the other and uses no more of it");
    if (!counts(finding, "repeated")) continue;
    if (finding.kind == operation_kind::depth_upscaled)
      signs.add(true, "repeats layers of the other");
    if (finding.kind == operation_kind::width_padded) signs.add(true, "repeats units of the other");
    if (finding.kind == operation_kind::upcycled)
      signs.add(true, "has several experts made from one network of the other");
  }
}

std::string joined(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons)
    text += (text.empty() ? "" : "; ") + reason;
  return text;
}

} // namespace

void add_reversed_structure(direction_finding& direction,
                            std::span<const operation_finding> reversed) {
  direction_signs signs;
  read_structure(signs, reversed);
  if (signs.subject_later.empty()) return;
  const std::string reason = "the reference " + joined(signs.subject_later);
  if (direction.which == descent_direction::undetermined)
    direction = {descent_direction::reference_from_subject, reason};
  else if (direction.which == descent_direction::reference_from_subject)
    direction.reason += "; " + reason;
  else
    direction = {descent_direction::undetermined,
                 "signs contradict each other: " + direction.reason + "; " + reason};
}

direction_finding prove_direction(std::span<const operation_evidence> seen,
                                  std::span<const operation_finding> values,
                                  std::span<const operation_finding> structure) {
  direction_signs signs;
  read_values(signs, seen, values);
  read_structure(signs, structure);
  direction_finding found;
  if (signs.subject_later.empty() && signs.reference_later.empty()) {
    found.reason = has(values, operation_kind::low_rank_merged)
                       ? "a low-rank change can be added or taken away: it does not say who came "
                         "first"
                       : "neither side is contained in the other: similarity does not say who came "
                         "first";
    return found;
  }
  if (!signs.subject_later.empty() && !signs.reference_later.empty()) {
    found.reason = "signs contradict each other: the subject " + joined(signs.subject_later) +
                   "; the reference " + joined(signs.reference_later);
    return found;
  }
  const bool subject = !signs.subject_later.empty();
  found.which = subject ? descent_direction::subject_from_reference
                        : descent_direction::reference_from_subject;
  found.reason = (subject ? "the subject " : "the reference ") +
                 joined(subject ? signs.subject_later : signs.reference_later);
  return found;
}

} // namespace weightkin

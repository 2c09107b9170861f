#include "align/search/placement_list.hpp"

#include <algorithm>

namespace weightkin::detail {
namespace {

bool does_nothing(const axis_change& change) {
  return change.factor.empty() && change.from.empty() && change.sign.empty() && !change.turn &&
         change.after.empty();
}

using extents = std::vector<std::uint64_t>;

extents shape_of(const tensor_view& view, bool swapped) {
  extents shape(view.shape.begin(), view.shape.end());
  if (swapped && shape.size() >= 2) std::swap(shape[0], shape[1]);
  return shape;
}

std::uint64_t new_extent(const extents& shape, std::size_t axis,
                         const std::vector<axis_change>& changes) {
  std::uint64_t extent = shape[axis];
  for (const axis_change& change : changes) {
    if (change.axis != axis) continue;
    if (change.turn)
      extent = change.turn->to;
    else if (!change.from.empty())
      extent = change.from.size();
  }
  return extent;
}

/// Every change fits the axis it is made for.
bool applicable(const extents& shape, const std::vector<axis_change>& changes) {
  return std::all_of(changes.begin(), changes.end(), [&](const axis_change& change) {
    if (change.axis >= shape.size()) return false;
    const std::uint64_t extent = shape[change.axis];
    if (!change.factor.empty() && change.factor.size() != extent) return false;
    if (change.turn && change.turn->from != extent) return false;
    return std::all_of(change.from.begin(), change.from.end(), [&](std::int64_t from) {
      return from < 0 || static_cast<std::uint64_t>(from) < extent;
    });
  });
}

} // namespace

void placement_list::add(tensor_placement placement) {
  if (!seen_.insert(placement.subject).second) return;
  std::erase_if(placement.subject_changes, does_nothing);
  std::erase_if(placement.reference_changes, does_nothing);
  const extents one = shape_of(subject_.tensors[placement.subject], false);
  const extents other = shape_of(reference_.tensors[placement.reference], placement.swap_axes);
  bool fits = one.size() == other.size() && applicable(one, placement.subject_changes) &&
              applicable(other, placement.reference_changes);
  for (std::size_t axis = 0; fits && axis < one.size(); ++axis)
    fits = one[axis] == new_extent(other, axis, placement.reference_changes);
  if (fits)
    placements_.push_back(std::move(placement));
  else
    misfits_.push_back(placement.subject);
}

std::vector<tensor_placement> placement_list::take() {
  std::sort(
      placements_.begin(), placements_.end(),
      [](const tensor_placement& a, const tensor_placement& b) { return a.subject < b.subject; });
  return std::move(placements_);
}

} // namespace weightkin::detail

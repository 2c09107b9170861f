#include "align/search/block_placements.hpp"

#include <utility>

namespace weightkin::detail {

axis_change picked(const std::vector<std::int64_t>& from, const std::vector<std::int8_t>& sign) {
  axis_change change;
  change.from = from;
  change.sign = sign;
  return change;
}

void keep_numbers(std::vector<std::int64_t>& of) {
  for (std::size_t i = 0; i < of.size(); ++i)
    if (of[i] >= 0) of[i] = static_cast<std::int64_t>(i);
}

block_placements::block_placements(const block_pair& pair, axis_change carry,
                                   std::set<std::size_t> fitted)
    : pair_(pair), carry_(std::move(carry)), fitted_(std::move(fitted)),
      list_(*pair.subject, *pair.reference) {}

void block_placements::place(tensor_index a, tensor_index b, const norm_fold& fold,
                             axis_change units, bool fitted) {
  if (!a || !b) return;
  const auto axis_a = stream_axis_of(*pair_.subject, *a, pair_.subject_blocks.width);
  const auto axis_b = stream_axis_of(*pair_.reference, *b, pair_.reference_blocks.width);
  if (!axis_a || !axis_b) {
    place_plain(a, b);
    return;
  }
  // One container may store what another transposes.
  std::vector<axis_change> of_b{carried_on(carry_, *axis_a, fold.reference)};
  units.axis = 1 - *axis_a;
  of_b.push_back(std::move(units));
  list_.add({*a,
             *b,
             axis_a != axis_b,
             {carried_on({}, *axis_a, fold.subject)},
             std::move(of_b),
             fitted || fitted_.contains(*a)});
}

void block_placements::place_plain(tensor_index a, tensor_index b) {
  if (!a || !b || moves_stream()) return;
  list_.add({*a, *b, false, {}, {}, false});
}

void block_placements::place_gain(tensor_index a, tensor_index b, const norm_fold& fold) {
  if (!a || !b || carry_.turn || fold.folded) return;
  axis_change change = carried_on(carry_, 0);
  change.sign.clear(); // a gain has no side
  list_.add({*a, *b, false, {}, {std::move(change)}, false});
}

void block_placements::place_table(std::size_t a, std::size_t b, const norm_fold& fold,
                                   const std::vector<std::int64_t>& tokens) {
  axis_change rows;
  rows.axis = 0;
  rows.from = tokens;
  list_.add({a,
             b,
             false,
             {carried_on({}, 1, fold.subject)},
             {carried_on(carry_, 1, fold.reference), std::move(rows)},
             fitted_.contains(a) || pair_.tokens_by_content});
}

std::int64_t block_placements::rows_on_reference(tensor_index tensor) const {
  if (!tensor) return 0;
  const auto axis = stream_axis_of(*pair_.reference, *tensor, pair_.reference_blocks.width);
  if (!axis) return 0;
  return static_cast<std::int64_t>(pair_.reference->tensors[*tensor].shape[1 - *axis]);
}

} // namespace weightkin::detail

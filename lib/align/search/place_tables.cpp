#include "align/search/place_tables.hpp"

#include <algorithm>
#include <vector>

namespace weightkin::detail {
namespace {

/// Rows of the reference's table for those of the subject; empty when they are the same.
std::vector<std::int64_t> token_rows(const block_pair& pair, std::size_t a, std::size_t b) {
  const std::uint64_t rows_a = pair.subject->tensors[a].shape[0];
  const std::uint64_t rows_b = pair.reference->tensors[b].shape[0];
  const std::size_t known = std::min(pair.subject_tokens.size(), pair.reference_tokens.size());
  const bool numbered = std::equal(pair.subject_tokens.begin(),
                                   pair.subject_tokens.begin() + static_cast<std::ptrdiff_t>(known),
                                   pair.reference_tokens.begin());
  std::vector<std::int64_t> of;
  if (numbered && rows_a == rows_b) return of;
  of.assign(static_cast<std::size_t>(rows_a), no_counterpart);
  // Tokens numbered alike as far as known are taken to be numbered alike altogether.
  if (numbered)
    for (std::uint64_t i = 0; i < std::min(rows_a, rows_b); ++i)
      of[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(i);
  else
    for (std::size_t i = 0; i < known; ++i)
      if (pair.subject_tokens[i] < rows_a && pair.reference_tokens[i] < rows_b)
        of[static_cast<std::size_t>(pair.subject_tokens[i])] =
            static_cast<std::int64_t>(pair.reference_tokens[i]);
  return of;
}

void place_table(block_placements& placements, tensor_index a, tensor_index b,
                 const norm_fold& fold, component_correspondence& found) {
  const block_pair& pair = placements.pair();
  if (!a || !b || pair.subject->tensors[*a].shape.size() != 2 ||
      pair.reference->tensors[*b].shape.size() != 2)
    return;
  const std::vector<std::int64_t> tokens = token_rows(pair, *a, *b);
  if (found.token_of.empty()) found.token_of = tokens;
  placements.place_table(*a, *b, fold, tokens);
}

} // namespace

result<void> place_tables(block_placements& placements, component_correspondence& found) {
  const model_blocks& a = placements.pair().subject_blocks;
  const model_blocks& b = placements.pair().reference_blocks;
  const auto fold = plan_head(placements.pair(), placements.carry());
  if (!fold) return fold.error();
  place_table(placements, a.embedding, b.embedding, {}, found);
  if (a.head != a.embedding && b.head != b.embedding)
    place_table(placements, a.head, b.head, *fold, found);
  placements.place_gain(a.final_gain, b.final_gain, *fold);
  return {};
}

} // namespace weightkin::detail

#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "align/search/arrange_blocks.hpp"
#include "align/search/layer_plan.hpp"
#include "align/search/placement_list.hpp"

namespace weightkin::detail {

/// Picks rows of the reference, with signs; the axis is set where it is placed.
[[nodiscard]] axis_change picked(const std::vector<std::int64_t>& from,
                                 const std::vector<std::int8_t>& sign = {});

/// Units that have a counterpart keep their number: their order was not believed.
void keep_numbers(std::vector<std::int64_t>& of);

/// Places the tensors of two stacks of layers on each other, each with what its stream's axis
/// needs once the relation of the streams is known.
class block_placements {
public:
  /// \param carry of the reference's stream. \param fitted tensors of the subject that chose it.
  block_placements(const block_pair& pair, axis_change carry, std::set<std::size_t> fitted);

  /// A tensor that touches the stream along one axis and units, heads or nothing along the other.
  void place(tensor_index a, tensor_index b, const norm_fold& fold, axis_change units, bool fitted);
  /// As it is; only where nothing about the stream was changed.
  void place_plain(tensor_index a, tensor_index b);
  /// A norm's gain; not where it is folded into what stands behind it.
  void place_gain(tensor_index a, tensor_index b, const norm_fold& fold);
  /// A table of one row a token. \param tokens per row of the subject the reference's; empty: all.
  void place_table(std::size_t a, std::size_t b, const norm_fold& fold,
                   const std::vector<std::int64_t>& tokens);

  /// Entries of the axis that is not the stream; 0 for no tensor.
  [[nodiscard]] std::int64_t rows_on_reference(tensor_index tensor) const;
  [[nodiscard]] const block_pair& pair() const noexcept { return pair_; }
  [[nodiscard]] const axis_change& carry() const noexcept { return carry_; }
  /// Dimensions of the stream are not those of the reference.
  [[nodiscard]] bool moves_stream() const { return carry_.turn || !carry_.from.empty(); }
  [[nodiscard]] placement_list& list() noexcept { return list_; }

private:
  const block_pair& pair_;
  axis_change carry_;
  std::set<std::size_t> fitted_;
  placement_list list_;
};

} // namespace weightkin::detail

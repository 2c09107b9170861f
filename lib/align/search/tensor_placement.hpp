#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <weightkin/align/alignment.hpp>
#include <weightkin/align/correspondence.hpp>

namespace weightkin::detail {

/// A dense orthogonal (or rectangular with orthonormal rows) map of the residual stream: the value
/// at new dimension i is sum_j turn[i][j] * value at old dimension j.
struct stream_turn {
  std::size_t to = 0;   ///< new width
  std::size_t from = 0; ///< old width
  std::vector<float> values;
};

/// What happens to one axis of a tensor on the way to where its counterpart has it. Applied in this
/// order: factors (of the old positions), then either the turn or the picking, then signs and
/// what is multiplied afterwards.
struct axis_change {
  std::size_t axis = 0;
  std::vector<float> factor;      ///< per old position; empty: none (norm gains folded in)
  std::vector<std::int64_t> from; ///< per new position its old one, -1 for zeros; empty: all
  std::vector<std::int8_t> sign;  ///< per new position; empty: none
  std::shared_ptr<const stream_turn> turn; ///< null: none. Not together with `from`.
  std::vector<float> after = {};           ///< per new position; empty: none
};

/// A tensor of the subject, the reference's tensor it corresponds to, and how both must be changed
/// to lie on each other.
struct tensor_placement {
  std::size_t subject = 0;
  std::size_t reference = 0;
  bool swap_axes = false;                   ///< the reference's first two axes are exchanged first
  std::vector<axis_change> subject_changes; ///< only gains folded in; usually empty
  std::vector<axis_change> reference_changes;
  /// The search chose among arrangements by looking at these very values: shown, never convicting.
  bool fitted = false;
  /// The reference's elements are those of a matrix of the reversed shape: its shape is wrong.
  /// Undone before `swap_axes`.
  bool reverse_shape = false;
};

/// What was looked for in one component and what came of it, in words.
struct search_note {
  std::size_t component = 0; ///< index into the subject's components
  std::string text;
};

/// All that a search found: a new alignment, and how it was reached.
struct rearrangement {
  std::vector<tensor_placement> placements; ///< in the subject's order
  std::vector<component_correspondence> components;
  std::vector<search_note> searched; ///< what was looked for, for the report
  std::vector<std::string> limits;   ///< what was not done, or not used, and why
  bool out_of_time = false;          ///< the deadline passed: some of the search is missing
};

} // namespace weightkin::detail

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weightkin {

/// What weights look as if it was done to them on the way from one model to the other. The numbers
/// are shared with the C API and never change.
enum class operation_kind : std::int32_t {
  none = 0,
  copied = 1,
  cast = 2,      ///< rounded to another dtype
  quantised = 3, ///< rounded to a coarser grid; the finding names bits and block
  noised = 4,    ///< white noise, unrelated to the weights
  fine_tuned = 5,
  continued = 6,             ///< trained on until much of the variance is new
  low_rank_merged = 7,       ///< low-rank change (LoRA) added; `rank`
  direction_removed = 8,     ///< one direction of the stream projected out of what writes it
  merged = 9,                ///< combination of several parents; `weight.<n>`
  pruned = 10,               ///< single weights set to zero; `density`
  pruned_pattern = 11,       ///< n of every m weights set to zero; `n`, `m`
  width_pruned = 12,         ///< units left out; `units`, `units_before`
  depth_pruned = 13,         ///< layers left out
  depth_upscaled = 14,       ///< layers repeated or inserted
  upcycled = 15,             ///< a dense network became several experts
  vocabulary_extended = 16,  ///< rows appended to the token table
  vocabulary_changed = 17,   ///< rows reordered or replaced
  permuted = 18,             ///< units, heads or stream dimensions reordered
  rotated = 19,              ///< the residual stream's basis was turned
  rescaled = 20,             ///< factors moved between tensors or units
  partly_reinitialised = 21, ///< some tensors are new
  partly_frozen = 22,        ///< some tensors kept bit for bit, others changed
  width_padded = 23,         ///< units added
  nonfinite = 24,            ///< NaN or infinity where the other side has values; `elements`
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(operation_kind kind) noexcept;

/// A measured number of an operation: name in lower_snake_case, value, standard error (NaN: none).
struct operation_number {
  std::string name; ///< lower_snake_case, e.g. "rank"
  double value = 0; ///< as measured
  double error = 0; ///< standard error; NaN: none
};

/// A reading of the values: the operation that beat the alternatives weighed by the margin stated,
/// or an exact pattern that it leaves. No record of an act.
struct operation_finding {
  operation_kind kind = operation_kind::none; ///< what the change looks like
  std::string text;                           ///< one sentence: what, where, how much
  std::vector<operation_number> numbers;      ///< measured, e.g. rank and density
  /// log10 of how much likelier the compared values are under this operation than under the generic
  /// one (a Gaussian residual of the same size in every tensor); 0 for the generic one itself,
  /// infinity where nothing was weighed because an exact pattern is read off: equal bits, zeros,
  /// points of a grid, the order of layers or units in which the values meet. Another act can leave
  /// the same pattern.
  double log10_likelihood_margin = 0;
  std::vector<std::string> tensors; ///< subject's names it was seen in; empty: all compared
};

/// Who came first, as far as the weights prove it.
enum class descent_direction : std::int32_t {
  undetermined = 0,
  subject_from_reference = 1,
  reference_from_subject = 2,
};
/// The stable lower-case name, as in reports. Static storage.
[[nodiscard]] std::string_view name_of(descent_direction direction) noexcept;

/// Only containment gives direction: a coarser grid, exact zeros, repeated structure, a mixture.
struct direction_finding {
  descent_direction which = descent_direction::undetermined; ///< who came first
  std::string reason; ///< what proves it, or why nothing does
};

} // namespace weightkin

#include <weightkin/lineage/operation.hpp>

namespace weightkin {

std::string_view name_of(operation_kind kind) noexcept {
  switch (kind) {
  case operation_kind::none: return "none";
  case operation_kind::copied: return "copied";
  case operation_kind::cast: return "cast";
  case operation_kind::quantised: return "quantised";
  case operation_kind::noised: return "noised";
  case operation_kind::fine_tuned: return "fine_tuned";
  case operation_kind::continued: return "continued";
  case operation_kind::low_rank_merged: return "low_rank_merged";
  case operation_kind::direction_removed: return "direction_removed";
  case operation_kind::merged: return "merged";
  case operation_kind::pruned: return "pruned";
  case operation_kind::pruned_pattern: return "pruned_pattern";
  case operation_kind::width_pruned: return "width_pruned";
  case operation_kind::depth_pruned: return "depth_pruned";
  case operation_kind::depth_upscaled: return "depth_upscaled";
  case operation_kind::upcycled: return "upcycled";
  case operation_kind::vocabulary_extended: return "vocabulary_extended";
  case operation_kind::vocabulary_changed: return "vocabulary_changed";
  case operation_kind::permuted: return "permuted";
  case operation_kind::rotated: return "rotated";
  case operation_kind::rescaled: return "rescaled";
  case operation_kind::partly_reinitialised: return "partly_reinitialised";
  case operation_kind::partly_frozen: return "partly_frozen";
  case operation_kind::width_padded: return "width_padded";
  case operation_kind::nonfinite: return "nonfinite";
  }
  return "unknown";
}

std::string_view name_of(descent_direction direction) noexcept {
  switch (direction) {
  case descent_direction::undetermined: return "undetermined";
  case descent_direction::subject_from_reference: return "subject_from_reference";
  case descent_direction::reference_from_subject: return "reference_from_subject";
  }
  return "unknown";
}

} // namespace weightkin

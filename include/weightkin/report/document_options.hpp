#pragma once

#include <string>
#include <vector>

namespace weightkin {

/// What documents say beside the comparisons themselves. Nothing of it is looked up: two calls with
/// the same arguments give the same bytes.
struct document_options {
  /// The time that the document carries, as "2026-01-31T12:00:00Z"; empty: none is written, and
  /// documents that must have one are refused.
  std::string created;
  /// What the subject is called elsewhere: "owner/name" on a hub, or a package URL ("pkg:...").
  /// Empty: the last part of the path it was read from.
  std::string subject_id;
  /// Likewise, one for each comparison's reference; empty, or as many as there are comparisons.
  std::vector<std::string> reference_ids;
};

} // namespace weightkin

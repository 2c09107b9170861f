#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

std::string_view name_of(verdict ruling) noexcept {
  switch (ruling) {
  case verdict::identical: return "identical";
  case verdict::identical_after_cast: return "identical_after_cast";
  case verdict::reencoded: return "reencoded";
  case verdict::derived: return "derived";
  case verdict::related: return "related";
  case verdict::no_shared_initialisation_found: return "no_shared_initialisation_found";
  case verdict::undetermined: return "undetermined";
  case verdict::not_comparable: return "not_comparable";
  case verdict::non_evidential: return "non_evidential";
  }
  return "unknown";
}

std::string_view name_of(change_kind kind) noexcept {
  switch (kind) {
  case change_kind::none: return "none";
  case change_kind::fine_tuned: return "fine_tuned";
  case change_kind::partly_frozen: return "partly_frozen";
  case change_kind::noised: return "noised";
  case change_kind::rescaled: return "rescaled";
  case change_kind::unspecified: return "unspecified";
  case change_kind::rearranged: return "rearranged";
  }
  return "unknown";
}

std::string_view name_of(search_depth depth) noexcept {
  switch (depth) {
  case search_depth::automatic: return "automatic";
  case search_depth::direct: return "direct";
  case search_depth::layers: return "layers";
  case search_depth::full: return "full";
  }
  return "unknown";
}

std::string_view name_of(equality_basis basis) noexcept {
  switch (basis) {
  case equality_basis::elements: return "elements";
  case equality_basis::digest: return "digest";
  case equality_basis::checksum: return "checksum";
  case equality_basis::unknown: return "unknown";
  }
  return "unknown";
}

std::string_view name_of(fit_kind fit) noexcept {
  switch (fit) {
  case fit_kind::none: return "none";
  case fit_kind::axis: return "axis";
  case fit_kind::values: return "values";
  }
  return "unknown";
}

std::string_view name_of(evidence_source source) noexcept {
  switch (source) {
  case evidence_source::weights: return "weights";
  case evidence_source::fingerprints: return "fingerprints";
  }
  return "unknown";
}

} // namespace weightkin

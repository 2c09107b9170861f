#pragma once

#include <string>

#include <weightkin/fingerprint/hash.hpp>

namespace weightkin {

/// What `hash` shows of one model. Borrowed.
struct hashed_model {
  std::string name;                 ///< path or label
  std::string format;               ///< of its container
  const model_hash* hash = nullptr; ///< never null
};

/// Roots, then a line a tensor; for people. Only ASCII and printable names.
[[nodiscard]] std::string hash_to_text(const hashed_model& model);

/// The same as JSON, described in docs/report.md; same promises as `to_json`.
[[nodiscard]] std::string hash_to_json(const hashed_model& model);

} // namespace weightkin

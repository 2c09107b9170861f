#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "zoo/zoo_model.hpp"

/// Published methods, written from their formulas: what our rulings are compared with.
namespace weightkin::evaluation {

/// What a baseline is given.
struct baseline_question {
  const zoo::zoo_model& subject;
  const zoo::zoo_model& reference;
  /// Which row of the reference's token table each row of the subject's is; empty: the same.
  /// Methods that match the strings of tokenizers are told the truth.
  const std::vector<std::int64_t>& token_of;
};

struct baseline {
  std::string name;
  std::string what;       ///< the score, in words
  double no_evidence = 0; ///< its score where it cannot answer
  bool any_backbone = false;
  /// More is more alike; nothing where the method cannot answer (other shapes, missing tensors).
  std::optional<double> (*score)(const baseline_question& asked) = nullptr;
};

[[nodiscard]] std::optional<double> cosine_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> huref_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> sigma_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> ghostspec_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> awm_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> mdir_score(const baseline_question& asked);
[[nodiscard]] std::optional<double> phi_u_score(const baseline_question& asked);

/// In the order of the tables.
[[nodiscard]] const std::vector<baseline>& all_baselines();

} // namespace weightkin::evaluation

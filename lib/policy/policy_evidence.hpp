#pragma once

#include <span>
#include <string>
#include <vector>

#include <weightkin/policy/decision.hpp>

namespace weightkin::detail {

/// A reference as rules see it.
struct judged_reference {
  std::string name;
  std::string licence;
  std::vector<std::string> ids;
  bool declared = false;
};

/// A reference that could not be looked at.
struct missing_reference {
  judged_reference reference;
  std::string reason;
};

/// Comparisons and searches in one form: what was found between each component and reference.
struct policy_evidence {
  model_summary subject;
  std::vector<judged_reference> references;
  std::vector<decision_input> items; ///< by reference, then component; result and note are empty
  std::vector<std::size_t> reference_of; ///< of each item
  std::vector<missing_reference> missing;
  std::vector<std::string> limits; ///< each once
};

[[nodiscard]] policy_evidence evidence_in(std::span<const comparison> rulings,
                                          const licence_table& known, const model_claims& claims);
[[nodiscard]] policy_evidence evidence_in(const scan_result& answer, const licence_table& known,
                                          const model_claims& claims,
                                          std::span<const unread_reference> unread);

/// Whether a claim of origin means this reference: by its name, or one of its ids; the last part
/// of "owner/name" counts only where no ids are known.
[[nodiscard]] bool claim_means(const std::string& claim, const judged_reference& reference);

} // namespace weightkin::detail

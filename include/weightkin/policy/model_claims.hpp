#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin {

/// What a model's author says of its origin.
struct model_claims {
  std::vector<std::string> base_models; ///< as written; each once
  std::string relation;                 ///< base_model_relation; empty: not said
  std::vector<std::string> licences;    ///< as the card has them
};

/// Reads `base_model`, `base_model_relation` and `license` out of a model card's front matter (YAML
/// between two lines "---"). A claim is a text of one line, however YAML writes it, or a list of
/// such; null and blank texts claim nothing; numbers and the like are taken as they are written.
/// Other keys are passed over. A card without front matter claims nothing.
/// \param label names the card in messages, which begin "LABEL:LINE: ".
/// \returns `bad_format` where the front matter is no YAML, these keys hold something else or occur
/// twice, a key may stand for others (docs/policy.md), or more than 1 MB, 64 levels or 500,000
/// values would have to be read.
[[nodiscard]] result<model_claims> read_card_claims(std::string_view card,
                                                    std::string_view label = "card");

/// What a model file's own metadata claim: `general.base_model.N` of GGUF, and the base that an
/// adapter's configuration names. Repository addresses become "owner/name".
[[nodiscard]] model_claims
claims_in_metadata(std::span<const std::pair<std::string, std::string>> metadata);

/// Both together; what `first` says of relation and licences stands.
[[nodiscard]] model_claims joined_claims(model_claims first, const model_claims& second);

} // namespace weightkin

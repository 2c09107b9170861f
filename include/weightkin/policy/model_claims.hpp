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
/// between two lines "---"). Other keys are passed over; of YAML, one-line scalars, one-line lists
/// and lists of one-line items are understood. A card without front matter claims nothing.
/// \param label names the card in messages, which begin "LABEL:LINE: ".
/// \returns `bad_format` where these keys hold something else, twice the same key, lines that might
/// hide a key or look like one (docs/policy.md), no end of the front matter within 1 MB.
[[nodiscard]] result<model_claims> read_card_claims(std::string_view card,
                                                    std::string_view label = "card");

/// What a model file's own metadata claim: `general.base_model.N` of GGUF, and the base that an
/// adapter's configuration names. Repository addresses become "owner/name".
[[nodiscard]] model_claims
claims_in_metadata(std::span<const std::pair<std::string, std::string>> metadata);

/// Both together; what `first` says of relation and licences stands.
[[nodiscard]] model_claims joined_claims(model_claims first, const model_claims& second);

} // namespace weightkin

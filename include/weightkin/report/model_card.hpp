#pragma once

#include <span>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/report/document_options.hpp>

namespace weightkin {

/// What the front matter of the subject's model card should say, as YAML: `base_model` and
/// `base_model_relation` (finetune, quantized, adapter, merge), with the evidence in comments. A
/// proposal for people: where the weights do not prove who came first, it says so. Without a
/// finding it holds comments only.
/// \returns `bad_argument` for no comparison, different subjects, options that do not fit. *Exact*.
[[nodiscard]] result<std::string> to_card_patch(std::span<const comparison> rulings,
                                                const document_options& options = {});

} // namespace weightkin

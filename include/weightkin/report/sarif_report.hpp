#pragma once

#include <span>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/report/document_options.hpp>

namespace weightkin {

/// The findings of comparisons of one subject as SARIF 2.1.0: a run, a rule for every kind of
/// finding, a result for every finding, at the subject's file and component.
/// \returns `bad_argument` for no comparison, different subjects, options that do not fit. *Exact*.
[[nodiscard]] result<std::string> to_sarif(std::span<const comparison> rulings,
                                           const document_options& options = {});

} // namespace weightkin

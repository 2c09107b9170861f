#pragma once

#include <span>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/report/document_options.hpp>

namespace weightkin {

/// An unsigned in-toto Statement (v1) about the subject's files, whose predicate
/// `urn:weightkin:predicate:lineage:1.0` holds the rulings on every component
/// (docs/schemas/lineage-predicate-1.json).
/// \param rulings comparisons of one subject, a reference each.
/// \returns `bad_argument` for none, for different subjects, for options that do not fit, and where
/// the subject's files have no digests (`model_summary::files`): a statement is about bytes.
/// *Exact*.
[[nodiscard]] result<std::string> to_statement(std::span<const comparison> rulings,
                                               const document_options& options = {});

/// A Simple Verification Result (in-toto predicate svr v0.2) for policy engines: only properties
/// that hold. `WEIGHTKIN_COMPARED`; and `WEIGHTKIN_NO_DESCENT_FOUND` where in no comparison any
/// component was found or left undecided, and something could be compared in each.
/// \returns as above; also `bad_argument` without `options.created`.
[[nodiscard]] result<std::string> to_verification_result(std::span<const comparison> rulings,
                                                         const document_options& options);

} // namespace weightkin

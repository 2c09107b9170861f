#pragma once

#include <span>
#include <string>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>
#include <weightkin/report/document_options.hpp>

namespace weightkin {

/// The subject as a CycloneDX 1.6 bill of materials: every component with its own pedigree, which
/// says what it was found to come from (`ancestors`, where the weights prove who came first), what
/// comes from it (`descendants`), what it is akin to (`variants`), and by which evidence. Where
/// nothing was found there is no pedigree. Nearest first (docs/documents.md).
/// \param rulings comparisons of one subject, a reference each.
/// \returns `bad_argument` for none, for different subjects, or options that do not fit.
/// *Exact*: the same arguments give the same bytes; the serial number is made of the content.
[[nodiscard]] result<std::string> to_cyclonedx(std::span<const comparison> rulings,
                                               const document_options& options = {});

/// The same as SPDX 3.0.1 (JSON-LD): AI packages joined by ancestorOf, descendantOf and hasVariant.
/// \returns likewise; also `bad_argument` without `options.created`, which SPDX demands.
[[nodiscard]] result<std::string> to_spdx(std::span<const comparison> rulings,
                                          const document_options& options);

} // namespace weightkin

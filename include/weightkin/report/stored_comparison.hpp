#pragma once

#include <string_view>

#include <weightkin/core/result.hpp>
#include <weightkin/lineage/comparison.hpp>

namespace weightkin {

/// A comparison out of the JSON that `to_json` wrote, of this version or an older one, so that it
/// can be shown, converted and judged again without the models. `to_json` of it gives the same
/// bytes again (apart from the versions of document and tool), `to_text`, `to_html` and `to_svg`
/// the same as of the original, where it is of version 1.5 or later. What a report leaves out is
/// not there: maps of whole axes are counted (`unit_correspondence::counted`), and of `searched`
/// reports before 1.5 told only effect, z and number of units.
///
/// Members that are not known here are ignored: a later minor version may add some.
/// \param label names the document in messages.
/// \returns `bad_format` for what is no such document, holds numbers that cannot be, or contradicts
///          itself, with the path inside it ("/components/0/verdict"); `unsupported` for another
///          major version; `no_memory` above 256 MB of text, 32 levels or four million lists and
///          objects.
[[nodiscard]] result<comparison> read_comparison(std::string_view json,
                                                 std::string_view label = "result");

} // namespace weightkin

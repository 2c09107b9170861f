#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <weightkin/core/result.hpp>

namespace weightkin::detail {

/// The YAML at the head of a Markdown file, between two lines "---".
struct front_matter {
  std::string_view text;      ///< with the line before it, without the one behind
  std::size_t first_line = 1; ///< of `text` in the file
};

/// Nothing where the file does not begin with a line "---"; blank lines may stand before it. A line
/// "..." ends it as well. `bad_format` ("LABEL:LINE: ...") where it does not end within 1 MB, has a
/// directive of YAML (a line "%..."), or holds U+0085, U+2028 or U+2029: those end lines for some
/// readers of YAML and not for others.
[[nodiscard]] result<std::optional<front_matter>> find_front_matter(std::string_view file,
                                                                    std::string_view label);

} // namespace weightkin::detail

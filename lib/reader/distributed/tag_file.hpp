#pragma once

#include <string_view>

#include "reader/format_table.hpp"

namespace weightkin {

/// The one word that a small text file consists of, or nothing: trainers keep the name of the
/// newest checkpoint's folder in such a file. \param head the first bytes, all if there are few
[[nodiscard]] std::string_view only_word(std::span<const std::byte> head,
                                         std::uint64_t size) noexcept;

/// Whether an entry of `folder` beside the file ends in `ending`; false when it cannot be listed.
[[nodiscard]] bool holds_entry(const sibling_files& beside, std::string_view folder,
                               std::string_view ending);

} // namespace weightkin

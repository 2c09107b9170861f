#include "reader/distributed/tag_file.hpp"

#include <algorithm>

#include "reader/foreign_formats.hpp"
#include "reader/wire/little_endian.hpp"

namespace weightkin {

std::string_view only_word(std::span<const std::byte> head, std::uint64_t size) noexcept {
  constexpr std::uint64_t longest = 256;
  constexpr std::string_view blanks = " \t\r\n";
  std::string_view text = as_text(head);
  if (size > longest || !is_plain_text(text)) return {};
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  text = text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
  return text.find_first_of(blanks) == std::string_view::npos ? text : std::string_view{};
}

bool holds_entry(const sibling_files& beside, std::string_view folder, std::string_view ending) {
  const auto entries = beside.list(folder);
  return entries && std::any_of(entries->begin(), entries->end(),
                                [&](const std::string& name) { return name.ends_with(ending); });
}

} // namespace weightkin

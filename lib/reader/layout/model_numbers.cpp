#include "reader/layout/model_numbers.hpp"

#include <algorithm>
#include <charconv>

namespace weightkin {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

} // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

layer_numbers::layer_numbers(std::string_view text) {
  text = trimmed(text);
  for_all_ = !text.starts_with('[');
  if (!for_all_) text.remove_prefix(1);
  if (!for_all_ && text.ends_with(']')) text.remove_suffix(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    numbers_.push_back(whole_number(trimmed(text.substr(0, end))));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (for_all_ && numbers_.size() != 1) numbers_.clear();
}

std::optional<std::uint64_t> layer_numbers::at(std::uint64_t layer) const noexcept {
  const std::uint64_t index = for_all_ ? 0 : layer;
  return index < numbers_.size() ? numbers_[static_cast<std::size_t>(index)] : std::nullopt;
}

} // namespace weightkin

#include "inventory/name_path.hpp"

#include <algorithm>
#include <array>

namespace weightkin::detail {
namespace {

constexpr std::array<std::string_view, 8> wrappers{
    "module.",           // data-parallel training
    "_orig_mod.",        // compiled modules
    "_forward_module.",  // wrapped by a trainer
    "base_model.model.", // low-rank adapters around a base
    "state_dict.",       // a checkpoint dictionary holding the state dictionary
    "model_state_dict.", // the same, other trainers
    "state_dict_model.", // the same
    "ema_state_dict.",   // averaged weights saved alone
};

constexpr std::array<std::string_view, 8> block_words{
    "layers", "layer", "blocks", "block", "h", "resblocks", "transformer_blocks", "gnns",
};

} // namespace

std::vector<std::string_view> split_name(std::string_view name) {
  std::vector<std::string_view> parts;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of("./:"), name.size());
    if (end > 0) parts.push_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return parts;
}

bool is_number(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t wrapper_length(std::string_view name) noexcept {
  std::size_t length = 0;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view wrapper : wrappers) {
      const std::string_view rest = name.substr(length);
      if (rest.size() <= wrapper.size() || !rest.starts_with(wrapper)) continue;
      length += wrapper.size();
      again = true;
    }
  }
  return length;
}

bool is_block_word(std::string_view segment) noexcept {
  return std::find(block_words.begin(), block_words.end(), segment) != block_words.end();
}

namespace {

int number_or_none(std::string_view segment) noexcept {
  if (!is_number(segment) || segment.size() > 9) return -1;
  int value = 0;
  for (const char c : segment)
    value = 10 * value + (c - '0');
  return value;
}

} // namespace

int layer_number(const std::vector<std::string_view>& path) noexcept {
  for (std::size_t i = 0; i + 1 < path.size(); ++i)
    if (is_block_word(path[i]) && is_number(path[i + 1])) return number_or_none(path[i + 1]);
  for (const std::string_view segment : path)
    if (is_number(segment)) return number_or_none(segment);
  return -1;
}

bool matches_glob(std::string_view text, std::string_view pattern) noexcept {
  const bool open_front = pattern.starts_with('*');
  if (open_front) pattern.remove_prefix(1);
  const bool open_back = pattern.ends_with('*');
  if (open_back) pattern.remove_suffix(1);
  if (open_front && open_back) return text.find(pattern) != std::string_view::npos;
  if (open_front) return text.ends_with(pattern);
  if (open_back) return text.starts_with(pattern);
  return text == pattern;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

} // namespace weightkin::detail

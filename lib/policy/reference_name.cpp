#include "policy/reference_name.hpp"

#include <weightkin/core/weight_file_name.hpp>
#include <weightkin/policy/licence_table.hpp>

namespace weightkin {
namespace {

/// Empty for what has no ending of a file of weights.
std::string_view stem_of(std::string_view last) {
  const std::size_t ending = weight_ending(last).size();
  return ending == 0 ? std::string_view() : last.substr(0, last.size() - ending);
}

std::string_view last_part(std::string_view name) {
  while (name.size() > 1 && name.ends_with('/'))
    name.remove_suffix(1);
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

} // namespace

detail::name_match detail::match_of(std::string_view pattern, std::string_view name) noexcept {
  if (pattern.empty()) return name_match::none;
  if (pattern == name) return name_match::whole;
  const std::string_view last = last_part(name);
  if (pattern == last) return name_match::last_part;
  const bool is_folder = name.ends_with('/');
  return !is_folder && pattern == stem_of(last) ? name_match::stem : name_match::none;
}

bool means_reference(std::string_view pattern, std::string_view name) noexcept {
  return detail::match_of(pattern, name) != detail::name_match::none;
}

} // namespace weightkin

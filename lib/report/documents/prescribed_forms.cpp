#include "report/documents/prescribed_forms.hpp"

#include <chrono>
#include <cstddef>
#include <string_view>

namespace weightkin::detail {
namespace {

/// "pkg:type/namespace/name@version?qualifiers#subpath", as far as characters tell.
bool is_package_url(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-._~/:@?#&=+,";
  text.remove_prefix(std::string_view("pkg:").size());
  const std::size_t slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (plain.find(text[i]) == std::string_view::npos) return false;
      continue;
    }
    if (i + 2 >= text.size() || digits.find(text[i + 1]) == std::string_view::npos ||
        digits.find(text[i + 2]) == std::string_view::npos)
      return false;
    i += 2;
  }
  return true;
}

} // namespace

bool is_utc_time(const std::string& text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != form[i]) return false;
  }
  const auto two = [&](std::size_t at) { return 10 * (text[at] - '0') + (text[at + 1] - '0'); };
  const std::chrono::year_month_day date{std::chrono::year(100 * two(0) + two(2)),
                                         std::chrono::month(static_cast<unsigned>(two(5))),
                                         std::chrono::day(static_cast<unsigned>(two(8)))};
  return date.ok() && two(11) <= 23 && two(14) <= 59 && two(17) <= 59;
}

bool is_model_id(const std::string& id) { return !id.starts_with("pkg:") || is_package_url(id); }

} // namespace weightkin::detail

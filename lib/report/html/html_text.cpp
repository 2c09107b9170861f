#include "report/html/html_text.hpp"

#include <cmath>

#include "report/safe_text.hpp"
#include "report/text_numbers.hpp"

namespace weightkin::detail {
namespace {

constexpr std::size_t name_columns = 160;
constexpr std::size_t title_columns = 60;
constexpr std::size_t prose_columns = 2000;

} // namespace

std::string html_prose(std::string_view raw) {
  return xml_text(elided(printable(raw), prose_columns));
}

std::string capital(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] -= 'a' - 'A';
  return words;
}

std::string html_sentence(std::string_view raw) {
  const std::string out = capital(html_prose(raw));
  if (out.empty() || std::string_view(".!?").find(out.back()) != std::string_view::npos) return out;
  return out + ".";
}

std::string measured(double value) {
  double size = std::fabs(value);
  if (!(size > 0) || size >= 1) return compact(value);
  if (size < 1e-6) return value > 0 ? "&lt; 0.000001" : "&gt; -0.000001";
  int digits = 2;
  for (; size < 1 && digits < 9; size *= 10)
    ++digits;
  return fixed(value, digits);
}

std::string html_name(std::string_view raw) {
  const std::string whole = printable(raw);
  const std::size_t columns = columns_of(whole);
  std::string out = "<bdi>" + xml_text(elided(whole, name_columns)) + "</bdi>";
  if (columns > name_columns) out += " <small>(cut; " + grouped(columns) + " characters)</small>";
  return out;
}

std::string short_name(std::string_view raw) { return elided(printable(raw), title_columns); }

std::string element(std::string_view tag, std::string_view body, std::string_view attributes) {
  std::string out = "<";
  out += tag;
  if (!attributes.empty()) out += ' ';
  out += attributes;
  out += '>';
  out += body;
  out += "</";
  out += tag;
  out += '>';
  return out;
}

} // namespace weightkin::detail

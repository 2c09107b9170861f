#include "evaluation_page.hpp"

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace weightkin::evaluation {

page_table::page_table(std::vector<std::string> titles) {
  rows_.push_back(std::move(titles));
  rows_.emplace_back(rows_.front().size(), "---");
}

void page_table::add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

std::string page_table::text() const {
  std::string text;
  for (const auto& row : rows_) {
    text += "|";
    for (const std::string& cell : row)
      text += row[0] == "---" ? cell + "|" : " " + cell + " |";
    text += "\n";
  }
  return text;
}

std::string decimals(double value, int digits) {
  if (std::isnan(value)) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string of_total(std::size_t part, std::size_t total) {
  return total == 0 ? "-" : std::to_string(part) + " of " + std::to_string(total);
}

std::string with_sections(std::string page, const std::map<std::string, std::string>& sections) {
  for (const auto& [name, text] : sections) {
    const std::string begin = "<!-- begin: " + name + " -->\n", end = "<!-- end: " + name + " -->";
    const auto from = page.find(begin);
    const auto to = from == std::string::npos ? from : page.find(end, from);
    if (to == std::string::npos) throw std::runtime_error("the page has no section " + name);
    page.replace(from + begin.size(), to - from - begin.size(), text);
  }
  return page;
}

} // namespace weightkin::evaluation

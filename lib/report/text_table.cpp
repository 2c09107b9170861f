#include "text_table.hpp"

#include <algorithm>

#include "safe_text.hpp"

namespace weightkin::detail {
namespace {

/// Blanks are held back until something follows them, so that no line ends in one.
class line_writer {
public:
  void blanks(std::size_t count) { pending_ += count; }
  void put(std::string_view text, std::string_view shown) {
    if (text.empty()) return;
    line_.append(pending_, ' ');
    pending_ = 0;
    line_ += shown;
  }
  [[nodiscard]] std::string line() && { return std::move(line_) + "\n"; }

private:
  std::string line_;
  std::size_t pending_ = 0;
};

} // namespace

std::string styled(std::string_view text, text_style style, bool colour) {
  if (!colour || style == text_style::plain) return std::string(text);
  const char* code = "";
  switch (style) {
  case text_style::plain: break;
  case text_style::strong: code = "1"; break;
  case text_style::dim: code = "2"; break;
  case text_style::finding: code = "1;33"; break;
  case text_style::clear: code = "36"; break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string text_table::rendered(bool colour, std::size_t indent) const {
  std::vector<std::size_t> widths;
  for (const text_column& column : columns_)
    widths.push_back(columns_of(column.title));
  for (const auto& row : rows_)
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], columns_of(row[c].text));

  const auto line_of = [&](const std::vector<text_cell>& row) {
    line_writer line;
    line.blanks(indent);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::size_t slack = widths[c] - columns_of(row[c].text);
      if (c > 0) line.blanks(2);
      if (columns_[c].right) line.blanks(slack);
      line.put(row[c].text, styled(row[c].text, row[c].style, colour));
      if (!columns_[c].right) line.blanks(slack);
    }
    return std::move(line).line();
  };

  std::vector<text_cell> titles;
  std::size_t total = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    titles.push_back({columns_[c].title, text_style::strong});
    total += widths[c] + (c > 0 ? 2 : 0);
  }
  std::string out = line_of(titles);
  out += std::string(indent, ' ') + std::string(total, '-') + "\n";
  for (const auto& row : rows_)
    out += line_of(row);
  return out;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t length = columns_of(word);
    if (column > 0 && column + 1 + length > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > 0 && !out.empty()) {
      out += ' ';
      ++column;
    }
    out += word;
    column += length;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out + "\n";
}

} // namespace weightkin::detail

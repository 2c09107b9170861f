#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weightkin::detail {

enum class text_style { plain, strong, dim, finding, clear };

struct text_cell {
  std::string text; ///< already printable
  text_style style = text_style::plain;
};

struct text_column {
  std::string title;
  bool right = false; ///< right-aligned, as numbers are
};

/// Rows of cells under titles, each column as wide as its widest cell, two spaces apart.
class text_table {
public:
  explicit text_table(std::vector<text_column> columns) : columns_(std::move(columns)) {}

  /// Adds a row; missing cells at its end are empty.
  void add(std::vector<text_cell> row) { rows_.push_back(std::move(row)); }

  /// Titles, a rule, the rows; every line ends in a newline and has no trailing blanks.
  [[nodiscard]] std::string rendered(bool colour, std::size_t indent = 0) const;

private:
  std::vector<text_column> columns_;
  std::vector<std::vector<text_cell>> rows_;
};

/// `text` between the ANSI codes of `style`, or as it is without colour.
[[nodiscard]] std::string styled(std::string_view text, text_style style, bool colour);

/// `text` broken at blanks into lines of at most `width` columns, all but the first indented.
/// Ends in a newline.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

} // namespace weightkin::detail

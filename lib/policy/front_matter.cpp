#include "policy/front_matter.hpp"

#include <string>

namespace weightkin::detail {
namespace {

constexpr std::size_t most_card_bytes = 1'000'000;

/// The lines of a text one by one, without their ends: LF, CR LF or CR.
class text_lines {
public:
  explicit text_lines(std::string_view text) : text_(text) {}

  std::optional<std::string_view> next() {
    if (end_ == text_.size()) return std::nullopt;
    begin_ = end_;
    const std::string_view line =
        text_.substr(begin_, text_.find_first_of("\r\n", begin_) - begin_);
    end_ += line.size();
    end_ += text_.substr(end_).starts_with("\r\n") ? 2 : end_ < text_.size() ? 1 : 0;
    ++number_;
    return line;
  }
  /// Of the line told last, and where it begins.
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] std::size_t begin() const noexcept { return begin_; }

private:
  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t number_ = 0;
};

bool is_fence(std::string_view line) {
  return line.starts_with("---") && line.find_first_not_of(" \t", 3) == std::string_view::npos;
}

bool has_doubtful_break(std::string_view line) {
  for (const std::string_view rune : {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"})
    if (line.find(rune) != std::string_view::npos) return true;
  return false;
}

error front_matter_error(std::string_view label, std::size_t line, std::string_view what) {
  return {errc::bad_format,
          std::string(label) + ":" + std::to_string(line) + ": " + std::string(what),
          fault::format};
}

} // namespace

result<std::optional<front_matter>> find_front_matter(std::string_view file,
                                                      std::string_view label) {
  if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
  file = file.substr(0, most_card_bytes);
  text_lines lines(file);
  auto first = lines.next();
  while (first && first->find_first_not_of(" \t") == std::string_view::npos)
    first = lines.next();
  if (!first || !is_fence(*first)) return std::optional<front_matter>();
  const std::size_t begin = lines.begin();
  const std::size_t first_line = lines.number();
  while (const auto line = lines.next()) {
    if (is_fence(*line) || *line == "...")
      return std::optional(front_matter{file.substr(begin, lines.begin() - begin), first_line});
    // Directives belong before a text's first line; libyaml compares each with all before it.
    if (line->starts_with('%'))
      return front_matter_error(label, lines.number(), "a directive (%) has no place here");
    if (has_doubtful_break(*line))
      return front_matter_error(label, lines.number(),
                                "holds a line break that not all readers of YAML know");
  }
  return front_matter_error(label, lines.number(), "the front matter has no end within 1 MB");
}

} // namespace weightkin::detail

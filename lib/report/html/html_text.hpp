#pragma once

#include <string>
#include <string_view>

/// The only ways by which text reaches a page. Names in files are untrusted.
namespace weightkin::detail {

/// Sentences: escaped, one that is longer than any of ours cut in the middle.
[[nodiscard]] std::string html_prose(std::string_view raw);

/// The same as a sentence of its own: begins with a capital, ends with a point.
[[nodiscard]] std::string html_sentence(std::string_view raw);

/// `words` with a capital at its head.
[[nodiscard]] std::string capital(std::string words);

/// A measured number with three significant digits, small ones too: "0.0998", "1.42", "228"; HTML.
[[nodiscard]] std::string measured(double value);

/// Names: escaped, long ones cut in the middle with their length beside them, and set apart from
/// the writing direction and the lines around them.
[[nodiscard]] std::string html_name(std::string_view raw);

/// A name without markup, for titles of pictures and the page: printable, not yet escaped.
[[nodiscard]] std::string short_name(std::string_view raw);

/// <tag attributes>body</tag>; `body` is HTML already.
[[nodiscard]] std::string element(std::string_view tag, std::string_view body,
                                  std::string_view attributes = {});

/// A bulleted list of HTML items; empty when there are none.
struct html_list {
  std::string items;
  void add(std::string_view item) { items += element("li", item); }
  [[nodiscard]] std::string rendered() const {
    return items.empty() ? std::string() : element("ul", items);
  }
};

} // namespace weightkin::detail

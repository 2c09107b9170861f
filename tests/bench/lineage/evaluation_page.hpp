#pragma once

#include <map>
#include <string>
#include <vector>

namespace weightkin::evaluation {

/// A table of a Markdown page.
class page_table {
public:
  explicit page_table(std::vector<std::string> titles);
  void add(std::vector<std::string> cells);
  [[nodiscard]] std::string text() const;

private:
  std::vector<std::vector<std::string>> rows_;
};

/// Fixed decimals; "-" for what is not a number.
[[nodiscard]] std::string decimals(double value, int digits);
/// "12 of 15".
[[nodiscard]] std::string of_total(std::size_t part, std::size_t total);

/// Replaces what stands between "<!-- begin: NAME -->" and "<!-- end: NAME -->" for every name.
/// Throws std::runtime_error when the page lacks one of them.
[[nodiscard]] std::string with_sections(std::string page,
                                        const std::map<std::string, std::string>& sections);

} // namespace weightkin::evaluation

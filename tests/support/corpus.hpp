#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

namespace weightkin::test {

/// One row of the corpus manifest.
struct corpus_case {
  std::string path;                  ///< relative to the corpus
  std::vector<std::string> expected; ///< every right answer
  std::string why;

  [[nodiscard]] bool is_bad() const { return path.find("/bad/") != std::string::npos; }
  [[nodiscard]] bool is_good() const { return path.find("/good/") != std::string::npos; }
  [[nodiscard]] bool allows(std::string_view answer) const {
    for (const std::string& right : expected)
      if (right == answer) return true;
    return false;
  }
  [[nodiscard]] std::string expected_text() const {
    std::string text;
    for (const std::string& right : expected)
      text += (text.empty() ? "" : "|") + right;
    return text;
  }
};

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);)
    parts.push_back(part);
  return parts;
}

/// The shared corpus folder, or nothing when this machine has none.
inline std::optional<std::filesystem::path> corpus_root() {
  const std::filesystem::path root = shared_folder() / "corpus";
  if (!std::filesystem::exists(root / "MANIFEST.tsv")) return std::nullopt;
  return root;
}

/// The rows of the manifest whose path begins with `prefix`, without its support files.
inline std::vector<corpus_case> corpus_cases(const std::filesystem::path& root,
                                             std::string_view prefix) {
  std::vector<corpus_case> cases;
  std::ifstream manifest(root / "MANIFEST.tsv");
  for (std::string line; std::getline(manifest, line);) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() < 5 || !cells[0].starts_with(prefix) || cells[3] == "n/a") continue;
    cases.push_back({cells[0], split(cells[3], '|'), cells[4]});
  }
  return cases;
}

/// What opening a file came to, in the manifest's words: every answer it can count as.
inline std::vector<std::string> answers_of(const result<checkpoint>& opened) {
  if (!opened) {
    std::vector<std::string> answers;
    if (opened.error().why != fault::none)
      answers.push_back("error:" + std::string(name_of(opened.error().why)));
    if (opened.error().code == errc::unsupported) answers.push_back("unsupported");
    return answers;
  }
  std::vector<std::string> answers{"ok"};
  if (!opened->warnings().empty()) answers.push_back("warning");
  if (opened->size() == 0) answers.push_back("ok:no-tensors");
  return answers;
}

/// True when one of the answers is a right one.
inline bool is_right(const corpus_case& test_case, const std::vector<std::string>& answers) {
  for (const std::string& answer : answers)
    if (test_case.allows(answer)) return true;
  return false;
}

} // namespace weightkin::test

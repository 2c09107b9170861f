#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/shared_folder.hpp"

namespace weightkin::test {

/// Two real checkpoints of the shared zoo and what is known of them.
struct zoo_pair {
  char section = 0; ///< A same weights, B derived, C one run, D independent, E hard
  std::string a;
  std::string b;
  std::string claim; ///< as its source documents it
};

inline std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

/// The rows of the zoo's table of pairs; empty where there is no zoo.
inline std::vector<zoo_pair> zoo_pairs(const std::filesystem::path& zoo) {
  std::vector<zoo_pair> pairs;
  std::ifstream table(zoo / "PAIRS.md");
  char section = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with("## ") && line.size() > 4) section = line[3];
    if (section == 0 || !line.starts_with("| ") || line.starts_with("| A |")) continue;
    std::vector<std::string> cells;
    for (std::size_t at = 1; at < line.size();) {
      const std::size_t end = std::min(line.find('|', at), line.size());
      cells.push_back(trimmed(line.substr(at, end - at)));
      at = end + 1;
    }
    if (cells.size() < 3) continue;
    pairs.push_back({section, cells[0], cells[1], cells[2]});
  }
  return pairs;
}

/// What to open for an entry of the table: the package in place of a part of it.
inline std::filesystem::path zoo_model(const std::filesystem::path& zoo, const std::string& name) {
  const std::size_t package = name.find(".mlpackage/");
  return zoo / (package == std::string::npos ? name : name.substr(0, package + 10));
}

/// Opens both and compares; the message of whichever step failed.
inline result<comparison> compare_zoo_pair(const std::filesystem::path& zoo, const zoo_pair& pair) {
  open_options options;
  options.lenient_pickle = true; // training checkpoints with foreign hyper-parameter objects
  const auto a = checkpoint::open(zoo_model(zoo, pair.a), options);
  if (!a) return a.error();
  const auto b = checkpoint::open(zoo_model(zoo, pair.b), options);
  if (!b) return b.error();
  return compare(*a, *b);
}

} // namespace weightkin::test

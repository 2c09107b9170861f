#pragma once

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/layout/undo_layout.hpp"

/// What a file's contents are once their layout is undone, and what they say about it.
namespace weightkin::test {

inline file_contents undone(file_contents contents,
                            std::shared_ptr<const file_set> files = nullptr) {
  sibling_files beside(std::move(files), "model");
  const auto result = undo_layout(contents, beside, open_options{});
  BOOST_TEST_REQUIRE(result.has_value());
  std::set<std::string> names;
  for (const stored_tensor& tensor : contents.tensors)
    BOOST_TEST(names.insert(tensor.name).second, "unique: " << tensor.name);
  return contents;
}

inline std::vector<std::string> names_of(const file_contents& contents) {
  std::vector<std::string> names;
  for (const stored_tensor& tensor : contents.tensors)
    names.push_back(tensor.name);
  return names;
}

using strings = std::vector<std::string>;

inline bool has_rule(const stored_tensor& tensor, std::string_view rule) {
  if (tensor.encoding == nullptr) return false;
  const auto& layout = tensor.encoding->layout;
  return std::find(layout.begin(), layout.end(), rule) != layout.end();
}

inline bool warns_of(const file_contents& contents, std::string_view words) {
  for (const std::string& line : contents.warnings)
    if (line.find(words) != std::string::npos) return true;
  return false;
}

} // namespace weightkin::test

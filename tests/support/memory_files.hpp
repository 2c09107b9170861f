#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin::test {

/// Files in memory beside one another, for checkpoints of several parts. Messages call them by
/// `folder` and name.
class memory_files final : public file_set {
public:
  explicit memory_files(std::map<std::string, std::vector<std::byte>> files,
                        std::string folder = "")
      : files_(std::move(files)), folder_(std::move(folder)) {}

  [[nodiscard]] result<std::shared_ptr<const byte_source>>
  open(std::string_view name) const override {
    const auto found = files_.find(std::string(name));
    if (found == files_.end())
      return error{errc::bad_format, "'" + std::string(name) + "' does not exist", fault::missing};
    return borrow_memory(found->second, folder_ + found->first);
  }

  [[nodiscard]] result<std::vector<std::string>> list(std::string_view folder) const override {
    std::vector<std::string> names;
    const std::string prefix = folder.empty() ? "" : std::string(folder) + "/";
    for (const auto& [name, bytes] : files_) {
      if (!name.starts_with(prefix)) continue;
      const std::string rest = name.substr(prefix.size());
      const std::size_t slash = rest.find('/');
      const std::string entry = slash == std::string::npos ? rest : rest.substr(0, slash + 1);
      if (names.empty() || names.back() != entry) names.push_back(entry);
    }
    return names;
  }

private:
  std::map<std::string, std::vector<std::byte>> files_;
  std::string folder_;
};

} // namespace weightkin::test

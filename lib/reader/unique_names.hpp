#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace weightkin::detail {

/// Gives each tensor a name of its own where a format lets names repeat: the second "w" becomes
/// "w#2". Linear in the number of names, whatever they are.
class unique_names {
public:
  [[nodiscard]] std::string take(const std::string& name) {
    const auto [row, is_new] = taken_.emplace(name, 1);
    if (is_new) return name;
    while (true) {
      // A name is passed over at most once, because the count of its stem never goes back.
      std::string numbered = name + "#" + std::to_string(++taken_[name]);
      if (taken_.emplace(numbered, 1).second) return numbered;
    }
  }

private:
  std::unordered_map<std::string, std::uint64_t> taken_; ///< each name and how often it was asked
};

} // namespace weightkin::detail

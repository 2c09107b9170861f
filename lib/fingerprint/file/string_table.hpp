#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fingerprint/file/byte_input.hpp"
#include "fingerprint/file/byte_output.hpp"

namespace weightkin::detail {

/// Collects the strings of a fingerprint file, which refers to them by number; 0 is the empty one.
/// Tensor names repeat each other's parts, so a string is a list of words out of a common list, and
/// says how many words it shares with the string before it.
class string_collector {
public:
  std::uint64_t number_of(std::string_view text);
  void write(byte_output& out) const;

private:
  void write_words(byte_output& out, bool shared) const;

  std::vector<std::string> strings_;
  std::map<std::string, std::uint64_t, std::less<>> numbers_;
};

/// The strings of a file. Refuses what would expand far beyond its bytes.
class string_table {
public:
  void read(byte_input& in);

  /// String `number`, for one use; refuses on behalf of `in`.
  std::string use(std::uint64_t number, byte_input& in);

private:
  std::vector<std::string> strings_;
  std::vector<char> used_;
};

} // namespace weightkin::detail

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/tensor_encoding.hpp>

namespace weightkin::detail {

/// A word and how many tensors it is said of.
struct encoding_tally {
  std::string what;
  std::uint64_t tensors = 0;
};

/// How the tensors of a model are stored where they are not plain, taken together.
struct encoding_summary {
  std::uint64_t folded = 0;            ///< tensors made of several stored ones
  std::uint64_t stored = 0;            ///< those stored ones
  std::vector<encoding_tally> schemes; ///< in the order they first appear
  std::vector<encoding_tally> rules;   ///< layout rules undone, in the order they first appear
};

[[nodiscard]] encoding_summary summarise_encodings(std::span<const tensor_view> tensors);

} // namespace weightkin::detail

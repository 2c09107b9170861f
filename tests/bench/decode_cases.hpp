#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin::bench {

/// One tensor whose values are computed when they are read.
struct decode_case {
  std::string name;     ///< of its storage scheme
  stored_tensor tensor; ///< `decoded` is what is timed
  double bits_per_value = 0;
  /// Values [first, first + count) by a slow decoder that shares nothing with the timed one.
  std::function<std::vector<float>(std::uint64_t first, std::size_t count)> expected;
};

/// gguf_decode_cases.cpp: every block type of ggml, about `values` values each.
[[nodiscard]] std::vector<decode_case> gguf_decode_cases(std::uint64_t values);

} // namespace weightkin::bench

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin::bench {

/// One tensor whose values are computed when they are read.
struct decode_case {
  std::string name;                       ///< of its storage scheme
  const element_source* source = nullptr; ///< of f32 values; what is timed
  std::uint64_t values = 0;
  double bits_per_value = 0;
  /// Values [first, first + count) by a slow decoder that shares nothing with the timed one.
  std::function<std::vector<float>(std::uint64_t first, std::size_t count)> expected;
  std::shared_ptr<const void> keeper; ///< of whatever `source` reads
};

/// A case is made when its turn comes, so that only one is in memory.
using decode_case_maker = std::function<decode_case()>;

/// gguf_decode_cases.cpp: every block type of ggml, about `values` values each.
[[nodiscard]] std::vector<decode_case_maker> gguf_decode_cases(std::uint64_t values);

/// quantised_decode_cases.cpp: every quantised layout inside safetensors files, likewise.
[[nodiscard]] std::vector<decode_case_maker> quantised_decode_cases(std::uint64_t values);

} // namespace weightkin::bench

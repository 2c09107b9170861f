#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// The JSON header of a safetensors file, each entry checked by itself.
struct safetensors_header {
  /// Names unique, in header order; `offset` counts from the start of the data; `bytes` not set.
  std::vector<stored_tensor> tensors;
  std::vector<std::pair<std::string, std::string>> metadata;
};

/// Parses `text`, which lies at byte 8 of the file `label` and is followed by `data_bytes` bytes.
/// Every range lies inside the data and has exactly the bytes of its shape and dtype; how ranges
/// lie to one another is not checked here.
[[nodiscard]] result<safetensors_header> parse_safetensors_header(std::string_view text,
                                                                  std::string_view label,
                                                                  std::uint64_t data_bytes,
                                                                  const reader_limits& limits);

} // namespace weightkin

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin/reader/limits.hpp>

#include "reader/wire/json_value.hpp"

namespace weightkin {

/// How the numbers of a weight were made smaller: value = code * scale + min, or halves.
struct tfjs_quantisation {
  std::string type; ///< "uint8", "uint16" or "float16"
  double scale = 1;
  double min = 0;
};

/// One weight in a manifest.
struct tfjs_weight {
  std::string name;
  std::string type; ///< "float32", "int32", "string"...
  std::vector<std::uint64_t> shape;
  std::uint64_t count = 1; ///< elements
  std::optional<tfjs_quantisation> quantisation;
};

/// Weights that lie one after another in files that are one run of bytes together.
struct tfjs_group {
  std::vector<std::string> paths;
  std::vector<tfjs_weight> weights;
};

/// \param manifest the value of "weightsManifest"
/// \returns `bad_format`: `header` for values of another kind than expected, `shape`, `overflow`,
///          `dtype` for an unknown quantisation, `limit`; messages begin with `label`.
[[nodiscard]] result<std::vector<tfjs_group>>
read_tfjs_manifest(const json_value& manifest, std::string_view label, const reader_limits& limits);

} // namespace weightkin

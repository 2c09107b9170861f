#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace weightkin {

/// A convolution of a Darknet network: all that its weights file keeps.
struct darknet_convolution {
  std::uint64_t section = 0; ///< number of its section, the network's own not counted
  std::uint64_t inputs = 0;  ///< channels of one group
  std::uint64_t filters = 0;
  std::uint64_t size = 0; ///< of the kernel, along both axes
  bool is_normalised = false;
};

/// The convolutions of a network description, in order; nothing when it is none, or has other
/// layers with weights. Sizes are bounded so that no product of one convolution wraps.
[[nodiscard]] std::optional<std::vector<darknet_convolution>>
parse_darknet_config(std::string_view text);

} // namespace weightkin

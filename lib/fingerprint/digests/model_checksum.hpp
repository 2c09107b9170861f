#pragma once

#include <cstdint>
#include <string_view>

namespace weightkin::detail {

/// By what a tensor's checksum counts in its model's: odd, and from its name, so that tensors that
/// trade places show (docs/fingerprint-format.md, section 2.2).
[[nodiscard]] std::uint64_t checksum_weight(std::string_view name);

} // namespace weightkin::detail

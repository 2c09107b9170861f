#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// How formats with a graph keep a weight that an operator reads.
struct usage_rule {
  std::span<const std::string_view> formats;
  std::string_view usage; ///< the whole of `stored_tensor::usage`
  std::optional<stored_tensor> (*undo)(const stored_tensor& tensor);
  std::string_view note;   ///< what was undone, for the tensor's encoding
  std::string_view source; ///< where the rule is known from
};

/// The whole table.
[[nodiscard]] std::span<const usage_rule> usage_rules() noexcept;

/// The rule for what the graph does with the tensor; null when it is kept as PyTorch keeps it.
[[nodiscard]] const usage_rule* find_usage_rule(std::string_view format,
                                                const stored_tensor& tensor) noexcept;

} // namespace weightkin

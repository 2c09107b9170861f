#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/layout/gguf_model.hpp"
#include "reader/layout/gguf_names.hpp"

namespace weightkin {

/// What a rule on one tensor came to: the tensor as it is at home, or why it stays as it is.
struct rule_outcome {
  std::optional<stored_tensor> tensor;
  std::string problem;
};

/// A conversion that changed the order or the values of one tensor.
struct gguf_tensor_rule {
  std::span<const std::string_view> architectures;
  std::string_view pattern; ///< of the name without suffix; '*' in front stands for anything
  std::string_view suffix;  ///< only tensors with this suffix; empty: any or none
  rule_outcome (*undo)(const stored_tensor& tensor, const gguf_model& model, std::uint64_t layer);
  std::string_view source; ///< where the rule is known from
};

/// A conversion that took a tensor apart.
struct gguf_join_rule {
  std::span<const std::string_view> architectures;
  std::span<const std::string_view> parts; ///< patterns, behind "blk.N."
  std::string_view suffix;
  std::string_view home; ///< the whole name, "{}" for the layer
  rule_outcome (*join)(std::span<const stored_tensor> parts, const gguf_model& model,
                       std::uint64_t layer);
  std::string_view source;
};

/// The rule for a tensor of an architecture; null when it is stored as it is at home.
[[nodiscard]] const gguf_tensor_rule* find_tensor_rule(std::string_view architecture,
                                                       const gguf_tensor_name& name) noexcept;

[[nodiscard]] std::span<const gguf_join_rule> gguf_join_rules() noexcept;

[[nodiscard]] bool applies_to(std::span<const std::string_view> architectures,
                              std::string_view architecture) noexcept;

} // namespace weightkin

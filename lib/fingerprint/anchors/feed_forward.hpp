#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <weightkin/core/tensor_view.hpp>
#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// The tensors of one feed-forward network that share its hidden units, and what it reads through.
struct feed_forward {
  std::size_t component = 0;
  std::optional<std::size_t> gate; ///< equals `up` where one tensor holds both
  std::size_t up = 0;
  std::size_t down = 0;
  std::optional<std::size_t> gain; ///< of the norm that feeds gate and up
  std::uint64_t units = 0;
  std::uint64_t width = 0; ///< of the residual stream

  [[nodiscard]] bool fused() const noexcept { return gate && *gate == up; }
};

/// The networks that anchors are taken of (docs/fingerprint-format.md, section 3.1), in the order
/// of their up tensors, at most 64 a component.
[[nodiscard]] std::vector<feed_forward> find_feed_forwards(std::span<const tensor_view> tensors,
                                                           const inventory& contents);

/// The token embedding of a component whose stream is `width` wide.
[[nodiscard]] std::optional<std::size_t> find_token_embedding(std::span<const tensor_view> tensors,
                                                              const inventory& contents,
                                                              std::size_t component,
                                                              std::uint64_t width);

} // namespace weightkin::detail

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::detail {

/// Directions of the residual stream that tokens give it: they turn with every change of its basis,
/// so what a unit reads along them does not change (docs/fingerprint-format.md, section 3.1).
struct token_axes {
  token_choice tokens = token_choice::none;
  std::uint64_t vocabulary = 0;
  std::size_t width = 0;
  std::vector<double> values; ///< `print_features` axes of `width`

  [[nodiscard]] std::span<const double> axis(std::size_t f) const {
    return std::span(values).subspan(f * width, width);
  }
};

/// \param vocabulary the string of every row, or of none. \returns nothing when there are too few
/// tokens; the medium's `io` error. Memory: 17 vectors of the stream's width, a few rows.
[[nodiscard]] result<std::optional<token_axes>>
find_token_axes(const tensor_view& embedding, std::span<const std::string_view> vocabulary,
                std::uint64_t seed);

} // namespace weightkin::detail

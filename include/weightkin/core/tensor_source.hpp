#pragma once

#include <concepts>
#include <cstddef>
#include <vector>

#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// Anything that hands out tensors by index: an open checkpoint, a framework's parameter list, a
/// `std::vector<tensor_view>`. The views must stay valid while the source lives.
template <class Source>
concept tensor_source = requires(const Source& source, std::size_t index) {
  { source.size() } -> std::convertible_to<std::size_t>;
  { source[index] } -> std::convertible_to<tensor_view>;
};

/// The views of `source` in order; the type-erased form compiled code takes. O(size()).
template <tensor_source Source>
[[nodiscard]] std::vector<tensor_view> views_of(const Source& source) {
  std::vector<tensor_view> views;
  views.reserve(source.size());
  for (std::size_t index = 0; index < source.size(); ++index)
    views.push_back(source[index]);
  return views;
}

} // namespace weightkin

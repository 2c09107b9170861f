#include "inventory/tied_tensors.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace weightkin::detail {
namespace {

std::int64_t packed_stride(std::span<const std::uint64_t> shape, std::size_t axis) noexcept {
  std::uint64_t stride = 1;
  for (std::size_t i = axis + 1; i < shape.size(); ++i)
    stride *= shape[i];
  return static_cast<std::int64_t>(stride);
}

bool same_strides(const tensor_view& a, const tensor_view& b) noexcept {
  for (std::size_t axis = 0; axis < a.shape.size(); ++axis) {
    if (a.shape[axis] == 1) continue;
    const std::int64_t one = a.strides.empty() ? packed_stride(a.shape, axis) : a.strides[axis];
    const std::int64_t two = b.strides.empty() ? packed_stride(b.shape, axis) : b.strides[axis];
    if (one != two) return false;
  }
  return true;
}

bool same_elements(const tensor_view& a, const tensor_view& b) noexcept {
  return a.type == b.type &&
         std::equal(a.shape.begin(), a.shape.end(), b.shape.begin(), b.shape.end()) &&
         same_strides(a, b);
}

} // namespace

std::vector<std::optional<std::size_t>> find_tied(std::span<const tensor_view> tensors) {
  std::vector<std::optional<std::size_t>> tied(tensors.size());
  // Different tensors may begin at one place (a view of part of another): keep each distinct one.
  std::map<std::pair<const void*, std::uint64_t>, std::vector<std::size_t>> by_place;
  constexpr std::size_t most_views_of_one_place = 64;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const tensor_view& tensor = tensors[i];
    if (tensor.storage.space == nullptr || element_count(tensor) == 0) continue;
    auto& others = by_place[{tensor.storage.space, tensor.storage.offset}];
    const auto same = std::find_if(others.begin(), others.end(), [&](std::size_t other) {
      return same_elements(tensors[other], tensor);
    });
    if (same != others.end())
      tied[i] = *same;
    else if (others.size() < most_views_of_one_place)
      others.push_back(i);
  }
  return tied;
}

} // namespace weightkin::detail

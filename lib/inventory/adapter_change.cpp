#include "inventory/adapter_change.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <weightkin/core/tensor_encoding.hpp>

namespace weightkin::detail {
namespace {

/// Schemes of `tensor_encoding` that compute a change from factors.
constexpr std::array<std::string_view, 4> adapter_schemes{"lora", "dora", "loha", "lokr"};

/// Parts that are not factors: a number that scales them, and norms that are listed by themselves.
constexpr std::array<std::string_view, 2> other_roles{"alpha", "magnitude"};

template <class Table>
bool contains(const Table& table, std::string_view text) noexcept {
  return std::find(table.begin(), table.end(), text) != table.end();
}

} // namespace

bool is_adapter_change(const tensor_view& tensor) noexcept {
  return tensor.encoding != nullptr && contains(adapter_schemes, tensor.encoding->scheme);
}

std::uint64_t trained_elements(const tensor_view& tensor) noexcept {
  if (!is_adapter_change(tensor)) return element_count(tensor);
  std::uint64_t elements = 0;
  for (const encoding_part& part : tensor.encoding->parts)
    if (!contains(other_roles, part.role)) elements += element_count(part.stored);
  return elements;
}

} // namespace weightkin::detail

#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <weightkin/inventory/inventory.hpp>

namespace weightkin::detail {

/// When a prefix row claims a tensor.
enum class claim {
  firm,    ///< always
  joins,   ///< only when a firm row of the same family claims another tensor of the model
  witness, ///< only when some tensor of the model begins with `witness`
};

/// One naming dialect: tensors that begin with `prefix` belong to one component.
struct component_rule {
  std::string_view prefix;
  component_kind kind;
  std::string_view family; ///< rows of one family are one component
  std::string_view strip;  ///< what the component's suffixes leave out; a prefix of `prefix`
  claim when = claim::firm;
  std::string_view witness = {};
};

/// The table of prefix families. The longest matching prefix wins; wrappers are stripped before.
[[nodiscard]] std::span<const component_rule> component_rules() noexcept;

/// True for factors of low-rank adapters and what is saved beside them, by their own names.
[[nodiscard]] bool is_adapter_name(std::string_view name,
                                   const std::vector<std::string_view>& path) noexcept;

/// True for training state saved beside the weights.
[[nodiscard]] bool is_optimizer_name(const std::vector<std::string_view>& path) noexcept;

} // namespace weightkin::detail

#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/core/digest.hpp>

namespace weightkin::detail {

/// What a tensor brings to a tree.
struct merkle_entry {
  std::string_view name;
  digest value;
};

/// The root over names and value digests, and the one over distinct value digests alone
/// (docs/fingerprint-format.md, section 4, "Roots"). Neither depends on the order of `entries`.
[[nodiscard]] digest named_root(std::span<const merkle_entry> entries);
[[nodiscard]] digest nameless_root(std::span<const merkle_entry> entries);

} // namespace weightkin::detail

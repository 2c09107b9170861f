#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include <weightkin/align/alignment.hpp>

namespace weightkin {

/// Pairs of tensors (subject, reference) among those given that hold the same bytes under different
/// names. Only tensors of equal dtype and extent are hashed, so models without such pairs cost
/// nothing. Constant and excluded tensors must not be passed: they are equal without being copies.
[[nodiscard]] result<std::vector<std::pair<std::size_t, std::size_t>>>
match_content(const model_ref& subject, std::span<const std::size_t> subject_entries,
              const model_ref& reference, std::span<const std::size_t> reference_entries);

} // namespace weightkin

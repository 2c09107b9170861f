#pragma once

#include <optional>

#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_view.hpp>

namespace weightkin {

/// True when the file itself says that `view` is stored in fewer bits than its values have:
/// quantised blocks; not low-rank factors, not zeros left out, not a mere change of layout.
[[nodiscard]] bool has_declared_grid(const tensor_view& view) noexcept;

/// For pairs of which at least one side declares a grid: whether nearly all values (98 %) of a
/// bounded sample lie within one step of that grid of one another, so that rounding to it explains
/// the difference. Where both sides declare one, within the sum of both steps. Nothing when
/// neither declares a grid, the tensors differ in size or are too small to tell.
[[nodiscard]] result<std::optional<bool>> within_declared_grid(const tensor_view& subject,
                                                               const tensor_view& reference);

} // namespace weightkin

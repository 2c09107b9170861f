#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_set>

#include <weightkin.h>
#include <weightkin/core/result.hpp>

#include "handles.hpp"

namespace weightkin::capi {

/// Why the caller's tensor cannot be read as it says; null when it can. Its name is not looked at.
[[nodiscard]] const char* objection(const wkin_tensor_view& tensor) noexcept;

/// The caller's tensor as ours, nothing copied. \pre no objection.
[[nodiscard]] tensor_view borrowed(const wkin_tensor_view& tensor) noexcept;

/// Makes a model of tensors in the caller's memory: names, shapes and strides are copied, elements
/// are not.
class held_tensors {
public:
  held_tensors(std::size_t count, const char* name);

  /// Adds one more; at most `count`. \returns `bad_argument` for what cannot be read as it is said
  /// to be, and for a name that another has.
  [[nodiscard]] result<void> add(const wkin_tensor_view& tensor);

  /// The model, once.
  [[nodiscard]] std::shared_ptr<model_state> finish();

private:
  std::shared_ptr<model_state> state_;
  std::unordered_set<std::string_view> seen_;
};

} // namespace weightkin::capi

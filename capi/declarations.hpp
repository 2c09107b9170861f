#pragma once

#include <cstddef>
#include <vector>

#include <weightkin.h>
#include <weightkin/fingerprint/fingerprint_builder.hpp>

namespace weightkin::capi {

/// The caller's declarations as ours.
[[nodiscard]] result<std::vector<tensor_declaration>>
declared(const wkin_tensor_declaration* tensors, std::size_t count, std::size_t declaration_size);

} // namespace weightkin::capi

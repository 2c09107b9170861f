#pragma once

#include <weightkin/core/digest.hpp>
#include <weightkin/core/result.hpp>
#include <weightkin/core/tensor_encoding.hpp>

namespace weightkin::detail {

/// The stored digest of a tensor that is decoded from several stored parts
/// (docs/fingerprint-format.md, section 4). Reads each part once, in bounded pieces.
/// \returns the medium's error. \pre there are parts.
[[nodiscard]] result<digest> stored_digest_of_parts(const tensor_encoding& encoding,
                                                    unsigned threads = 1);

} // namespace weightkin::detail

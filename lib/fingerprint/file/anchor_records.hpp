#pragma once

#include <optional>

#include <weightkin/fingerprint/fingerprint.hpp>

#include "fingerprint/file/byte_input.hpp"
#include "fingerprint/file/byte_output.hpp"
#include "fingerprint/file/fingerprint_rules.hpp"
#include "fingerprint/file/tensor_record.hpp"

namespace weightkin::detail {

/// Section 5 of a fingerprint file (docs/fingerprint-file.md).
void put_anchors(byte_output& out, const std::vector<unit_anchors>& anchors);
void take_anchors(byte_input& in, reading& file);

/// What anchors say against the tensors they were taken of.
[[nodiscard]] std::optional<contradiction> contradiction_in_anchors(const fingerprint& print);

} // namespace weightkin::detail

#pragma once

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::detail {

/// Fills in what follows from the tensors together: the model's checksum and all Merkle roots
/// (docs/fingerprint-format.md, sections 2.2 and 4).
void seal(fingerprint& print);

} // namespace weightkin::detail

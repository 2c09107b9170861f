#pragma once

#include <string>

#include <weightkin/fingerprint/fingerprint.hpp>

namespace weightkin::cli {

/// What is in a fingerprint, for people. \param tensors also a line for each
[[nodiscard]] std::string fingerprint_to_text(const fingerprint& print, const std::string& path,
                                              bool tensors);

} // namespace weightkin::cli

#pragma once

#include <optional>
#include <string>

#include <weightkin/core/digest.hpp>
#include <weightkin/registry/fingerprint_index.hpp>

#include "command_line.hpp"
#include "exit_code.hpp"

namespace weightkin::cli {

[[nodiscard]] exit_code run_index(const index_settings& settings);

/// The part of it that looks for origins.
[[nodiscard]] exit_code run_index_query(const index_settings& settings);

[[nodiscard]] result<fingerprint_index> open_index(const index_settings& settings,
                                                   index_access access);

/// The fingerprint of a model or in a file, under its own name, where it has one.
[[nodiscard]] result<fingerprint> print_at(const std::string& path, const index_settings& settings,
                                           std::optional<std::uint64_t> seed, bool* has_weights);

/// 64 hexadecimal digits; nothing when it is anything else.
[[nodiscard]] std::optional<digest> digest_of(const std::string& hex);

/// By what rulings are kept: the nameless root, or else the digest of the fingerprint.
[[nodiscard]] digest ruling_key(const fingerprint& print);

} // namespace weightkin::cli

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weightkin/core/result.hpp>

namespace weightkin {

/// What the user knows of a reference beside its weights.
struct known_reference {
  std::string name;             ///< its file: whole name, last part, or that without ending
  std::string licence;          ///< e.g. "apache-2.0", lower case; empty: not known
  std::vector<std::string> ids; ///< what it is called elsewhere: "owner/name"
};

/// What the user knows of references.
struct licence_table {
  std::vector<known_reference> references; ///< in the order of the file
};

/// Parses {"schema": "urn:weightkin:schema:licences:1.0", "references": [{"name": ..., "licence":
/// ..., "ids": [...]}, ...]}. Messages begin "LABEL:LINE: ". \returns `bad_format`, `unsupported`.
[[nodiscard]] result<licence_table> parse_licences(std::string_view json,
                                                   std::string_view label = "licences");

/// Whether `pattern` means the reference `name`: the whole of it, the last part of its path, or
/// that without the ending of a file of weights (".safetensors", ".gguf", ...; "Qwen2.5-3B" has
/// none). Where several entries of a table mean a reference, the most exact one counts; of two
/// equally exact ones with different licences none.
[[nodiscard]] bool means_reference(std::string_view pattern, std::string_view name) noexcept;

} // namespace weightkin

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// The bytes [offset, offset + size) of `file` as a source of their own, for files inside files.
/// \pre offset <= file->size() and size <= file->size() - offset
[[nodiscard]] std::shared_ptr<const byte_source> window_of(std::shared_ptr<const byte_source> file,
                                                           std::uint64_t offset, std::uint64_t size,
                                                           std::string label);

} // namespace weightkin

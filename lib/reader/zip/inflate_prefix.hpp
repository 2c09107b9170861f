#pragma once

#include <cstddef>
#include <vector>

#include "reader/zip/zip_directory.hpp"

namespace weightkin {

/// The first `length` bytes of a deflated member (all of it when it is shorter), without inflating
/// the rest: enough to read a header. The checksum, which covers the whole, is not checked here.
/// \returns `bad_format`/`compress` when the stream is broken or ends before.
[[nodiscard]] result<std::vector<std::byte>>
inflate_prefix(const byte_source& file, const zip_member& member, std::size_t length);

/// The first `length` bytes of any member, stored or deflated (all of it when it is shorter).
[[nodiscard]] result<std::vector<std::byte>>
read_member_prefix(const byte_source& file, const zip_member& member, std::size_t length);

} // namespace weightkin

#pragma once

#include <cstddef>
#include <span>

namespace weightkin {

/// True when a file that begins with `head` is a pickle: by its PROTO opcode (protocol 2 and
/// later), or, for the text protocols 0 and 1, when its first opcodes spell values with their
/// arguments.
[[nodiscard]] bool looks_like_pickle(std::span<const std::byte> head) noexcept;

} // namespace weightkin

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <weightkin/reader/byte_source.hpp>

namespace weightkin {

/// The bytes [offset, offset + size) of `file`, which must have the (masked) CRC-32C `masked_crc`.
/// The first read, of however little, checks all of them; if they are damaged, every read answers
/// `bad_format`/`checksum`. Nothing is copied: what is read lies where `file` has it.
/// \param what begins the message: "tensor 'w'"
[[nodiscard]] std::shared_ptr<const byte_source>
check_bytes(std::shared_ptr<const byte_source> file, std::uint64_t offset, std::uint64_t size,
            std::uint32_t masked_crc, std::string what);

} // namespace weightkin

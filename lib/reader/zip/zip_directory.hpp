#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

namespace weightkin {

/// One member of a zip file, its local header already checked against the central directory.
struct zip_member {
  std::string name;
  bool deflated = false;          ///< method 8; otherwise stored
  std::uint64_t data_offset = 0;  ///< first byte of the (compressed) data
  std::uint64_t stored_bytes = 0; ///< as it lies in the file
  std::uint64_t size_bytes = 0;   ///< once inflated
  std::uint32_t crc32 = 0;
};

/// Reads the central directory strictly: unique names, local headers agree, members neither overlap
/// one another nor the directory, no encryption, no multi-disk. `fault::zip`, `zip_encrypted`,
/// `duplicate`...
[[nodiscard]] result<std::vector<zip_member>> read_zip_directory(const byte_source& bytes,
                                                                 const reader_limits& limits);

/// The member's bytes as a source of their own: a window into `file` when stored, inflated into
/// memory (bounded by its declared size and `max_bytes`, CRC checked) when deflated.
[[nodiscard]] result<std::shared_ptr<const byte_source>>
open_member(const std::shared_ptr<const byte_source>& file, const zip_member& member,
            std::uint64_t max_bytes);

} // namespace weightkin

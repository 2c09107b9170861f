#pragma once

#include <cstdint>
#include <vector>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// The kinds of header message that say what an object is and where its elements are.
enum class hdf5_message_kind : std::uint16_t {
  dataspace = 0x01,
  link_info = 0x02,
  datatype = 0x03,
  old_fill_value = 0x04,
  fill_value = 0x05,
  link = 0x06,
  external_files = 0x07,
  layout = 0x08,
  filters = 0x0B,
  attribute = 0x0C,
  continuation = 0x10,
  symbol_table = 0x11,
};

struct hdf5_message {
  hdf5_message_kind kind{};
  bool is_shared = false; ///< the body only says where the message is
  hdf5_fields body;
};

/// One object, a group or a dataset or a named datatype, as its header's messages.
struct hdf5_object {
  std::vector<hdf5_block> blocks; ///< what the messages' bodies point into
  std::vector<hdf5_message> messages;
  std::uint64_t at = 0; ///< position in the file

  /// The first message of a kind, or null.
  [[nodiscard]] const hdf5_message* find(hdf5_message_kind kind) const noexcept;
};

/// Reads the object header at `address`, version 1 or 2, with its continuations.
[[nodiscard]] result<hdf5_object> read_hdf5_object(hdf5_file& file, std::uint64_t address);

} // namespace weightkin

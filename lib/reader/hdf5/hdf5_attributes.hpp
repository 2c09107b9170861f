#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reader/hdf5/hdf5_object_header.hpp"

namespace weightkin {

/// The texts of a file that are kept apart from their attributes because their length varies.
/// Each collection is read once.
class hdf5_global_heap {
public:
  /// The object `number` of the collection at `address`; `bad_format` when there is none.
  [[nodiscard]] result<std::span<const std::byte>> object(hdf5_file& file, std::uint64_t address,
                                                          std::uint32_t number);

private:
  struct collection {
    hdf5_block block;
    std::map<std::uint32_t, std::span<const std::byte>> objects;
  };
  static result<collection> read(hdf5_file& file, std::uint64_t address);

  std::map<std::uint64_t, collection> collections_;
};

/// The attribute `name` of an object when it is one text of at most `most_bytes`; nothing when it
/// is not there or something else.
[[nodiscard]] result<std::optional<std::string>>
read_hdf5_text(hdf5_file& file, hdf5_global_heap& heap, const hdf5_object& object,
               std::string_view name, std::uint64_t most_bytes);

} // namespace weightkin

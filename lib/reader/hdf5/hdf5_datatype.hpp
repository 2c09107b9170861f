#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <weightkin/core/dtype.hpp>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// What a datatype message describes, as far as weights and their attributes need it.
struct hdf5_datatype {
  enum class kind_type : std::uint8_t {
    number,        ///< `type` and `big_endian` say which
    fixed_string,  ///< `size` bytes, ended or padded
    long_string,   ///< of any length, in the global heap
    opaque,        ///< `size` bytes of nobody knows what
    no_number,     ///< references, lists, dates: never weights
    strange_number ///< numbers of a width or format that is not read
  };
  kind_type kind = kind_type::no_number;
  std::uint32_t size = 0; ///< bytes of one element
  dtype type = dtype::f32;
  bool big_endian = false;
};

/// Reads a datatype from the front of `fields`.
/// \returns `bad_format`/`header` when it contradicts itself.
[[nodiscard]] result<hdf5_datatype> read_hdf5_datatype(const hdf5_file& file, hdf5_fields& fields);

/// What a dataspace message describes.
struct hdf5_dataspace {
  bool is_null = false; ///< no element at all, not even one
  std::vector<std::uint64_t> shape;
  std::vector<std::uint64_t> most; ///< how far each axis may grow; UINT64_MAX: without end
  std::uint64_t count = 1;         ///< elements; the product fits 64 bits
};

/// \returns `bad_format`: `limit` for more than 32 dimensions, `overflow`, `header`.
[[nodiscard]] result<hdf5_dataspace> read_hdf5_dataspace(const hdf5_file& file, hdf5_fields fields);

} // namespace weightkin

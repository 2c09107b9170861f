#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// One step that a chunk went through before it was stored.
struct hdf5_filter {
  enum class kind_type : std::uint8_t { deflate, shuffle, fletcher32, lzf };
  kind_type kind = kind_type::deflate;
  std::uint32_t element_bytes = 0; ///< shuffle: bytes of one element
};

/// The steps, in the order of writing.
using hdf5_pipeline = std::vector<hdf5_filter>;

/// Reads a filter pipeline message.
/// \returns `unsupported` for a filter that is not known, naming it; `bad_format`/`header`.
[[nodiscard]] result<hdf5_pipeline> read_hdf5_filters(const hdf5_file& file, hdf5_fields fields);

/// What a filter found wrong.
struct filter_fault {
  fault why = fault::none;
  std::string_view what;
};

/// Undoes the steps on one stored chunk; `chunk` receives exactly `size` bytes. No memory is taken
/// for more than `stored` can decompress to.
/// \param skipped bit i: step i was not applied to this chunk
/// \returns the fault, `fault::none` on success.
[[nodiscard]] filter_fault undo_hdf5_filters(const hdf5_pipeline& pipeline, std::uint32_t skipped,
                                             std::span<const std::byte> stored, std::size_t size,
                                             std::vector<std::byte>& chunk);

/// HDF5's Fletcher-32: over 16-bit big-endian words.
[[nodiscard]] std::uint32_t hdf5_fletcher32(std::span<const std::byte> bytes) noexcept;

} // namespace weightkin

#pragma once

#include <memory>

#include <weightkin/reader/limits.hpp>
#include <weightkin/reader/stored_tensor.hpp>

namespace weightkin {

/// Reads the HDF5 file that `bytes` are, alone or a member of an archive.
[[nodiscard]] result<file_contents> read_hdf5(const std::shared_ptr<const byte_source>& bytes,
                                              const reader_limits& limits);

} // namespace weightkin

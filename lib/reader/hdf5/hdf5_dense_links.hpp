#pragma once

#include <vector>

#include "reader/hdf5/hdf5_group.hpp"

namespace weightkin {

/// The entries of a newer group that has so many that they left its header, from its link info
/// message; none when they did not.
[[nodiscard]] result<std::vector<hdf5_link>> read_dense_links(hdf5_file& file, hdf5_fields fields);

} // namespace weightkin

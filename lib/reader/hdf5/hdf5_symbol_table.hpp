#pragma once

#include <vector>

#include "reader/hdf5/hdf5_group.hpp"

namespace weightkin {

/// The entries of a group of the older kind, from its symbol table message.
[[nodiscard]] result<std::vector<hdf5_link>> read_symbol_table(hdf5_file& file, hdf5_fields fields);

} // namespace weightkin

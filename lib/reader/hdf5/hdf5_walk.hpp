#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weightkin/reader/stored_tensor.hpp>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// What the objects of a file amount to.
struct hdf5_contents {
  std::vector<stored_tensor> tensors; ///< named by their paths, without the leading '/'
  std::vector<std::pair<std::string, std::string>> attributes; ///< texts of the root group, by name
  std::vector<std::string> warnings;
};

/// Visits every object below the root group once, in the file's order. Datasets that have several
/// names are listed under each.
/// \param wanted names of the root group's attributes to read
/// \returns `bad_format`: `limit`, `cycle`, `duplicate`...
[[nodiscard]] result<hdf5_contents> walk_hdf5(hdf5_file& file, std::uint64_t root,
                                              std::span<const std::string_view> wanted);

} // namespace weightkin

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <weightkin/lineage/comparison.hpp>

#include "lineage/paired_tensors.hpp"

namespace weightkin {

/// The pairs of one component, sorted by what their bits say.
struct bit_census {
  std::size_t tested = 0; ///< convicting pairs
  std::size_t equal = 0;  ///< of them, with every bit equal
  /// Contents among the equal pairs: a table that every layer has is one.
  std::size_t equal_contents = 0;
  std::size_t descriptive = 0;
  std::size_t descriptive_equal = 0;
  std::size_t descriptive_matrices_equal = 0; ///< of them, more than a vector
  bool any_cast = false;                      ///< some equal pair has two dtypes
  bool any_undone = false; ///< some pair is equal but for what undoing a layout leaves
  bool equal_could_be_fixed =
      false;                ///< every equal pair has a role that might be an untrained buffer
  bool any_rounded = false; ///< some equal pair lost bits in a cast: the wider side is the origin
  std::size_t by_checksum = 0;        ///< equal pairs known by their checksums alone
  std::uint64_t equal_parameters = 0; ///< of the equal pairs
  std::vector<std::size_t> changed;   ///< convicting pairs that differ
  bool changed_dependent = false;     ///< some changed pair is by itself significantly dependent
  /// Something that could have carried the verdict has no counterpart; not counting a second
  /// network of the same build in one file, which may lack one as a whole.
  bool partly_matched = false;
};
[[nodiscard]] bit_census census_of(std::size_t component, const paired_models& models,
                                   std::span<const tensor_evidence> pairs,
                                   const ruling_options& options);

} // namespace weightkin

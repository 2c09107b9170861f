#pragma once

#include <cstdint>
#include <vector>

#include "reader/hdf5/hdf5_file.hpp"

namespace weightkin {

/// The heap in which newer groups keep their link messages once they are many: direct blocks of
/// doubling sizes that together form one space of offsets.
class fractal_heap {
public:
  [[nodiscard]] static result<fractal_heap> read(hdf5_file& file, std::uint64_t address);

  /// The object that `id`, of the heap's own identifiers, stands for.
  /// \returns `unsupported` for objects that are not kept in the blocks.
  [[nodiscard]] result<hdf5_block> object(hdf5_file& file, hdf5_fields id) const;

private:
  struct direct_block {
    std::uint64_t offset; ///< in the heap's space
    std::uint64_t size;
    std::uint64_t address;
  };

  result<void> read_header(hdf5_file& file, hdf5_fields fields);
  result<void> read_indirect(hdf5_file& file, std::uint64_t address, std::uint64_t offset,
                             std::uint64_t rows, unsigned depth);
  [[nodiscard]] std::uint64_t block_size(std::uint64_t row) const noexcept;

  std::uint64_t table_width_ = 0;
  std::uint64_t first_size_ = 0;
  std::uint64_t direct_rows_ = 0; ///< rows from here on hold indirect blocks
  unsigned offset_width_ = 0;
  unsigned length_width_ = 0;
  std::vector<direct_block> blocks_; ///< by offset
};

} // namespace weightkin

#include "reader/hdf5/hdf5_chunk_table.hpp"

#include <algorithm>
#include <utility>

#include "reader/hdf5/hdf5_fixed_array.hpp"
#include "reader/hdf5/hdf5_new_tree.hpp"
#include "reader/hdf5/hdf5_old_tree.hpp"

namespace weightkin {
namespace {

/// Gathers the chunks that an index lists.
class chunk_reader {
public:
  chunk_reader(hdf5_file& file, const hdf5_layout& layout, const hdf5_dataspace& space,
               const hdf5_chunk_grid& grid, bool is_filtered)
      : file_(file), layout_(layout), space_(space), grid_(grid), is_filtered_(is_filtered) {}

  result<std::vector<hdf5_chunk>> read() {
    if (layout_.address == hdf5_nowhere) return std::move(chunks_); // nothing was ever written
    auto done = read_index();
    if (!done) return std::move(done).error();
    std::sort(chunks_.begin(), chunks_.end(),
              [](const hdf5_chunk& a, const hdf5_chunk& b) { return a.number < b.number; });
    const auto twice =
        std::adjacent_find(chunks_.begin(), chunks_.end(),
                           [](const auto& a, const auto& b) { return a.number == b.number; });
    if (twice != chunks_.end())
      return file_.fail(fault::duplicate, twice->at, "a chunk is stored twice");
    return std::move(chunks_);
  }

private:
  result<void> read_index() {
    switch (layout_.index) {
    case hdf5_chunk_index::old_tree: return read_old_tree();
    case hdf5_chunk_index::new_tree: return read_new_tree();
    case hdf5_chunk_index::single:
      return add(std::vector<std::uint64_t>(grid_.counts.size()), layout_.address,
                 layout_.is_single_filtered ? layout_.single_bytes : grid_.chunk_bytes,
                 layout_.single_mask);
    case hdf5_chunk_index::implicit: return read_implicit();
    case hdf5_chunk_index::fixed_array:
      return read_fixed_array(
          file_, layout_.address, {is_filtered_, grid_.chunk_bytes},
          [&](std::uint64_t entry, std::uint64_t address, std::uint64_t bytes,
              std::uint32_t skipped) { return add_entry(entry, address, bytes, skipped); });
    default: break;
    }
    return file_.unsupported(layout_.at, "chunks listed in a growing array are not read");
  }

  result<void> read_old_tree() {
    const std::uint64_t rank = grid_.shape.size();
    return walk_old_tree(file_, layout_.address, {old_tree::kind::chunks, 8 + 8 * (rank + 1)},
                         [&](hdf5_fields key, std::uint64_t address) -> result<void> {
                           const std::uint32_t bytes = key.u32();
                           const std::uint32_t skipped = key.u32();
                           std::vector<std::uint64_t> place(rank);
                           for (std::size_t axis = 0; axis < rank; ++axis) {
                             const std::uint64_t first = key.number(8);
                             const std::uint64_t extent = layout_.chunk[axis];
                             if (first % extent != 0)
                               return file_.fail(fault::header, key.at(),
                                                 "a chunk begins between two places");
                             place[axis] = first / extent;
                           }
                           return add(place, address, bytes, skipped);
                         });
  }

  result<void> read_new_tree() {
    const std::uint64_t rank = grid_.shape.size();
    const auto type = is_filtered_ ? new_tree_type::filtered_chunks : new_tree_type::plain_chunks;
    const std::uint64_t fixed = file_.widths().offset + 8 * rank + (is_filtered_ ? 4U : 0U);
    return walk_new_tree(file_, layout_.address, type, [&](hdf5_fields record) -> result<void> {
      const std::uint64_t size_width = record.remaining() - std::min(record.remaining(), fixed);
      if (record.remaining() < fixed || size_width > 8)
        return file_.fail(fault::header, record.at(), "a chunk's record has another size");
      const std::uint64_t address = record.address();
      const std::uint64_t bytes =
          is_filtered_ ? record.number(static_cast<unsigned>(size_width)) : grid_.chunk_bytes;
      const std::uint32_t skipped = is_filtered_ ? record.u32() : 0;
      std::vector<std::uint64_t> place(rank);
      for (std::uint64_t& along : place)
        along = record.number(8);
      return add(place, address, bytes, skipped);
    });
  }

  /// Chunks one after the other; each takes its room in the file, so there cannot be too many.
  result<void> read_implicit() {
    std::uint64_t entries = 1;
    for (std::size_t axis = 0; axis < grid_.counts.size(); ++axis)
      if (__builtin_mul_overflow(entries, most_counts(axis), &entries))
        return file_.fail(fault::overflow, layout_.at, "more chunks than 64 bits count");
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(entries, grid_.chunk_bytes, &bytes))
      return file_.fail(fault::overflow, layout_.at, "more bytes than 64 bits count");
    if (auto inside = file_.position(layout_.address, bytes, "a run of chunks"); !inside)
      return std::move(inside).error();
    constexpr std::uint64_t least_bytes = 16; // smaller chunks would make a table outgrow the file
    if (grid_.chunk_bytes < least_bytes && entries > 1)
      return file_.unsupported(layout_.at, "chunks of a few bytes are not read");
    for (std::uint64_t entry = 0; entry < entries; ++entry)
      if (auto added =
              add_entry(entry, layout_.address + entry * grid_.chunk_bytes, grid_.chunk_bytes, 0);
          !added)
        return added;
    return {};
  }

  /// Chunks along an axis once it has grown as far as it may.
  [[nodiscard]] std::uint64_t most_counts(std::size_t axis) const noexcept {
    const std::uint64_t extent = layout_.chunk[axis];
    return space_.most[axis] / extent + (space_.most[axis] % extent != 0 ? 1 : 0);
  }

  /// Tables count chunks in C order of the largest shape that the dataset may take.
  result<void> add_entry(std::uint64_t entry, std::uint64_t address, std::uint64_t bytes,
                         std::uint32_t skipped) {
    std::vector<std::uint64_t> place(grid_.counts.size());
    for (std::size_t axis = place.size(); axis-- > 0;) {
      const std::uint64_t along = std::max<std::uint64_t>(1, most_counts(axis));
      place[axis] = entry % along;
      entry /= along;
    }
    if (entry != 0) return {}; // beyond the last chunk
    return add(place, address, bytes, skipped);
  }

  result<void> add(const std::vector<std::uint64_t>& place, std::uint64_t address,
                   std::uint64_t bytes, std::uint32_t skipped) {
    for (std::size_t axis = 0; axis < place.size(); ++axis)
      if (place[axis] >= grid_.counts[axis]) return {}; // left behind when the dataset shrank
    const auto at = file_.position(address, bytes, "a chunk");
    if (!at) return at.error();
    if (bytes > UINT32_MAX) return file_.fail(fault::limit, *at, "a chunk of more than 4 GiB");
    if (!is_filtered_ && bytes != grid_.chunk_bytes)
      return file_.fail(fault::header, *at, "a chunk has not the size that its dataset gives it");
    chunks_.push_back({grid_.number_of(place), *at, static_cast<std::uint32_t>(bytes), skipped});
    return {};
  }

  hdf5_file& file_;
  const hdf5_layout& layout_;
  const hdf5_dataspace& space_;
  const hdf5_chunk_grid& grid_;
  bool is_filtered_;
  std::vector<hdf5_chunk> chunks_;
};

} // namespace

std::uint64_t hdf5_chunk_grid::number_of(const std::vector<std::uint64_t>& place) const noexcept {
  std::uint64_t number = 0;
  for (std::size_t axis = 0; axis < place.size(); ++axis)
    number = number * counts[axis] + place[axis];
  return number;
}

result<hdf5_chunk_grid> make_hdf5_grid(const hdf5_file& file, const hdf5_layout& layout,
                                       const hdf5_dataspace& space, std::uint32_t element_bytes,
                                       std::uint64_t at) {
  const std::size_t rank = space.shape.size();
  const bool is_consistent =
      rank > 0 && layout.chunk.size() == rank + 1 && layout.chunk.back() == element_bytes &&
      std::find(layout.chunk.begin(), layout.chunk.end(), 0U) == layout.chunk.end();
  if (!is_consistent)
    return file.fail(fault::header, at, "the chunks do not fit the dataset's shape and type");
  hdf5_chunk_grid grid;
  grid.chunk_bytes = element_bytes;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::uint64_t extent = layout.chunk[axis];
    grid.shape.push_back(space.shape[axis]);
    grid.chunk.push_back(extent);
    grid.counts.push_back(space.shape[axis] / extent + (space.shape[axis] % extent != 0 ? 1 : 0));
    if (__builtin_mul_overflow(grid.chunk_bytes, extent, &grid.chunk_bytes))
      return file.fail(fault::overflow, at, "the size of a chunk does not fit 64 bits");
  }
  if (grid.chunk_bytes > file.limits().hdf5_chunk_bytes)
    return file.fail(fault::limit, at,
                     "chunks of " + std::to_string(grid.chunk_bytes) + " bytes; at most " +
                         std::to_string(file.limits().hdf5_chunk_bytes) + " are read");
  grid.shape.back() *= element_bytes; // fits: the size of the whole dataset was checked
  grid.chunk.back() *= element_bytes;
  return grid;
}

result<hdf5_chunk_table> hdf5_chunk_table::read(hdf5_file& file, const hdf5_layout& layout,
                                                const hdf5_dataspace& space,
                                                const hdf5_chunk_grid& grid, bool is_filtered) {
  auto chunks = chunk_reader(file, layout, space, grid, is_filtered).read();
  if (!chunks) return std::move(chunks).error();
  hdf5_chunk_table table;
  table.chunks_ = std::move(*chunks);
  return table;
}

std::optional<hdf5_chunk> hdf5_chunk_table::find(std::uint64_t number) const noexcept {
  const auto found = std::lower_bound(
      chunks_.begin(), chunks_.end(), number,
      [](const hdf5_chunk& chunk, std::uint64_t wanted) { return chunk.number < wanted; });
  if (found == chunks_.end() || found->number != number) return std::nullopt;
  return *found;
}

} // namespace weightkin

#include "reader/hdf5/hdf5_fractal_heap.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace weightkin {
namespace {

constexpr unsigned most_heap_bits = 48; ///< of the heap's space of offsets; files have 32 or 40
constexpr unsigned most_depth = 16;     ///< of indirect blocks

} // namespace

std::uint64_t fractal_heap::block_size(std::uint64_t row) const noexcept {
  return row == 0 ? first_size_ : first_size_ << (row - 1);
}

result<fractal_heap> fractal_heap::read(hdf5_file& file, std::uint64_t address) {
  const hdf5_widths widths = file.widths();
  const std::uint64_t size = 26 + 12 * std::uint64_t{widths.length} + 3 * widths.offset;
  auto head = file.block(address, size, "fractal heap");
  if (!head) return std::move(head).error();
  fractal_heap heap;
  if (auto read = heap.read_header(file, head->fields()); !read) return std::move(read).error();
  return heap;
}

result<void> fractal_heap::read_header(hdf5_file& file, hdf5_fields fields) {
  const hdf5_widths widths = file.widths();
  const std::uint64_t at = fields.at();
  if (!fields.signature("FRHP") || fields.u8() != 0)
    return file.fail(fault::header, at, "no fractal heap");
  fields.skip(2); // bytes of an identifier
  const bool is_filtered = fields.u16() != 0;
  fields.skip(1);
  const std::uint64_t most_object = fields.u32();
  fields.skip(9 * std::uint64_t{widths.length} + 2 * std::uint64_t{widths.offset} +
              widths.length); // huge objects, free space, counts
  table_width_ = fields.u16();
  first_size_ = fields.length();
  const std::uint64_t most_direct = fields.length();
  const unsigned heap_bits = fields.u16();
  fields.skip(2);
  const std::uint64_t root = fields.address();
  const std::uint64_t rows = fields.u16();
  if (is_filtered) return file.unsupported(at, "a compressed group is not read");
  if (table_width_ == 0 || !std::has_single_bit(first_size_) || !std::has_single_bit(most_direct) ||
      first_size_ > most_direct || heap_bits > most_heap_bits || most_direct >> heap_bits != 0)
    return file.fail(fault::header, at, "the fractal heap contradicts itself");
  offset_width_ = (heap_bits + 7) / 8;
  length_width_ = (static_cast<unsigned>(std::bit_width(
                       std::max<std::uint64_t>(1, std::min(most_direct, most_object)))) +
                   7) /
                  8;
  direct_rows_ =
      static_cast<std::uint64_t>(std::countr_zero(most_direct) - std::countr_zero(first_size_)) + 2;
  if (root == hdf5_nowhere) return {};
  if (rows != 0) return read_indirect(file, root, 0, rows, 0);
  blocks_.push_back({0, first_size_, root});
  return {};
}

result<void> fractal_heap::read_indirect(hdf5_file& file, std::uint64_t address,
                                         std::uint64_t offset, std::uint64_t rows, unsigned depth) {
  const hdf5_widths widths = file.widths();
  const std::uint64_t head_bytes = 5 + std::uint64_t{widths.offset} + offset_width_;
  auto node = file.block(address, head_bytes + rows * table_width_ * widths.offset, "heap block");
  if (!node) return std::move(node).error();
  hdf5_fields fields = node->fields();
  if (!fields.signature("FHIB") || fields.u8() != 0 || depth == most_depth)
    return file.fail(fault::header, node->at, "no indirect block of a fractal heap");
  fields.skip(head_bytes - 5);
  for (std::uint64_t row = 0; row < rows; ++row) {
    if (row >= most_heap_bits) return file.fail(fault::limit, node->at, "too many rows of blocks");
    const std::uint64_t size = block_size(row);
    for (std::uint64_t column = 0; column < table_width_; ++column, offset += size) {
      const std::uint64_t child = fields.address();
      if (child == hdf5_nowhere) continue;
      if (row < direct_rows_) {
        blocks_.push_back({offset, size, child});
        continue;
      }
      // As many rows as make up this much of the space: each row is as large as all before it.
      const std::uint64_t first_row = first_size_ * table_width_;
      if (first_row == 0) return file.fail(fault::header, node->at, "blocks of no size");
      const auto child_rows = static_cast<std::uint64_t>(std::bit_width(size / first_row));
      if (auto read = read_indirect(file, child, offset, child_rows, depth + 1); !read) return read;
    }
  }
  return {};
}

result<hdf5_block> fractal_heap::object(hdf5_file& file, hdf5_fields id) const {
  const std::uint64_t at = id.at();
  const unsigned flags = id.u8();
  if ((flags & 0x30U) != 0 || flags >> 6 != 0)
    return file.unsupported(at, "an object outside the blocks of its fractal heap is not read");
  const std::uint64_t offset = id.number(offset_width_);
  const std::uint64_t length = id.number(length_width_);
  auto block = std::upper_bound(
      blocks_.begin(), blocks_.end(), offset,
      [](std::uint64_t wanted, const direct_block& row) { return wanted < row.offset; });
  const bool is_found = block != blocks_.begin() && offset - (--block)->offset < block->size &&
                        length <= block->size - (offset - block->offset);
  if (id.is_short() || !is_found)
    return file.fail(fault::bounds, at, "an object leaves the blocks of its fractal heap");
  if (block->address > hdf5_nowhere - offset)
    return file.fail(fault::bounds, at, "a block of a fractal heap leaves the file");
  return file.block(block->address + (offset - block->offset), length, "object of a fractal heap");
}

} // namespace weightkin

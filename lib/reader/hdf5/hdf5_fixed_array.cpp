#include "reader/hdf5/hdf5_fixed_array.hpp"

#include <algorithm>
#include <utility>

namespace weightkin {
namespace {

using visitor = std::function<result<void>(std::uint64_t entry, std::uint64_t address,
                                           std::uint64_t bytes, std::uint32_t skipped)>;

constexpr std::uint64_t array_checksum_bytes = 4;

class array_reader {
public:
  array_reader(hdf5_file& file, const chunk_entries& entries, const visitor& visit)
      : file_(file), entries_(entries), visit_(visit) {}

  result<void> read(std::uint64_t address) {
    const hdf5_widths widths = file_.widths();
    auto head = file_.block(address, 12 + widths.length + widths.offset, "fixed array");
    if (!head) return std::move(head).error();
    hdf5_fields fields = head->fields();
    if (!fields.signature("FAHD") || fields.u8() != 0 ||
        fields.u8() != (entries_.is_filtered ? 1U : 0U))
      return file_.fail(fault::header, head->at, "no fixed array of this kind of chunks");
    if (!hdf5_checksum_fits(head->bytes))
      return file_.fail(fault::checksum, head->at, "fixed array with a wrong checksum");
    entry_bytes_ = fields.u8();
    const unsigned page_bits = fields.u8();
    count_ = fields.length();
    const std::uint64_t data = fields.address();
    const std::uint64_t fixed = widths.offset + (entries_.is_filtered ? 4U : 0U);
    size_width_ = entry_bytes_ - std::min(entry_bytes_, fixed);
    if (entry_bytes_ < fixed || size_width_ > 8 || (size_width_ != 0) != entries_.is_filtered ||
        page_bits > 32)
      return file_.fail(fault::header, head->at, "the fixed array contradicts itself");
    if (data == hdf5_nowhere) return {};
    if (count_ > file_.source()->size() / entry_bytes_)
      return file_.fail(fault::bounds, head->at, "the fixed array leaves the file");
    const std::uint64_t page_entries = std::uint64_t{1} << page_bits;
    return count_ > page_entries ? read_pages(data, page_entries) : read_whole(data);
  }

private:
  [[nodiscard]] std::uint64_t prefix_bytes() const noexcept {
    return 6 + std::uint64_t{file_.widths().offset};
  }

  result<void> check_prefix(hdf5_fields& fields, std::uint64_t at) const {
    if (!fields.signature("FADB") || fields.u8() != 0)
      return file_.fail(fault::header, at, "no data block of a fixed array");
    fields.skip(1 + file_.widths().offset);
    return {};
  }

  result<void> read_whole(std::uint64_t address) {
    auto block = file_.block(address, prefix_bytes() + count_ * entry_bytes_ + array_checksum_bytes,
                             "fixed array");
    if (!block) return std::move(block).error();
    hdf5_fields fields = block->fields();
    if (auto checked = check_prefix(fields, block->at); !checked) return checked;
    if (!hdf5_checksum_fits(block->bytes))
      return file_.fail(fault::checksum, block->at, "fixed array with a wrong checksum");
    return visit_entries(fields, 0, count_);
  }

  /// Long arrays are in pages with a checksum each; a bit says of each whether it is in use.
  result<void> read_pages(std::uint64_t address, std::uint64_t page_entries) {
    const std::uint64_t pages = (count_ - 1) / page_entries + 1;
    auto head = file_.block(address, prefix_bytes() + (pages + 7) / 8 + array_checksum_bytes,
                            "fixed array");
    if (!head) return std::move(head).error();
    hdf5_fields fields = head->fields();
    if (auto checked = check_prefix(fields, head->at); !checked) return checked;
    const auto used = fields.bytes((pages + 7) / 8);
    const std::uint64_t first_page = address + head->bytes.size();
    const std::uint64_t page_bytes = page_entries * entry_bytes_ + array_checksum_bytes;
    for (std::uint64_t page = 0; page < pages; ++page) {
      const auto bits = std::to_integer<unsigned>(used[static_cast<std::size_t>(page / 8)]);
      if ((bits & 0x80U >> page % 8) == 0) continue;
      const std::uint64_t first = page * page_entries;
      const std::uint64_t here = std::min(page_entries, count_ - first);
      // No wrap: as many entries as there are pages before this one fit the file.
      auto block = file_.block(first_page + page * page_bytes,
                               here * entry_bytes_ + array_checksum_bytes, "page of a fixed array");
      if (!block) return std::move(block).error();
      if (!hdf5_checksum_fits(block->bytes))
        return file_.fail(fault::checksum, block->at, "fixed array with a wrong checksum");
      if (auto visited = visit_entries(block->fields(), first, here); !visited) return visited;
    }
    return {};
  }

  result<void> visit_entries(hdf5_fields fields, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t entry = first; entry < first + count; ++entry) {
      const std::uint64_t address = fields.address();
      const std::uint64_t bytes = entries_.is_filtered
                                      ? fields.number(static_cast<unsigned>(size_width_))
                                      : entries_.chunk_bytes;
      const std::uint32_t skipped = entries_.is_filtered ? fields.u32() : 0;
      if (address == hdf5_nowhere) continue;
      if (auto visited = visit_(entry, address, bytes, skipped); !visited) return visited;
    }
    return {};
  }

  hdf5_file& file_;
  const chunk_entries& entries_;
  const visitor& visit_;
  std::uint64_t entry_bytes_ = 0;
  std::uint64_t size_width_ = 0; ///< of a filtered chunk's size
  std::uint64_t count_ = 0;
};

} // namespace

result<void> read_fixed_array(hdf5_file& file, std::uint64_t address, const chunk_entries& entries,
                              const visitor& visit) {
  return array_reader(file, entries, visit).read(address);
}

} // namespace weightkin

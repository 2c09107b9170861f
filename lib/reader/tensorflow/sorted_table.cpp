#include "reader/tensorflow/sorted_table.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "reader/located_error.hpp"
#include "reader/tensorflow/table_block.hpp"
#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/little_endian.hpp"

// A sorted table (LevelDB's "sstable") is a row of blocks and a footer. The footer's last eight
// bytes are the mark; before them stand two handles, each two variable-length numbers (offset and
// size of a block), filled up with zeros to 40 bytes: the first leads to a block of meta data that
// is of no use here, the second to the index block. The index block's values are handles too, one
// for each data block in turn; its keys only serve to search. table_block.cpp reads the blocks.

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::uint64_t footer_bytes = 48;
constexpr std::uint64_t mark_bytes = 8;
constexpr std::uint64_t mark = 0xdb4775248b80fb57U;
/// Keys share prefixes, so few bytes can spell many long ones; together they stay below this.
constexpr std::uint64_t most_key_bytes = 32'000'000;

result<std::uint64_t> footer_mark(const byte_source& file) {
  std::array<std::byte, mark_bytes> scratch;
  const auto bytes = file.read(file.size() - mark_bytes, mark_bytes, scratch);
  if (!bytes) return bytes.error();
  return load_u64(bytes->data());
}

/// A handle; whatever is wrong with the numbers themselves is a broken header.
result<block_handle> read_handle(byte_cursor& cursor) {
  const std::uint64_t start = cursor.offset();
  const auto offset = cursor.varint();
  const auto size = offset ? cursor.varint() : result<std::uint64_t>(offset.error());
  if (!size)
    return fail_at(fault::header, cursor.source().label(), start,
                   "the position of a block is not two variable-length numbers");
  return block_handle{*offset, *size};
}

result<block_handle> index_handle(const byte_source& file) {
  const std::string& label = file.label();
  if (file.size() < footer_bytes)
    return fail_at(fault::truncated, label, file.size(),
                   "too short for the footer of a sorted table");
  const auto found = footer_mark(file);
  if (!found) return found.error();
  if (*found != mark)
    return fail_at(fault::magic, label, file.size() - mark_bytes,
                   "does not end with the mark of a sorted table: cut or damaged");
  byte_cursor footer(file, file.size() - footer_bytes, file.size() - mark_bytes);
  const auto meta = read_handle(footer);
  if (!meta) return meta.error();
  return read_handle(footer);
}

/// Visits the data blocks in turn and checks what holds across them.
class table_walk {
public:
  table_walk(const byte_source& file, const reader_limits& limits,
             const std::function<result<void>(const table_entry&)>& visit)
      : file_(file), limits_(limits), visit_(visit), end_(file.size() - footer_bytes) {}

  result<void> run(const block_handle& index) {
    auto block = read_block(file_, index, end_, limits_);
    if (!block) return std::move(block).error();
    return walk_block(*block, [this, &index](const table_entry& entry) -> result<void> {
      const auto handle = data_handle(entry, index);
      if (!handle) return handle.error();
      return visit_data(*handle);
    });
  }

private:
  result<block_handle> data_handle(const table_entry& entry, const block_handle& index) const {
    const auto value = borrow_memory(entry.value, file_.label());
    byte_cursor cursor(*value);
    const auto handle = read_handle(cursor);
    if (!handle)
      return fail_at(fault::header, file_.label(), index.offset,
                     "the index block holds a position that is not two variable-length numbers");
    return handle;
  }

  result<void> visit_data(const block_handle& handle) {
    // A file that begins with the first block and has no gap cannot be a file of another kind too.
    if (handle.offset != next_offset_)
      return fail_at(handle.offset < next_offset_ ? fault::overlap : fault::hole, file_.label(),
                     handle.offset, "blocks of the table do not follow one another");
    auto block = read_block(file_, handle, end_, limits_);
    if (!block) return std::move(block).error();
    next_offset_ = handle.offset + handle.size + block_trailer_bytes;
    return walk_block(*block, [this](const table_entry& entry) -> result<void> {
      if (auto ordered = check_order(entry); !ordered) return ordered;
      return visit_(entry);
    });
  }

  result<void> check_order(const table_entry& entry) {
    if (!is_first_ && entry.key == last_key_)
      return fail_at(fault::duplicate, file_.label(), entry.block,
                     "key " + detail::escaped(entry.key) + " stands twice");
    if (!is_first_ && entry.key < last_key_)
      return fail_at(fault::header, file_.label(), entry.block,
                     "key " + detail::escaped(entry.key) + " is not in order");
    is_first_ = false;
    last_key_ = entry.key;
    key_bytes_ += entry.key.size();
    if (key_bytes_ > most_key_bytes)
      return fail_at(fault::limit, file_.label(), entry.block,
                     "the keys have more than " + std::to_string(most_key_bytes) + " bytes");
    return {};
  }

  const byte_source& file_;
  const reader_limits& limits_;
  const std::function<result<void>(const table_entry&)>& visit_;
  std::uint64_t end_; ///< blocks lie before the footer
  std::uint64_t next_offset_ = 0;
  std::uint64_t key_bytes_ = 0;
  std::string last_key_;
  bool is_first_ = true;
};

} // namespace

bool ends_like_sorted_table(const byte_source& file) {
  if (file.size() < footer_bytes) return false;
  const auto found = footer_mark(file);
  return found && *found == mark;
}

result<void> read_sorted_table(const byte_source& file, const reader_limits& limits,
                               const std::function<result<void>(const table_entry&)>& visit) {
  const auto index = index_handle(file);
  if (!index) return index.error();
  return table_walk(file, limits, visit).run(*index);
}

} // namespace weightkin

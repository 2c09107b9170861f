#include "reader/tensorflow/table_block.hpp"

#include <algorithm>
#include <string>

#include <snappy-c.h>

#include "reader/located_error.hpp"
#include "reader/wire/byte_cursor.hpp"
#include "reader/wire/crc32c.hpp"
#include "reader/wire/little_endian.hpp"

// A block is a row of entries, the offsets of some of them ("restarts", u32 each) and their number
// (u32). An entry is three variable-length numbers - how many bytes its key shares with the key
// before, how many follow, how long the value is - the rest of the key and the value. At a restart
// nothing is shared. Behind a stored block stand one byte for its compression (0 none, 1 Snappy)
// and the disguised CRC-32C of block and that byte.

namespace weightkin {
namespace {

using detail::fail_at;

constexpr std::size_t most_key_length = 65'536;
/// Snappy's densest element copies 64 bytes and takes three.
constexpr std::uint64_t best_snappy_ratio = 22;

result<std::vector<std::byte>> inflate_snappy(std::span<const std::byte> stored,
                                              const std::string& label, std::uint64_t offset,
                                              const reader_limits& limits) {
  const auto* input = as_text(stored).data();
  std::size_t length = 0;
  if (snappy_uncompressed_length(input, stored.size(), &length) != SNAPPY_OK)
    return fail_at(fault::compress, label, offset, "broken Snappy length");
  if (length > limits.table_block_bytes)
    return fail_at(fault::limit, label, offset,
                   "block of " + std::to_string(length) + " bytes exceeds the limit of " +
                       std::to_string(limits.table_block_bytes));
  if (length / best_snappy_ratio > stored.size())
    return fail_at(fault::compress, label, offset,
                   std::to_string(stored.size()) + " bytes of Snappy cannot hold " +
                       std::to_string(length));
  std::vector<std::byte> plain(length);
  std::size_t made = length;
  auto* output = reinterpret_cast<char*>(plain.data());
  if (snappy_uncompress(input, stored.size(), output, &made) != SNAPPY_OK || made != length)
    return fail_at(fault::compress, label, offset, "broken Snappy block");
  return plain;
}

/// The part of a block that holds entries, once the restarts behind it were checked.
result<std::uint64_t> entries_end(const table_block& block) {
  const auto refuse = [&](const std::string& what) {
    return fail_at(fault::header, block.file->label(), block.offset, "block: " + what);
  };
  const std::uint64_t size = block.bytes.size();
  if (size < 4) return refuse("too short for its number of restarts");
  const std::uint64_t count = load_u32(block.bytes.data() + size - 4);
  if (count == 0 || count > (size - 4) / 4)
    return refuse(std::to_string(count) + " restarts do not fit " + std::to_string(size) +
                  " bytes");
  const std::uint64_t end = size - 4 - 4 * count;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint32_t restart = load_u32(block.bytes.data() + end + 4 * i);
    const bool in_order = i == 0 ? restart == 0 : restart > last;
    if (!in_order || restart >= std::max<std::uint64_t>(end, 1))
      return refuse("restart at " + std::to_string(restart) + " of " + std::to_string(end) +
                    " bytes");
    last = restart;
  }
  return end;
}

/// Builds the next key on the one before and moves on to the value.
result<std::uint64_t> next_key(byte_cursor& cursor, std::string& key) {
  const auto shared = cursor.varint();
  const auto unshared = shared ? cursor.varint() : shared;
  const auto value_bytes = unshared ? cursor.varint() : unshared;
  if (!value_bytes) return value_bytes.error();
  if (*shared > key.size() || *unshared > cursor.remaining() ||
      *value_bytes > cursor.remaining() - *unshared || *unshared > most_key_length ||
      *shared + *unshared > most_key_length)
    return error{errc::bad_format, "", fault::header};
  const auto suffix = cursor.text(*unshared);
  if (!suffix) return suffix.error();
  key.resize(static_cast<std::size_t>(*shared));
  key += *suffix;
  return *value_bytes;
}

} // namespace

result<table_block> read_block(const byte_source& file, const block_handle& handle,
                               std::uint64_t end, const reader_limits& limits) {
  const std::string& label = file.label();
  if (handle.size > end || handle.offset > end - handle.size ||
      block_trailer_bytes > end - handle.size - handle.offset)
    return fail_at(fault::bounds, label, handle.offset,
                   "block of " + std::to_string(handle.size) + " bytes leaves the table");
  if (handle.size > limits.table_block_bytes)
    return fail_at(fault::limit, label, handle.offset,
                   "block of " + std::to_string(handle.size) + " bytes exceeds the limit of " +
                       std::to_string(limits.table_block_bytes));
  const auto length = static_cast<std::size_t>(handle.size + block_trailer_bytes);
  std::vector<std::byte> stored(length);
  const auto got = file.read(handle.offset, length, stored);
  if (!got) return got.error();
  const auto content = got->first(static_cast<std::size_t>(handle.size));
  crc32c crc;
  crc.add(got->first(content.size() + 1));
  if (masked_crc(crc.value()) != load_u32(got->data() + content.size() + 1))
    return fail_at(fault::checksum, label, handle.offset, "the block's CRC-32C does not match");
  const auto compression = std::to_integer<unsigned>((*got)[content.size()]);
  if (compression > 1)
    return fail_at(fault::header, label, handle.offset,
                   "block compression " + std::to_string(compression) +
                       "; 0 (none) and 1 (Snappy) are known");
  table_block block{&file, handle.offset, {}};
  if (compression == 1) {
    auto plain = inflate_snappy(content, label, handle.offset, limits);
    if (!plain) return std::move(plain).error();
    block.bytes = std::move(*plain);
  } else {
    block.bytes.assign(content.begin(), content.end());
  }
  return block;
}

result<void> walk_block(const table_block& block,
                        const std::function<result<void>(const table_entry&)>& visit) {
  const auto end = entries_end(block);
  if (!end) return end.error();
  const std::string& label = block.file->label();
  if (*end == 0) return fail_at(fault::header, label, block.offset, "a block without entries");
  const auto memory = borrow_memory(block.bytes, label);
  byte_cursor cursor(*memory, 0, *end);
  std::string key;
  while (cursor.remaining() > 0) {
    const std::uint64_t start = cursor.offset();
    const auto value_bytes = next_key(cursor, key);
    if (!value_bytes)
      return fail_at(fault::header, label, block.offset,
                     "block: the entry at " + std::to_string(start) +
                         " does not fit the block or the key before");
    const auto value = cursor.bytes(*value_bytes);
    if (!value) return value.error();
    if (auto visited = visit({key, *value, block.offset}); !visited) return visited;
  }
  return {};
}

} // namespace weightkin

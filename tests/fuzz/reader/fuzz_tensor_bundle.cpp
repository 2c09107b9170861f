#include <map>
#include <string>

#include "fuzz/reader/exercise.hpp"
#include "reader/wire/crc32c.hpp"
#include "support/memory_files.hpp"

namespace {

using bytes = std::vector<std::byte>;

void put(bytes& file, std::uint64_t number, int count) {
  for (int i = 0; i < count; ++i, number >>= 8U)
    file.push_back(static_cast<std::byte>(number & 0xffU));
}

void put_varint(bytes& file, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7U)
    file.push_back(static_cast<std::byte>(number % 0x80 + 0x80));
  file.push_back(static_cast<std::byte>(number));
}

void put_trailer(bytes& file, std::size_t begin, unsigned compression) {
  file.push_back(static_cast<std::byte>(compression));
  weightkin::crc32c crc;
  crc.add(std::span(file).subspan(begin));
  put(file, weightkin::masked_crc(crc.value()), 4);
}

/// A sound table around one data block, so that its checksum does not stop the fuzzer.
bytes table_around(std::span<const std::byte> block, unsigned compression) {
  bytes file(block.begin(), block.end());
  put_trailer(file, 0, compression);
  const std::size_t index = file.size();
  bytes handle;
  put_varint(handle, 0);
  put_varint(handle, block.size());
  put_varint(file, 0);
  put_varint(file, 1);
  put_varint(file, handle.size());
  file.push_back(std::byte{'z'});
  file.insert(file.end(), handle.begin(), handle.end());
  put(file, 0, 4); // the one restart
  put(file, 1, 4);
  const std::size_t index_bytes = file.size() - index;
  put_trailer(file, index, 0);
  const std::size_t footer = file.size();
  put(file, 0, 2); // no meta data
  put_varint(file, index);
  put_varint(file, index_bytes);
  file.resize(footer + 40);
  put(file, 0xdb4775248b80fb57U, 8);
  return file;
}

} // namespace

/// The input as an index, and as one block of an index, beside a data file of 64 bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  static const auto files = std::make_shared<const test::memory_files>(
      std::map<std::string, bytes>{{"input.data-00000-of-00001", bytes(64)}});
  const auto input = std::as_bytes(std::span(data, size));
  fuzz::open_and_read(input, false, "input.index", files);
  fuzz::open_and_read(table_around(input, 0), false, "input.index", files);
  fuzz::open_and_read(table_around(input, 1), false, "input.index", files);
  return 0;
}

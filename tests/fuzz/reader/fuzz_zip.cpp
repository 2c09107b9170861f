#include "fuzz/reader/exercise.hpp"
#include "reader/zip/zip_directory.hpp"

/// The input as a zip archive: its directory, and every member read whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace weightkin;
  const auto file = borrow_memory(std::as_bytes(std::span(data, size)), "input");
  const auto members = read_zip_directory(*file, {});
  if (!members) {
    fuzz::check_refusal(members.error());
    return 0;
  }
  constexpr std::uint64_t most_bytes = std::uint64_t{1} << 24U;
  for (const zip_member& member : *members) {
    fuzz::require(member.data_offset + member.stored_bytes <= size);
    const auto opened = open_member(file, member, most_bytes);
    if (!opened) continue;
    fuzz::require((*opened)->size() == member.size_bytes);
    std::vector<std::byte> scratch(static_cast<std::size_t>(member.size_bytes));
    const auto read = (*opened)->read(0, scratch.size(), scratch);
    if (read) fuzz::require(read->size() == member.size_bytes);
  }
  return 0;
}

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/byte_source.hpp>
#include <weightkin/reader/checkpoint.hpp>

/// What the fuzz targets of the readers do with an input. A broken promise aborts; bad memory is
/// the sanitizers' business.
namespace weightkin::fuzz {

inline void require(bool promise) {
  if (!promise) std::abort();
}

/// A refusal must say what kind it is, in one printable line that names the file.
inline void check_refusal(const error& failure) {
  require(failure.code == errc::bad_format || failure.code == errc::unsupported ||
          failure.code == errc::no_memory);
  require(failure.message.starts_with("input"));
  for (const char c : failure.message)
    require(c >= 0x20 && c < 0x7f);
}

/// Reads the beginning and the end of a tensor.
inline void read_ends(const tensor_view& view) {
  constexpr std::uint64_t most_elements = 4096;
  const std::uint64_t count = element_count(view);
  const std::uint64_t part = std::min(count, most_elements) / 4 * 4;
  if (part == 0) return;
  std::vector<std::byte> scratch(*bytes_of(view.type, part));
  for (const std::uint64_t first : {std::uint64_t{0}, (count - part) / 4 * 4}) {
    const auto elements = read_elements(view, first, static_cast<std::size_t>(part), scratch);
    if (!elements) continue; // a deflated member may turn out broken only now
    require(elements->size() == scratch.size());
    std::uint8_t sum = 0;
    for (const std::byte byte : *elements)
      sum = static_cast<std::uint8_t>(sum + std::to_integer<std::uint8_t>(byte));
    [[maybe_unused]] volatile std::uint8_t touched = sum;
  }
}

/// Limits that make one input quick.
inline open_options quick_options() {
  constexpr std::uint64_t enough_bytes = 1 << 20;
  open_options options;
  options.limits.inflated_member_bytes = enough_bytes;
  options.limits.inflated_pickle_bytes = enough_bytes;
  options.limits.hdf5_chunk_bytes = enough_bytes;
  options.limits.tensors = 10'000;
  return options;
}

/// Opens the bytes as a file, called `label` ("input" and an ending), beside `files`, and reads
/// what they hold.
inline void open_and_read(std::span<const std::byte> bytes, bool lenient_pickle = false,
                          const std::string& label = "input",
                          const std::shared_ptr<const file_set>& files = nullptr) {
  open_options options = quick_options();
  options.lenient_pickle = lenient_pickle;
  // A copy of the exact size, so that a read past the end is noticed.
  const std::unique_ptr<std::byte[]> exact(new std::byte[bytes.size()]);
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const auto opened =
      checkpoint::open(borrow_memory({exact.get(), bytes.size()}, label), files, options);
  if (!opened) return check_refusal(opened.error());
  for (std::size_t i = 0; i < std::min<std::size_t>(opened->size(), 100); ++i)
    read_ends((*opened)[i]);
}

} // namespace weightkin::fuzz
